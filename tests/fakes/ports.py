"""Ports of this machine that a process of the tests is told to listen on."""

from __future__ import annotations

import socket
from random import SystemRandom

BELOW_THE_LENT = range(15_000, 32_000)
"""Of these the kernel lends none to a connection that begins, so that nobody takes one before the process is there."""


def free_port(host: str = "127.0.0.1") -> int:
    """One on which nobody listens now, drawn by chance."""
    while True:
        with socket.socket() as tried:
            port = SystemRandom().choice(BELOW_THE_LENT)  # never as another process of the tests does
            try:
                tried.bind((host, port))
            except OSError:
                continue
            return port
