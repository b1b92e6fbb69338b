"""A file that is fetched with credentials that are not defined."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import INIT_KEYS, Finding, Rule, View, aws, every_config, pick

KEY = "AWS::CloudFormation::Authentication"


class AuthenticationIsDefined(Rule):
    id = "WR9456"
    shortdesc = "A file that cfn-init fetches names an authentication of its resource"
    description = (
        "authentication names an entry of AWS::CloudFormation::Authentication in the same "
        "Metadata. Without it cfn-init fetches without credentials, and a private bucket refuses."
    )
    instead = "Define the entry in Metadata beside AWS::CloudFormation::Init"
    assumes = "the file is not public"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-authentication.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, name, config in every_config(view):
            known = resource.part("Metadata", KEY)
            files = pick(config, "files")
            for path, body in files.items() if isinstance(files, dict) else ():
                wanted = pick(body, "authentication")
                if isinstance(wanted, str) and pick(known, wanted) is None:
                    keys = (*INIT_KEYS, name, "files", path)
                    text = f"No authentication is called {wanted}"
                    yield resource.finding_at(text, *keys, "authentication")
