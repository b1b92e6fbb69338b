"""Values that settings have in practice, where a pattern alone draws what does not exist."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from pipeline.config.known_types import known_types
from pipeline.instance_types import architecture

Sample = Callable[["Surroundings", Random], Any]


class Surroundings:
    """What a config decides first: its regions, and the architecture of its instances."""

    def __init__(self, regions: list[str], architecture: str) -> None:
        self.regions = regions
        self.region = regions[0]
        self.architecture = architecture

    @property
    def partition(self) -> str:
        """The partition of the regions."""
        special = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
        return next(
            (name for start, name in special.items() if self.region.startswith(start)), "aws"
        )

    def instance_types(self) -> list[str]:
        """The instance types of all the regions, of the architecture."""
        common = frozenset.intersection(*map(known_types, self.regions))
        return sorted(name for name in common if architecture(name) == self.architecture)


def _one_of(*values: Any) -> Sample:
    return lambda _, random: random.choice(values)


def _instance_type(around: Surroundings, random: Random) -> str:
    return random.choice(around.instance_types())


def _cron(_: Surroundings, random: Random) -> str:
    minute = random.choice(["0", "30", "*/15", str(random.randrange(60))])
    hour = random.choice(["*", "7", "0-6", "*/6", str(random.randrange(24))])
    day = random.choice(["*", "*", "1", str(random.randint(1, 31))])
    month = random.choice(["*", "*", "1", "1-6", str(random.randint(1, 12))])
    week = "*" if day != "*" else random.choice(["*", "1-5", "0", "6", "MON-FRI"])
    return f"{minute} {hour} {day} {month} {week}"


def _zone(around: Surroundings, random: Random) -> str:
    return around.region + random.choice("abc")


def _image(around: Surroundings, random: Random) -> str:
    suffix = ".cn" if around.partition == "aws-cn" else ""
    own = f"123456789012.dkr.ecr.{around.region}.amazonaws.com{suffix}/shop/web"
    return random.choice(
        [own, "public.ecr.aws/docker/library/nginx", "registry.example.com:5000/a"]
    )


def _host(_: Surroundings, random: Random) -> str:
    return random.choice(["www.example.com", "*.example.com", "api?.example.com", "a.b.example"])


def _range(_: Surroundings, random: Random) -> str:
    prefix = random.choice([0, 8, 16, 24, 32, random.randint(1, 32)])
    number = random.getrandbits(32) >> (32 - prefix) << (32 - prefix) if prefix else 0
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0)) + f"/{prefix}"


def _ipv6_range(_: Surroundings, random: Random) -> str:
    return random.choice(["::/0", "2001:db8::/32", f"2001:db8:{random.getrandbits(16):x}::/48"])


def _user_pool(around: Surroundings, _: Random) -> str:
    start = f"arn:{around.partition}:cognito-idp:{around.region}:123456789012"
    return f"{start}:userpool/{around.region}_AbCdEfGhI"


_COMMANDS = (
    "/opt/application/bin/server --verbose",
    "/usr/bin/env A=b /opt/x 'a b'",
    "/opt/%i/run",
)
_TIME_ZONES = ("Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "UTC")
_POLICIES = (
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
)
_PATTERNS = (
    "Error",
    "%Error|ERROR%",
    "?Error ?ERROR",
    '{ $.level = "error" }',
    '{ ($.status >= 500) && ($.path = "/a*") }',
    "[ip, user, time, request, status=5*, size]",
    '"a phrase" -debug',
)
_BOOLEAN = _one_of("true", "false")
_PERCENT = _one_of("off", "1", "50", "100")

# By setting; an entry of a list is that of the list, a key or value of a map has KEY or VALUE.
SAMPLES: dict[str, Sample] = {
    "fleet.instance_type": _instance_type,
    "fleet.more_instance_types": _instance_type,
    "fleet.images.KEY": lambda around, random: random.choice(around.regions),
    "fleet.image": _one_of("ami-0123456789abcdef0", "/images/shop:12", "/images/shop"),
    "fleet.update_at_boot": _one_of("2023.9.20251117", "2023.12.20261101"),
    "fleet.volumes.mount": _one_of("/data", "/var/lib/shop", "/srv/a-b.c"),
    "fleet.requirements.excluded": _one_of("c7i-flex.*", "t4g.nano", "*g.metal"),
    "scaling.schedule.cron": _cron,
    "scaling.schedule.time_zone": _one_of(*_TIME_ZONES),
    "scaling.target_tracking.metrics.expression": _one_of("m / instances", "m * 2", "SUM(m) / 3"),
    "alerts.mute.cron": lambda around, random: (
        _cron(around, random).replace("*/15", "5").replace("*/6", "6")
    ),
    "alerts.mute.time_zone": _one_of(*_TIME_ZONES),
    "logs.masked_data": _one_of("EmailAddress", "IpAddress", "Address", "BankAccountNumber-DE"),
    "logs.files": _one_of("/var/log/shop/*.log", "/srv/shop/a-b.log", "/var/log/secure"),
    "logs.metric_filters.pattern": _one_of(*_PATTERNS),
    "logs.multi_line_start_pattern": _one_of("^[0-9]{4}-[0-9]{2}", r"^\S", "{timestamp_format}"),
    "metrics.processes": _one_of("/opt/application/bin/server", "java .*-jar", "a|b"),
    "alarms.log_errors.pattern": _one_of(*_PATTERNS),
    "alb.https.ssl_policy": _one_of(*_POLICIES),
    "alb.clients.cidrs": _range,
    "alb.clients.ipv6_cidrs": _ipv6_range,
    "alb.existing.hosts": _host,
    "alb.health_check.path": _one_of("/", "/health", "/shop.Health/Check", "/health?full=1&a=%20"),
    "alb.health_check.success_codes": _one_of("200", "200-299", "200,204,301-399"),
    "alb.rules.hosts": _host,
    "alb.rules.host_regexes": _one_of(r"^(.+)\.example\.com$", "^api[0-9]+$"),
    "alb.rules.path_regexes": _one_of("^/api/v[0-9]+/", r"\.php$"),
    "alb.rules.sources": _range,
    "alb.rules.methods": _one_of("GET", "POST", "PROPFIND"),
    "alb.rules.redirect_host": _one_of("www.example.com", "#{host}"),
    "alb.rules.redirect_path": _one_of("/new", "/a/#{path}"),
    "alb.rules.rewrite_path.regex": _one_of("^/api/(.*)$"),
    "alb.rules.rewrite_path.replace": _one_of("/$1"),
    "alb.rules.rewrite_host.regex": _one_of("^(.+)$"),
    "alb.rules.rewrite_host.replace": _one_of("a.$1"),
    "alb.attributes.VALUE": _BOOLEAN,
    "alb.target_attributes.VALUE": _PERCENT,
    "alb.listener_attributes.VALUE": _one_of("X-Name", "*", "GET,POST", "86400", "true"),
    "alb.cognito.user_pool": _user_pool,
    "alb.waf.counted_rules": _one_of("SizeRestrictions_BODY", "NoUserAgent_HEADER"),
    "access.egress.cidr": _range,
    "access.egress.port": _one_of(443, 443, 80, 5432, 1, 65535),
    "application.command": _one_of(*_COMMANDS),
    "application.container.image": _image,
    "application.container.arguments": _one_of("nginx -g 'daemon off;'", "serve --port=80"),
    "application.packages": _one_of("nodejs22", "python3.12", "gcc-c++"),
    "application.setup": _one_of("sysctl -w net.core.somaxconn=4096", 'echo "it\'s ${A} $(b)"'),
    "network.create.zone_names": _zone,
    "network.create.cidr": _one_of("10.0.0.0/16", "10.8.0.0/22", "172.16.0.0/20", "192.168.0.0/18"),
    "network.more_endpoints": _one_of("sqs", "sns", "kinesis-streams", "states"),
    "network.proxy.url": _one_of("http://proxy.example.com:3128", "http://10.0.0.1"),
    "network.proxy.exclude": _one_of(".internal.example.com", "10.0.0.2", "s3.example.com"),
    "tags.KEY": _one_of("team", "cost center", "Stage", "a:b/c", "owner"),
}
