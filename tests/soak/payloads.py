"""Texts that mean something to YAML, Jinja, CloudFormation, a shell, systemd, JSON or IAM."""

from __future__ import annotations

import itertools
import random

PAYLOADS = (
    "${AWS::AccountId}", "${!x}", "{{ 7*7 }}", "{% x %}", "{{resolve:ssm:x}}", "{# x #}",
    "!Ref X", '"', "'", "\\", "`echo x`", "$(echo x)", "$HOME", "; echo x", "&& echo x", "| cat",
    "> x", "\n", "\nA: b", "\n  Resources: {}", ": ", " #", "- a", "? a", "&a", "*a", "[a]",
    "{a: b}", "%h", "%%", "\nExecStart=/bin/sh", "\n[Service]", '",\n"a": "b', "\\u0022", "\\n",
    "*", "?", "arn:aws:iam::*", "1e3", "0o14", "012", "null", "~", "true", "no", "<<", "=",
    "22:22", "2026-11-23", "---", "...", "\t", "\xa0", "\u200d", "\U0001f600", "ä", "\x00",
    "\x1b[2J", "\u2028", "\u202e", "\r", "\ufeff",
)  # fmt: skip


def hostile_values(count: int, seed: int) -> list[str]:
    """Return `count` values: payloads alone, around a word, and joined, those alone first."""
    around = [
        f"{left}{payload}{right}"
        for left, right in (("a", "b"), ("", "b"), ("a", ""), ("/", "/x"))
        for payload in PAYLOADS
    ]
    joined = ["".join(pair) for pair in itertools.permutations(PAYLOADS, 2)]
    more = [*around, *random.Random(seed).sample(joined, len(joined))]
    return [*PAYLOADS, *more][:count]
