"""The steps from a config file to a checked CloudFormation template, one module each."""

VERSION = "1.0.0"
