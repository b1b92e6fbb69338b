"""Long runs over generated input, each with a figure that is to reach its target."""
