"""What the registry's schemas say of types: of a region, and of the one that has every type."""

from __future__ import annotations

import pytest

from pipeline.review.registry import (
    is_unordered,
    permissions,
    property_patterns,
    read_data,
    resource_schema,
)

LISTENER = "AWS::ElasticLoadBalancingV2::Listener"


def test_a_type_that_a_region_does_not_have_is_known_by_another_region() -> None:
    everywhere, here = (
        read_data(f"schemas/providers/{each}.json") for each in ("us-east-1", "cn-northwest-1")
    )
    missing = min(everywhere.keys() - here.keys())
    assert resource_schema(missing, "cn-northwest-1") == resource_schema(missing) != {}
    assert resource_schema(LISTENER, "cn-northwest-1")["typeName"] == LISTENER
    assert resource_schema(LISTENER, "xx-none-1")["typeName"] == LISTENER


def test_a_type_that_no_region_has_has_no_schema() -> None:
    schema = resource_schema("Our::Own::Type")
    assert schema == read_data("schemas/none.json") == {}
    assert (property_patterns(schema, "createOnlyProperties"), permissions(schema, "create")) == (
        [],
        [],
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Tags",), False),
        (("Ports",), True),
        (("Rules", 0, "Names"), True),
        (("Rules", 0, "Steps"), False),
        (("Rules",), False),
        (("Rules", 0), False),
        (("Unknown", 0, "Names"), False),
        (("Tags", "Unknown"), False),
    ],
)
def test_lists_whose_order_says_nothing(path: tuple[str | int, ...], *, expected: bool) -> None:
    """https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html."""
    names = {"type": "array", "insertionOrder": False}
    rule = {"properties": {"Names": names, "Steps": {"type": "array", "insertionOrder": True}}}
    schema = {
        "definitions": {"Rule": rule, "Ports": names},
        "properties": {
            "Tags": {"type": "array"},
            "Ports": {"$ref": "#/definitions/Ports"},
            "Rules": {"type": "array", "items": {"$ref": "#/definitions/Rule"}},
        },
    }
    assert is_unordered(schema, path) is expected
