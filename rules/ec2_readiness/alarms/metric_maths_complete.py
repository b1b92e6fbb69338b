"""The terms of a metric expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, pick, string, truth

STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
NAME = re.compile(r"(?<![\w.])[a-z]\w*\b(?!\s*\()")

FUNCTION = re.compile(r"\b([A-Z][A-Z0-9_]*)\s*\(")
FUNCTIONS = (
    *("ABS", "ANOMALY_DETECTION_BAND", "AVG", "CEIL", "DATAPOINT_COUNT", "DATE", "DAY"),
    *("DB_PERF_INSIGHTS", "DIFF", "DIFF_TIME", "EPOCH", "FILL", "FIRST", "FLOOR", "HOUR", "IF"),
    *("INSIGHT_RULE_METRIC", "LAMBDA", "LAST", "LOG", "LOG10", "MAX", "METRIC_COUNT", "METRICS"),
    *("MIN", "MINUTE", "MONTH", "PERIOD", "RATE", "REMOVE_EMPTY", "RUNNING_SUM", "SEARCH"),
    *("SERVICE_QUOTA", "SLICE", "SORT", "STDDEV", "SUM", "TIME_SERIES", "YEAR", "AND", "OR"),
)


class MetricMathsComplete(Rule):
    id = "ER9615"
    shortdesc = "A metric expression uses ids that exist, and one result is returned"
    description = (
        "CloudWatch refuses an expression with an id that no query has, an id that does not begin "
        "with a small letter, a function that there is not, and an alarm of which not exactly one "
        "query returns data (the band of an anomaly alarm does too)."
    )
    instead = "Set ReturnData: true on the expression and false on all others"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        queries = resource.entries("Metrics")
        ids = [string(pick(query, "Id")) for _, query in queries]
        if not queries or None in ids:
            return
        for index, name in enumerate(ids):
            if name is not None and not re.match(r"^[a-z]\w*$", name):
                yield resource.finding(
                    f"The id {name!r} does not begin with a small letter", "Metrics", index, "Id"
                )
            elif name in ids[:index]:
                yield resource.finding(f"The id {name!r} is used twice", "Metrics", index, "Id")
        for index, query in queries:
            expression = pick(query, "Expression")
            if isinstance(expression, str) and not expression.lstrip().upper().startswith(
                ("SELECT", "SEARCH")
            ):
                problem = self._malformed(STRING.sub("", expression))
                if problem:
                    new = problem.startswith("There is no") and "did you mean" not in problem
                    unless = "AWS has added the function since November 2026" if new else ""
                    yield resource.finding(problem, "Metrics", index, "Expression", unless=unless)
                for name in NAME.findall(STRING.sub("", expression)):
                    if name not in (*ids, "and", "or"):
                        yield resource.finding(
                            f"No query has the id {name}", "Metrics", index, "Expression"
                        )
                        break
        band = resource.get("ThresholdMetricId")  # it returns data, beside what it is compared with
        if band is None or isinstance(band, str):
            others = [query for (_, query), name in zip(queries, ids, strict=True) if name != band]
            yield from self._returned(resource, [pick(query, "ReturnData") for query in others])

    @staticmethod
    def _malformed(expression: str) -> str:
        if expression.count("(") != expression.count(")"):
            return "The expression's parentheses do not match"
        for name in FUNCTION.findall(expression):
            near = get_close_matches(name, FUNCTIONS, 1, 0.7)
            if name not in FUNCTIONS:
                return f"There is no function {name}" + (
                    f"; did you mean {near[0]}?" if near else ""
                )
        return ""

    @staticmethod
    def _returned(resource: Resource, flags: list[object]) -> Iterator[Finding]:
        truths = [True if flag is None else truth(flag) for flag in flags]
        if None not in truths and truths.count(True) != 1:
            yield resource.finding(f"{truths.count(True)} queries return data, not one", "Metrics")
