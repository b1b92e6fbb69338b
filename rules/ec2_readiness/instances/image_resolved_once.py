"""An image that each launch looks up again."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, string


class ImageResolvedOnce(Rule):
    id = "WR9414"
    shortdesc = "All instances of a launch template version have the same image"
    description = (
        "resolve:ssm: in a launch template is looked up at each launch: when the parameter "
        "moves, new instances come up with another image than the rest, at any hour and without "
        "a deploy."
    )
    instead = "Use a parameter of type AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            image = string(launch.get("ImageId")) or ""
            if image.startswith("resolve:ssm:") and ":" not in image[len("resolve:ssm:") :]:
                yield launch.finding(f"{image} is resolved at each launch", "ImageId")
