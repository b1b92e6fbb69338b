"""Alarms: delivery, metric math, and what log filters count."""
