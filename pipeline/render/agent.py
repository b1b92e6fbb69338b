"""What the CloudWatch agent measures on the instances, beside the logs that it delivers."""

from __future__ import annotations

from pipeline.config.settings_function import Values, reads

READS = (
    *("alarms.memory.enabled", "alarms.disk.enabled", "scaling.target_tracking.memory"),
    *("metrics.per_instance", "metrics.processes", "fleet.volumes"),
)


def collected(values: Values) -> Values:
    """Return the agent's section `metrics_collected`, empty where nothing is measured.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
    """
    settings, alarms = values["metrics"], values["alarms"]
    tracked = values["scaling"]["target_tracking"]["memory"] is not None
    found: Values = {}
    if settings["per_instance"] or alarms["memory"]["enabled"] or tracked:
        found["mem"] = {"measurement": ["used_percent"]}
    if settings["per_instance"] or alarms["disk"]["enabled"]:
        mounts = [each["mount"] for each in values["fleet"]["volumes"] if each["mount"]]
        resources = ["/", *mounts]
        found["disk"] = {
            "measurement": ["used_percent"], "resources": resources, "drop_device": True,
        }  # fmt: skip
    if settings["processes"]:
        measured = ["cpu_usage", "memory_rss"]
        patterns = list(settings["processes"])
        found["procstat"] = [{"pattern": each, "measurement": measured} for each in patterns]
    return found


@reads(*READS)
def agent(values: Values) -> Values:
    """Return `agent_metrics`, what the agent measures by its plugins' names."""
    return {"agent_metrics": collected(values)}


ALL = (agent,)
