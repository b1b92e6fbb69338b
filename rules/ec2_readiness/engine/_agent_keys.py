"""What the CloudWatch agent knows in its configuration, as its manual has it."""

from __future__ import annotations

AGENT_TOP = ("agent", "metrics", "logs", "traces")
AGENT_METRICS = [
    "namespace",
    "append_dimensions",
    "aggregation_dimensions",
    "endpoint_override",
    "metrics_collected",
    "force_flush_interval",
    "credentials",
    "metrics_destinations",
    "service.name",
    "deployment.environment",
]
AGENT_LOGS = [
    "logs_collected",
    "log_stream_name",
    "endpoint_override",
    "force_flush_interval",
    "credentials",
    "metrics_collected",
    "concurrency",
    "service.name",
    "deployment.environment",
]
AGENT_PLUGINS = [
    "cpu",
    "disk",
    "diskio",
    "swap",
    "mem",
    "net",
    "netstat",
    "processes",
    "collectd",
    "statsd",
    "procstat",
    "nvidia_gpu",
    "ethtool",
    "prometheus",
    "jmx",
    "otlp",
    "ebs",
    "application_signals",
    "instance_store",
    "kafka",
]
AGENT_PLUGIN = [
    "measurement",
    "resources",
    "drop_device",
    "ignore_file_system_types",
    "metrics_collection_interval",
    "append_dimensions",
    "totalcpu",
    "drop_original_metrics",
]
AGENT_COLLECTED = [
    "file_path",
    "log_group_name",
    "log_stream_name",
    "log_group_class",
    "retention_in_days",
    "timezone",
    "encoding",
    "multi_line_start_pattern",
    "timestamp_format",
    "auto_removal",
    "filters",
    "blacklist",
    "trim_timestamp",
    "publish_multi_logs",
    "backpressure_mode",
    "service.name",
    "deployment.environment",
]
AGENT_MEASURED = {
    "mem": [
        "active",
        "available",
        "available_percent",
        "buffered",
        "cached",
        "free",
        "inactive",
        "total",
        "used",
        "used_percent",
    ],
    "disk": ["free", "inodes_free", "inodes_total", "inodes_used", "total", "used", "used_percent"],
    "swap": ["free", "used", "used_percent"],
    "cpu": [
        f"usage_{kind}"
        for kind in [
            "active",
            "guest",
            "guest_nice",
            "idle",
            "iowait",
            "irq",
            "nice",
            "softirq",
            "steal",
            "system",
            "user",
        ]
    ],
}
AGENT_MEANT = {"memory": "mem", "disks": "disk", "files": "files"}
