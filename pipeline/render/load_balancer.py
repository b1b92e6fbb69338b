"""The load balancer: made here, or an existing one, of which a listener's rule is made here."""

from __future__ import annotations

from pipeline.config.settings_function import Values, reads
from pipeline.render.provenance import derived


@reads("alb.scheme", "alb.existing.listener")
def target_group(values: Values) -> Values:
    """Return `target_group`, its logical id, and `target_group_label` for target tracking.

    A change of the scheme replaces the load balancer. The new one cannot have the old one's target
    group, which has a load balancer already: another id makes another target group.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
    """
    existing = values["alb"]["existing"]["listener"]
    id_ = "InternalTargetGroup" if values["alb"]["scheme"] == "internal" else "TargetGroup"
    if existing:
        id_ = "SharedTargetGroup"
    name = _full_name(existing) if existing else "${LoadBalancer.LoadBalancerFullName}"
    label = f"{name}/${{{id_}.TargetGroupFullName}}"
    return {
        "target_group": id_,
        "target_group_label": {"Fn::Sub": derived(existing, label) if existing else label},
    }


@reads("alb.existing.listener", "alb.https.certificate", "alb.https.request_for")
def listener(values: Values) -> Values:
    """Return `listener`, which forwards to the targets, and `listener_ids`.

    These must be there before targets are checked.
    """
    if existing := values["alb"]["existing"]["listener"]:
        return {"listener": existing, "listener_ids": ["ApplicationListenerRule"]}
    https = values["alb"]["https"]
    ids = ["HttpListener"]
    if https["certificate"] or https["request_for"]:
        ids.append("HttpsListener")
    return {"listener": {"Ref": ids[-1]}, "listener_ids": ids}


@reads("alb.existing")
def load_balancer(values: Values) -> Values:
    """Return what partials refer to, of a load balancer made here or of an existing one.

    `load_balancer_group` is the security group that requests come from; `load_balancer_name` is
    the dimension of metrics; `load_balancer_dns` is for an alias; `url` is for an existing load
    balancer.
    """
    existing = values["alb"]["existing"]
    if existing["listener"]:
        return _existing(existing)
    return {
        "load_balancer_group": {"Fn::GetAtt": ["LoadBalancerSecurityGroup", "GroupId"]},
        "load_balancer_name": {"Fn::GetAtt": ["LoadBalancer", "LoadBalancerFullName"]},
        "load_balancer_dns": {
            "name": {"Fn::GetAtt": ["LoadBalancer", "DNSName"]},
            "zone": {"Fn::GetAtt": ["LoadBalancer", "CanonicalHostedZoneID"]},
        },
        "url": None,
    }


@reads("alb.existing.listener", "alb.rules", "alb.canary.target_group")
def requests_of(values: Values) -> Values:
    """Return `requests_of`, what alarms, objectives and the dashboard count requests of.

    Metrics with the dimension LoadBalancer alone are of all its target groups, those of other
    stacks included:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    """
    return {"requests_of": "targets" if has_other_targets(values) else "load balancer"}


def has_other_targets(values: Values) -> bool:
    """Whether the load balancer has target groups of other stacks."""
    settings = values["alb"]
    others = [settings["existing"]["listener"], settings["canary"]["target_group"]]
    return any(others) or any(rule["target_group"] for rule in settings["rules"])


def _existing(existing: Values) -> Values:
    listener_arn = existing["listener"]
    return {
        "load_balancer_group": existing["security_group"],
        "load_balancer_name": derived(listener_arn, _full_name(listener_arn)),
        "load_balancer_dns": {"name": existing["dns_name"], "zone": existing["hosted_zone_id"]},
        "url": _url(existing),
    }


def _full_name(listener_arn: str) -> str:
    """Return the full name of a listener's load balancer: arn:...:listener/app/NAME/ID/ID."""
    return "/".join(listener_arn.split("/")[1:4])


def _url(existing: Values) -> str | None:
    host = next((each for each in existing["hosts"] if not set("*?") & set(each)), None)
    return derived(host, f"{existing['protocol'].lower()}://{host}") if host else None


ALL = (target_group, listener, load_balancer, requests_of)
