"""What follows from a change, for those who use the stack and those who run it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.review.admission_consequences import closed_ranges
from pipeline.review.alarm_consequences import receivers, removed_alarms, rollback_triggers
from pipeline.review.answer_consequences import answered_by_rules, default_answers
from pipeline.review.attribute_consequences import kept_attributes, refused_requests, shorter_delays
from pipeline.review.client_consequences import (
    health_checks,
    hosted_zones,
    idle_timeouts,
    internal,
    moved_records,
    records,
    strict_transport,
)
from pipeline.review.data_consequences import (
    deletion_policies,
    empty_stores,
    expiry,
    log_groups,
    remains,
    retention,
    subscriptions,
)
from pipeline.review.egress_consequences import closed_egress
from pipeline.review.firewall_consequences import blocked, filtered
from pipeline.review.fleet_consequences import (
    capacity,
    tags_of_the_group,
    update_policies,
)
from pipeline.review.image_consequences import moving_images
from pipeline.review.outbound_consequences import outbound_addresses, outbound_zones, routes
from pipeline.review.permission_consequences import boundaries, lost_permissions
from pipeline.review.processor_change import other_builds
from pipeline.review.protection_consequences import (
    closed_ports,
    deletion_protection,
    encryption,
    plain_http,
    web_acls,
)
from pipeline.review.request_consequences import (
    certificates,
    dns_names,
    left_subnets,
    openings,
    refused_ports,
    target_groups,
)
from pipeline.review.rule_consequences import some_requests
from pipeline.review.schedule_consequences import emptied, sizes, unscheduled
from pipeline.review.term_consequences import shares, terms
from pipeline.review.tls_consequences import stricter_tls
from pipeline.review.update import Note, Update, hedged


def consequences(update: Update) -> list[Note]:
    """Return what follows from an update, in the order of what to look at first."""
    return hedged(update, [note for rule in _RULES for note in rule(update)])


_RULES: tuple[Callable[[Update], Iterator[Note]], ...] = (
    answered_by_rules, default_answers, some_requests, terms, stricter_tls, refused_requests,
    closed_ranges, shares, filtered, blocked, strict_transport, health_checks, idle_timeouts,
    shorter_delays, internal, records, hosted_zones, moved_records, target_groups, refused_ports,
    dns_names, left_subnets, routes, outbound_zones, outbound_addresses, closed_ports, plain_http,
    web_acls, closed_egress, capacity, moving_images, other_builds, sizes, emptied, unscheduled,
    tags_of_the_group, receivers, removed_alarms, rollback_triggers, subscriptions, log_groups,
    retention, expiry, encryption, certificates, update_policies, lost_permissions, boundaries,
    remains, empty_stores, openings, deletion_policies, deletion_protection, kept_attributes,
)  # fmt: skip
