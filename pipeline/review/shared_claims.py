"""What two stacks claim and the second is refused: a DNS name, a listener's priority, a channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.diagnostic import Diagnostic
from pipeline.paths import dotted
from pipeline.regular_files import read_output
from pipeline.review.claims import Claim, claims
from pipeline.template.assembly import Rendering

Claimed = dict[tuple[str, ...], list[tuple[str, Claim]]]  # the claims of a key, and whose they are


def shared_claims(
    renderings: Sequence[Rendering], unchanged: Mapping[str, Path]
) -> list[Diagnostic]:
    """Return what a template claims in each of several regions, or several environments claim.

    `unchanged` has the output of each config that is not rendered again. Environments in accounts
    of their own may have what is one in an account: that is information.
    """
    claimed = [(each, claim) for each in renderings for claim in claims(each.template.data)]
    earlier = _recorded(unchanged, {claim for _, claim in claimed})
    found: list[Diagnostic] = []
    for rendering, claim in claimed:
        several = len(rendering.regions) > 1 and not claim.kind.regional
        if several and claim.excludes(claim):
            found.append(_several_regions(rendering, claim))
        name, known = rendering.config.name, earlier.setdefault(claim.key, [])
        others = [other for other, each in known if other != name and claim.excludes(each)]
        found += [_of_another(rendering, claim, other) for other in others[:1]]
        known.append((name, claim))
    return list(dict.fromkeys(found))


def _several_regions(rendering: Rendering, claim: Claim) -> Diagnostic:
    message = f"is one {claim.kind.noun}, and regions lists {len(rendering.regions)}: "
    return _diagnostic(rendering, claim, message)


def _of_another(rendering: Rendering, claim: Claim, other: str) -> Diagnostic:
    message = f"is the {claim.kind.noun} of {other} and {rendering.config.name}: "
    found = _diagnostic(rendering, claim, message)
    return found._replace(severity="info") if claim.kind.where else found


def _diagnostic(rendering: Rendering, claim: Claim, message: str) -> Diagnostic:
    kind = claim.kind
    refused = f"{kind.refused_by} refuses it to the second stack {kind.where}".rstrip()
    source = rendering.template.source(claim.element)
    origins = source.origins if source else ()
    name = f"{dotted(origins[-1].setting)}: " if origins else ""
    location = origins[-1].location if origins else rendering.config.location(())
    return Diagnostic(location, f"{name}{claim.value} {message}{refused}", kind.remedy)


def _recorded(unchanged: Mapping[str, Path], wanted: set[Claim]) -> Claimed:
    """Return by key what outputs claim of that which is wanted, and the config of the output."""
    found: Claimed = {}
    for config, output in unchanged.items():
        text = read_output(output) if wanted else None
        # Only those that name it are parsed.
        if text and any(all(each in text for each in claim.key[1:]) for claim in wanted):
            from pipeline.review.baseline import read_baseline

            for claim in claims(read_baseline(output, None)[1]):
                found.setdefault(claim.key, []).append((config, claim))
    return found
