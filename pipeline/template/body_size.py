"""How many bytes a template has: CloudFormation refuses a longer one from S3, too."""

from __future__ import annotations

from pipeline.config.aws_limits import limit
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.template.template import Template


def check_body_size(template: Template, text: str, name: str) -> None:
    """Raise InvalidInput, at the partial that makes the longest resource, for too long a text.

    `name` is the config's. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
    """
    size, most = len(text.encode()), limit("bytes of a template")
    if size <= most:
        return
    resources = template.data.get("Resources", {})
    longest = max(resources, key=lambda each: len(str(resources[each])), default="")
    source = template.source(("Resources", longest))
    message = f"the template has {size:,} bytes, and CloudFormation takes {most:,} at most"
    hint = f"the longest resource is {longest}: make it shorter, or move some to another stack"
    location = source.partial if source else Location(name)
    raise InvalidInput([Diagnostic(location, message, hint)])
