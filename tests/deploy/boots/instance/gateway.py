"""The instance metadata service and the AWS endpoint of a sandboxed instance.

The endpoint records each call, answers for the load balancer and the Auto Scaling group itself, and
forwards the rest to the emulator. It is configured by /proof/environment.json.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import threading
import time
import urllib.parse
from typing import Any

from tests.deploy.boots.instance.metadata import Metadata
from tests.deploy.boots.instance.prober import Prober
from tests.deploy.boots.instance.registry import PASSWORD
from tests.deploy.boots.instance.serving import ENVIRONMENT, PROOF, Quiet, Server

BOOTED = time.monotonic()
_SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")
_ADDRESS = re.compile(r"^http://[^/]+")
_NO_DEPLOYMENT = "Stack arn:aws:... is in UPDATE_COMPLETE state and cannot be signaled"
_NOTING = threading.Lock()


class Endpoint(Quiet):
    """The AWS endpoint."""

    proxied = False

    def _serve(self) -> None:
        self.path = _ADDRESS.sub("", self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = self._call(body)
        if ENVIRONMENT["network"] == "none":
            self.close_connection = True
            return
        _note(call)
        if call["action"] in ENVIRONMENT["denied"]:
            self.answer(400, *_denial(call["action"], "X-Amz-Target" in self.headers))
        elif call["action"] == "DescribeTargetHealth":
            self.answer(200, _target_health(call["parameters"]), "text/xml")
        elif call["action"] == "DescribeAutoScalingInstances":
            self.answer(200, _membership(call["parameters"]), "text/xml")
        elif call["action"] in ("CompleteLifecycleAction", "RecordLifecycleActionHeartbeat"):
            known = _waits_for_hook(call["parameters"])
            self.answer(200 if known else 400, _empty_response(call["action"]), "text/xml")
        elif call["action"] == "GetAuthorizationToken":
            self.answer(200, json.dumps(_password()))
        elif call["service"] == "ecr":
            self.answer(200, "{}")
        elif call["action"] == "SignalResource" and not ENVIRONMENT["deploying"]:
            self.answer(400, _error("ValidationError", _NO_DEPLOYMENT), "text/xml")
        elif call["action"] == "SignalResource":
            self.answer(200, _empty_response(call["action"]), "text/xml")
        else:
            self._forward(body)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _serve

    def _call(self, body: bytes) -> dict[str, Any]:
        scope = _SCOPE.search(self.headers.get("Authorization", ""))
        service = scope[1] if scope else "unsigned"
        parameters, action = _parameters(self.headers.get("X-Amz-Target", ""), body)
        if service == "s3":
            parameters = {"Path": urllib.parse.unquote(self.path.split("?")[0])}
            action = {"GET": "GetObject", "HEAD": "HeadObject", "PUT": "PutObject"}[self.command]
        caller = self.headers.get("X-Proof-Caller", "")
        at = round(time.monotonic() - BOOTED, 1)
        return {
            "service": service,
            "action": action,
            "parameters": parameters,
            "caller": caller,
            "proxied": self.proxied,
            "at": at,
        }

    def _forward(self, body: bytes) -> None:
        connection = http.client.HTTPConnection("emulator", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(PROOF / "host" / "emulator.sock"))
        headers = {name: value for name, value in self.headers.items() if name != "X-Proof-Caller"}
        connection.request(self.command, self.path, body, headers)
        found = connection.getresponse()
        data = found.read()
        self.send_response(found.status)
        for name, value in found.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        length = found.getheader("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class Proxied(Endpoint):
    """The AWS endpoint behind an HTTP proxy, whose requests have absolute URLs."""

    proxied = True


def _denial(action: str, is_json: bool) -> tuple[str, ...]:
    """Return the error that AWS answers a role without a permission, of either protocol."""
    text = (
        f"User: arn:aws:sts::123456789012:assumed-role/role is not authorized to perform: {action}"
    )
    if is_json:
        return (json.dumps({"__type": "AccessDeniedException", "message": text}),)
    return _error("AccessDenied", text), "text/xml"


def _password() -> dict[str, Any]:
    token = base64.b64encode(f"AWS:{PASSWORD}".encode()).decode()
    return {"authorizationData": [{"authorizationToken": token, "proxyEndpoint": "https://ecr"}]}


def _membership(parameters: dict[str, str]) -> str:
    mine = parameters.get("InstanceIds.member.1") == ENVIRONMENT["instance"]
    group = ENVIRONMENT["group"] if mine else ""
    member = (
        f"<member><InstanceId>{ENVIRONMENT['instance']}</InstanceId>"
        f"<LifecycleState>{ENVIRONMENT['state']}</LifecycleState>"
        f"<AutoScalingGroupName>{group}</AutoScalingGroupName></member>"
    )
    return (
        '<DescribeAutoScalingInstancesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">'
        f"<DescribeAutoScalingInstancesResult><AutoScalingInstances>{member if group else ''}"
        "</AutoScalingInstances></DescribeAutoScalingInstancesResult></DescribeAutoScalingInstancesResponse>"
    )


def _waits_for_hook(parameters: dict[str, str]) -> bool:
    """Return whether there is such a hook, and this instance waits for it."""
    group, hook = parameters.get("AutoScalingGroupName"), parameters.get("LifecycleHookName")
    mine = parameters.get("InstanceId") == ENVIRONMENT["instance"]
    waits = ENVIRONMENT["state"].endswith(":Wait")
    return mine and waits and group == ENVIRONMENT["group"] and hook in ENVIRONMENT["hooks"]


def _error(code: str, text: str) -> str:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error>"
    return f"<ErrorResponse>{error}</ErrorResponse>"


def _empty_response(action: str) -> str:
    return f"<{action}Response><{action}Result/></{action}Response>"


def _parameters(target: str, body: bytes) -> tuple[dict[str, Any], str]:
    if target:
        return json.loads(body or b"{}"), target.rsplit(".", 1)[-1]
    fields = urllib.parse.parse_qs(body.decode("utf-8", "replace"))
    found = {name: values[0] for name, values in fields.items()}
    return found, found.get("Action", "")


def _note(call: dict[str, Any]) -> None:
    with _NOTING, (PROOF / "calls.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(call) + "\n")


def _target_health(parameters: dict[str, str]) -> str:
    asked = parameters.get("Targets.member.1.Id"), parameters.get("Targets.member.1.Port")
    state, reason = "unused", "Target.NotRegistered"
    if parameters.get("TargetGroupArn") != ENVIRONMENT["target_group"]["arn"]:
        reason = "TargetGroup.NotFound"
    elif asked == (ENVIRONMENT["instance"], str(ENVIRONMENT["target_group"]["port"])):
        state, reason = Prober.state
    element = f"<Reason>{reason}</Reason>" if reason else ""
    return (
        '<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">'
        "<DescribeTargetHealthResult><TargetHealthDescriptions><member>"
        f"<Target><Id>{asked[0]}</Id><Port>{asked[1]}</Port></Target>"
        f"<TargetHealth><State>{state}</State>{element}</TargetHealth>"
        "</member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>"
    )


def main() -> None:
    """Serve; start the metadata service after the configured delay."""
    Prober(daemon=True).start()
    endpoint = Server(("127.0.0.1", 4566), Endpoint)
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    proxy = Server(("127.0.0.1", 3128), Proxied)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    time.sleep(ENVIRONMENT["metadata_delay"])
    Server(("169.254.169.254", 80), Metadata).serve_forever()


if __name__ == "__main__":
    main()
