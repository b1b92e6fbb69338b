"""Mutation tests: `tox run -e mutation` changes the code one place at a time; tests must fail."""
