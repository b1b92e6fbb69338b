"""From a config to rendered partials: what Jinja sees, and where each value came from."""
