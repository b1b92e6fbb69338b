"""The steps of docs/workflows/'s deployments, run by bash as a runner of GitHub or GitLab does."""

from __future__ import annotations

import http.server
import itertools
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.stack import config_under_test, deployed_stack
from tests.deploy.stack.config_under_test import ROOT
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.stack import Stack
from tests.workflow_steps import github_steps, gitlab_steps

WORKFLOWS = ROOT / "docs" / "workflows"
CONFIG = "dev"
MAKE, EXECUTE, ASK = (
    "Make a change set",
    "Execute the change set",
    "Ask the application for an answer",
)
# What the workflows' inputs and variables come to, for a config without open parameters.
GIVEN = {
    "TEMPLATE": f"output/{CONFIG}.yml",
    "CONFIG": CONFIG,
    "FOLDER": ".",
    "PARAMETERS": "",
    "TEMPLATE_BUCKET": "",
    "MINUTES": "2",
}


_NUMBERS = itertools.count(1)
STEPS = {
    "github": {each.name: each for each in github_steps(WORKFLOWS / "github-deploy-stack.yml")},
    "gitlab": {each.name: each for each in gitlab_steps(WORKFLOWS / "gitlab-deploy.yml")},
}


class Runner:
    """A runner whose checkout holds a rendered template."""

    def __init__(self, platform: str, stack: Stack, folder: Path) -> None:
        self.steps, self.stack, self.folder = STEPS[platform], stack, folder
        (folder / "output").mkdir()
        self.files = {name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        self.handed_on = folder / ("GITHUB_OUTPUT" if platform == "github" else "change-set.env")

    def run(self, step: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a step, without its pauses; what it hands on is in the files."""
        return self.run_changed(step, "sleep 15", "sleep 0.2", **env)

    def run_changed(
        self, step: str, old: str, new: str, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a step in which one text is replaced by another."""
        found = self.steps[step]
        command = found._replace(script=found.script.replace(old, new)).command
        for path in self.files.values():
            path.write_text("")
        given = {name: str(path) for name, path in self.files.items()}
        environment = self.stack.emulator.environment(self.stack.region)
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**environment, "STACK": self.stack.name, **given, **GIVEN, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def make(self, **env: str) -> tuple[str, str]:
        """Make a change set; return its ARN, empty if there is nothing to change, and a table."""
        done = self.run(MAKE, **env)
        assert done.returncode == 0, done.stdout + done.stderr
        name, _, value = self.handed_on.read_text().splitlines()[0].partition("=")
        assert name in {"change-set", "CHANGE_SET"}
        table = done.stdout + self.files["GITHUB_STEP_SUMMARY"].read_text()
        return "" if value == "none" else value, table


@pytest.fixture(params=STEPS)
def platform(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def runner(platform: str, emulator: Emulator, folder: Path, tmp_path: Path) -> Runner:
    name = f"workflow-{platform}-{next(_NUMBERS)}"  # tests share the emulator, and no stack
    return Runner(platform, Stack(emulator, name, "eu-west-1", folder), tmp_path)


def _render(runner: Runner) -> Path:
    """Render the starter's config for development into the checkout."""
    configs = runner.folder / "config"
    shutil.copytree(ROOT / "pipeline" / "cli" / "starter", configs)
    for path in configs.iterdir():
        path.write_text(path.read_text().replace("APPLICATION", "shop"))
    config = config_under_test.read(configs / "dev.yml")
    deployed_stack.prepare(runner.stack.emulator, config, runner.stack.folder)
    template = runner.folder / "output" / "dev.yml"
    template.write_text(runner.stack.with_substitutes(config.deployable[1]))
    return template


@pytest.fixture
def application() -> Iterator[str]:
    """Serve 200 at /health and 404 elsewhere; the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def test_the_platforms_have_the_same_steps() -> None:
    assert STEPS["github"].keys() == STEPS["gitlab"].keys()
    assert {MAKE, EXECUTE, ASK} < STEPS["github"].keys()


def test_a_stack_is_reviewed_created_updated_and_left_alone(runner: Runner) -> None:
    template = _render(runner)
    for kind in ("CREATE", "UPDATE"):
        change_set, table = runner.make()
        assert "LoadBalancer" in table or kind == "UPDATE"
        done = runner.run(EXECUTE, CHANGE_SET=change_set)
        assert done.returncode == 0, done.stdout + done.stderr
        status = runner.stack.settle(runner.stack.describe()["StackId"])
        assert status == f"{kind}_COMPLETE"
        template.write_text(template.read_text().replace("MaxSize: '2'", "MaxSize: '3'"))
    change_set, said = runner.make()
    assert change_set == ""
    assert "no change" in said.lower()


def test_a_large_template_is_deployed_from_a_bucket(runner: Runner) -> None:
    template = _render(runner)
    template.write_text(f"{template.read_text()}# {'x' * 51_200}\n")
    assert runner.run(MAKE).returncode != 0
    s3 = runner.stack.emulator.client("s3", runner.stack.region)
    s3.create_bucket(
        Bucket=f"{runner.stack.name}-templates",
        CreateBucketConfiguration={"LocationConstraint": runner.stack.region},
    )
    change_set, table = runner.make(TEMPLATE_BUCKET=f"{runner.stack.name}-templates")
    assert "LoadBalancer" in table
    done = runner.run(EXECUTE, CHANGE_SET=change_set)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_application_is_asked(runner: Runner, application: str) -> None:
    assert runner.run(ASK, URL=f"{application}/health").returncode == 0


def test_an_error_fails_the_deployment(runner: Runner, application: str) -> None:
    # curl tries again for a minute; here once.
    retries = "--retry 12 --retry-delay 5"
    assert retries in runner.steps[ASK].script
    once = runner.run_changed(ASK, retries, "--retry 1 --retry-delay 1", URL=f"{application}/other")
    assert once.returncode != 0
