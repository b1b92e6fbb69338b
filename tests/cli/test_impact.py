"""The command's --impact: what render.py refuses has none that ever happens."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.cli import impact as command
from pipeline.diagnostic import ChecksFailed, Diagnostic, Location
from tests.support import Folder, save_all

REFUSED = "render.py refuses this template: there is no update before it is right"


@pytest.fixture
def changed(small: Folder, monkeypatch: pytest.MonkeyPatch) -> tuple[Folder, list[str]]:
    """Return a project with one changed environment of two, and the names that were checked."""
    for name in ("one", "two"):
        small.write(f"config/{name}.yml", "regions: [eu-west-1]\n")
    assert small.run("--no-lint").code == 0
    small.write("config/one.yml", "regions: [eu-west-1]\ndescription: another\n")
    checked: list[str] = []

    def lint_all(_: Any, __: Any, targets: Any, *___: Any, **____: Any) -> None:
        checked.extend(target.name for target in targets)
        finding = Diagnostic(Location("config/one.yml", 2, 1), "not a topic", rule="E1019")
        raise ChecksFailed([finding])

    monkeypatch.setattr(command, "lint_all", lint_all)
    return small, checked


def test_a_template_that_is_refused_has_its_findings_below_the_impact(
    changed: tuple[Folder, list[str]],
) -> None:
    small, checked = changed
    result = small.run("--impact")
    assert (result.code, checked) == (1, ["config/one.yml"])
    assert "1 no interruption" in result.out
    assert "config/one.yml:2:1: error: not a topic [E1019]" in result.err
    assert result.err.splitlines()[-1] == REFUSED


def test_without_lint_or_without_a_change_nothing_is_checked(
    changed: tuple[Folder, list[str]],
) -> None:
    small, checked = changed
    assert small.run("--no-lint", "--impact").code == 0
    assert small.run("--impact", "config/two.yml").code == 0
    assert checked == []


@pytest.fixture
def clean(
    changed: tuple[Folder, list[str]], monkeypatch: pytest.MonkeyPatch
) -> tuple[Folder, list[str]]:
    """Return the project with nothing to find in it, and what was asked of the changed template."""
    asked: list[str] = []
    monkeypatch.setattr(command, "lint_all", lambda *_, **__: asked.append("lint"))
    monkeypatch.setattr(command, "gate_all", lambda *_: asked.append("gate"))
    monkeypatch.setattr("pipeline.output.manifest.Manifest.save", lambda _: asked.append("save"))
    return changed[0], asked


def test_a_template_that_is_accepted(clean: tuple[Folder, list[str]]) -> None:
    small, asked = clean
    result = small.run("--impact")
    assert (result.code, asked) == (0, ["gate", "lint", "save"])
    assert REFUSED not in result.err


def test_what_deployments_forbid_is_refused_before_it_is_linted(
    clean: tuple[Folder, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    small, asked = clean

    def gate_all(*_: Any) -> None:
        raise ChecksFailed([Diagnostic(Location("config/one.yml"), "no capacity")])

    monkeypatch.setattr(command, "gate_all", gate_all)
    result = small.run("--impact", "--format", "github")
    assert (result.code, asked) == (1, ["save"])
    assert result.out.splitlines()[-1] == "::error file=config/one.yml::error: no capacity"
    assert result.err.splitlines() == ["config/one.yml: error: no capacity", "1 error", REFUSED]


@pytest.mark.parametrize(
    ("style", "begins", "is_annotated"),
    [
        ("text", "config/one.yml against", False),
        ("markdown", "### Impact of", False),
        ("json", "[", False),
        ("github", "config/one.yml against", True),
    ],
)
def test_what_a_team_forbids_fails_the_run_in_each_format(
    style: str,
    begins: str,
    changed: tuple[Folder, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_annotated: bool,
) -> None:
    small, _ = changed

    def forbidden(found: Any, kinds: list[str]) -> list[Diagnostic]:
        location = Location(found.name, 9, 2)
        return [Diagnostic(location, "too much", rule="impact")] if kinds == ["replace"] else []

    monkeypatch.setattr(command, "forbidden", forbidden)
    asked = ("--no-lint", "--impact", "--format", style, "config/one.yml")
    assert small.run(*asked).code == 0
    result = small.run(*asked, "--fail-on", "replace")
    assert (result.code, result.err) == (
        1,
        "config/one.yml:9:2: error: too much [impact]\n1 error\n",
    )
    assert result.out.startswith(begins)
    annotation = "::error file=config/one.yml,line=9,col=2::error: too much [impact]\n"
    assert result.out.endswith(annotation) is is_annotated


def test_the_template_of_a_config_that_is_gone_is_named_without_failing(small: Folder) -> None:
    for name in ("one", "two"):
        small.write(f"config/{name}.yml", "regions: [eu-west-1]\n")
    assert small.run("--no-lint").code == 0
    (small.root / "config/one.yml").rename(small.root / "config/first.yml")
    result = small.run("--no-lint", "--impact", "--fail-on", "replace")
    assert result.code == 0
    assert "output/one.yml: info: no config renders to this file" in result.err
    assert "its stack goes on running" in result.err
    assert "output/one.md" not in result.err
    assert "output/one.yml" not in small.run("--no-lint", "--impact", "config/two.yml").err


def test_a_change_that_is_rendered_already(small: Folder) -> None:
    small.write("config/one.yml", "regions: [eu-west-1]\n")
    small.run("--no-lint", "config/one.yml")
    save_all(small.root)
    small.write("config/one.yml", "regions: [eu-west-1]\ndescription: another\n")
    asked = ("--no-lint", "--impact", "config/one.yml")
    assert small.run(*asked).err == ""
    small.run("--no-lint", "config/one.yml")
    after = small.run(*asked)
    assert "No impact" in after.out
    assert after.err.splitlines() == [
        "output/one.yml: info: compared with the file, which is not the one that was committed",
        "    hint: compare with the commit: --against HEAD",
        "1 info",
    ]
    committed = small.run(*asked, "--against", "HEAD")
    assert (committed.err, "1 no interruption" in committed.out) == ("", True)


@pytest.fixture
def committed(small: Folder) -> Folder:
    """Return a project in a subfolder of a repository that has two applications' outputs."""
    for name in ("config/prod.yml", "shop/config/prod.yml", "shop/config/dev.yml"):
        small.write(name, "regions: [eu-west-1]\n")
    small.run("--no-lint")
    save_all(small.root.parent)
    return small


def test_an_application_with_another_name(committed: Folder) -> None:
    (committed.root / "shop").rename(committed.root / "checkout")
    asked = ("--no-lint", "--impact", "--against")
    prefix = committed.root.name
    one = committed.run(*asked, "HEAD", "checkout/config/prod.yml")
    assert "a new stack of" in one.out
    config = "checkout/config/prod.yml"
    hint = f"    hint: if it is the stack of {config} now: python render.py --impact --against"
    baseline = f"HEAD:{prefix}/shop/output/prod.yml"
    assert (one.code, one.err.splitlines()) == (
        0,
        [
            "shop/output/dev.yml: info: gone since HEAD; its stack goes on running",
            "    hint: see 'an environment less' in docs/operations.md",
            "shop/output/prod.yml: info: gone since HEAD; its stack goes on running",
            f"{hint} {baseline} {config}",
            "2 info",
        ],
    )
    both = committed.run(*asked, "HEAD").err.splitlines()
    assert both[1] == f"{hint} {baseline} {config}".replace("prod", "dev")
    assert both[3] == f"{hint} {baseline} {config}"
    same = committed.run(*asked, baseline, "checkout/config/prod.yml")
    assert (same.code, same.err) == (0, "")
    assert f"checkout/config/prod.yml against {baseline}: No impact" in same.out


def test_an_environment_with_another_name(committed: Folder) -> None:
    (committed.root / "shop/config/prod.yml").rename(committed.root / "shop/config/production.yml")
    committed.run("--no-lint")
    for name in ("prod.yml", "prod.md"):
        (committed.root / "shop/output" / name).unlink()
    said = committed.run("--no-lint", "--impact", "--against", "HEAD").err.splitlines()
    baseline = f"HEAD:{committed.root.name}/shop/output/prod.yml shop/config/production.yml"
    assert said[1].endswith(f"render.py --impact --against {baseline}")


def test_an_environment_that_is_removed(committed: Folder) -> None:
    for name in ("config/dev.yml", "output/dev.yml", "output/dev.md"):
        (committed.root / "shop" / name).unlink()
    asked = ("--no-lint", "--impact", "--against", "HEAD")
    assert committed.run(*asked).err.splitlines() == [
        "shop/output/dev.yml: info: gone since HEAD; its stack goes on running",
        "    hint: see 'an environment less' in docs/operations.md",
        "1 info",
    ]
    assert committed.run(*asked, "shop/config/prod.yml").err == ""


@pytest.mark.parametrize("name", ["HEAD:nowhere.yml", "HEAD:", "nowhere:a.yml", "--x:y"])
def test_what_is_no_file_of_a_commit(name: str, committed: Folder) -> None:
    result = committed.run("--impact", f"--against={name}", "config/prod.yml")
    assert result.code == 2
    assert result.lines[0].endswith(f"--against {name}: neither a file nor a commit")
