"""Other forms of a value: as the console and the AWS CLI print it, or as another setting has it."""

from __future__ import annotations

import re

from pipeline.config.schema import Schema

_ARN = "arn:[a-z-]+:{}:[^:]*:[^:]*:"
_FORMS: tuple[tuple[str, str], ...] = (
    # https://docs.aws.amazon.com/cli/latest/reference/route53/list-hosted-zones.html
    (r"/hostedzone/(.+)", r"\1"),
    (r"(.+)[.]", r"\1"),
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
    (r"(?:/dev/)?(?:xvd|sd)([a-z])", r"/dev/sd\1"),
    (r"s3://([^/]+)(?:/.*)?", r"\1"),
    (_ARN.format("s3") + "([^/]+)(?:/.*)?", r"\1"),
    (_ARN.format("route53") + "hostedzone/(.+)", r"\1"),
    (_ARN.format("ec2") + "[^/]+/(.+)", r"\1"),
    (_ARN.format("ssm") + "parameter(/.+)", r"\1"),
    (_ARN.format("cloudformation") + "stack/([^/]+)/.+", r"\1"),
    (_ARN.format("sqs") + "(.+)", r"\1"),
    (r"https://sqs[.][^/]+/[0-9]{12}/(.+)", r"\1"),
    (r"arn:\$\{AWS::Partition\}:iam::\$\{AWS::AccountId\}:policy/(.+)", r"\1"),
    (r"(?:\{\{)?resolve:ssm:([^}]+)(?:\}\})?", r"\1"),
    (r"https?://([^/]+)/*", r"\1"),
    (r"(?:http://)?([^:/]+[.][^:]+)", r"https://\1"),
    (r"([a-z]{2}(?:-[a-z]+)+-[0-9]+)[a-z]", r"\1"),
    (r"[0-9]+(?:[.][0-9]+){3}", r"\g<0>/32"),
    (r"[0-9a-fA-F:]*:[0-9a-fA-F:]*", r"\g<0>/128"),
)


# What other services and tools call a value: AWS's guides have blue/green for two whole fleets.
# https://docs.aws.amazon.com/whitepapers/latest/overview-deployment-options/bluegreen-deployments.html
_OTHER_WORDS = {
    "blue_green": "replace",
    "blue-green": "replace",
    "blue/green": "replace",
    "bluegreen": "replace",
    "immutable": "replace",
}


def other_word(value: object, known: list[str]) -> str:
    """Return which of the known words comes nearest to what others call it, empty if none does."""
    word = _OTHER_WORDS.get(str(value).lower(), "")
    return word if word in known else ""


def other_form(value: object, rule: Schema) -> str:
    """Return a form of a text that the schema of its setting accepts, empty if none is known."""
    if not isinstance(value, str):
        return ""
    found = [re.sub(form, made, value) for form, made in _FORMS if re.fullmatch(form, value)]
    single = re.sub(" +", " ", value.strip())  # blank, as between the fields of a cron expression
    candidates = [single, *found, value[:1].upper() + value[1:], value.lower(), value.upper()]
    return next((each for each in candidates if each != value and _accepted(each, rule)), "")


def _accepted(text: str, rule: Schema) -> bool:
    if "pattern" not in rule or not re.fullmatch(rule["pattern"], text, re.ASCII):
        return False
    return bool(rule.get("minLength", 0) <= len(text) <= rule.get("maxLength", len(text)))
