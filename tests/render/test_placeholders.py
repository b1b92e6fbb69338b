"""Every rendered line is led back to the line of the partial that it was made from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.config.load import load_config
from pipeline.config.schema_files import load_schema
from pipeline.diagnostic import InvalidInput, Location
from pipeline.project import Project
from pipeline.render.context import partial_context
from pipeline.render.jinja import PartialEnvironment, partial_names, render_partial
from pipeline.render.placeholders import VALUE, Rendered
from pipeline.template.instances import no_additions
from tests.support import ROOT, STACK

# A block that begins and ends in a line may leave its text out.
BLOCK = r"\{% (?:if|for) (?:(?!\{% (?:if|for) ).)*?\{% end(?:if|for) \+?%\}"
EXPRESSION = re.compile(rf"{BLOCK}|\{{\{{.*?\}}\}}|\{{%.*?%\}}|\{{#.*?#\}}")
CONFIGS = Project(STACK).configs()


def _render(folder: Path, values: dict[str, Any]) -> list[Rendered]:
    environment = PartialEnvironment(folder, None)
    return [render_partial(environment, name, values) for name in partial_names(folder)]


def _fits(rendered: str, source: str) -> bool:
    """Whether the source line can be the rendered one, for any values of its expressions."""
    parts = [re.escape(part) for part in EXPRESSION.split(source)]
    # A block's tag is deleted with the blanks before it; a line can begin with what is before it.
    pattern = ".*?".join(parts)
    return re.fullmatch(rf"(.*{VALUE.pattern})?\s*{pattern.strip()}", rendered) is not None


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_every_line_of_the_real_partials(path: Path) -> None:
    schema = load_schema(ROOT / "schema" / "config.schema.json")
    config = load_config(schema, path, path.name)
    checked = 0
    context = {**partial_context(config, path.stem), **no_additions()}
    for rendered in _render(STACK / "partials", context):
        lines = rendered.text.split("\n")
        assert len(lines) == len(rendered.lines)
        for line, location in zip(lines, rendered.lines, strict=True):
            if not line.strip():
                continue
            source = (
                (ROOT / location.file).read_text(encoding="utf-8").split("\n")[location.line - 1]
            )
            assert _fits(line, source), (location, source, line)
            checked += 1
    assert checked > 300


TEMPLATES = {
    "plain": "A: 1\nB: 2\n",
    "no-line-feed": "A: 1\nB: 2\nC: 3",
    "comment": "{# one\n two #}\nA: 3\n{# three #}\nB: 5\n",
    "if": "A: 1\n{% if true %}\nB: 3\n{% endif %}\nC: 5\n",
    "else": "{% if false %}\nno\n{% else %}\nA: 4\n{% endif %}\nB: 6\n",
    "for": "{% for each in [1, 2] %}\nA{{ each }}: 2\nB{{ each }}: 3\n{% endfor %}\nC: 5\n",
    "indented": "A: 1\n  {% if true %}\nB: 3\n  {% endif %}\nC: 5\n",
    "minus": "{%- if true -%}\n\nA: 3\n{% endif -%}\n\nB: 6\n",
    "set": "{% set a = 1 %}\n{% set b %}\nA: 3\n{% endset %}\n{{ b }}B: 5\n",
    "macro": "{% macro m(a) %}\nA{{ a }}: 2\n{% endmacro %}\n{{ m(1) }}{{ m(2) }}C: 4\n",
    "expression-over-lines": "A: {{ [\n  1,\n  2\n] }} # 4\nB: 5\n",
    "raw": "{% raw %}\nA: 2\n{{ x }}: 3\n{% endraw %}\nB: 5\n",
    "empty-lines": "\n\n\nA: 4\n\n\nB: 7\n",
    "include": "A: 1\n{% include '_part' %}\nB: 3\n",
    "import": "{% from '_part' import p %}\nA: 2\n{{ p() }}B: 3\n",
    "block": "A: | # 1\n  2\n  {{ 3 }}\n  4\nB: 5\n",
    "windows": "A: 1\r\n{% if true %}\r\nB: 3\r\n{% endif %}\r\nC: 5\r\n",
}
PART = "{% macro p() %}\nP: 2\n{% endmacro %}\nQ: 4\n"


@pytest.mark.parametrize("name", TEMPLATES)
def test_lines(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "partials"
    folder.mkdir()
    (folder / "x.yml.j2").write_bytes(TEMPLATES[name].encode())
    (folder / "_part").write_text(PART)
    [rendered] = _render(folder, {"true": True})
    checked = 0
    for line, location in zip(rendered.text.split("\n"), rendered.lines, strict=True):
        number = re.search(r"([0-9])\s*$", line.replace("\ue001", "") if "#" in line else line)
        if not line.strip() or VALUE.search(line.split(":")[-1].split("#")[0]):
            continue
        assert number, line
        part = line[0] in "PQ"
        expected = Location(f"partials/{'_part' if part else 'x.yml.j2'}", int(number[1]))
        assert location == expected, line
        checked += 1
    assert checked


def test_the_line_of_a_slip_in_a_call_over_several_lines(tmp_path: Path) -> None:
    (tmp_path / "x.yml.j2").write_text("A: {{\n  none_such(\n    1\n  )\n}}\n")
    with pytest.raises(InvalidInput) as invalid_input:
        _render(tmp_path, {})
    [diagnostic] = invalid_input.value.diagnostics
    assert diagnostic.location.line in {1, 2}


def test_values_are_numbered_and_never_text(tmp_path: Path) -> None:
    (tmp_path / "x.yml.j2").write_text("A: {{ a }}\nB: [{{ b }}, {{ a }}]\n")
    [rendered] = _render(tmp_path, {"a": "x: y", "b": 5})
    assert rendered.values == ["x: y", 5, "x: y"]
    assert VALUE.sub("V", rendered.text) == "A: V\nB: [V, V]\n"
    assert yaml.safe_load(VALUE.sub("V", rendered.text)) == {"A": "V", "B": ["V", "V"]}
