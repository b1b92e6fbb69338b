"""What an EC2 instance type's name says about it.

https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html
"""

from __future__ import annotations

import re

# The family's digits are followed by a g where the processor is a Graviton.
_ARM = re.compile(r"a1|[a-z]+[0-9]+[a-z]*g[a-z]*")
# Launched as unlimited unless a CreditSpecification says otherwise; T2 is launched as standard.
_UNLIMITED = frozenset({"t3", "t3a", "t4g"})


def architecture(instance_type: str) -> str:
    """Return arm64 or x86_64."""
    return "arm64" if _ARM.fullmatch(family(instance_type)) else "x86_64"


def is_unlimited_by_default(instance_type: str) -> bool:
    """Tell whether a type by default bursts beyond its CPU credits, for a charge."""
    return family(instance_type) in _UNLIMITED


def family(instance_type: str) -> str:
    """Return what stands before the dot: the family with its generation and attributes."""
    return instance_type.partition(".")[0]
