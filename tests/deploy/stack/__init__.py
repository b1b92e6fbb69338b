"""A config's stack in the emulator: what it needs, how it is deployed, and how to look at it."""
