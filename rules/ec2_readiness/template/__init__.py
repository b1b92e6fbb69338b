"""The rules about template: `cfn-lint -a ec2_readiness.template` runs them alone."""

from ec2_readiness._members import lazy

__getattr__, __dir__ = lazy(__name__, __path__)
