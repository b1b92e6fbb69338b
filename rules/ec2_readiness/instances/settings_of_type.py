"""Settings that an instance type does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, pick, string, truth

LATER = "EC2 offers it for this type since November 2026"


class SettingsOfType(Rule):
    id = "ER9469"
    shortdesc = "An instance type has the features that the launch template switches on"
    description = (
        "EC2 refuses Nitro Enclaves beside hibernation. Not all types have enclaves or can be "
        "optimized for EBS: a launch of another type is refused."
    )
    instead = "Take the setting out, or choose another instance type"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            kind = string(launch.get("InstanceType")) or ""
            enclave = truth(pick(launch.get("EnclaveOptions"), "Enabled")) is True
            if kind.startswith("t2.") and truth(launch.get("EbsOptimized")) is True:
                text = f"{kind} is not optimized for EBS"
                yield launch.finding(text, "EbsOptimized", unless=LATER)
            if enclave and kind.startswith(("t2.", "t3.", "t3a.", "t4g.")):
                text = f"{kind} has no enclaves"
                yield launch.finding(text, "EnclaveOptions", "Enabled", unless=LATER)
            if enclave and truth(pick(launch.get("HibernationOptions"), "Configured")) is True:
                yield launch.finding("Enclaves beside hibernation", "EnclaveOptions", "Enabled")
