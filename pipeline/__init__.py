"""The steps from a config file to a checked CloudFormation template, one module each."""

VERSION = "0.1.0"
