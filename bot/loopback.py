"""What is on this machine alone."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """True for a name or address that is this machine and nothing else."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    """True for an http address on this machine."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and not parts.username and is_loopback(parts.hostname or "")
    except ValueError:
        return False
