"""What the review jobs of docs/workflows/ write below a pull request, or a merge request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.support import ROOT
from tests.workflow_steps import GITLAB_SHELL, Step, github_step, github_steps

WORKFLOWS = ROOT / "docs" / "workflows"
MARK = "<!-- impact of the stacks -->"
GITHUB = WORKFLOWS / "github-review.yml"
# A `gh` that lists the ids of `comments`, and keeps what it is asked.
GH = """#!/bin/bash
case $* in
  *--paginate*) echo "$*" > listed; cat comments ;;
  *) echo "$*" > asked ;;
esac
"""


@pytest.mark.parametrize(
    ("comments", "asked"),
    [
        ("", "--method POST repos/shop/issues/7/comments"),
        ("41\n43\n", "--method PATCH repos/shop/issues/comments/43"),
    ],
)
def test_the_review_has_one_comment_of_its_own(comments: str, asked: str, tmp_path: Path) -> None:
    comment = _commented(tmp_path, comments, "shop: no impact\n")
    assert (tmp_path / "asked").read_text() == f"api {asked} --field body=@comment.md\n"
    assert comment == f"shop: no impact\n\n{MARK}\n"
    assert 'select(.user.type == "Bot" and ' in (tmp_path / "listed").read_text()


def test_a_list_of_comments_that_fails_leads_to_no_second_comment(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        _commented(tmp_path, "", "shop: no impact\n", GH.replace("cat comments", "exit 1"))
    assert not (tmp_path / "asked").exists()


# GitHub refuses more than 65,536 characters: "Body is too long".
@pytest.mark.parametrize("first", ["", "x"])  # characters of two bytes, cut at each of them
def test_a_long_comment_is_cut(first: str, tmp_path: Path) -> None:
    comment = _commented(tmp_path, "", first + "\u00e4" * 70_000)
    assert 55_000 < len(comment) < 65_536
    rest = "The rest is in the [summary of the run](https://example.com)."
    assert comment.endswith(f"\u00e4\n\n\n{rest}\n\n{MARK}\n")


def _commented(folder: Path, comments: str, impact: str, program: str = GH) -> str:
    """Run the script of GitHub's review on an impact, and return the comment that it writes."""
    (folder / "gh").write_text(program)
    (folder / "gh").chmod(0o755)
    (folder / "python").symlink_to(sys.executable)
    (folder / "comments").write_text(comments)
    (folder / "impact.md").write_text(impact, encoding="utf-8")
    given = {"NUMBER": "7", "COMMENTS": "repos/shop/issues", "RUN": "https://example.com"}
    _run(github_step(GITHUB, "Comment"), folder, given)
    return (folder / "comment.md").read_text(encoding="utf-8")


def _run(step: Step, folder: Path, given: dict[str, str]) -> None:
    subprocess.run(
        step.command,
        cwd=folder,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", **given},
        check=True,
    )


# A sheet of an environment; another application's; a link; and what render.py did not write.
SHEETS = """
git init -q -b main . && mkdir -p config/output output/sub shop/config shop/output
echo secret > ../secret
touch config/prod.yml config/_shared.yml config/linked.yml shop/config/dev.yaml
echo sheet-of-prod > output/prod.md && echo sheet-of-dev > shop/output/dev.md
ln -s ../../secret output/linked.md && ln -s ../../../secret config/output/prod.md
for each in output/sub/prod.md config/output/dev.md output/_shared.md output/old.md; do
  echo forged > $each
done
git add . && : > impact.md
"""


def test_the_summary_shows_files_that_configs_render_to_only(tmp_path: Path) -> None:
    (tmp_path / "clone").mkdir()
    summary = tmp_path / "summary"
    given = {"SHEETS": "https://example.com", "GITHUB_STEP_SUMMARY": str(summary)}
    step = github_step(GITHUB, "Review sheets")
    _run(step._replace(script=SHEETS + step.script), tmp_path / "clone", given)
    assert summary.read_text() == "sheet-of-prod\nsheet-of-dev\n"
    listed = (tmp_path / "clone" / "impact.md").read_text().splitlines()
    assert listed == [
        f"- [{name}](https://example.com/{name})"
        for name in ("output/prod.md", "shop/output/dev.md")
    ]


OTHERS = 40  # the note of another user
# A `curl` that has the notes in `page1.json` and `page2.json`, and keeps what it is asked to write.
CURL = """#!/bin/bash
if [[ $* == *api/user ]]; then
  echo '{"id": 5}' > user.json
elif [[ $* == *per_page* ]]; then
  page=${*: -1} page=${page##*=}
  cp "page$page.json" notes.json
  next=$((page + 1))
  [ -e "page$next.json" ] || next=
  printf 'HTTP/2 200\\r\\nx-next-page: %s\\r\\nx-page: %s\\r\\n\\r\\n' "$next" "$page" > headers.txt
else
  echo "$*" > asked
fi
"""


@pytest.mark.parametrize(
    ("pages", "asked"),
    [
        ([{}], "--data-urlencode body@note.md api/projects/1/merge_requests/7/notes"),
        ([{41: f"shop\n\n{MARK}", 43: "another"}], "notes/41"),
        ([{41: "another"}, {43: f"shop\n{MARK}\n"}], "notes/43"),
        ([{OTHERS: f"shop\n{MARK}", 43: f"shop\n{MARK}"}], "notes/43"),
        # A person's answer that quotes it, and a note without text.
        ([{41: f"> shop\n> {MARK}", 42: f"{MARK}\nWhy?", 43: ""}], "merge_requests/7/notes"),
    ],
)  # fmt: skip
def test_the_review_has_one_note_of_its_own(
    pages: list[dict[int, str]], asked: str, tmp_path: Path
) -> None:
    for number, notes in enumerate(pages, start=1):
        written = [
            {"id": id_, "body": body, "author": {"id": 6 if id_ == OTHERS else 5}}
            for id_, body in notes.items()
        ]
        page = json.dumps(written)
        (tmp_path / f"page{number}.json").write_text(page)
    note = _noted(tmp_path, "shop: no impact\n")
    said = (tmp_path / "asked").read_text().rstrip("\n")
    assert said.endswith(asked)
    assert ("-X PUT" in said) == (not asked.endswith("notes"))
    assert note == f"shop: no impact\n\n{MARK}\n"


# https://docs.gitlab.com/api/notes/ has the limit, of 1,000,000 characters.
def test_a_long_note_is_cut(tmp_path: Path) -> None:
    (tmp_path / "page1.json").write_text("[]")
    note = _noted(tmp_path, "x" + "\u00e4" * 1_200_000)
    assert 900_000 < len(note) < 1_000_000
    assert note.endswith(f"\u00e4\n\n\nThe rest is in the artifacts of [the job](job).\n\n{MARK}\n")


def _noted(folder: Path, impact: str) -> str:
    """Run the script of GitLab's review on an impact, and return the note that it writes."""
    review = yaml.safe_load((WORKFLOWS / "gitlab-review.yml").read_text())["review"]
    [script] = [step for step in review["script"] if "PRIVATE-TOKEN" in step]
    (folder / "curl").write_text(CURL)
    (folder / "curl").chmod(0o755)
    (folder / "python").symlink_to(sys.executable)
    (folder / "impact.md").write_text(impact, encoding="utf-8")
    given = {"CI_API_V4_URL": "api", "CI_PROJECT_ID": "1", "CI_MERGE_REQUEST_IID": "7"}
    _run(
        Step("", script, GITLAB_SHELL),
        folder,
        {**given, "CI_JOB_URL": "job", "REVIEW_TOKEN": "token"},
    )
    return (folder / "note.md").read_text(encoding="utf-8")


def _reviews() -> Iterator[tuple[str, Step]]:
    """Yield each platform with what its review runs: no installation, no comment."""
    steps = [step for step in github_steps(GITHUB) if "--impact" in step.script]
    yield "github", Step("", "\n".join(step.script for step in steps), steps[0].shell)
    gitlab = yaml.safe_load((WORKFLOWS / "gitlab-review.yml").read_text())
    lines = gitlab["review"]["script"]
    script = "\n".join(line for line in lines if "pip" not in line and "curl" not in line)
    yield "gitlab", Step("", script, GITLAB_SHELL)


REVIEWS = dict(_reviews())
# A branch whose target went on; the pipeline has it as it is, or merged into its target.
HISTORY = """
git init -q -b main . && git config user.email ops@example.com && git config user.name Shop
mkdir output && touch output/old.yml output/other.yml && git add . && git commit -qm first
git tag base && git switch -qc branch && git rm -q output/old.yml && git commit -qm branch
git switch -q main && git rm -q output/other.yml && git commit -qm main
git remote add origin . && git fetch -q origin
git switch -q --detach branch
"""
MERGED = (
    HISTORY
    + "git switch -q --detach main && git merge -q -m merged branch && git tag -f base main\n"
)


@pytest.mark.parametrize("platform", REVIEWS)
@pytest.mark.parametrize("history", [HISTORY, MERGED], ids=["branch", "merged"])
def test_a_review_compares_with_the_merge_base(platform: str, history: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text(f'#!/bin/bash\necho "$*" >> {tmp_path}/asked\n')
    (tmp_path / "bin" / "python").chmod(0o755)
    (tmp_path / "clone").mkdir()
    given = {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "TARGET": "origin/main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "GITHUB_STEP_SUMMARY": os.devnull,
    }
    step = REVIEWS[platform]
    step = step._replace(script=history + step.script + "\ngit rev-parse base\n")
    done = subprocess.run(
        step.command,
        cwd=tmp_path / "clone",
        env={**os.environ, **given},
        check=True,
        capture_output=True,
        text=True,
    )
    base = done.stdout.split()[-1]
    asked = (tmp_path / "asked").read_text().splitlines()
    compared = [each.split("--against ")[1].split()[0] for each in asked if "--against" in each]
    assert compared == [base, base]
    impact = (tmp_path / "clone" / "impact.md").read_text()
    assert [name for name in ("old.yml", "other.yml") if name in impact] == ["old.yml"]
