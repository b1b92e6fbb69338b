"""From rendered partials to one normalised CloudFormation template."""
