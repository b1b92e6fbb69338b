"""Boots of a deployed stack's instances in a sandbox, successful and failing ones."""
