"""One export of a name in a region."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, Value, View, aws, pick, shown


class ExportsScoped(Rule):
    id = "WR9905"
    shortdesc = "An export's name carries the stack's name"
    description = (
        "Export names are unique in a region: a second stack from the template is refused."
    )
    instead = "Write Export: {Name: !Sub '${AWS::StackName}-...'}"
    assumes = "the template is deployed more than once in a region"
    source_url = aws("AWSCloudFormation/latest/UserGuide/outputs-section-structure.html")
    tags = ["template"]

    def check_view(self, view: View) -> Iterator[Finding]:
        outputs = view.template.get("Outputs")
        for name, output in outputs.items() if isinstance(outputs, dict) else ():
            source = pick(output, "Export", "Name")
            resolved = view.resolver.resolve(source)
            if isinstance(resolved, str) and self._is_fixed(source):
                text = f"The export {shown(resolved)!r} is the same for every stack"
                yield Finding("", ("Outputs", name, "Export", "Name"), text)

    @staticmethod
    def _is_fixed(source: Value) -> bool:
        """Nothing in it can be chosen for a stack."""
        return isinstance(source, str) or (
            isinstance(source, dict) and "${" not in str(source) and "Ref" not in str(source)
        )
