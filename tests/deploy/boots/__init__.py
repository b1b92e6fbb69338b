"""Booting an instance of a deployed stack in a sandbox, well or with a failure."""
