"""A certificate for another name than the record's, or one that stays unvalidated."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from ec2_readiness.engine import Finding, Resource, Rule, as_list, aws, entries, pick, string

RECORD = "AWS::Route53::RecordSet"


class CertificateForRecord(Rule):
    id = "WR9557"
    shortdesc = "A certificate is for the records' names, and is validated by the stack"
    description = (
        "Without the hosted zone in DomainValidationOptions nothing creates the validation record, "
        "and the stack waits until a person does. A certificate for a name that differs by a "
        "letter from the record's is refused by every browser."
    )
    instead = "Name the hosted zone in DomainValidationOptions, and the record's own name"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html"
    )
    tags = ["dns", "balancing"]
    types = ("AWS::CertificateManager::Certificate",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        options = resource.get("DomainValidationOptions")
        zoned = [pick(option, "HostedZoneId") for _, option in entries(options)]
        if resource.get("ValidationMethod") == "DNS" and (
            options is None or isinstance(options, list)
        ):
            if not any(zone is not None for zone in zoned):
                unless = "the validation record is there already, or a person creates it"
                yield resource.finding("Nothing creates the validation record", unless=unless)
        own = [string(resource.get("DomainName"))]
        own += [string(name) for name in as_list(resource.get("SubjectAlternativeNames"))]
        names = [name.rstrip(".") for name in own if name]
        for record in resource.view.of(RECORD):
            name = (record.string("Name") or "").rstrip(".")
            for ours in names if name and not self._covers(names, name) else ():
                if SequenceMatcher(None, ours, name).ratio() > 0.9:
                    text = f"The certificate is for {ours}, the record {name}"
                    yield resource.finding(text, "DomainName")
                    return

    @staticmethod
    def _covers(names: list[str], name: str) -> bool:
        parent = name.partition(".")[2]
        return name in names or f"*.{parent}" in names or parent in names or f"www.{name}" in names
