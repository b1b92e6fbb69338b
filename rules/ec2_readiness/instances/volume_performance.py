"""Performance that a volume type does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    Value,
    View,
    aws,
    entries,
    is_stated,
    launches,
    number,
    pick,
    string,
)


class VolumePerformance(Rule):
    id = "ER9443"
    shortdesc = "A volume's performance settings are those of its type"
    description = (
        "EC2 takes Iops for io1, io2 and gp3 only and needs it for io1 and io2; Throughput is "
        "for gp3 only, from 125 MiB/s, and at most a quarter of the Iops."
    )
    instead = "Leave the setting out, or choose gp3"
    source_url = aws("AWSEC2/latest/APIReference/API_EbsBlockDevice.html")
    tags = ["instances", "volumes"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for index, mapping in entries(launch.get("BlockDeviceMappings")):
                volume = pick(mapping, "Ebs")
                problem = self._problem(volume) if isinstance(volume, dict) else None
                if problem is not None:
                    key, text = problem
                    yield launch.finding(text, "BlockDeviceMappings", index, "Ebs", key)

    @staticmethod
    def _problem(volume: dict[str, Value]) -> tuple[str, str] | None:
        kind = string(volume.get("VolumeType", "gp2"))
        if kind is None:
            return None
        if is_stated(volume.get("Iops")) and kind not in ("io1", "io2", "gp3"):
            return "Iops", f"{kind} takes no Iops"
        if volume.get("Iops") is None and kind in ("io1", "io2"):
            return "VolumeType", f"{kind} needs Iops"
        if is_stated(volume.get("Throughput")) and kind != "gp3":
            return "Throughput", f"{kind} takes no Throughput"
        rate = number(volume.get("Throughput"))
        operations = number(volume.get("Iops", 3000))
        if rate is not None and (rate < 125 or (operations is not None and rate > operations / 4)):
            return "Throughput", f"{rate:g} MiB/s with {operations or 0:g} Iops"
        return None
