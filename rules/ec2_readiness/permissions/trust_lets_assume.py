"""A trust policy without the action."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    allows,
    as_list,
    aws,
    launches,
    pick,
    statements,
    string,
)


class TrustLetsAssume(Rule):
    id = "ER9809"
    shortdesc = "An instance role's trust policy allows sts:AssumeRole"
    description = (
        "EC2 takes the role on by sts:AssumeRole. A trust policy for another action, or one "
        "that denies it, leaves the instance without credentials."
    )
    instead = "Write Action: sts:AssumeRole"
    source_url = aws("IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html")
    tags = ["permissions", "instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for role in launch.roles or []:
                bodies = [b for _, b in statements(role.get("AssumeRolePolicyDocument"))]
                allowing = [body for body in bodies if pick(body, "Effect") == "Allow"]
                listed = [a for body in allowing for a in as_list(pick(body, "Action"))]
                effects = [pick(body, "Effect") for body in bodies]
                known = [string(each) for each in (*listed, *effects)]
                if bodies and None not in known and all(isinstance(b, dict) for b in bodies):
                    patterns = {name for name in map(string, listed) if name is not None}
                    if not allows(patterns, "sts:AssumeRole"):
                        text = "EC2 may not assume this role"
                        yield role.finding(text, "AssumeRolePolicyDocument")
