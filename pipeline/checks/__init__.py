"""What linters say about a template, led back to the config's lines; waivers."""
