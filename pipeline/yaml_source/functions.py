"""CloudFormation's intrinsic functions, and the YAML tag that is the short form of each.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

from typing import Any

_FUNCTIONS = (
    "And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "GetAtt", "GetStackOutput", "If",
    "ImportValue", "Join", "Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString",
    "Transform",
)  # fmt: skip

FUNCTION_OF_TAG = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **{f"!{name}": f"Fn::{name}" for name in _FUNCTIONS},
}
# A map with the only key `Condition` may as well be an IAM statement's.
_CALLS = frozenset(FUNCTION_OF_TAG.values()) - {"Condition"}


def is_function(data: object) -> bool:
    """Whether data is a call of an intrinsic function."""
    return isinstance(data, dict) and len(data) == 1 and not _CALLS.isdisjoint(data)


def long_argument(function: str, argument: Any) -> Any:
    """Return a function's argument as the long form has it: `!GetAtt A.B` takes a list there."""
    if function == "Fn::GetAtt" and isinstance(argument, str):
        return argument.split(".", 1)
    return argument
