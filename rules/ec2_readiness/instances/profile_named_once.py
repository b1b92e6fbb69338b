"""An instance profile by name and by ARN."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, is_stated, launches, pick


class ProfileNamedOnce(Rule):
    id = "ER9470"
    shortdesc = "An instance profile is named by its name or its ARN"
    description = "EC2 refuses IamInstanceProfile with both Name and Arn."
    instead = "Leave one of the two out"
    source_url = aws("autoscaling/ec2/userguide/create-launch-template.html")
    tags = ["instances", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            profile = launch.get("IamInstanceProfile")
            if all(is_stated(pick(profile, key)) for key in ("Arn", "Name")):
                yield launch.finding("Name and Arn", "IamInstanceProfile")
