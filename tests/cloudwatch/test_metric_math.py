from __future__ import annotations

import pytest

from tests.cloudwatch.metric_math import Point, UnknownExpressionError, evaluate


@pytest.mark.parametrize(
    ("text", "points", "value"),
    [
        ("1 + 2 * 3", {}, 7),
        ("(1 + 2) * 3", {}, 9),
        ("-m + 1", {"m": 3.0}, -2),
        ("10 / m", {"m": 0.0}, None),
        ("10 / m", {"m": None}, None),
        ("m + 1", {"m": None}, None),
        ("FILL(m, 0) + 1", {"m": None}, 1),
        ("IF(m >= 10, 100 * e / m, 0)", {"m": 20.0, "e": 5.0}, 25),
        ("IF(m >= 10, 100 * e / m, 0)", {"m": 2.0, "e": 2.0}, 0),
        ("IF(m >= 10, 1, 0)", {"m": None}, None),
        ("IF(m > 1 AND e > 1, 1, 0)", {"m": 2.0, "e": 2.0}, 1),
        ("MAX(m, 3)", {"m": 2.0}, 3),
    ],
)
def test_known(text: str, points: dict[str, Point], value: Point) -> None:
    assert evaluate(text, points) == value


@pytest.mark.parametrize("text", ["ANOMALY_DETECTION_BAND(m)", "m +", "m n", "q", "RATE(m)", "m;"])
def test_unknown_is_rejected(text: str) -> None:
    with pytest.raises(UnknownExpressionError):
        evaluate(text, {"m": 1.0, "n": 1.0})
