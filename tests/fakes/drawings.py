"""Drawings that give workers trouble. Imports next to nothing: every worker imports it anew."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Whose:
    """The process that draws, and what it knows of its surroundings."""

    name: str = ""

    def drawn(self) -> bytes:
        """Process id and settings."""
        return f"{os.getpid()} {' '.join(name for name in os.environ if name.startswith('TR_'))}".encode()


@dataclass(frozen=True)
class Held:
    """A drawing that says where it has begun, and is done when it is let go: both over named pipes in ``folder``."""

    folder: str

    def drawn(self) -> bytes:
        """Its process id."""
        pid = str(os.getpid()).encode()
        (Path(self.folder) / "begun").write_bytes(pid)
        (Path(self.folder) / "let go").read_bytes()
        return pid


@dataclass(frozen=True)
class Deadly:
    """A drawing that ends its process, as the kernel does when memory runs out."""

    def drawn(self) -> bytes:
        """Nothing."""
        os.kill(os.getpid(), signal.SIGKILL)
        return b""


@dataclass(frozen=True)
class Endless:
    """A drawing that never ends and listens to nobody."""

    def drawn(self) -> bytes:
        """Nothing."""
        while True:
            pass


@dataclass(frozen=True)
class Wrong:
    """A drawing that raises."""

    def drawn(self) -> bytes:
        """Nothing."""
        raise ValueError("too many æbler")


@dataclass(frozen=True)
class Greedy:
    """A drawing that takes memory and never gives it back."""

    def drawn(self) -> bytes:
        """Nothing."""
        held = []
        while True:
            held.append(bytearray(os.urandom(1024)) * 1024)
