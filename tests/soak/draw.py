"""Values that a subschema allows, at its bounds and between them."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from pipeline.config.schema import Schema
from tests.soak.patterns import TEXT, matching
from tests.soak.realistic import SAMPLES, Surroundings

_AWKWARD = (
    "${AWS::Region}", "${a}", "${!a}", "{{ 7 * 7 }}", "{% raw %}", "!Ref Nothing", "no", "on", "~",
    "null", "1e3", "0o14", "0x1F", "012", "1_000", "22:22", "2026-11-24", "1.0", ".5", "=", "<<",
    "- a", "a: b", "a #b", "#", "&a", "*a", "|", ">", "%", "@", "`", "'", '"', "\\", "'a", '"a"',
    "a\nb", "a\n", "\n\na ", " a", "a ", "\ta", "$HOME", "$(id)", "a;b", "é", "漢字", "🙂",
    "\u00a0", "%Y", "arn:aws", "arn:aws:s3:::a",
)  # fmt: skip
_LIKELY = 0.85  # that a value is one that is used in practice, where such are known


class Draw:
    """Draws values; `presence` is how likely a setting that may be left out is given."""

    def __init__(self, random: Random, around: Surroundings, presence: float) -> None:
        self.random = random
        self.around = around
        self.presence = presence

    def value(self, schema: Schema, name: str) -> Any:
        """Return a value of a setting, whose path has no indices."""
        sample = SAMPLES.get(name)
        if sample and schema["type"] != "array" and self.random.random() < _LIKELY:
            return sample(self.around, self.random)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        drawn: Any = getattr(self, f"_{schema['type']}")(schema, name)
        return drawn

    def _boolean(self, _: Schema, __: str) -> bool:
        return self.random.random() < 0.5

    def _integer(self, schema: Schema, _: str) -> int:
        low: int = schema["minimum"]
        high: int = schema["maximum"]
        near = min(high, low + 10)
        between = [
            low + 1,
            high - 1,
            self.random.randint(low, near),
            self.random.randint(low, high),
        ]
        return self.random.choice([low, high, *[each for each in between if low <= each <= high]])

    def _number(self, schema: Schema, _: str) -> float:
        low: float = schema["minimum"]
        high: float = schema["maximum"]
        between = round(self.random.uniform(low, min(high, low + 10)), 3)
        return self.random.choice([low, high, max(low, between)])

    def _string(self, schema: Schema, _: str) -> str:
        low, high = schema.get("minLength", 0), schema["maxLength"]
        between = self.random.randint(low, min(high, low + 20))
        wanted = self.random.choice([low, between, between, between, high])
        if "pattern" in schema:
            return matching(self.random, self._here(schema["pattern"]), low, high, wanted)
        if self.random.random() < 0.5:
            examples: list[str] = schema.get("examples", [])
            return self.random.choice([*_AWKWARD, *examples])
        text = "".join(self.random.choices(TEXT, k=wanted))
        return text or self.random.choice(_AWKWARD)

    def _here(self, pattern: str) -> str:
        """Return the pattern of an ARN as one of ARNs in the config's own region."""
        pattern = re.sub(
            r"arn:aws(\(-cn\|-us-gov\)\?|\[a-z-\]\*)", f"arn:{self.around.partition}", pattern
        )
        return pattern.replace(":[a-z0-9-]+:[0-9]{12}", f":{self.around.region}:123456789012")

    def _array(self, schema: Schema, name: str) -> list[Any]:
        low, high = schema.get("minItems", 0), schema["maxItems"]
        few = [self.random.randint(low, min(high, low + 3)) for _ in range(8)]
        size = self.random.choice([low, *few, high])
        entries = [self.value(schema["items"], name) for _ in range(size)]
        if schema.get("uniqueItems"):
            entries = [each for index, each in enumerate(entries) if each not in entries[:index]]
        return entries

    def _object(self, schema: Schema, name: str) -> dict[str, Any]:
        if "properties" not in schema:
            return self._map(schema, name)
        required = schema.get("required", [])
        below = f"{name}." if name else ""
        return {
            key: self.value(value, below + key)
            for key, value in schema["properties"].items()
            if key in required or self._is_given(value)
        }

    def _is_given(self, schema: Schema) -> bool:
        share = self.presence**0.5 if "properties" in schema else self.presence
        return self.random.random() < share

    def _map(self, schema: Schema, name: str) -> dict[str, Any]:
        few = [self.random.randint(0, 3) for _ in range(8)]
        size = min(self.random.choice([0, *few, schema["maxProperties"]]), schema["maxProperties"])
        keys = {"type": "string", **schema["propertyNames"]}
        drawn = [self.value(keys, f"{name}.KEY") for _ in range(size)]
        return {key: self.value(schema["additionalProperties"], f"{name}.VALUE") for key in drawn}
