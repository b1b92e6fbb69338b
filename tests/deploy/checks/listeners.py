"""The listeners, their actions and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import load_balancer, targets
from tests.deploy.checks.compare import same
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare each listener with the config."""
    encrypted = deployed.config.encrypted
    found = describe(deployed)
    yield from same("the listening ports", set(found), {80, 443} if encrypted else {80})
    if encrypted:
        yield from _redirect(found.get(80, {}))
        yield from _encrypted(deployed, found.get(443, {}))
    if not deployed.config.setting("alb.maintenance.enabled"):
        yield from _forward(deployed, found.get(443 if encrypted else 80, {}))
    yield from _rules(deployed, found)


def describe(deployed: DeployedStack) -> dict[int, Data]:
    """Return the load balancer's listeners by port."""
    client = deployed.client("elbv2")
    answer = client.describe_listeners(LoadBalancerArn=deployed.physical_id(load_balancer.TYPE))
    return {int(each["Port"]): each for each in answer["Listeners"]}


def _redirect(listener: Data) -> Iterator[str]:
    action = (listener.get("DefaultActions") or [{}])[0]
    target = action.get("RedirectConfig", {})
    yield from same("port 80's action", action.get("Type"), "redirect")
    redirected = (target.get("Protocol"), target.get("Port"))
    yield from same("the target of port 80's redirect", redirected, ("HTTPS", 443))
    yield from same("the status of port 80's redirect", target.get("StatusCode"), "HTTP_301")


def _encrypted(deployed: DeployedStack, listener: Data) -> Iterator[str]:
    made = deployed.physical_ids("AWS::CertificateManager::Certificate").get("Certificate")
    certificate = deployed.config.setting("alb.https.certificate") or made
    yield from same("port 443's protocol", listener.get("Protocol"), "HTTPS")
    found = [each["CertificateArn"] for each in listener.get("Certificates", [])]
    if certificate not in found:
        yield f"port 443 has the certificates {found}, not {certificate}"
    policy = deployed.config.setting("alb.https.ssl_policy")
    yield from same("port 443's TLS policy", listener.get("SslPolicy"), policy)


def _forward(deployed: DeployedStack, listener: Data) -> Iterator[str]:
    """Yield a message unless some action of a listener forwards to the target group."""
    actions = [*listener.get("DefaultActions", []), *_rule_actions(deployed, listener)]
    reached = {group for action in actions for group in _groups(action)}
    group = deployed.physical_id(targets.TYPE) if len(targets.ids(deployed)) == 1 else None
    if group and group not in reached:
        yield f"port {listener.get('Port')} forwards to {sorted(reached)}, not to the target group"


def _groups(action: Data) -> list[str]:
    several = action.get("ForwardConfig", {}).get("TargetGroups", [])
    return [action.get("TargetGroupArn", ""), *(each["TargetGroupArn"] for each in several)]


def _rule_actions(deployed: DeployedStack, listener: Data) -> list[Data]:
    if not listener:
        return []
    answer = deployed.client("elbv2").describe_rules(ListenerArn=listener["ListenerArn"])
    return [action for rule in answer["Rules"] for action in rule["Actions"]]


def _rules(deployed: DeployedStack, found: dict[int, Data]) -> Iterator[str]:
    """Compare the rules of the template with those of the listeners."""
    arns = {each["ListenerArn"] for each in found.values()}
    kind = "AWS::ElasticLoadBalancingV2::ListenerRule"
    for name, rule in deployed.expected(kind).items():
        if rule["ListenerArn"] not in arns:
            yield f"rule {name} belongs to no listener of the load balancer"
        answer = deployed.client("elbv2").describe_rules(RuleArns=[deployed.ids[name]])["Rules"][0]
        yield from same(f"rule {name}'s priority", answer["Priority"], rule["Priority"])
        actions = [each["Type"] for each in answer["Actions"]]
        yield from same(
            f"rule {name}'s actions", actions, [each["Type"] for each in rule["Actions"]]
        )
        fields = {each["Field"] for each in answer["Conditions"]}
        yield from same(
            f"rule {name}'s conditions", fields, {each["Field"] for each in rule["Conditions"]}
        )
