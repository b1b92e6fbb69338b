"""Tags that AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, Value, View, aws, entries, pick, string


class TagsValid(Rule):
    id = "ER9903"
    shortdesc = "Tags are at most fifty, and none begins with aws:"
    description = (
        "A resource takes 50 tags; keys have at most 128 and values 256 characters, and the "
        "prefix aws: is AWS's own. Anything else is refused, and so is a key twice."
    )
    instead = "Rename or remove the tag"
    source_url = aws("resourcegroupstagging/latest/APIReference/API_TagResources.html")
    tags = ["template", "limits"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.resources.values():
            if not resource.type.startswith("AWS::"):
                continue
            lists: list[tuple[tuple[str | int, ...], Value]] = [(("Tags",), resource.get("Tags"))]
            place = ("LaunchTemplateData", "TagSpecifications")
            for index, item in entries(resource.get(*place)):
                lists.append(((*place, index, "Tags"), pick(item, "Tags")))
            for keys, tags in lists:
                for message, *inner in self._problems(tags):
                    yield resource.finding(str(message), *keys, *inner)
            if resource.type == "AWS::IAM::Role":
                names = [str(pick(tag, "Key")).lower() for _, tag in entries(resource.get("Tags"))]
                if len(set(names)) < len(
                    {pick(tag, "Key") for _, tag in entries(resource.get("Tags"))}
                ):
                    yield resource.finding("IAM takes keys that differ in case for one", "Tags")

    @staticmethod
    def _problems(tags: Value) -> Iterator[tuple[str | int, ...]]:
        found = entries(tags)
        if isinstance(tags, dict):
            for key in tags:
                if key.lower().startswith("aws:"):
                    yield f"The key {key!r} begins with aws:", key
        if len(found) > 50:
            yield f"{len(found)} tags are over 50", 50
        keys = [string(pick(tag, "Key")) for _, tag in found]
        for index, name in enumerate(keys):
            if name is not None and name in keys[:index]:
                yield f"The key {name!r} stands there twice", index, "Key"
        for index, tag in found:
            key, value = string(pick(tag, "Key")) or "", string(pick(tag, "Value")) or ""
            if key.lower().startswith("aws:"):
                yield f"The key {key!r} begins with aws:", index, "Key"
            elif len(key) > 128 or len(value) > 256:
                yield "The tag is too long", index
