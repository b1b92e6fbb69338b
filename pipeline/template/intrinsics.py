"""The short forms of intrinsic functions, as they are written into a template.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

from pipeline.yaml_source.functions import FUNCTION_OF_TAG

_TAG_OF_FUNCTION = {function: tag for tag, function in FUNCTION_OF_TAG.items()}
# A map with the only key `Condition` may as well be an IAM statement's, so it keeps its long form.
_TAG_OF_FUNCTION.pop("Condition")


def short_form(data: object) -> tuple[str, object] | None:
    """Return the tag and the argument of an intrinsic function, or None where no tag can say it.

    A tag cannot stand before another tag (`!Base64 !Sub …`), and `!GetAtt` takes plain names only.
    """
    if not isinstance(data, dict) or len(data) != 1:
        return None
    [(function, argument)] = data.items()
    tag = _TAG_OF_FUNCTION.get(function)
    if tag is None or short_form(argument) or not isinstance(argument, (str, list, dict)):
        return None
    if tag == "!GetAtt":
        return (tag, ".".join(argument)) if _is_attribute(argument) else None
    return tag, argument


def _is_attribute(argument: object) -> bool:
    """Whether this is a logical id without a dot, and the name of an attribute of it."""
    names = argument if isinstance(argument, list) else []
    return len(names) == 2 and all(isinstance(name, str) for name in names) and "." not in names[0]
