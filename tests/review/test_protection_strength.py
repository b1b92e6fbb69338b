"""How strong a protection is before and after, from templates of a resource or two."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.protections import _losses, _tls, lost_protections

Data = dict[str, Any]
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


def https(policy: Any) -> Data:
    properties = {"Protocol": "HTTPS", "SslPolicy": policy}
    return {"HttpsListener": {"Type": LISTENER, "Properties": properties}}


def balancer(**attributes: str) -> Data:
    pairs = [{"Key": key.replace("__", "."), "Value": each} for key, each in attributes.items()]
    return {"LoadBalancer": {"Type": BALANCER, "Properties": {"LoadBalancerAttributes": pairs}}}


def log(days: Any = None) -> Data:
    properties = {} if days is None else {"RetentionInDays": days}
    return {"LogGroup": {"Type": "AWS::Logs::LogGroup", "Properties": properties}}


def acl(limit: Any) -> Data:
    rule = {"Name": "requests-per-client", "Statement": {"RateBasedStatement": {"Limit": limit}}}
    return {
        "WebACL": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [rule]}},
        "WebACLAssociation": {"Type": "AWS::WAFv2::WebACLAssociation"},
    }


TLS = "the TLS policy is weaker or missing"
DAYS = "logs are kept for less time"
DESYNC = "the desync mode is weaker or missing"
LIMIT = "the limit of requests per client is higher or missing"
MODE = "routing__http__desync_mitigation_mode"


def lost(before: Data, after: Data, **parameters: Any) -> list[tuple[str, bool]]:
    sections = {"Parameters": {name: {"Default": each} for name, each in parameters.items()}}
    found = lost_protections({"Resources": before, **sections}, {"Resources": after, **sections})
    return [(each.text, each.is_gone) for each in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-2021-06", []),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-3-2021-06", []),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", []),
        ("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", "ELBSecurityPolicy-TLS13-1-2-2021-06", []),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", [TLS]),
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", [TLS]),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS-1-1-2017-01", [TLS]),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", "ELBSecurityPolicy-2016-08", []),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", "ELBSecurityPolicy-FS-1-1-2019-08", [TLS]),
        ("ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-2-2017-01", []),
    ],
)
def test_tls_policies(old: str, new: str, expected: list[str]) -> None:
    found = [text for text, _ in lost(https(old), https(new))]
    assert [text for text in found if text == TLS] == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (log(30), log(14), [(DAYS, False)]),
        (log(30), log("14"), [(DAYS, False)]),
        (log(30), log(30), []),
        (log(30), log(), []),
        (log(), log(3650), [(DAYS, False)]),
        (log({"Ref": "Days"}), log(20), []),
        (log({"Ref": "Days"}), log(19), [(DAYS, False)]),
        (log(30), log({"Ref": "Open"}), [(DAYS, False)]),
        (log({"Ref": "Open"}), log(1), []),
        (balancer(**{MODE: "defensive"}), balancer(**{MODE: "monitor"}), [(DESYNC, False)]),
        (balancer(**{MODE: "defensive"}), balancer(**{MODE: "strictest"}), []),
        (balancer(**{MODE: "strictest"}), balancer(**{MODE: "unknown"}), [(DESYNC, True)]),
        (balancer(**{MODE: "monitor"}), balancer(), [(DESYNC, True)]),
        (acl(500), acl(400), []),
        (acl(500), acl(501), [(LIMIT, False)]),
        (acl(500), acl({"Ref": "Open"}), [(LIMIT, True)]),
    ],
)
def test_strength(before: Data, after: Data, expected: list[tuple[str, bool]]) -> None:
    texts = {DAYS, DESYNC, LIMIT}
    assert [each for each in lost(before, after, Days=20) if each[0] in texts] == expected


def test_a_protection_goes_with_what_it_guards() -> None:
    before = {**acl(500), **balancer()}
    gone = "the web ACL is not associated with the load balancer"
    without = {name: each for name, each in before.items() if name != "WebACLAssociation"}
    assert (gone, True) in lost(before, without)
    assert gone not in [text for text, _ in lost(before, {"Other": {"Type": "T"}})]
    assert lost(before, before) == []


AT = {"says": "x", "resource": "R", "at": ["Properties", "A"]}
EQUALS = {**AT, "equals": True}
EACH = {**EQUALS, "at": ["Properties", "L", "*", "A"]}
OF_ALL = {**EQUALS, "resource": "AWS::T::T"}


def resource(**properties: Any) -> Data:
    return {"R": {"Type": "AWS::T::T", "Properties": properties}}


def losses(row: Data, before: Data, after: Data) -> list[tuple[Any, bool]]:
    """Return where a protection is lost below the properties, and whether it is gone."""
    found = _losses(row, {"Resources": before}, {"Resources": after})
    return [(each.path[3:], each.is_gone) for each in found]


@pytest.mark.parametrize(
    ("row", "before", "after", "expected"),
    [
        (EQUALS, resource(A=True), resource(A=False), [(("A",), True)]),
        (EQUALS, resource(A=True), resource(A="true"), []),
        (EQUALS, resource(A=False), resource(A=False), []),
        (EQUALS, resource(A=False), resource(A=True), []),
        (EQUALS, resource(A=True), resource(), [(("A",), True)]),
        ({**AT, "absent": True}, resource(), resource(A=1), [(("A",), False)]),
        ({**AT, "absent": True}, resource(A=1), resource(), []),
        ({**AT, "absent": True}, resource(), resource(), []),
        ({**AT, "only": "x"}, resource(A=[1]), resource(A=[1, 2]), [(("A",), False)]),
        ({**AT, "only": "x"}, resource(A=[1, 2]), resource(A=[1]), []),
        ({**AT, "only": "x"}, resource(A=[1]), resource(), []),
        # What is optional may be left out, and if it is there it holds.
        ({**EQUALS, "optional": "A"}, resource(), resource(A=False), [(("A",), True)]),
        ({**EQUALS, "optional": "A"}, resource(A=True), resource(), []),
        ({**EQUALS, "optional": "B"}, resource(A=True), resource(), [(("A",), True)]),
        ({**AT, "present": True}, resource(A=1), resource(), [(("A",), True)]),
        ({**AT, "present": True}, resource(A=1), resource(A=2), []),
        ({**AT, "setting": "x"}, resource(A=1), resource(A=2), [(("A",), False)]),
        ({**AT, "setting": "x"}, resource(A=1), resource(A="1"), []),
        ({**AT, "setting": "x"}, resource(), resource(A=2), []),
        # The weakest of several places counts.
        (
            EACH,
            resource(L=[{"A": True}, {"A": True}]),
            resource(L=[{"A": True}, {"A": False}]),
            [(("L", 1, "A"), True)],
        ),
        (EACH, resource(L=[{"A": True}, {"A": False}]), resource(L=[{"A": False}]), []),
        # A resource that goes takes its protection along, unless what it guards stays.
        (EQUALS, resource(A=True), {}, []),
        ({**EQUALS, "guards": "G"}, {**resource(A=True), "G": {}}, {"G": {}}, [((), True)]),
        ({**EQUALS, "guards": "G"}, {**resource(A=True), "G": {}}, {}, []),
        # A new one has what is asked of every resource of its type, in a stack that exists.
        (OF_ALL, {"O": {}}, {"O": {}, **resource(A=False)}, [(("A",), True)]),
        (OF_ALL, {"O": {}}, {"O": {}, **resource(A=True)}, []),
        (OF_ALL, {}, resource(A=False), []),
        (EQUALS, {"O": {}}, {"O": {}, **resource(A=False)}, []),
        ({**AT, "resource": "AWS::T::T", "present": True}, {"O": {}}, {"O": {}, **resource()}, []),
        ({**OF_ALL, "default": "A"}, {"O": {}}, {"O": {}, **resource()}, []),
        ({**OF_ALL, "default": "A"}, resource(A=True), resource(), [(("A",), True)]),
    ],
)
def test_what_a_row_loses(
    row: Data, before: Data, after: Data, expected: list[tuple[Any, bool]]
) -> None:
    assert losses(row, before, after) == expected


def test_the_oldest_version_of_tls_comes_first_then_the_ciphers() -> None:
    names = ["2016-08", "FS-1-1-2019-08", "TLS13-1-2-Ext1-2021-06", "TLS13-1-2-2021-06"]
    names += ["TLS13-1-2-Res-2021-06", "TLS13-1-3-2021-06"]
    strengths = [_tls(f"ELBSecurityPolicy-{name}") for name in names]
    assert strengths == sorted(set(strengths))
    assert _tls("") == _tls("ELBSecurityPolicy-TLS13-1-0-2021-06") == 0
