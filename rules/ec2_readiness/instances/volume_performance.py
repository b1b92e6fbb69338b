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

# The least and most Iops of a type, and how many a GiB gives.
BOUNDS = {"gp3": (3000, 80000, 500), "io1": (100, 64000, 50), "io2": (100, 256000, 1000)}


class VolumePerformance(Rule):
    id = "ER9443"
    shortdesc = "A volume's performance settings are those of its type"
    description = (
        "EC2 takes Iops for io1, io2 and gp3 only, within bounds, and needs it for io1 and io2; "
        "Throughput is for gp3 only, 125 to 2,000 MiB/s, and at most a quarter of the Iops."
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
    def _out_of_bounds(kind: str, volume: dict[str, Value]) -> str:
        """Iops that the type, or a volume of this size, does not have."""
        operations, size = number(volume.get("Iops")), number(volume.get("VolumeSize"))
        low, high, each = BOUNDS.get(kind, (0, 0, 0))
        if operations is None or not high:
            return ""
        if not low <= operations <= high:
            return f"{kind} has {low} to {high} Iops"
        if size is not None and operations > max(low, each * size):
            return f"{kind} has {each} Iops for each GiB, and {size:g} GiB here"
        return ""

    @staticmethod
    def _problem(volume: dict[str, Value]) -> tuple[str, str] | None:
        kind = string(volume.get("VolumeType", "gp2"))
        if kind is None:
            return None
        if is_stated(volume.get("Iops")) and kind not in ("io1", "io2", "gp3"):
            return "Iops", f"{kind} takes no Iops"
        if volume.get("Iops") is None and kind in ("io1", "io2"):
            return "VolumeType", f"{kind} needs Iops"
        excess = VolumePerformance._out_of_bounds(kind, volume)
        if excess:
            return "Iops", excess
        if is_stated(volume.get("Throughput")) and kind != "gp3":
            return "Throughput", f"{kind} takes no Throughput"
        rate = number(volume.get("Throughput"))
        operations = number(volume.get("Iops", 3000))
        most = 2000 if operations is None else min(2000, operations / 4)
        if rate is not None and not 125 <= rate <= most:
            return "Throughput", f"{rate:g} MiB/s with {operations or 0:g} Iops"
        return None
