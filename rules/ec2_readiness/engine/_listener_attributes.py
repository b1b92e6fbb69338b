"""The attributes of listeners, and what each may hold."""

from __future__ import annotations

from ec2_readiness.engine._attributes import BOOLEAN, Attribute

_HEADER = r"[A-Za-z0-9_-]{1,40}"
_MTLS = "routing.http.request.x_amzn_mtls_clientcert"
_RESPONSE = "routing.http.response."
_CORS = f"{_RESPONSE}access_control_"
LISTENERS: dict[str, Attribute] = {
    "tcp.idle_timeout.seconds": Attribute("ng", low=60, high=6000),
    "send_tcp_reset.on_idle_timeout.enabled": Attribute("g", BOOLEAN),
    **{
        f"{_MTLS}{part}.header_name": Attribute("a", _HEADER)
        for part in ("", "_serial_number", "_issuer", "_subject", "_validity", "_leaf")
    },
    "routing.http.request.x_amzn_tls_version.header_name": Attribute("a", _HEADER),
    "routing.http.request.x_amzn_tls_cipher_suite.header_name": Attribute("a", _HEADER),
    f"{_RESPONSE}server.enabled": Attribute("a", BOOLEAN),
    f"{_RESPONSE}strict_transport_security.header_value": Attribute("a", r"(?i:.*\bmax-age=\d+.*)"),
    f"{_CORS}allow_origin.header_value": Attribute("a", ".*"),
    f"{_CORS}allow_methods.header_value": Attribute("a", ".*"),
    f"{_CORS}allow_headers.header_value": Attribute("a", ".*"),
    f"{_CORS}allow_credentials.header_value": Attribute("a", "true"),
    f"{_CORS}expose_headers.header_value": Attribute("a", ".*"),
    f"{_CORS}max_age.header_value": Attribute("a", r"\d+"),
    f"{_RESPONSE}content_security_policy.header_value": Attribute("a", ".*"),
    f"{_RESPONSE}x_content_type_options.header_value": Attribute("a", "nosniff"),
    f"{_RESPONSE}x_frame_options.header_value": Attribute("a", r"DENY|SAMEORIGIN|ALLOW-FROM .+"),
}
