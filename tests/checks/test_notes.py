"""Settings that render and are rarely meant like that are noted at their lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from pipeline.checks.deployment_notes import WORKFLOW_MINUTES
from pipeline.checks.notes import TEXTS, notes
from pipeline.diagnostic import Diagnostic
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import render_config
from tests.rendered import ENVIRONMENTS, EXAMPLES, PROJECT, SCHEMA, Data
from tests.support import ROOT, Folder

RELEASE: Data = {"artifact": {"bucket": "example-releases", "version": "1.0.0"}}
IMAGES: Data = {"images": {"eu-west-1": "ami-0123456789abcdef0"}}
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
EXISTING: Data = {
    "listener": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/"
    "0123456789abcdef/0123456789abcdef",
    "security_group": "sg-0123456789abcdef0",
    "priority": 100,
    "paths": ["/shop/*"],
}


def _of(path: Path) -> list[Diagnostic]:
    partials = PartialEnvironment(PROJECT.partials, PROJECT.bytecode)
    return notes(render_config(partials, SCHEMA, path, path.name))


def _notes(folder: Path, name: str, config: Data) -> list[Diagnostic]:
    path = folder / f"{name}.yml"
    settings = {"regions": ["eu-west-1"], "application": RELEASE, "fleet": IMAGES, **config}
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return _of(path)


def _noted(folder: Path, name: str, config: Data) -> list[str]:
    return [each.rule for each in _notes(folder, name, config)]


def _rolling(low: int, high: int, **settings: int) -> Data:
    return {"fleet": {"min_size": low, "max_size": high}, "deployment": {"rolling": settings}}


def test_a_value_that_no_partial_reads_is_noted(tmp_path: Path) -> None:
    config = {"custom": {"databse": {"storage": 20}, "team": {"name": "web"}}}
    partial = "{% if custom.database is defined %}a: {{ custom.database.storage }}{% endif %}\n"
    shutil.copytree(PROJECT.partials, tmp_path / "partials")
    (tmp_path / "partials" / "own.yml.j2").write_text(partial, encoding="utf-8")
    path = tmp_path / "dev.yml"
    settings = {"regions": ["eu-west-1"], "application": RELEASE, "fleet": IMAGES, **config}
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    environment = PartialEnvironment(tmp_path / "partials", None)
    found = notes(render_config(environment, SCHEMA, path, "dev.yml"))
    assert [(each.rule, each.message, each.hint, each.location.line) for each in found] == [
        (
            "N0015",
            "custom.databse: no partial reads it",
            "did you mean 'database'? Else delete it; or add a waiver of N0015",
            6,
        ),
        (
            "N0015",
            "custom.team: no partial reads it",
            "correct the name, or delete it; or add a waiver of N0015",
            8,
        ),
    ]


@pytest.mark.parametrize("name", ["prod", "prod-eu-west-1", "eu-prod", "production", "live"])
def test_a_production_over_http_is_noted(name: str, tmp_path: Path) -> None:
    assert _noted(tmp_path, name, {}) == ["N0001"]


@pytest.mark.parametrize("name", ["dev", "staging", "preprod", "products", "delivery"])
def test_another_environment_over_http_is_not(name: str, tmp_path: Path) -> None:
    assert _noted(tmp_path, name, {}) == []


@pytest.mark.parametrize(
    "config",
    [
        {"alb": {"https": {"certificate": CERTIFICATE}}},
        {
            "alb": {"https": {"request_for": "www.example.com"}},
            "dns": {"hosted_zone_id": "Z0123456789ABCDEFGHIJ", "name": "www.example.com"},
        },
        {"alb": {"scheme": "internal"}},
        {"alb": {"existing": EXISTING}},
        # A content delivery network in front has the certificate.
        {"alb": {"clients": {"cidrs": [], "prefix_lists": ["pl-0123456789abcdef0"]}}},
        {"application": {"placeholder": True}},
    ],
    ids=["certificate", "requested", "internal", "existing", "prefix-list", "placeholder"],
)
def test_a_production_that_is_not_open_over_http_is_not(config: Data, tmp_path: Path) -> None:
    assert _noted(tmp_path, "prod", config) == []


@pytest.mark.parametrize(
    ("name", "fleet", "application", "expected"),
    [
        ("prod", {}, RELEASE, ["N0013"]),
        ("prod", {"image": "/images/shop"}, RELEASE, ["N0013"]),
        ("prod", {"image": "/images/shop"}, {"baked": True}, ["N0013"]),
        ("prod", {"image": "/images/shop:12"}, RELEASE, []),
        ("prod", {"image": "ami-0123456789abcdef0"}, RELEASE, []),
        ("prod", IMAGES, RELEASE, []),
        ("prod", {}, {"baked": True}, []),  # the deployment gives it
        ("prod", {}, {"placeholder": True}, []),
        ("staging", {}, RELEASE, []),
    ],
)
def test_an_image_that_moves_in_production_is_noted(
    name: str, fleet: Data, application: Data, expected: list[str], tmp_path: Path
) -> None:
    config = {"fleet": fleet, "application": application, "alb": {"scheme": "internal"}}
    assert _noted(tmp_path, name, config) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("latest", ["N0002"]),
        ("stable", ["N0002"]),
        ("main", ["N0002"]),
        ("1.0.0", []),
        ("v2", []),
        ("abcdefa", []),  # a commit without a digit
        ("sha256:" + "a" * 64, []),
    ],
)
def test_a_version_without_a_digit_is_noted(
    version: str, expected: list[str], tmp_path: Path
) -> None:
    container = {"image": "registry.example.com/shop", "version": version}
    assert _noted(tmp_path, "dev", {"application": {"container": container}}) == expected


def _scheduled(*sizes: int) -> Data:
    actions = [
        {"name": f"At{hour}", "cron": f"0 {hour} * * *", "min_size": 0, "max_size": size}
        for hour, size in enumerate(sizes)
    ]
    day = {"name": "Day", "cron": "0 12 * * *", "min_size": 2, "max_size": 4}
    return {"fleet": {"min_size": 2, "max_size": 4}, "scaling": {"schedule": [*actions, day]}}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"fleet": {"min_size": 1, "max_size": 2}}, ["N0004"]),
        ({"fleet": {"min_size": 2, "max_size": 3}}, ["N0004"]),
        ({"fleet": {"min_size": 2, "max_size": 4}}, []),
        (_rolling(1, 2, min_active_percent=50), []),
        # AWS: 50 percent of five instances are three.
        (_rolling(2, 5, min_active_percent=50), []),
        (_rolling(2, 3, min_active_percent=66), []),
        (_rolling(2, 3, min_active_percent=67), ["N0004"]),
        (_rolling(2, 8, min_active_percent=100), ["N0004"]),
        ({"fleet": {"min_size": 2, "max_size": 3}, "deployment": {"strategy": "refresh"}}, []),
        # The smaller maximum of a schedule; a group that is empty has nothing to update.
        (_scheduled(1), ["N0004"]),
        (_scheduled(3, 3, 8), ["N0004"]),
        (_scheduled(0, 4), []),
    ],
)
def test_a_full_group_that_has_to_stay_in_service_is_noted(
    config: Data, expected: list[str], tmp_path: Path
) -> None:
    assert _noted(tmp_path, "dev", config) == expected


@pytest.mark.parametrize(
    ("config", "hint"),
    [
        (_rolling(2, 3, min_active_percent=67), "raise it to 4, or set min_active_percent to 66"),
        (_rolling(2, 8, min_active_percent=90), "raise it to 10, or set min_active_percent to 87"),
        (_rolling(2, 8, min_active_percent=100), "set min_active_percent to 87"),
        (_rolling(1, 2, min_active_percent=100), "set min_active_percent to 50"),
    ],
)
def test_what_leaves_a_group_room(config: Data, hint: str, tmp_path: Path) -> None:
    """Of ten instances 90 percent leave one, of eight 87."""
    [note] = _notes(tmp_path, "dev", config)
    assert note.hint == f"{hint}; or add a waiver of N0004"


def _services(*names: str) -> Data:
    return {"network": {"endpoints": True, "more_endpoints": list(names)}}


def _packages(*names: str) -> Data:
    return {"application": {**RELEASE, "packages": list(names)}}


def _policies(*names: str) -> Data:
    return {"access": {"managed_policies": [f"arn:aws:iam::{name}" for name in names]}}


BAKED: Data = {"baked": True}


def _egress(*ranges: str) -> Data:
    rules = [{"description": "HTTPS", "port": 443, "cidr": each} for each in ranges]
    return {"access": {"egress": rules}}


def _mounted(mount: str, application: Data) -> Data:
    volume = {"device": "/dev/sdf", "size": 100, "mount": mount}
    return {"fleet": {"volumes": [volume]}, "application": application}


def _secrets(secret: str) -> Data:
    return {"application": {"baked": True, "secrets": {"DATABASE_PASSWORD": secret}}}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (_services("sqss"), ["N0006"]),
        (_services("kinesis", "ecr"), ["N0006", "N0006"]),
        (_services("sqs", "kinesis-streams", "execute-api", "a-service-of-next-year"), []),
        ({"scaling": {"policy": "none", "predictive": "scale"}}, ["N0007"]),
        ({"scaling": {"policy": "none", "predictive": "forecast"}}, []),
        ({"scaling": {"policy": "target_tracking", "predictive": "scale"}}, []),
        (_packages("nodejs16", "nodejs22", "java-99-amazon-corretto"), ["N0008", "N0008"]),
        ({**_packages("nodejs16"), "fleet": {"image": "ami-0123456789abcdef0"}}, []),
        (_policies("aws:policy/AmazonS3FullAccess"), ["N0009"]),
        (_policies("aws:policy/service-role/AWSLambda_FullAccess"), ["N0009"]),
        (_policies("aws:policy/AmazonDynamoDBFullAccess_v2"), ["N0009"]),
        (_policies("aws:policy/AmazonS3ReadOnlyAccess", "123456789012:policy/FullAccess"), []),
        (_policies("aws:policy/IAMFullAccess"), []),  # a warning
        (_secrets("rds!db-1111:password"), ["N0010"]),
        (
            _secrets("arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1-AbCdEf"),
            ["N0010"],
        ),
        (_secrets("shop/rds!:password"), []),
        (_secrets("shop/prod/database:password"), []),
        ({"logs": {"files": ["/var/log/nginx/*.log"]}}, ["N0012"]),
        ({"logs": {"files": ["/var/log/nginx/*", "/var/log/*/a.log"]}}, ["N0012", "N0012"]),
        ({"logs": {"files": ["/var/log/nginx/access.log-*", "/var/log/nginx/a.log"]}}, []),
        (_egress("10.0.0.0/8"), ["N0014"]),
        (_egress("10.0.0.0/8", "0.0.0.0/0"), []),
        (_egress("3.5.72.0/23"), []),  # of S3
        (_mounted("/data", BAKED), ["N0011"]),
        (_mounted("/data", {**BAKED, "setup": ["chown application: /data"]}), []),
        (_mounted("/var/lib/application", BAKED), []),
        (_mounted("/data", {"container": {"image": "registry.example.com/a", "version": "1"}}), []),
    ],
)
def test_a_value_that_may_not_do_what_it_seems_to_is_noted(
    config: Data, expected: list[str], tmp_path: Path
) -> None:
    assert _noted(tmp_path, "dev", config) == expected


@pytest.mark.parametrize(
    ("config", "minutes"),
    [
        # Three of four stay in service: four batches of 15 minutes, and each drains for one.
        ({"fleet": {"boot_timeout": 15}}, 0),
        ({"fleet": {"boot_timeout": 40}}, 4 * 40 + 4),
        # 45 of 60 stay, so that the group is set to 46.
        (_rolling(2, 60), 46 * 15 + 47),
        (_rolling(2, 60, batch_size=15), 0),
        ({"fleet": {"max_size": 60}, "deployment": {"strategy": "refresh"}}, 0),
    ],
)
def test_an_update_longer_than_the_workflows_wait_is_noted(
    config: Data, minutes: int, tmp_path: Path
) -> None:
    found = [each for each in _notes(tmp_path, "dev", config) if each.rule == "N0005"]
    assert [f"up to {minutes} minutes" in each.message for each in found] == [True] * bool(minutes)


def test_the_workflows_wait_as_long_as_the_note_says() -> None:
    workflows = ROOT / "docs" / "workflows"
    github = (workflows / "github-deploy-stack.yml").read_text(encoding="utf-8")
    gitlab = (workflows / "gitlab-deploy.yml").read_text(encoding="utf-8")
    assert f"minutes: {{type: number, default: {WORKFLOW_MINUTES}," in github
    assert f'MINUTES: "{WORKFLOW_MINUTES}"' in gitlab


@pytest.mark.parametrize("path", [*ENVIRONMENTS, *EXAMPLES], ids=lambda path: path.stem)
def test_nothing_is_noted_about_what_is_shipped(path: Path) -> None:
    assert _of(path) == []


def test_a_run_says_it_every_time_and_succeeds_unless_it_is_strict(stack: Folder) -> None:
    container = "{image: registry.example.com/shop, version: latest}"
    config = f"regions: [eu-west-1]\napplication:\n  container: {container}\n"
    stack.write("config/case.yml", config)
    for _ in range(2):
        result = stack.run("config/case.yml")
        assert "config/case.yml:3:58: info: application.container.version: 'latest'" in result.err
        assert (result.code, "[N0002]" in result.err) == (0, True)
    assert stack.run("--strict", "config/case.yml").code == 1


def test_a_waiver_accepts_it(stack: Folder) -> None:
    waiver = '{rule: N0002, reason: a trial, until: "2099-12-31"}'
    container = "{image: registry.example.com/shop, version: latest}"
    stack.write(
        "config/case.yml",
        f"regions: [eu-west-1]\napplication: {{container: {container}}}\nwaivers: [{waiver}]\n",
    )
    result = stack.run("config/case.yml")
    assert (result.code, ": info: " in result.err) == (0, False)
    assert "waived until 2099-12-31: a trial" in result.err


def test_the_documentation_has_each() -> None:
    page = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")
    assert [rule for rule in TEXTS if f"| `{rule}` |" not in page] == []
