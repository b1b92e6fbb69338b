"""What the review jobs of docs/workflows/ write below a pull request, or a merge request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
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


DETAILS = "<details><summary>prod</summary>\n\n" + "x" * 20_000 + "\n\n</details>\n"


def test_a_long_comment_has_the_details_of_an_environment_whole_or_not(tmp_path: Path) -> None:
    comment = _commented(tmp_path, "", "a table\n\n" + DETAILS * 4)
    assert comment.startswith(f"a table\n\n{DETAILS * 2}\n\n\nThe rest is in the [summary of")


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


# A sheet of an environment; another application's; a link; what render.py did not write; and one
# that does not change.
SHEETS = """
git init -q -b main . && git config user.email ops@example.com && git config user.name Shop
mkdir -p config/output output/sub shop/config shop/output && echo secret > ../secret
touch config/prod.yml config/_shared.yml config/linked.yml shop/config/dev.yaml config/same.yml
echo sheet-of-same > output/same.md && echo old > output/prod.md
git add . && git commit -qm first && git tag base
echo sheet-of-prod > output/prod.md && echo sheet-of-dev > shop/output/dev.md
ln -s ../../secret output/linked.md && ln -s ../../../secret config/output/prod.md
for each in output/sub/prod.md config/output/dev.md output/_shared.md output/old.md; do
  echo forged > $each
done
git add . && git commit -qm second && : > impact.md
"""


def test_the_summary_shows_files_that_configs_render_to_only(tmp_path: Path) -> None:
    summary, listed = _shown(tmp_path, SHEETS)
    assert summary == "sheet-of-prod\nsheet-of-dev\n"
    assert listed == [
        f"- [{name}](https://example.com/{name})"
        for name in ("output/prod.md", "shop/output/dev.md")
    ]


LARGE = """
git init -q -b main . && git config user.email ops@example.com && git config user.name Shop
git commit -qm first --allow-empty && git tag base && mkdir -p infra/config infra/output
cd infra && for number in 1 2 3; do
  touch config/env$number.yml && head -c 400000 /dev/zero | tr '\\0' x > output/env$number.md
done
git add . && git commit -qm second
"""


# GitHub takes 1 MiB of a step, and drops all where there is more: "upload aborted".
def test_the_summary_is_no_larger_than_github_takes(tmp_path: Path) -> None:
    summary, listed = _shown(tmp_path, LARGE, "infra")
    assert len(summary) == 800_000
    names = [f"infra/output/env{number}.md" for number in (1, 2, 3)]
    assert listed == [f"- [{name}](https://example.com/{name})" for name in names]


def _shown(folder: Path, history: str, project: str = ".") -> tuple[str, list[str]]:
    """Run the step that shows sheets; return the summary, and what it adds to the comment."""
    (folder / "clone").mkdir()
    given = {
        "SHEETS": "https://example.com",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "TARGET": "base",
    }
    step = github_step(GITHUB, "Review sheets")
    _run(step._replace(script=history + step.script), folder / "clone", given)
    listed = (folder / "clone" / project / "impact.md").read_text().splitlines()
    return (folder / "summary").read_text(), listed


REMOVING = "The label impact-accepted is for what was pushed before it"
FAILING = "Replacements and wider access need the label impact-accepted"


# A run that is repeated finds no label; `gh` filters the names itself.
@pytest.mark.parametrize(
    ("labels", "asked"),
    [("impact-accepted\n", "api --method DELETE labels/impact-accepted\n"), ("", "")],
)
def test_a_push_takes_the_label_back(labels: str, asked: str, tmp_path: Path) -> None:
    (tmp_path / "gh").write_text(GH.replace("*--paginate*", "*--jq*"))
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "comments").write_text(labels)
    (tmp_path / "asked").write_text("")
    _run(github_step(GITHUB, REMOVING), tmp_path, {"LABELS": "labels"})
    assert (tmp_path / "asked").read_text() == asked


def test_a_run_for_new_commits_asks_for_the_label_anew() -> None:
    """The branch of a closed pull request gets commits without a run, until it is reopened."""
    job = yaml.safe_load(GITHUB.read_text())["jobs"]["review"]
    conditions = {step.get("name"): step.get("if", "") for step in job["steps"]}
    pushed = """${{ contains(fromJSON('["synchronize", "reopened"]'), github.event.action)"""
    assert conditions[REMOVING].startswith(f"{pushed} && contains(")
    assert conditions[FAILING].startswith(f"{pushed} || !contains(")


OTHERS = 40  # the note of another user
# A `curl` that has the notes in `page1.json` and `page2.json`, and keeps what it is asked to write.
CURL = """#!/bin/bash
asked=$* url=${*: -1}
while [ $# -gt 1 ]; do
  case $1 in
    -o) output=$2 ;;
    -D) headers=$2 ;;
    --data-urlencode) cp "${2#body@}" note.md ;;
  esac
  shift
done
case $url in
  */user) echo '{"id": 5}' > "$output" ;;
  */versions) cp versions.json "$output" ;;
  */resource_label_events*) cp events.json "$output" ;;
  *per_page*)
    page=${url##*=} next=$((page + 1))
    cp "page$page.json" "$output"
    [ -e "page$next.json" ] || next=
    printf 'HTTP/2 200\\r\\nx-next-page: %s\\r\\nx-page: 1\\r\\n\\r\\n' "$next" > "$headers" ;;
  *) echo "$asked" > asked ;;
esac
"""


@pytest.mark.parametrize(
    ("pages", "asked"),
    [
        ([{}], "note.md api/projects/1/merge_requests/7/notes"),
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


def test_a_long_note_has_the_details_of_an_environment_whole_or_not(tmp_path: Path) -> None:
    (tmp_path / "page1.json").write_text("[]")
    note = _noted(tmp_path, "a table\n\n" + DETAILS * 60)
    assert note.startswith(f"a table\n\n{DETAILS * 48}\n\n\nThe rest is in the artifacts of")


def _noted(folder: Path, impact: str) -> str:
    """Run the script of GitLab's review on an impact, and return the note that it writes."""
    (folder / "impact.md").write_text(impact, encoding="utf-8")
    _asked(folder, lambda line: "answers" in line and "--fail-on" not in line)
    return (folder / "note.md").read_text(encoding="utf-8")


def _asked(folder: Path, is_run: Callable[[str], bool], project: str = "1") -> None:
    """Run lines of GitLab's review that ask GitLab, in the pipeline of a project."""
    review = yaml.safe_load((WORKFLOWS / "gitlab-review.yml").read_text())["review"]
    (folder / "curl").write_text(CURL)
    (folder / "curl").chmod(0o755)
    if not (folder / "python").exists():
        (folder / "python").symlink_to(sys.executable)
    given = {
        "CI_API_V4_URL": "api", "CI_PROJECT_ID": project, "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7", "CI_JOB_URL": "job", "REVIEW_TOKEN": "token", "BASE": "base",
    }  # fmt: skip
    script = "\n".join(line for line in review["script"] if is_run(line))
    _run(Step("", script, GITLAB_SHELL), folder, given)


LABEL = "impact-accepted"


# https://docs.gitlab.com/api/resource_label_events/, and /api/merge_requests/ for the versions.
@pytest.mark.parametrize(
    ("events", "project", "is_checked"),
    [
        ([], "1", True),
        ([("add", LABEL, "10:00:01.000Z")], "1", False),
        ([("add", LABEL, "12:00:01.000+02:00")], "1", False),
        # Set before the last push, removed, another label, one that is deleted, a fork's pipeline.
        ([("add", LABEL, "09:59:59.000Z")], "1", True),
        ([("add", LABEL, "10:01:00.000Z"), ("remove", LABEL, "10:02:00.000Z")], "1", True),
        ([("add", LABEL, "09:01:00.000Z"), ("add", "bug", "10:02:00.000Z")], "1", True),
        ([("add", None, "10:02:00.000Z")], "1", True),
        ([("add", LABEL, "10:00:01.000Z")], "2", True),
    ],
)
def test_the_label_counts_for_what_was_pushed_before_it(
    events: list[tuple[str, str | None, str]], project: str, is_checked: bool, tmp_path: Path
) -> None:
    answers = {
        "versions": [{"created_at": f"2026-11-2{day}T10:00:00.000Z"} for day in (6, 5)],
        "events": [
            {"action": action, "label": label and {"name": label}, "created_at": f"2026-11-26T{at}"}
            for action, label, at in events
        ],
    }
    for name, answer in answers.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(answer))
    python = f'[[ $1 == render.py ]] && exec touch checked\nexec {sys.executable} "$@"\n'
    (tmp_path / "python").write_text(f"#!/bin/bash\n{python}")
    (tmp_path / "python").chmod(0o755)
    _asked(tmp_path, lambda line: "api()" in line or "--fail-on" in line, project)
    assert (tmp_path / "checked").exists() is is_checked


def test_the_pipeline_of_a_fork_writes_no_note(tmp_path: Path) -> None:
    (tmp_path / "impact.md").write_text("shop: no impact\n")
    _asked(tmp_path, lambda line: "answers" in line and "--fail-on" not in line, project="2")
    assert not (tmp_path / "asked").exists()


def _reviews() -> Iterator[tuple[str, Step]]:
    """Yield each platform with what its review runs: no installation, no comment."""
    steps = [step for step in github_steps(GITHUB) if "--impact" in step.script]
    yield "github", Step("", "\n".join(step.script for step in steps), steps[0].shell)
    gitlab = yaml.safe_load((WORKFLOWS / "gitlab-review.yml").read_text())
    lines = [each for each in gitlab["review"]["script"] if "pip install" not in each]
    yield "gitlab", Step("", "\n".join(lines), GITLAB_SHELL)


REVIEWS = dict(_reviews())
# A branch that deletes an output and renames another, and whose target went on; the pipeline has
# it as it is, or merged into its target.
HISTORY = """
git init -q -b main . && git config user.email ops@example.com && git config user.name Shop
mkdir output my-output && touch output/old.yml output/other.yml my-output/no.yml
echo template > output/prod.yml && git add . && git commit -qm first
git tag base && git switch -qc branch && git rm -q output/old.yml my-output/no.yml
git mv output/prod.yml output/production.yml && git commit -qm branch
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
    (tmp_path / "bin" / "python").write_text(
        f'#!/bin/bash\necho "$*" >> {tmp_path}/asked\necho "### Impact"\n'
    )
    (tmp_path / "bin" / "python").chmod(0o755)
    (tmp_path / "clone").mkdir()
    given = {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "TARGET": "origin/main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_PROJECT_ID": "2",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_API_V4_URL": "api",
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
    impact = (tmp_path / "clone" / "impact.md").read_text().splitlines()
    assert impact[2:] == ["", "### Impact"]
    gone = [line.split("`")[1] for line in impact[:2]]
    assert gone == ["output/old.yml", "output/prod.yml"]
