"""Options that the command does not have, and those that may be meant."""

from __future__ import annotations

import argparse

from pipeline.diagnostic import most_like


def unrecognized(parser: argparse.ArgumentParser, unknown: list[str]) -> str:
    """Return what is wrong with arguments that the parser left over."""
    known = list(parser._option_string_actions)  # noqa: SLF001 (no other way)
    names = [each.partition("=")[0] for each in unknown if each.startswith("--")]
    meant = dict.fromkeys(filter(None, (_meant(each, known) for each in names)))
    hint = f" (did you mean {' '.join(meant)}?)" if meant else ""
    return f"unrecognized arguments: {' '.join(unknown)}{hint}"


def _meant(name: str, known: list[str]) -> str:
    """Return the option that a name abbreviates, else the one most like it."""
    return next((each for each in known if each.startswith(name)), most_like(name, known))
