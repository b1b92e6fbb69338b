"""Refreshes the names that AWS publishes, for the readiness rules; with --check says what differs.

`rules/ec2_readiness/data/names.json` holds lists that a service takes and refuses everything else
of, each with its source and the day it was written. What botocore's models list is taken from
there, time zones from the system's database. What no model lists is kept by hand, and this tool
leaves it as it is; `compared` says whether it was held against its page on that day.

Needs botocore, which `tests/deploy/requirements.txt` has.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

FILE = Path(__file__).resolve().parent.parent / "rules" / "ec2_readiness" / "data" / "names.json"
MODELS = {
    "volume types": ("ec2", "VolumeType"),
    "shutdown behaviours": ("ec2", "ShutdownBehavior"),
    "metadata tokens": ("ec2", "LaunchTemplateHttpTokensState"),
    "metadata endpoint": ("ec2", "LaunchTemplateInstanceMetadataEndpointState"),
    "tenancies": ("ec2", "Tenancy"),
    "market types": ("ec2", "MarketType"),
    "warm pool states": ("autoscaling", "WarmPoolState"),
    "tracked metrics": ("autoscaling", "MetricType"),
    "target types": ("elbv2", "TargetTypeEnum"),
    "address types": ("elbv2", "IpAddressType"),
    "schemes": ("elbv2", "LoadBalancerSchemeEnum"),
    "action types": ("elbv2", "ActionTypeEnum"),
    "redirect codes": ("elbv2", "RedirectActionStatusCodeEnum"),
    "comparisons": ("cloudwatch", "ComparisonOperator"),
    "statistics": ("cloudwatch", "Statistic"),
    "units": ("cloudwatch", "StandardUnit"),
}


def models() -> dict[str, list[str]]:
    """Read the enumerations from botocore's models, and the time zones from the system."""
    from botocore.session import Session

    session = Session()
    found = {}
    for name, (service, shape) in MODELS.items():
        found[name] = sorted(session.get_service_model(service).shape_for(shape).enum)
    zones = {zone for zone in available_timezones() if not zone.startswith(("posix", "right"))}
    return {**found, "time zones": sorted(zones - {"localtime", "Factory"})}


def refreshed(old: dict[str, Any]) -> dict[str, Any]:
    """The file's content with what the models say today; dates change where lists do."""
    today = datetime.now(timezone.utc).date().isoformat()
    lists = dict(old)
    for name, values in models().items():
        kept = old.get(name, {})
        written = kept["written"] if kept.get("names") == values else today
        source = "the IANA database" if name == "time zones" else "botocore"
        body = {"source": source, "written": written, "compared": True, "names": values}
        lists[name] = body
    return dict(sorted(lists.items()))


def main(arguments: list[str]) -> int:
    """Write the file, or compare it."""
    old = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    new = refreshed(old)
    if "--check" not in arguments:
        FILE.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
        return 0
    changed = [name for name in new if new[name] != old.get(name)]
    for name in changed:
        print(f"{name}: out of date; run: python tools/rules_data.py", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
