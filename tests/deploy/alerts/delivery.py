"""Delivery of alarms: from a metric, through the alarm and its topic, to a subscriber."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import alarms, alerts
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]

# The emulator evaluates all values of a metric together, with any dimensions, so that each value
# must exceed those before it.
_WEIGHTS: dict[tuple[str, str], float] = {}


class QueueSubscriber:
    """A queue that is subscribed to all topics of a stack, beside the e-mail address."""

    def __init__(self, deployed: DeployedStack) -> None:
        self.client = deployed.client("sqs")
        name = f"{deployed.stack.name}-subscriber"
        self.url = self.client.create_queue(QueueName=name)["QueueUrl"]
        attributes = self.client.get_queue_attributes(
            QueueUrl=self.url, AttributeNames=["QueueArn"]
        )
        arn = attributes["Attributes"]["QueueArn"]
        policy = json.dumps({"Version": "2012-10-17", "Statement": [_send_permission(arn)]})
        self.client.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})
        for topic in alerts.topics(deployed):
            deployed.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    def received(self) -> list[Data]:
        """Return the messages that have arrived since the last call."""
        messages: list[Data] = []
        while found := self._receive():
            for each in found:
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=each["ReceiptHandle"])
                messages.append(json.loads(json.loads(each["Body"])["Message"]))
        return messages

    def _receive(self) -> list[Data]:
        answer = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
        return list(answer.get("Messages", []))


def _send_permission(arn: str) -> Data:
    service = {"Service": "sns.amazonaws.com"}
    return {"Effect": "Allow", "Principal": service, "Action": "sqs:SendMessage", "Resource": arn}


def check(deployed: DeployedStack) -> Iterator[str]:
    """Trigger each alarm that the emulator evaluates; yield what does not arrive."""
    subscriber = QueueSubscriber(deployed)
    for name in deployed.physical_ids(alarms.TYPE):
        yield from (f"{name}: {complaint}" for complaint in _deliver(deployed, name, subscriber))


def evaluated(deployed: DeployedStack) -> list[str]:
    """Return the logical ids of the alarms that the emulator evaluates."""
    return list(deployed.physical_ids(alarms.TYPE))


def _deliver(deployed: DeployedStack, name: str, subscriber: QueueSubscriber) -> Iterator[str]:
    client = deployed.client("cloudwatch")
    identity = deployed.ids[name]
    subscriber.received()
    # Metrics of instances that boot meanwhile make the emulator evaluate all alarms, too: from here
    # on they may trigger this alarm, but only once.
    client.set_alarm_state(AlarmName=identity, StateValue="OK", StateReason="before the test")
    alarm = client.describe_alarms(AlarmNames=[identity])["MetricAlarms"][0]
    _put(deployed, alarm)
    state = client.describe_alarms(AlarmNames=[identity])["MetricAlarms"][0]["StateValue"]
    if state != "ALARM":
        yield f"its state after a bad value is {state}"
    if any(":autoscaling:" in action for action in alarm.get("AlarmActions", [])):
        return  # it only changes the capacity
    received = [each for each in subscriber.received() if each["AlarmName"] == identity]
    messages = [each for each in received if each["NewStateValue"] == "ALARM"]
    wanted = 0 if alarms.is_part(deployed, name) else 1
    if len(messages) != wanted:
        yield f"{len(messages)} messages arrive instead of {wanted}"
    for message in messages:
        yield from _message(message, alarm)


def _put(deployed: DeployedStack, alarm: Data) -> None:
    """Publish a bad value in the oldest of the alarm's periods.

    The emulator evaluates all values within an alarm's periods together, so that one is enough; and
    alarms on the same metric with fewer periods do not see it.
    """
    grows = alarm["ComparisonOperator"].startswith("GreaterThan")
    metric = (alarm["Namespace"], alarm["MetricName"])
    _WEIGHTS[metric] = _WEIGHTS.get(metric, 1e6) * 1000
    age = dt.timedelta(seconds=alarm["Period"] * (alarm["EvaluationPeriods"] - 1))
    data = {
        "MetricName": alarm["MetricName"],
        "Dimensions": alarm["Dimensions"],
        "Timestamp": dt.datetime.now(dt.timezone.utc) - age,
        "Value": _WEIGHTS[metric] * (1 if grows else -1),
    }
    client = deployed.client("cloudwatch")
    client.put_metric_data(Namespace=alarm["Namespace"], MetricData=[data])


def _message(message: Data, alarm: Data) -> Iterator[str]:
    if message["AlarmDescription"] != alarm["AlarmDescription"]:
        yield "the message does not contain the alarm's description"
    yield from alarms.wording(message["AlarmDescription"] or "")
    if not message["Trigger"]["MetricName"]:
        yield "the message names no metric"
