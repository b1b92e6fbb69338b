"""The diagram of each config: drawn for real where Mermaid and Chromium are, else as text."""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

import pytest

from pipeline.review.sheet.alarms import alarm_rows
from pipeline.review.sheet.diagram import diagram, label
from pipeline.review.sheet.reach import ways
from pipeline.review.sheet.stack import Stack
from pipeline.template.assembly import Rendering, render_config
from tests.rendered import ENVIRONMENTS, EXAMPLES
from tests.review import chromium, mermaid
from tests.review.support import PARTIALS, SCHEMA, render

HOSTILE = [
    'a"b',
    "]) --> x[",
    "end",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "%%{init: {}}%%",
    "#quot; &amp; `tick`",
    "graph TD; click a",
    "${jndi} {{ x }}",
    "\u00e4\u00f6\u00fc \u6f22\u5b57 \U0001f600",
    "line one\nline two",
    "subgraph x",
    "a|b|c",
    ":::style",
]


def text_of(rendering: Rendering) -> str:
    stack = Stack(rendering)
    return diagram(stack, alarm_rows(stack), ways(stack))


@functools.cache
def renderings() -> dict[str, Rendering]:
    """Return every config's rendering, and a hostile one; nothing changes them."""
    paths = [*ENVIRONMENTS, *EXAMPLES]
    found = {path.stem: render_config(PARTIALS, SCHEMA, path, path.name) for path in paths}
    return {**found, "hostile": hostile()}


def hostile() -> Rendering:
    """Return a rendering whose names would end a label, if they could."""
    rendering = render()
    resources = rendering.template.data["Resources"]
    group = resources["AutoScalingGroup"]["Properties"]
    group["VPCZoneIdentifier"] = HOSTILE[:5]
    for index, text in enumerate(HOSTILE):
        resources[f"Hostile{index}"] = {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "AlertTopic"},
                "Endpoint": text,
                "Protocol": "email",
            },
        }
    resources[HOSTILE[1]] = {"Type": "AWS::Logs::LogGroup", "Properties": {}}
    return rendering


def test_the_load_balancer_leads_to_the_ports_of_the_target_groups() -> None:
    # The bastion may be given at deployment, and its rule comes first.
    text = text_of(render({"application": {"port": 3000}}))
    assert re.findall(r"balancer -->\|(.+?)\| fleet", text) == ['"tcp 3000"']


def test_each_alarm_goes_to_its_own_topics() -> None:
    alerts = {
        "email": "ops@example.com",
        "fallback_email": "oncall@example.com",
        "tickets": {"email": "tickets@example.com"},
    }
    text = text_of(render({"alerts": alerts}))
    topics = dict(re.findall(r'(topic\d+)\[/"(\w+)"/\]', text))
    names = dict(re.findall(r'(alarms\d+)\["(\w+)"\]', text))
    edges = re.findall(r"(alarms\d+) --> (topic\d+)", text)
    assert sorted(topics.values()) == ["AlertTopic", "FallbackTopic", "TicketTopic"]
    to_fallback = [alarm for alarm, topic in edges if topics[topic] == "FallbackTopic"]
    assert [names.get(each) for each in to_fallback] == ["AlertFailuresAlarm"]
    assert len(edges) == len(topics)


@pytest.mark.parametrize("text", HOSTILE)
def test_label_holds_plain_characters_and_entities_only(text: str) -> None:
    assert re.fullmatch(r'"([A-Za-z0-9 .,:/()-]|#\d+;)*"', label(text).replace("<br/>", ""))


def test_same_rendering_gives_the_same_diagram() -> None:
    assert text_of(render()) == text_of(render())


@pytest.mark.parametrize("name", [path.stem for path in (*ENVIRONMENTS, *EXAMPLES)] + ["hostile"])
def test_every_line_is_one_of_few_forms(name: str) -> None:
    string = r'"[^"]*"'
    node = (
        rf"\w+(\(\[{string}\]\)|\[\({string}\)\]|\[/{string}/\]|\[{string}\]|\{{\{{{string}\}}\}})?"
    )
    link = rf"(-->|-\.->)(\|{string}\|)?"
    form = re.compile(rf"flowchart TB| +(subgraph fleet\[{string}\]|end|{node}( {link} {node})*)")
    for line in text_of(renderings()[name]).split("\n"):
        assert form.fullmatch(line), line


@pytest.mark.skipif(
    not (chromium.browser() and mermaid.library()),
    reason="NOT DRAWN: needs chromium, and the Mermaid library: tox run -e diagrams fetches it",
)
def test_every_diagram_is_drawn(tmp_path: Path) -> None:
    found = {name: text_of(rendering) for name, rendering in renderings().items()}
    drawn = dict(zip(found, chromium.draw(list(found.values()), tmp_path), strict=True))
    for name, result in drawn.items():
        assert result["error"] == "", name
        assert result["scripts"] == 0, name
        assert 5 <= int(str(result["nodes"])) < 40, name
    shown = re.sub(r"\s", "", str(drawn["hostile"]["text"]))
    for text in HOSTILE[:4]:
        assert re.sub(r"\s", "", text) in shown
    if folder := os.environ.get("DIAGRAMS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, text in found.items():
            chromium.photograph(text, Path(folder).resolve() / f"{name}.png", tmp_path)
