"""Single changes to partials, each of which a check must notice."""
