"""What a person reviews: a change's impact, the review sheet, deployments, permissions, failures."""
