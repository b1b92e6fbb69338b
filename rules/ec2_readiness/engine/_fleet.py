"""An Auto Scaling group with what its instances are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ec2_readiness.engine._init import asked, configs, init_of
from ec2_readiness.engine._memo import memoized
from ec2_readiness.engine._resource import Finding, Resource
from ec2_readiness.engine._values import (
    Encoded,
    Hole,
    Text,
    Value,
    as_list,
    is_stated,
    pick,
    shown,
    strings,
)
from ec2_readiness.engine._view import View

GROUP = "AWS::AutoScaling::AutoScalingGroup"
LAUNCH_TEMPLATE = "AWS::EC2::LaunchTemplate"
LAUNCH_CONFIGURATION = "AWS::AutoScaling::LaunchConfiguration"
OVERRIDES = ("MixedInstancesPolicy", "LaunchTemplate", "Overrides")  # of a group

# The public parameters of images that run cloud-init, and nothing of a team's own.
_STOCK = re.compile(
    r"/aws/service/(?:ami-amazon-linux-latest|canonical/ubuntu|debian/release|ecs/optimized-ami"
    r"(?!/windows)|eks/optimized-ami)/"
)


@dataclass(frozen=True)
class Launch:
    """A launch template or configuration, read alike."""

    resource: Resource
    prefix: tuple[str, ...]  # where its settings stand below Properties

    def get(self, *keys: str | int) -> Value:
        return self.resource.get(*self.prefix, *keys)

    def has(self, *keys: str | int) -> bool:
        return self.get(*keys) is not None

    def states(self, *keys: str | int) -> bool:
        return is_stated(self.get(*keys))

    def finding(self, message: str, *keys: str | int, unless: str = "") -> Finding:
        return self.resource.finding(message, *self.prefix, *keys, unless=unless)

    @property
    def uses_public_image(self) -> bool:
        """The image is one of AWS's own, which does nothing that the user data does not ask for."""
        image = self.get("ImageId")
        return "/aws/service/" in (image.key if isinstance(image, Hole) else str(image))

    @cached_property
    def script(self) -> str | None:
        """The user data's text, holes shown; None where there is none or it is not known."""
        data = self.get("UserData")
        return None if data is None or isinstance(data, Hole) else shown(data)

    @property
    def script_bytes(self) -> int:
        """The least that the user data can have: holes count nothing."""
        data = self.get("UserData")
        content = data.content if isinstance(data, Encoded) else None
        parts = content.parts if isinstance(content, Text) else (content,)
        return sum(len(part.encode()) for part in parts if isinstance(part, str))

    @property
    def is_plain_script(self) -> bool:
        """It is text whose beginning is known."""
        data = self.get("UserData")
        content = data.content if isinstance(data, Encoded) else None
        first = content.parts[0] if isinstance(content, Text) else content
        return isinstance(first, str) and len(first) > 3

    @cached_property
    def boot_text(self) -> str | None:
        """The script with every file and command that its own cfn-init adds to it."""
        script = self.script
        texts = [text for _, _, body in self.init_configs for text in strings(body)]
        return None if script is None else "\n".join([script, *texts])

    @cached_property
    def init_configs(self) -> list[tuple[Resource, str, Value]]:
        """The configs that its own cfn-init works through, each with its resource and name."""
        return list(self._asked(self.script or ""))

    def _asked(self, script: str) -> Iterator[tuple[Resource, str, Value]]:
        for name, sets in asked(script):
            named = self.resource.view.resources.get(name) if name else None
            for holder in [named] if named is not None else [self.resource, *groups_of(self)]:
                if name is None or named is not None:
                    for config, body in configs(init_of(holder), sets):
                        yield holder, config, body

    @property
    def possible_text(self) -> str | None:
        """The script with all that any cfn-init of the template may add to it."""
        script = self.script
        return None if script is None else f"{script}\n{self.resource.view.init_text}"

    @property
    def is_stock_linux(self) -> bool:
        """The image is known to do nothing at boot but what the user data says."""
        image = self.get("ImageId")
        path = image.key if isinstance(image, Hole) else str(image)
        return _STOCK.search(path) is not None

    @property
    def profile(self) -> Resource | None:
        value = self.get("IamInstanceProfile")
        if isinstance(value, dict):
            value = value.get("Arn") or value.get("Name")
        return self.resource.view.target(value)

    @property
    def roles(self) -> list[Resource] | None:
        """The instance's roles; None where they are not in this template."""
        profile = self.profile
        if profile is None:
            return None
        roles = profile.resources("Roles")
        return roles if len(roles) == len(as_list(profile.get("Roles"))) else None

    @property
    def security_groups(self) -> tuple[str, Value]:
        """The property that names them, and its value."""
        if self.resource.type == LAUNCH_CONFIGURATION:
            return "SecurityGroups", self.get("SecurityGroups")
        if self.has("NetworkInterfaces"):
            return "NetworkInterfaces", pick(self.get("NetworkInterfaces"), 0, "Groups")
        return "SecurityGroupIds", self.get("SecurityGroupIds")


def launch_of(resource: Resource | None) -> Launch | None:
    """The one object for a launch template or configuration; None for anything else."""
    if resource is None or resource.type not in (LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION):
        return None
    return _launch(resource)


@memoized
def _launch(resource: Resource) -> Launch:
    return Launch(resource, ("LaunchTemplateData",) if resource.type == LAUNCH_TEMPLATE else ())


def launches(view: View) -> Iterator[Launch]:
    for resource in view.of(LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION):
        launch = launch_of(resource)
        if launch is not None:
            yield launch


def specification(group: Resource) -> tuple[tuple[str, ...], Value]:
    """Where the group names its launch template, and what stands there."""
    mixed = ("MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification")
    for keys in (("LaunchTemplate",), mixed):
        value = group.get(*keys)
        if value is not None:
            return keys, value
    return (), None


def launch_for(group: Resource) -> Launch | None:
    """What the group launches from, if it is in this template."""
    _, value = specification(group)
    for candidate in (
        pick(value, "LaunchTemplateId"),
        pick(value, "LaunchTemplateName"),
        group.get("LaunchConfigurationName"),
    ):
        launch = launch_of(group.view.target(candidate))
        if launch is not None:
            return launch
    return None


def groups_of(launch: Launch) -> list[Resource]:
    found = []
    for group in launch.resource.view.of(GROUP):
        other = launch_for(group)
        if other is not None and other.resource is launch.resource:
            found.append(group)
    return found
