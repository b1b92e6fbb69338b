"""The rules about notices: `cfn-lint -a ec2_readiness.notices` runs them alone."""

from ec2_readiness._members import lazy

__getattr__, __dir__ = lazy(__name__, __path__)
