"""Alarms: whether they are delivered, when those on metric math go off, what log filters count."""
