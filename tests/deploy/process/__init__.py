"""Child processes that end, and are cleaned up, when the process that started them ends."""
