"""Processes that end, with all that they leave behind, when the one that started them ends."""
