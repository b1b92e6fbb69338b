"""Readiness rules for cfn-lint: `cfn-lint -a ec2_readiness -t template.yml`.

cfn-lint takes the rules of a module from the classes that it finds in it. They are imported when
it looks, not before: a rule file that is loaded by its path imports this package as well, for
`ec2_readiness.engine`, and must not load all the others a second time.
"""

from __future__ import annotations

from ec2_readiness._members import lazy

__version__ = "2.2.0"

__getattr__, __dir__ = lazy(__name__, __path__)
