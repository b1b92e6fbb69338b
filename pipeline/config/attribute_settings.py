"""Attributes of load balancer, target group and listener that have a setting of their own."""

from __future__ import annotations

OWN_SETTINGS = {
    "access_logs.s3.bucket": "alb.access_logs.bucket",
    "access_logs.s3.enabled": "alb.access_logs.enabled",
    "client_keep_alive.seconds": "alb.client_keep_alive",
    "connection_logs.s3.bucket": "alb.access_logs.bucket",
    "connection_logs.s3.enabled": "alb.access_logs.connections",
    "deletion_protection.enabled": "alb.deletion_protection",
    "deregistration_delay.timeout_seconds": "alb.deregistration_delay",
    "health_check_logs.s3.bucket": "alb.access_logs.bucket",
    "health_check_logs.s3.enabled": "alb.access_logs.health_checks",
    "idle_timeout.timeout_seconds": "alb.idle_timeout",
    "load_balancing.algorithm.anomaly_mitigation": "alb.anomaly_mitigation",
    "load_balancing.algorithm.type": "alb.algorithm",
    "routing.http.desync_mitigation_mode": "alb.desync_mode",
    "routing.http.preserve_host_header.enabled": "alb.preserve_host",
    "routing.http.response.content_security_policy.header_value": (
        "alb.response_headers.content_security_policy"
    ),
    "routing.http.response.server.enabled": "alb.response_headers.server",
    "routing.http.response.strict_transport_security.header_value": "alb.https.hsts_seconds",
    "routing.http.response.x_content_type_options.header_value": (
        "alb.response_headers.content_type_options"
    ),
    "routing.http.response.x_frame_options.header_value": "alb.response_headers.frame_options",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "alb.tls_headers",
    "routing.http.xff_header_processing.mode": "alb.x_forwarded_for",
    "routing.http2.enabled": "alb.http2",
    "slow_start.duration_seconds": "alb.slow_start",
    "stickiness.app_cookie.cookie_name": "alb.sticky_cookie",
    "stickiness.app_cookie.duration_seconds": "alb.sticky_seconds",
    "stickiness.enabled": "alb.sticky_seconds",
    "stickiness.lb_cookie.duration_seconds": "alb.sticky_seconds",
    "zonal_shift.config.enabled": "alb.zonal_shift",
}
