"""A config's stack in the emulator: its prerequisites, its deployment, and access to it."""
