"""The role that deploys a stack: what it is allowed, from the template."""
