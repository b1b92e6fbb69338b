"""CloudWatch as its documentation has it: metrics, statistics, metric math, alarms, log filters."""
