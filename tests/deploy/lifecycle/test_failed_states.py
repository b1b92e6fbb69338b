"""The ways out of ROLLBACK_FAILED, UPDATE_ROLLBACK_FAILED and DELETE_FAILED, as documented.

Each state is reached as people reach it: something is made or deleted by hand while CloudFormation
works. A wait condition that nothing signals gives the time for that, and fails the operation.
"""

from __future__ import annotations

import copy
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.deploy.lifecycle.reader import Reader
from tests.deploy.lifecycle.test_documented_commands import PAGE
from tests.deploy.settings import arrival
from tests.deploy.stack import config_under_test, deployed_stack, parameters
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.stack import Stack
from tests.rendered import Data

NAME = "failed-states"
_VPC: Data = {"network": {"vpc": "create", "create": {"nat": "one"}}}
_LATER: Data = {"alarms": {"log_errors": {"pattern": "Failure"}}}


@pytest.fixture
def reader(emulator: Emulator, folder: Path, tmp_path: Path) -> Reader:
    # What a stack leaves behind has its name.
    name = f"{NAME}-{tmp_path.name}".replace("_", "-")
    return Reader(Stack(emulator, name, "eu-west-1", folder), tmp_path, PAGE)


def _config(reader: Reader, settings: Data, name: str) -> ConfigUnderTest:
    config = arrival.config(settings, reader.folder / name / "case.yml")
    deployed_stack.prepare(reader.stack.emulator, config, reader.stack.folder)
    reader.stack.parameters = parameters.values(config)
    return config


def _failing(config: ConfigUnderTest, after: str) -> str:
    """Return the config's template, which fails some seconds after a resource is there."""
    template = copy.deepcopy(config.deployable[0])
    template["Resources"]["Handle"] = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    template["Resources"]["Wait"] = {
        "Type": "AWS::CloudFormation::WaitCondition",
        "DependsOn": [after],
        "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "5"},
    }
    return config_under_test.with_template(config, template).text


def _when(reader: Reader, resource: str, state: str) -> str:
    """Wait until an event says that a resource is in a state; return its physical id."""
    client = reader.stack.client("cloudformation")
    for _ in range(600):
        try:
            events = client.describe_stack_events(StackName=reader.stack.name)["StackEvents"]
        except client.exceptions.ClientError:  # there is no stack yet
            events = []
        for each in events:
            if (each["LogicalResourceId"], each["ResourceStatus"]) == (resource, state):
                return str(each["PhysicalResourceId"])
        time.sleep(0.05)
    raise TimeoutError(f"{resource} is not in {state}: {events}")


def test_a_creation_whose_rollback_fails(reader: Reader) -> None:
    config, ec2 = _config(reader, _VPC, "case"), reader.stack.client("ec2")
    with ThreadPoolExecutor(1) as executor:
        creation = executor.submit(reader.stack.create, _failing(config, "VPC"))
        vpc = _when(reader, "VPC", "CREATE_COMPLETE")
        group = ec2.create_security_group(GroupName="by-hand", Description="x", VpcId=vpc)
        assert creation.result().output == "ROLLBACK_FAILED"
    assert "VPC" in reader.run("reasons")

    ec2.delete_security_group(GroupId=group["GroupId"])
    reader.run("delete after a failed creation")
    assert not reader.exists()


def test_a_deletion_that_fails(reader: Reader) -> None:
    config, ec2 = _config(reader, _VPC, "case"), reader.stack.client("ec2")
    assert reader.stack.create(config.deployable[1]).ok
    vpc = reader.stack.ids()["VPC"]
    ec2.create_security_group(GroupName="by-hand", Description="x", VpcId=vpc)
    assert reader.stack.delete() == "DELETE_FAILED"
    assert "VPC" in reader.run("reasons")

    reader.run("delete without a resource")
    assert not reader.exists()
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]


@pytest.mark.parametrize("corrected", [True, False])
def test_an_update_whose_rollback_fails(reader: Reader, *, corrected: bool) -> None:
    before, after = _config(reader, {}, "before"), _config(reader, _LATER, "after")
    logs = reader.stack.client("logs")
    assert reader.stack.create(before.deployable[1]).ok
    group = reader.stack.ids()["LogGroup"]
    with ThreadPoolExecutor(1) as executor:
        update = executor.submit(reader.stack.update, _failing(after, "LogErrorsMetricFilter"))
        _when(reader, "LogErrorsMetricFilter", "UPDATE_COMPLETE")
        logs.delete_log_group(logGroupName=group)
        assert update.result().output == "UPDATE_ROLLBACK_FAILED"
    assert "LogErrorsMetricFilter" in reader.run("reasons")

    if corrected:
        logs.create_log_group(logGroupName=group)
        reader.run("continue the rollback")
        [kept] = logs.describe_metric_filters(logGroupName=group)["metricFilters"]
        assert kept["filterPattern"] == "Error"
    else:
        reader.run("skip a resource")
    assert reader.status() == "UPDATE_ROLLBACK_COMPLETE"
    assert reader.stack.delete() == "DELETE_COMPLETE"
