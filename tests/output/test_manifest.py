"""The cache notices every change of what decides a result, and never harms."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.checks import run as checks
from pipeline.checks.waivers import Report
from pipeline.cli import command
from pipeline.cli.options import Options
from pipeline.cli.targets import Target
from pipeline.output import file_digests, writing
from pipeline.output.manifest import Manifest
from pipeline.project import Project
from pipeline.template.assembly import Rendering
from tests.support import Folder, copy_program, run_python


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the configs that were rendered and not taken from the cache."""
    found: list[str] = []
    render = command._render  # noqa: SLF001

    def listen(
        project: Project,
        manifest: Manifest,
        options: Options,
        targets: list[Target],
        results: command.Results,
    ) -> None:
        found.extend(target.name for target in targets)
        render(project, manifest, options, targets, results)

    monkeypatch.setattr(command, "_render", listen)
    return found


def _run(small: Folder, rendered: list[str], *arguments: str) -> list[str]:
    rendered.clear()
    result = small.run(*(arguments or ("--no-lint",)))
    assert result.code == 0, result.err
    return list(rendered)


def _cache(small: Folder, name: str) -> Path:
    """Return where the cache keeps something; its folder is made."""
    folder = Project(small.root).cache
    assert folder
    assert folder.is_relative_to(small.root.parent / "cache")
    return folder / name


BOTH = ["config/one.yml", "config/two.yml"]


def test_nothing_changed(small: Folder, rendered: list[str]) -> None:
    assert _run(small, rendered) == BOTH
    assert _run(small, rendered) == []
    assert _run(small, rendered, "--no-lint", "--check") == []
    assert _run(small, rendered, "--no-lint", "--diff") == []
    assert _run(small, rendered, "--no-lint", "config/two.yml") == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("config/one.yml", "regions: [eu-west-1]\n", BOTH[:1]),
        ("config/_base.yml", "regions: [eu-west-2]\n", BOTH),
        ("partials/numbers.yml.j2", "Outputs: {A: {Value: b}}\n", BOTH),
        ("partials/_macros.j2", "{% macro entry(a, b) %}{% endmacro %}\n", BOTH),
        ("partials/new.yml.j2", "Outputs: {A: {Value: b}}\n", BOTH),
        ("partials/_script.sh", "echo\n", BOTH),
        ("schema/config.schema.json", '{"type": "array"}', None),
        ("render.py", "# new\n", BOTH),
        ("pipeline/template/normalise.py", "# new\n", BOTH),
        ("output/one.yml", "stale\n", BOTH[:1]),
    ],
)
def test_each_input_counts(
    name: str, content: str, expected: list[str] | None, small: Folder, rendered: list[str]
) -> None:
    assert _run(small, rendered) == BOTH
    before = small.read(name) if (small.root / name).exists() else None
    small.write(name, content)
    if expected is None:
        assert small.run("--no-lint").code == 2
        assert rendered == BOTH * 2
    else:
        assert _run(small, rendered) == expected
        assert _run(small, rendered) == []
    if before is not None:
        small.write(name, before)
        if name.startswith("output/"):
            assert _run(small, rendered) == []
        else:
            assert small.run("--no-lint").code == 0
            assert small.run("--no-lint", "--check", "--no-cache").code == 0


def test_an_unchanged_run_reads_no_file_again(
    small: Folder, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_program(small.root)
    _run(small, rendered)
    monkeypatch.setattr(file_digests, "_SETTLED", -60_000_000_000)
    assert _run(small, rendered) == []
    with monkeypatch.context() as patch:
        patch.delattr(file_digests, "read_regular")
        assert _run(small, rendered) == []
    time.sleep(0.02)  # a step of the kernel's clock takes up to 10 ms
    small.write("output/one.yml", small.read("output/one.yml").replace("A", "B"))
    assert _run(small, rendered) == BOTH[:1]


def test_a_deleted_output_is_written_again(small: Folder, rendered: list[str]) -> None:
    _run(small, rendered)
    (small.root / "output" / "one.yml").unlink()
    assert _run(small, rendered) == BOTH[:1]
    assert (small.root / "output" / "one.yml").exists()


def test_an_output_that_became_a_link_is_not_current(small: Folder, rendered: list[str]) -> None:
    _run(small, rendered)
    output = small.root / "output" / "one.yml"
    output.rename(small.root / "elsewhere")
    output.symlink_to(small.root / "elsewhere")
    result = small.run("--no-lint")
    assert (result.code, rendered[-1:]) == (2, ["config/one.yml"])


def test_a_config_changed_while_it_was_rendered(
    small: Folder, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writing.write_output

    def slow(path: Path, text: str) -> bool:
        small.write("config/_base.yml", "regions: [eu-west-2]\ntags: {team: other}\n")
        return write(path, text)

    with monkeypatch.context() as patch:
        patch.setattr(command, "write_output", slow)
        _run(small, rendered)
    assert "other" not in small.read("output/one.yml")
    assert _run(small, rendered) == BOTH
    assert "other" in small.read("output/one.yml")


def test_an_output_that_another_run_wrote_meanwhile(
    small: Folder, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writing.write_output

    def overtaken(path: Path, text: str) -> bool:
        changed = write(path, text)
        path.write_text("another run's\n", encoding="utf-8")
        return changed

    with monkeypatch.context() as patch:
        patch.setattr(command, "write_output", overtaken)
        _run(small, rendered)
    assert _run(small, rendered) == BOTH


def test_a_base_behind_a_linked_folder(small: Folder, rendered: list[str]) -> None:
    small.write("real/deep/three.yml", "extends: ../_base.yml\n")
    small.write("real/_base.yml", "regions: [eu-west-1]\n")
    (small.root / "linked").symlink_to(small.root / "real" / "deep")
    assert _run(small, rendered, "--no-lint", "linked/three.yml") == ["linked/three.yml"]
    assert _run(small, rendered, "--no-lint", "linked/three.yml") == []
    small.write("real/_base.yml", "regions: [eu-west-1]\ndescription: new\n")
    assert _run(small, rendered, "--no-lint", "linked/three.yml") == ["linked/three.yml"]
    assert "new" in small.read("output/three.yml")


def test_a_base_that_goes_away(small: Folder, rendered: list[str]) -> None:
    _run(small, rendered)
    (small.root / "config" / "_base.yml").unlink()
    assert small.run("--no-lint").code == 2


NAMED = """\
append_rules: [rules, 'house']  # and the rules of the company
registry_schemas:
  - types
custom_rules: own rules.txt
"""


@pytest.mark.parametrize(
    "name",
    [".cfnlintrc", "rules/deep/rule.py", "house/rule.py", "types/a.json", "own rules.txt"],
)
def test_the_linter_counts_where_it_ran(name: str, small: Folder) -> None:
    small.write(".cfnlintrc", NAMED)
    for file in ("house/old.py", "types/old.json", "own rules.txt"):
        small.write(file, "")
    project, config = Project(small.root), small.root / "config" / "one.yml"
    output = small.write("output/one.yml", "text\n")
    manifest = Manifest(project)
    digests = {config: hashlib.sha256(config.read_bytes()).hexdigest()}
    manifest.keep_output(config, digests, output, "text\n", linted=True)
    manifest.keep_clean("text\n", ["eu-west-1"])
    manifest.save()
    assert Manifest(project).is_current(config, output, linted=True)
    assert Manifest(project).is_clean("text\n", ["eu-west-1"])
    small.write(name, "# new\n")
    assert not Manifest(project).is_current(config, output, linted=True)
    assert not Manifest(project).is_clean("text\n", ["eu-west-1"])
    assert Manifest(project).is_current(config, output, linted=False)


def test_lint_is_not_taken_from_a_run_without(small: Folder, rendered: list[str]) -> None:
    small.write("partials/bad.yml.j2", "Resources: {Bad: {Type: AWS::SNS::Topik}}\n")
    assert _run(small, rendered) == BOTH
    assert small.run().code == 1
    assert small.run("--check").code == 1
    assert _run(small, rendered) == []


def test_a_clean_verdict_is_kept_and_depends_on_the_settings(
    small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    linted: list[int] = []
    check = checks.check_all

    def listen(project: Project, jobs: list[tuple[Rendering, str]]) -> Iterator[Report]:
        linted.append(len(jobs))
        return check(project, jobs)

    monkeypatch.setattr(checks, "check_all", listen)
    assert small.run().code == 0
    small.write("output/one.yml", "stale\n")
    assert small.run().code == 0
    assert small.run("--no-cache").code == 0
    small.write(".cfnlintrc", "include_checks: [I]\nregions: [us-east-1]\n")
    assert small.run().code == 0
    small.write("config/_base.yml", "regions: [eu-central-1]\ntags: {team: shop}\n")
    assert small.run().code == 0
    assert linted == [2, 2, 2, 2]


def test_without_the_cache_nothing_is_read_or_written(small: Folder, rendered: list[str]) -> None:
    assert _run(small, rendered, "--no-lint", "--no-cache") == BOTH
    assert not (small.root.parent / "cache").exists()
    _run(small, rendered)
    assert _run(small, rendered, "--no-lint", "--no-cache") == BOTH


@pytest.mark.parametrize(
    "content",
    [
        *("", "nonsense", "[]", "5", "null", '"text"', "[1, 2]", "{}", '{"outputs": 5}'),
        *('{"outputs": [], "clean": {}}', '{"outputs": {}, "clean": 5}', "[" * 100_000),
        '{"outputs": {"a": 5}, "clean": [5, null], "files": {}}',
        '{"outputs": {}, "clean": [], "files": [5]}',
        "\x00\xff",
    ],
    ids=lambda content: content[:20],
)
def test_a_broken_cache_is_none(content: str, small: Folder, rendered: list[str]) -> None:
    expected = small.run("--no-lint", "--no-cache", "--stdout", "config/one.yml").out
    _cache(small, "manifest.json").write_bytes(content.encode("latin-1"))
    assert _run(small, rendered) == BOTH
    assert small.read("output/one.yml") == expected
    assert _run(small, rendered) == []


@pytest.mark.parametrize("broken", ["config", "sources", "linted", "files", "output"])
@pytest.mark.parametrize("value", [None, 5, [], {}, "x"], ids=str)
def test_a_broken_entry_is_none(
    broken: str, value: object, small: Folder, rendered: list[str]
) -> None:
    _run(small, rendered)
    path = _cache(small, "manifest.json")
    data = json.loads(path.read_text())
    for entry in data["outputs"].values():
        entry[broken] = value
    path.write_text(json.dumps(data))
    again = _run(small, rendered)
    assert again == ([] if broken == "linted" else BOTH)


@pytest.mark.parametrize("kind", ["empty", "cut", "changed"])
def test_broken_bytecode_is_compiled_again(kind: str, small: Folder) -> None:
    expected = small.run("--no-lint", "--stdout", "config/one.yml")
    files = list(_cache(small, "jinja").iterdir())
    assert len(files) == 3
    for file in files:
        data = file.read_bytes()
        head, code = data[:32], data[32:]
        broken = {"empty": b"", "cut": data[: len(data) // 2], "changed": head + b"x" + code[1:]}
        file.write_bytes(broken[kind])
    assert small.run("--no-lint", "--stdout", "config/one.yml") == expected


@pytest.mark.parametrize("name", ["manifest.json", "sources.snapshot", "jinja", ".", ".."])
def test_a_cache_that_cannot_be_written(name: str, small: Folder) -> None:
    expected = small.run("--no-lint", "--no-cache", "--stdout", "config/one.yml").out
    path = _cache(small, name).resolve()
    if "." in name.strip("."):
        path.mkdir()
    else:
        shutil.rmtree(path, ignore_errors=True)
        path.write_text("a file where a folder belongs\n")
    assert small.run("--no-lint").code == 0
    assert small.read("output/one.yml") == expected


def test_a_new_version_of_the_program_compiles_the_partials_again(small: Folder) -> None:
    copy_program(small.root)
    small.write("partials/bad.yml.j2", "Outputs:\n  A: {Value: {{ nothing }}}\n")
    before = run_python("render.py", "--no-lint", cwd=small.root)
    assert before.lines[0].startswith("partials/bad.yml.j2:2: error: 'nothing' is undefined (")
    small.write("partials/bad.yml.j2", "Outputs:\n  A: {Value: !None a}\n")
    assert "bad.yml.j2:2: " in run_python("render.py", "--no-lint", cwd=small.root).lines[0]
    code = small.read("pipeline/render/line_markers.py")
    changed = code.replace("start=token.lineno", "start=token.lineno + 70")
    assert changed != code
    small.write("pipeline/render/line_markers.py", changed)
    assert "bad.yml.j2:72: " in run_python("render.py", "--no-lint", cwd=small.root).lines[0]


def test_the_cache_may_be_read_from_anywhere(small: Folder, rendered: list[str]) -> None:
    _run(small, rendered)
    other = small.root / "other"
    other.mkdir()
    copy_program(small.root)
    run_python(str(small.root / "render.py"), "--no-lint", cwd=small.root)
    result = run_python(str(small.root / "render.py"), "--no-lint", cwd=other)
    assert (result.code, result.lines[-1][:28]) == (0, "2 environments: 2 unchanged ")


def test_the_last_two_hundred_verdicts_are_kept(small: Folder) -> None:
    manifest = Manifest(Project(small.root))
    for number in range(201):
        manifest.keep_clean(f"text {number}", ["eu-west-1"])
    assert not manifest.is_clean("text 0", ["eu-west-1"])
    assert manifest.is_clean("text 1", ["eu-west-1"])
    assert manifest.is_clean("text 200", ["eu-west-1"])
