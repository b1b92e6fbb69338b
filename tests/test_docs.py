"""The documentation: links lead somewhere, commands have the options, settings have the names."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli.arguments import parse_arguments
from pipeline.config.schema import settings
from pipeline.config.schema_files import load_schema
from pipeline.paths import dotted
from pipeline.render.filters import FILTERS
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from tests.releases.record import releases
from tests.rendered import PROJECT
from tests.review.support import render
from tests.support import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "rules").glob("*.md")])
TEXTS = [*PAGES, *sorted((ROOT / "docs" / "workflows").iterdir()), ROOT / ".pre-commit-config.yaml"]
TEAMS = ("config", "output")  # where a team may have other files than those that are linked
_LINK = re.compile(r"(?<!!)\[[^\]\n]+(?:\n[^\]\n]+)?\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"render\.py((?: +(?![|>#&;`)])[^\s`|>#&;)]+)*)")
_SETTING = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+)(?:: [^`]*)?`")
_SCHEMA = load_schema(ROOT / "schema" / "config.schema.json")
SETTINGS = {re.sub(r"\.0\b", "", dotted(keys)) for keys, _ in settings(_SCHEMA)}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    anchors: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text()), re.MULTILINE):
        text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading)
        anchors.add(re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-"))
    return anchors


def _broken(page: Path) -> Iterator[str]:
    for target in _LINK.findall(_FENCE.sub("", page.read_text())):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        if not path.exists() and any((ROOT / folder) in path.parents for folder in TEAMS):
            continue
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in _anchors(path)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    assert list(_broken(page)) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One: two\n[a](#one-two) [b](#two) [c](page.md#one-two) [d](other.md)\n")
    assert list(_broken(page)) == ["#two", "other.md"]


def _commands(text: str) -> Iterator[list[str]]:
    for found in _COMMAND.finditer(re.sub(r"\\\n\s*", "", text)):
        yield shlex.split(found[1].replace('"$', "$").replace('"', ""))


def _code(arguments: list[str]) -> object:
    try:
        parse_arguments(arguments)
    except SystemExit as exit_:
        return exit_.code
    return 0


@pytest.mark.parametrize("page", TEXTS, ids=_name)
def test_commands_of_render_have_their_options(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in _commands(page.read_text()):
        assert _code(arguments) == 0, f"render.py {arguments}: {capsys.readouterr().err}"


def test_a_wrong_option_is_found() -> None:
    (arguments,) = _commands("`python render.py --chekc config/prod.yml`")
    assert (arguments, _code(arguments)) == (["--chekc", "config/prod.yml"], 2)


@pytest.mark.parametrize("page", TEXTS, ids=_name)
def test_programs_exist(page: Path) -> None:
    text = page.read_text()
    for name in re.findall(r"python3? ((?:tools|bench)/\w+\.py)", text):
        assert (ROOT / name).is_file(), name
    for name in re.findall(r"python -m (tests(?:\.\w+)*)", text):
        folder = ROOT / name.replace(".", "/")
        assert (folder / "__main__.py").is_file() or folder.with_suffix(".py").is_file(), name
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini")
    named = {
        each for found in re.findall(r"tox run -e ([\w,]+)", text) for each in found.split(",")
    }
    factors = set(re.split(r",\s*", tox["tox"]["env_list"])) | {"py"}
    assert named <= factors | {name.removeprefix("testenv:") for name in tox.sections()}


# What macOS lacks: GNU's dates and options, and in its bash 3.2 a sourced process substitution.
_GNU = re.compile(
    r"\bdate\b[^\n|]* (?:-d|--date)\b|\bsed -i\b|\breadlink -f\b|\bxargs -r\b"
    r"|\bsource <\(|\bmapfile\b"
)


_SHELL = re.compile(r"^ *```(?:sh|bash)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
# To an interactive zsh, the shell of macOS, it is a word: the option interactive_comments is off.
_COMMENT = re.compile(
    r"^(?:'[^']*'|\"[^\"]*\"|[^'\"\n])*?(?:^|(?<=\s))#(?:\s.*|!.*)?$", re.MULTILINE
)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_run_on_macos_too(page: Path) -> None:
    blocks = "\n".join(_SHELL.findall(page.read_text("utf-8")))
    assert _GNU.findall(blocks) + _COMMENT.findall(blocks) == []


@pytest.mark.parametrize(
    "command", ["date -u -d -1hour +%FT%TZ", "sed -i s/a/b/ file", "source <(render.py)"]
)
def test_a_command_that_linux_alone_has_is_found(command: str) -> None:
    assert _GNU.search(command)


@pytest.mark.parametrize(
    ("command", "has_comment"),
    [
        ("# first\ntox", True),
        ("tox  # all of it", True),
        ("""echo 'a' "b"  # c""", True),
        ("tox #", True),
        ("echo ${#name} a#b", False),
        ("""echo 'a # b' "c # d" """, False),
    ],
)
def test_a_comment_in_a_block_is_found(command: str, *, has_comment: bool) -> None:
    assert bool(_COMMENT.search(command)) == has_comment


def test_pages_that_files_name_exist() -> None:
    folders = [ROOT / name for name in ("docs", "partials", "pipeline", "rules", "schema")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += [*PAGES, *ROOT.glob(".*.yaml"), *ROOT.glob(".*.yml"), *ROOT.glob("*.txt")]
    named = {
        (path.name, page)
        for path in files
        if "__pycache__" not in path.parts
        for page in re.findall(r"docs/[a-z-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert [each for each in sorted(named) if not (ROOT / each[1]).is_file()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=_name)
def test_settings_have_their_names(page: Path) -> None:
    sections = {name.partition(".")[0] for name in SETTINGS} - {"custom", "overrides"}
    text = _FENCE.sub("", page.read_text())
    named = {name for name in _SETTING.findall(text) if name.partition(".")[0] in sections}
    assert {name for name in named - SETTINGS if not _is_file(name)} == set()


def _is_file(name: str) -> bool:
    return name.rpartition(".")[2] in ("py", "md", "yml", "json", "sh", "j2")


def test_names_of_partials_exist_and_filters_are_documented() -> None:
    page = (ROOT / "docs" / "partials.md").read_text()
    config = releases()[-1] / "config" / "prod.yml"
    partials = PartialEnvironment(PROJECT.partials, None)
    names = render_config(partials, _SCHEMA, config, config.name).values.keys() - SETTINGS
    table = page.partition("## Names that partials see")[2].partition("\n\nNames that are")[0]
    listed = re.findall(r"`(\w+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)))
    assert len(listed) > 10
    assert set(listed) - names == set()
    assert {name for name in FILTERS if f"| {name}" not in page.replace("\\", "")} == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_each_row_of_a_table_is_below_another_row(page: Path) -> None:
    lines = ["", *_FENCE.sub("", page.read_text(encoding="utf-8")).splitlines()]
    stray = [
        line
        for before, line, after in zip(lines[:-1], lines[1:], [*lines[2:], ""], strict=True)
        if line.startswith("| ") and not before.startswith("|") and not after.startswith("|--")
    ]
    assert stray == []


def test_the_policy_of_a_key_is_that_of_the_stacks_own() -> None:
    page = (
        (ROOT / "docs" / "accounts.md").read_text("utf-8").partition("## A KMS key of your own")[2]
    )
    found = json.loads(re.findall(r"```json\n(.+?)```", page, re.DOTALL)[0])
    key = render({"encryption": {"key": "create"}}).template.data["Resources"]["Key"]
    assert found == _resolved(key["Properties"]["KeyPolicy"]["Statement"][1:])


def _resolved(value: object) -> object:
    """Return a value with the words of the page in place of pseudo parameters."""
    if isinstance(value, list):
        return [_resolved(each) for each in value]
    if isinstance(value, dict) and value.keys() & {"Fn::Sub", "Ref"}:
        text = str(value.get("Fn::Sub", f"${{{value.get('Ref')}}}"))
        for name, word in _WORDS.items():
            text = text.replace(f"${{AWS::{name}}}", word)
        return text
    if isinstance(value, dict):
        return {str(key): _resolved(each) for key, each in value.items()}
    return str(value)


_WORDS = {
    "AccountId": "ACCOUNT", "Partition": "aws", "Region": "REGION", "URLSuffix": "amazonaws.com"
}  # fmt: skip
