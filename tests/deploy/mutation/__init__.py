"""Mutation tests: single changes to partials, each of which a check must notice."""
