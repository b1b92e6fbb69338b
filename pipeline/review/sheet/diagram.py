"""The stack as a Mermaid diagram.

https://mermaid.js.org/syntax/flowchart.html
Node ids are this module's own. Every character of a label that is not a plain one is written as an
entity, so that no name can end a label or start something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.review.fleet import read_fleet
from pipeline.review.sheet.alarms import AlarmRow, receivers
from pipeline.review.sheet.destinations import logs_of_balancer, of_instances
from pipeline.review.sheet.firewall import counts_only
from pipeline.review.sheet.reach import Way, client_ports, foreign_rules
from pipeline.review.sheet.stack import Stack
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import plural

_PLAIN = re.compile(r"[^A-Za-z0-9 .,:/()-]")
_LONG = 48
_MOST, _FEW = 5, 2  # of a kind; the diagram stays under forty nodes
_SUBNET = re.compile(r"(?:Public|Private)?Subnet([A-Z0-9]*)(?:Public|Private)?$")


def diagram(stack: Stack, alarms: list[AlarmRow], reach: list[Way]) -> str:
    """Return the lines of a flowchart of a stack, without the fence around it."""
    parts = (_clients(stack, reach), _network(stack, reach), _telling(stack, alarms))
    return "\n".join(["flowchart TB", *(line for part in parts for line in part)])


def label(*parts: str) -> str:
    """Return a label that shows these texts as they are, one below the other."""
    return '"' + "<br/>".join(map(_escaped, parts)) + '"'


def _escaped(text: str) -> str:
    if len(text) > _LONG:
        text = text[: _LONG - 3] + "..."
    return _PLAIN.sub(lambda match: f"#{ord(match[0])};", text)


def _clients(stack: Stack, reach: list[Way]) -> Iterator[str]:
    balancer = next(stack.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"), None)
    if balancer is None:
        if foreign_rules(stack):
            yield f"  balancer[{label('load balancer of another stack')}]"
        return
    name, properties = balancer
    peers = list(dict.fromkeys(way.source for way in reach if way.target == name))
    yield f"  clients([{label('clients', *_some(peers))}])"
    scheme = stack.words(properties.get("Scheme", "internet-facing"))
    yield f"  balancer[{label(name, f'application load balancer, {scheme}')}]"
    ports = ", ".join(client_ports(stack)) or "no listener"
    if any(stack.of_type("AWS::WAFv2::WebACLAssociation")):
        words = ("AWS WAF", "blocks nothing") if counts_only(stack) else ("AWS WAF",)
        yield f"  waf{{{{{label(*words)}}}}}"
        yield f"  clients -->|{label(f'tcp {ports}')}| waf --> balancer"
    else:
        yield f"  clients -->|{label(f'tcp {ports}')}| balancer"
    for index, (bucket, kinds) in enumerate(
        list(logs_of_balancer(stack, properties).items())[:_FEW]
    ):
        yield f"  balancer -.-> bucket{index}[({label(bucket, ', '.join(kinds))})]"


def _network(stack: Stack, reach: list[Way]) -> Iterator[str]:
    group = next(stack.of_type(GROUP), None)
    if group is None:
        return
    name, properties = group
    fleet = read_fleet(stack.data)
    size = f"{fleet.low} to {fleet.high} instances" if fleet else "size decided at deployment"
    yield f"  subgraph fleet[{label(f'{name}: {size}')}]"
    subnets = [stack.resolved(each) for each in properties.get("VPCZoneIdentifier", [])]
    for index, subnet in enumerate(subnets[:_MOST]):
        yield f"    zone{index}[{label(_zone(subnet, index), subnet)}]"
    yield "  end"
    if any(stack.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer")) or foreign_rules(stack):
        yield f"  balancer -->|{label(', '.join(_served(stack, reach)) or 'no rule')}| fleet"
    for pool, settings in stack.of_type("AWS::AutoScaling::WarmPool"):
        stopped = plural(stack.number(settings.get("MinSize")), "stopped instance")
        yield f"  pool[{label(pool, stopped)}] -.-> fleet"
    destinations = of_instances(stack)
    for index, logs in enumerate(destinations.groups[:_FEW]):
        yield f"  fleet --> logs{index}[({label(logs, 'logs')})]"
    for index, store in enumerate(destinations.stores[:_MOST]):
        yield f"  fleet --> store{index}[({label(*store)})]"
    endpoints = [each.get("VpcEndpointType") for _, each in stack.of_type("AWS::EC2::VPCEndpoint")]
    if count := endpoints.count("Interface"):
        yield f"  fleet --> endpoints[{label(plural(count, 'VPC endpoint'))}]"
    gateways = sum(1 for _ in stack.of_type("AWS::EC2::NatGateway"))
    if gateways:
        yield f"  fleet --> nat[{label(plural(gateways, 'NAT gateway'))}]"


def _served(stack: Stack, reach: list[Way]) -> list[str]:
    """Return the ports of target groups that a rule opens; others, such as SSH, are not served."""
    groups = stack.of_type("AWS::ElasticLoadBalancingV2::TargetGroup")
    served = {f"tcp {stack.words(each.get('Port'))}" for _, each in groups}
    opened = [way.ports for way in reach if way.target == "instances"]
    return [ports for ports in dict.fromkeys(opened) if ports in served]


def _zone(subnet: str, index: int) -> str:
    match = _SUBNET.search(subnet)  # Subnet<zone>Private, or <kind>Subnet<zone>
    return f"zone {match[1]}" if match and match[1] else f"zone {index + 1}"


def _telling(stack: Stack, alarms: list[AlarmRow]) -> Iterator[str]:
    scaling = [each for each in alarms if each.acts]
    if scaling:
        yield f"  scaling[{label(plural(len(scaling), 'alarm'), 'scale the fleet')}] -.-> fleet"
    ways: dict[tuple[str, ...], list[str]] = {}
    for each in alarms:
        if each.topics:
            ways.setdefault(tuple(each.topics), []).append(each.name)
    topics = list(dict.fromkeys(topic for way in ways for topic in way))[:_MOST]
    for index, (way, names) in enumerate(ways.items()):
        yield f"  alarms{index}[{label(*_alarms_words(names, alarms))}]"
        if any(stack.of_type(GROUP)) and len(names) > 1:
            yield f"  fleet -.->|{label('metrics')}| alarms{index}"
        watched = stack.resources[names[0]]["Properties"].get("Dimensions", [])
        for topic in stack.targets(watched) if len(names) == 1 else []:
            if topic in topics:
                yield f"  topic{topics.index(topic)} -.->|{label('metrics')}| alarms{index}"
        yield from (f"  alarms{index} --> topic{topics.index(t)}" for t in way if t in topics)
    for index, topic in enumerate(topics):
        yield f"  topic{index}[/{label(topic)}/]"
        for place, receiver in enumerate(_some(receivers(stack, topic))):
            yield f"  topic{index} --> receiver{index}x{place}([{label(receiver)}])"


def _alarms_words(names: list[str], alarms: list[AlarmRow]) -> list[str]:
    """Return the name of an only alarm, else how many there are, and how many of them send."""
    if len(names) == 1:
        return names
    parts = sum(bool(each.around) for each in alarms if each.name in names)
    counted = plural(len(names), "alarm")
    return [counted, f"{len(names) - parts} send messages"] if parts else [counted]


def _some(texts: list[str]) -> list[str]:
    return texts if len(texts) <= _MOST else [*texts[: _MOST - 1], f"{len(texts) - _MOST + 1} more"]
