"""Settings that an instance type does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, pick, string, truth


class SettingsOfType(Rule):
    id = "ER9469"
    shortdesc = "An instance type has the features that the launch template switches on"
    description = (
        "EC2 refuses EbsOptimized for t2 instances and Nitro Enclaves for all burstable ones, "
        "and enclaves beside hibernation."
    )
    instead = "Take the setting out, or choose another instance type"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            kind = string(launch.get("InstanceType")) or ""
            enclave = truth(pick(launch.get("EnclaveOptions"), "Enabled")) is True
            if kind.startswith("t2.") and truth(launch.get("EbsOptimized")) is True:
                yield launch.finding(f"{kind} is not optimized for EBS", "EbsOptimized")
            if enclave and kind.startswith(("t2.", "t3.", "t3a.", "t4g.")):
                yield launch.finding(f"{kind} has no enclaves", "EnclaveOptions", "Enabled")
            if enclave and truth(pick(launch.get("HibernationOptions"), "Configured")) is True:
                yield launch.finding("Enclaves beside hibernation", "EnclaveOptions", "Enabled")
