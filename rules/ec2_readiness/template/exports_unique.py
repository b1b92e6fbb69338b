"""One name, one export."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, pick, shown


class ExportsUnique(Rule):
    id = "ER9906"
    shortdesc = "Two outputs do not export the same name"
    description = "CloudFormation refuses a stack that exports one name twice."
    instead = "Give each export a name of its own"
    source_url = aws("AWSCloudFormation/latest/UserGuide/outputs-section-structure.html")
    tags = ["template"]

    def check_view(self, view: View) -> Iterator[Finding]:
        seen: dict[str, str] = {}
        outputs = view.outputs
        for name, output in outputs.items() if isinstance(outputs, dict) else ():
            condition = pick(view.template["Outputs"], name, "Condition")
            if isinstance(condition, str) and view.resolver.truths.get(condition) is False:
                continue
            export = shown(pick(output, "Export", "Name"))
            if export and "?" not in export and seen.setdefault(export, name) != name:
                text = f"{seen[export]} exports {export!r} already"
                yield Finding("", ("Outputs", name, "Export", "Name"), text)
