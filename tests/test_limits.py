"""Configs made to waste time or memory are refused within two seconds and 256 MB."""

from __future__ import annotations

import time

import pytest

from tests.support import HOSTILE_SECONDS, REGIONS, ROOT, Folder, run_python

_BOMB = "a0: &a0 [lol, lol]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)
)


def _map(entry: str, count: int) -> str:
    return "{" + ", ".join(entry % (number,) for number in range(count)) + "}"


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "brackets": ("[" * 100_000, "config/case.yml:1:21: error: nested deeper than 20 levels"),
    "braces": ("{" * 100_000, "config/case.yml:1:21: error: nested deeper than 20 levels"),
    "dashes": ("- " * 100_000, "config/case.yml:1:41: error: nested deeper than 20 levels"),
    "questions": ("? " * 100_000, "config/case.yml:1:41: error: nested deeper than 20 levels"),
    "indentation": (
        "".join(" " * depth + "a:\n" for depth in range(600)),
        "config/case.yml:21:21: error: nested deeper than 20 levels",
    ),
    "alias-bomb": (_BOMB, "config/case.yml:1:5: error: anchor '&a0' is not allowed"),
    "many-values": (
        REGIONS + "names:\n" + "- a\n" * 10_000,
        "config/case.yml:9997:3: error: more than 10,000 values",
    ),
    "many-lists": (
        "a: [" + "[], " * 60_000 + "]",
        "config/case.yml:1:39993: error: more than 10,000 values",
    ),
    "large": (
        REGIONS + "#" * (256 * 1024),
        "config/case.yml:1:1: error: larger than 256 KiB",
    ),
    "large-binary": (b"\0" * 50_000_000, "config/case.yml:1:1: error: larger than 256 KiB"),
    "controls": (
        "\x01\n" * 120_000,
        "config/case.yml:1:1: error: character U+0001 is not allowed",
    ),
    "many-settings": (
        REGIONS + "".join(f"k{number}: v\n" for number in range(4_900)),
        "config/case.yml:2:1: error: k0: unknown setting",
    ),
    "many-tags": (
        REGIONS + "tags: " + _map("k%d: v", 4_900),
        "config/case.yml:2:1: error: tags: 4900 entries, more than 9",
    ),
    "many-ambiguous": (
        REGIONS + "tags: " + _map("k%d: no", 4_900),
        "config/case.yml:2:1: error: tags: 4900 entries, more than 9",
    ),
    "many-distinct-maps": (
        "regions: [" + ", ".join(f"{{a: {number}}}" for number in range(3_300)) + "]",
        "config/case.yml:1:1: error: regions: 3300 entries, more than 5",
    ),
    "many-distinct-lists": (
        "regions: [" + ", ".join(f"[a{number}], [{number}]" for number in range(2_400)) + "]",
        "config/case.yml:1:1: error: regions: 4800 entries, more than 5",
    ),
    "many-overrides": (
        REGIONS + "overrides: {Resources: " + _map("k%d: null", 4_900) + "}",
        "config/case.yml:2:29: error: overrides.Resources.k0: matches nothing",
    ),
    "long-number": (
        REGIONS + "size: " + "1" * 250_000,
        f"config/case.yml:2:7: error: size: {'1' * 57}...: a number of more than 18 digits",
    ),
    "long-underscores": (
        REGIONS + "size: 1" + "_" * 250_000 + "x",
        f"config/case.yml:2:7: error: size: '1{'_' * 55}... is not a whole number",
    ),
    "long-text": (
        REGIONS + "description: " + "ä" * 120_000,
        "config/case.yml:2:14: error: description: 120000 characters, more than 5000",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_config(name: str, small: Folder) -> None:
    content, expected = HOSTILE[name]
    small.write("config/case.yml", content)
    before = small.snapshot()
    started = time.process_time()  # of this process: others must not make it fail
    result = small.run("--no-lint", "config/case.yml")
    seconds = time.process_time() - started
    assert result.lines[0] == expected
    assert result.code == 2
    assert seconds < HOSTILE_SECONDS
    assert small.snapshot() == before


@pytest.mark.parametrize(
    "name",
    ["brackets", "indentation", "alias-bomb", "large-binary", "many-settings", "controls"],
)
def test_hostile_config_in_a_process_of_its_own(name: str, small: Folder) -> None:
    content, expected = HOSTILE[name]
    small.write("config/case.yml", content)
    code = (
        "import sys, time; from pathlib import Path; from pipeline.cli.command import main;"
        " code = main(['--no-lint', 'config/case.yml'], Path.cwd());"
        " status = Path('/proc/self/status');"
        " peak = status.read_text().split('VmHWM:')[1].split()[0] if status.exists() else 0;"
        " print(code, time.process_time(), peak)"
    )
    result = run_python("-c", code, cwd=small.root, env={"PYTHONPATH": str(ROOT)})
    exit_code, seconds, kilobytes = result.out.split()
    assert result.lines[0] == expected
    assert int(exit_code) == 2
    assert float(seconds) < HOSTILE_SECONDS
    assert int(kilobytes) < 256 * 1024
