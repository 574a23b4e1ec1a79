"""What the processes of a run use of the machine, from ``/proc``."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import TICK, busy_of, cpu_of


@dataclass(frozen=True)
class Used:
    """Processor time in seconds over ``seconds``, memory in bytes."""

    seconds: float
    bots: Sequence[float]
    """Each bot process, all its threads."""
    drawing: float
    """The processes that draw pictures for the bots."""
    server: float
    """The database server with all its processes; 0 where the database is in the bot's."""
    crowd: float
    others: float
    """Everything else on the machine."""
    cores: int
    fresh: Sequence[int]
    """Each bot's memory before the first request."""
    most: Sequence[int]
    """The most that it ever had."""


class Watch:
    """Looks at a run's processes before and after."""

    def __init__(self, bots: Sequence[int], crowd: int, server: int | None) -> None:
        self._bots, self._crowd, self._server = bots, crowd, server
        self._began = 0.0
        self._before: list[float] = []
        self._fresh: list[int] = []

    def begin(self) -> None:
        """From now on."""
        self._began, self._before = time.perf_counter(), self._look()
        self._fresh = [memory_of(pid) for pid in self._bots]

    def end(self) -> Used:
        """Until now; the processes must still be there."""
        seconds = time.perf_counter() - self._began
        spent = [after - before for after, before in zip(self._look(), self._before, strict=True)]
        busy, crowd, server, drawing, *bots = spent
        others = max(0.0, busy - crowd - server - drawing - sum(bots))
        most = [memory_of(pid, "VmHWM") for pid in self._bots]
        return Used(seconds, bots, drawing, server, crowd, others, len(_cores()), self._fresh, most)

    def _look(self) -> list[float]:
        bots = [cpu_of(pid) for pid in self._bots]
        with_children = sum(map(_family_cpu, self._bots))
        server = _family_cpu(self._server) if self._server is not None else 0.0
        busy = sum(map(busy_of, _cores()))
        return [busy, cpu_of(self._crowd), server, with_children - sum(bots), *bots]


def parent_of(pid: int) -> int:
    """The process that started it."""
    return int(_stat(pid)[1])


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0))


def _family_cpu(pid: int) -> float:
    """A process with those it has started, those that have ended too."""
    ended = sum(map(int, _stat(pid)[13:15])) / TICK
    spent = cpu_of(pid) + ended
    for child in _children(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            spent += _family_cpu(child)
    return spent


def _children(pid: int) -> Iterator[int]:
    for task in list(Path(f"/proc/{pid}/task").iterdir()):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            yield from map(int, (task / "children").read_text().split())


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/…/stat`` from the third on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def memory_of(pid: int, name: str = "VmRSS") -> int:
    """Memory of a process in bytes: now, or ``VmHWM`` for the most it ever had."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024
