"""A stack in the emulator, deployed by the real AWS CLI."""

from __future__ import annotations

import json
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.readme import deploy_command

Data = dict[str, Any]
_CAPABILITIES = ("CAPABILITY_IAM",)
_BUCKET = "deployments"  # for templates that are too long to be sent inline
_INLINE = 51_200
_CLASH = re.compile(r"ChangeSet \[[^]]+\] already exists")


@dataclass(frozen=True)
class Deployment:
    """The result of one deployment."""

    ok: bool
    output: str

    @property
    def changed_nothing(self) -> bool:
        """Whether there was nothing to deploy."""
        return self.ok and "No changes to deploy" in self.output


@dataclass
class Stack:
    """A stack by its name; `folder` holds the template that was last deployed."""

    emulator: Emulator
    name: str
    region: str
    folder: Path
    parameters: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        """Return a boto3 client for the stack's region."""
        return self.emulator.client(service, self.region)

    def deploy(self, text: str, parameters: dict[str, str] | None = None) -> Deployment:
        """Deploy a template; parameters that are not given keep their values."""
        path = self.folder / f"{self.name}.yml"
        text = self.with_substitutes(text)
        path.write_text(text, encoding="utf-8")
        command = [*deploy_command(self.name, path), "--no-fail-on-empty-changeset"]
        if len(text.encode()) > _INLINE:
            self.emulator.make_bucket(_BUCKET, self.region)
            command += ["--s3-bucket", _BUCKET]
        if given := {**self.parameters, **(parameters or {})}:
            pairs = [f"{name}={value}" for name, value in given.items()]
            command += ["--parameter-overrides", *pairs]
        return self._retry(command)

    def with_substitutes(self, text: str) -> str:
        """Return a template with what stands in for names that the emulator cannot have."""
        for wanted, substitutes in self.emulator.substitutes.items():
            text = re.sub(rf"(?<![\w/]){re.escape(wanted)}(?![\w/])", substitutes, text)
        return text

    def create(self, text: str) -> Deployment:
        """Create the stack by the API, which is faster than the CLI."""
        return self._ask("create_stack", text)

    def update(self, text: str) -> Deployment:
        """Update the stack by the API, with the parameters of the first deployment."""
        return self._ask("update_stack", text)

    def _ask(self, operation: str, text: str) -> Deployment:
        client = self.client("cloudformation")
        given = [
            {"ParameterKey": key, "ParameterValue": value} for key, value in self.parameters.items()
        ]
        asked = {
            "StackName": self.name,
            **self._body(self.with_substitutes(text)),
            "Parameters": given,
        }
        try:
            made = getattr(client, operation)(**asked, Capabilities=_CAPABILITIES)
        except client.exceptions.ClientError as error:
            return Deployment("No updates are to be performed" in str(error), str(error))
        status = self.settle(made["StackId"])
        return Deployment(status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), status)

    def _body(self, text: str) -> dict[str, str]:
        """Return the template's arguments for the API; a large template is put into a bucket."""
        if len(text.encode()) <= _INLINE:
            return {"TemplateBody": text}
        self.emulator.make_bucket(_BUCKET, self.region)
        self.client("s3").put_object(Bucket=_BUCKET, Key=self.name, Body=text.encode())
        return {"TemplateURL": f"{self.emulator.url}/{_BUCKET}/{self.name}"}

    def _retry(self, command: list[str]) -> Deployment:
        # The CLI names a change set by the current second, so two in one second clash.
        while _CLASH.search((deployment := self._run(command)).output):
            time.sleep(0.5)
        return deployment

    def _run(self, command: list[str]) -> Deployment:
        run = subprocess.run(
            command,
            env=self.emulator.environment(self.region),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Deployment(run.returncode == 0, run.stdout + run.stderr)

    def delete(self) -> str:
        """Delete the stack; return its last status."""
        stack_id = self.describe()["StackId"]
        self.client("cloudformation").delete_stack(StackName=self.name)
        return self.settle(stack_id)

    def settle(self, stack_id: str) -> str:
        """Wait until nothing is in progress; return the status."""
        for _ in range(600):
            status = str(self._describe(stack_id)["StackStatus"])
            if not status.endswith("IN_PROGRESS"):
                return status
            time.sleep(0.05)
        raise TimeoutError(f"stack {self.name} is still {status}")

    def describe(self) -> Data:
        """Return the stack's description."""
        return self._describe(self.name)

    def _describe(self, name: str) -> Data:
        answer = self.client("cloudformation").describe_stacks(StackName=name)
        return dict(answer["Stacks"][0])

    def exports(self) -> dict[str, str]:
        """Return all exports of the region."""
        pages = self.client("cloudformation").get_paginator("list_exports").paginate()
        return {each["Name"]: each["Value"] for page in pages for each in page["Exports"]}

    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs."""
        return {
            each["OutputKey"]: each["OutputValue"] for each in self.describe().get("Outputs", [])
        }

    def ids(self) -> dict[str, str]:
        """Return the physical id of each resource."""
        answer = self.client("cloudformation").describe_stack_resources(StackName=self.name)
        return {
            each["LogicalResourceId"]: each.get("PhysicalResourceId", "")
            for each in answer["StackResources"]
        }

    def metadata(self, resource: str) -> Data:
        """Return a resource's metadata, its references resolved."""
        answer = self.client("cloudformation").describe_stack_resource(
            StackName=self.name, LogicalResourceId=resource
        )
        return dict(json.loads(answer["StackResourceDetail"].get("Metadata", "{}")))

    def failures(self) -> list[str]:
        """Return the reasons of failed events, latest first."""
        events = self.client("cloudformation").describe_stack_events(StackName=self.name)
        return [
            f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', '')}"
            for each in events["StackEvents"]
            if each["ResourceStatus"].endswith("FAILED")
        ]
