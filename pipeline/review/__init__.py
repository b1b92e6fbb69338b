"""What a person reviews: the impact of a change, the review sheet, permissions, failures."""
