"""The CloudWatch agent's configuration as documented; unknown sections are rejected.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

_TOP = {"agent", "metrics", "logs"}
_AGENT = {
    "metrics_collection_interval",
    "region",
    "logfile",
    "debug",
    "run_as_user",
    "omit_hostname",
}
_METRICS = {
    "namespace", "append_dimensions", "aggregation_dimensions", "metrics_collected",
    "force_flush_interval",
}  # fmt: skip
_APPENDED = {"ImageId", "InstanceId", "InstanceType", "AutoScalingGroupName"}
_MEASURED = {
    "cpu": {"usage_active", "usage_idle", "usage_iowait", "usage_system", "usage_user"},
    "disk": {"used_percent", "free", "used", "total", "inodes_free", "inodes_used"},
    "diskio": {"io_time", "read_bytes", "write_bytes"},
    "mem": {"used_percent", "available_percent", "used", "available", "total"},
    "swap": {"used_percent", "used", "free"},
    "netstat": {"tcp_established", "tcp_time_wait"},
}
_PLUGIN = {
    "measurement", "metrics_collection_interval", "resources", "drop_device", "totalcpu",
    "ignore_file_system_types", "append_dimensions",
}  # fmt: skip
_LOGS = {"logs_collected", "log_stream_name", "force_flush_interval"}
_FILE = {
    "file_path", "log_group_name", "log_stream_name", "timestamp_format", "timezone",
    "multi_line_start_pattern", "encoding", "auto_removal", "blacklist", "log_group_class",
}  # fmt: skip
_NEEDED = {"file_path", "log_group_name", "log_stream_name"}


class UnsupportedError(Exception):
    """A configuration that the agent would reject or ignore."""


def validate(config: Data) -> None:
    """Raise UnsupportedError for the first undocumented key or value."""
    _only("the configuration", config, _TOP)
    _only("agent", config.get("agent", {}), _AGENT)
    metrics = config.get("metrics", {})
    _only("metrics", metrics, _METRICS)
    _only("append_dimensions", metrics.get("append_dimensions", {}), _APPENDED)
    for name, plugin in metrics.get("metrics_collected", {}).items():
        _plugin(name, plugin)
    logs = config.get("logs", {})
    _only("logs", logs, _LOGS)
    _only("logs_collected", logs.get("logs_collected", {}), {"files"})
    for each in logs.get("logs_collected", {}).get("files", {}).get("collect_list", []):
        _only("a collected file", each, _FILE)
        if missing := _NEEDED - each.keys():
            raise UnsupportedError(f"a collected file has no {sorted(missing)}")


def _plugin(name: str, plugin: Data) -> None:
    if name not in _MEASURED:
        raise UnsupportedError(f"metrics_collected: {name} is not known")
    _only(name, plugin, _PLUGIN)
    for each in plugin.get("measurement", []):
        measured = (each["name"] if isinstance(each, dict) else each).removeprefix(f"{name}_")
        if measured not in _MEASURED[name]:
            raise UnsupportedError(f"{name}: there is no measurement {measured}")


def _only(where: str, found: Data, known: set[str]) -> None:
    if unknown := found.keys() - known:
        raise UnsupportedError(f"{where}: {', '.join(sorted(unknown))} is not known")
