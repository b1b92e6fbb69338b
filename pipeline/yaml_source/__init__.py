"""YAML files as text, events and scalars: what every YAML reader must agree on, refused early."""
