"""From config files to one validated config: layers, `extends`, schema, rules across settings."""
