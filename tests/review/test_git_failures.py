"""What is said where git does not know what a comparison asks for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.review.baseline import read_baseline
from pipeline.review.uncommitted import uncommitted
from tests.review.test_baseline_config import GIT

OTHER_OWNER = {
    "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "LANGUAGE": "de",
}
NO_GIT = {"PATH": "/nonexistent"}
FETCH = 'git fetch --unshallow; in CI fetch-depth: 0 of actions/checkout, GIT_DEPTH: "0" of GitLab'
NAME = "name a template's file, or a commit, branch or tag of this repository"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a repository, a shallow clone of it, and a folder without Git."""
    folder = tmp_path_factory.mktemp("folders")
    for name in ("whole", "none"):
        (folder / name / "output").mkdir(parents=True)
        (folder / name / "output" / "prod.yml").write_text("Resources: {}\n", "utf-8")
    whole = folder / "whole"
    subprocess.run([*GIT, "init", "-q"], cwd=whole, check=True)
    for message in ("1", "2"):
        (whole / "message").write_text(message, "utf-8")
        subprocess.run([*GIT, "add", "-A"], cwd=whole, check=True)
        subprocess.run([*GIT, "commit", "-qm", message], cwd=whole, check=True)
    clone = ["clone", "-q", "--depth", "1", whole.as_uri(), str(folder / "shallow")]
    subprocess.run([*GIT, *clone], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(
    ("folder", "commit", "env", "message", "hint"),
    [
        ("whole", "nowhere", {}, "neither a file nor a commit", NAME),
        (
            "shallow",
            "HEAD~1",
            {},
            "neither a file nor a commit of this clone, which is shallow",
            FETCH,
        ),
        ("none", "HEAD", {}, "no file, and there is no Git repository here", "name a template's"),
        (
            "whole",
            "HEAD",
            NO_GIT,
            "no file, and git is not installed",
            "install git, or name a template's file",
        ),
        (
            "whole",
            "HEAD",
            OTHER_OWNER,
            "no file, and git says: detected dubious ownership in repository at '{whole}'",
            "git config --global --add safe.directory {whole} (the files are another user's)",
        ),
    ],
)
def test_why_there_is_no_baseline(
    folder: str,
    commit: str,
    env: dict[str, str],
    message: str,
    hint: str,
    folders: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput) as raised:
        read_baseline(folders / folder / "output" / "prod.yml", commit)
    (found,) = raised.value.diagnostics
    whole = str(folders / "whole")
    assert found.message == f"--against {commit}: {message.format(whole=whole)}"
    assert found.hint.startswith(hint.format(whole=whole))


@pytest.mark.parametrize(
    ("folder", "text", "env", "message", "hint"),
    [
        ("whole", "Resources: {}\n", {}, "", ""),
        (
            "whole",
            "Resources: {A: {}}\n",
            {},
            "compared with the file, which is not the one that was committed",
            "compare with the commit: --against HEAD",
        ),
        ("none", "Resources: {}\n", {}, "", ""),
        ("none", "Resources: {}\n", NO_GIT, "", ""),
        (
            "whole",
            "Resources: {}\n",
            NO_GIT,
            "what was committed is not known: git is not installed",
            "install git, or name a template's file",
        ),
        (
            "whole",
            "Resources: {}\n",
            OTHER_OWNER,
            "what was committed is not known: git says: detected dubious ownership in repository",
            "git config --global --add safe.directory ",
        ),
    ],
)
def test_what_is_said_of_an_output_that_was_not_committed(
    folder: str,
    text: str,
    env: dict[str, str],
    message: str,
    hint: str,
    folders: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    output = folders / folder / "output" / "prod.yml"
    output.write_text(text, "utf-8")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    found = [(each.severity, each.message, each.hint) for each in uncommitted([output, output])]
    assert all(
        severity == "info" and said.startswith(message) and advice.startswith(hint)
        for severity, said, advice in found
    )
    assert bool(found) is bool(message)
    assert len(found) == (0 if not message else 1 if env else 2)
