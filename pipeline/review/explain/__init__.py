"""Where a value of the template comes from, and what a setting feeds: `--explain`."""
