"""Whether a new port would interrupt the stack that the committed output describes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput
from pipeline.regular_files import read_output
from pipeline.template.assembly import Rendering

_SETTING = ("application", "port")


def port_change(rendering: Rendering, output: Path) -> Iterator[Diagnostic]:
    """Yield a diagnostic where the output has another port, and clients would notice the change.

    A target group's port is create-only. The listener forwards to the new group before an instance
    is registered with it, and a load balancer answers 503 meanwhile:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
    """
    if read_output(output) == rendering.text:
        return
    for _, before, after in changed_ports(_resources(output), rendering.template.data["Resources"]):
        message = (
            f"application.port: {after}, and {before} in {output}: the target group is "
            "replaced, and requests fail until instances are healthy in the new one"
        )
        hint = (
            "deploy alb.maintenance.enabled: true first, then the new port "
            f"(docs/deploying.md); if the stack does not exist yet, delete {output}"
        )
        yield Diagnostic(rendering.config.location(_SETTING), message, hint)


def changed_ports(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the target groups that get another port without maintenance, and both ports."""
    if "MaintenanceListenerRule" in old.keys() & new.keys():
        return
    for id_ in old.keys() & new.keys():
        before, after = _port(old[id_]), _port(new[id_])
        if before is not None and before != after:
            yield id_, before, after


def _resources(output: Path) -> dict[str, Any]:
    from pipeline.review.baseline import read_baseline

    try:
        found: dict[str, Any] = read_baseline(output, None)[1].get("Resources", {})
    except InvalidInput:  # no template: it is written anew
        return {}
    return found


def _port(resource: Any) -> Any:
    """Return the port of a target group, None of anything else."""
    match resource:
        case {
            "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
            "Properties": {"Port": port},
        }:
            return port
    return None
