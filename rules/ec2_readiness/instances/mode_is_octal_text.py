"""A file's mode that is read as a decimal number."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import INIT_KEYS, Finding, Rule, View, aws, every_config, pick

USUAL = {
    int(text, 8): text
    for text in ("400", "440", "500", "550", "555", "600", "640", "644", "660", "664", "700")
} | {int(text, 8): text for text in ("750", "755", "770", "775", "777")}


class ModeIsOctalText(Rule):
    id = "WR9452"
    shortdesc = "The mode of a file that cfn-init writes is a string"
    description = (
        "YAML reads 000644 without quotes as the octal number 420, and cfn-init reads 420 as a "
        "mode: the file is closed to those who should read it, or cfn-init fails."
    )
    instead = "Write the mode in quotes: mode: '000644'"
    assumes = "a number that is one of the usual modes in octal was written as such"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-init.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, name, config in every_config(view):
            files = pick(config, "files")
            for path, body in files.items() if isinstance(files, dict) else ():
                mode = pick(body, "mode")
                if isinstance(mode, int) and mode in USUAL:
                    keys = (*INIT_KEYS, name, "files", path)
                    text = f"The number {mode} is probably meant as {USUAL[mode]}"
                    yield resource.finding_at(text, *keys, "mode")
