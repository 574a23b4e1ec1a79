"""Workers that draw at once: forked off one process that has imported already what they draw by.

What they do is ``work`` as ever; tests/integration/test_drawing_workers.py holds how they start, live and end by
themselves.
"""

from __future__ import annotations

import functools
import os
import select
import signal
import socket
import struct
import subprocess
import sys

from bot.pictures.workers import work

_MEMORY, _PID = struct.Struct("!q"), struct.Struct("!i")
_servers: list[subprocess.Popen[bytes]] = []


class Forked:
    """What ``subprocess.Popen`` is to the one who starts a worker."""

    def __init__(self, theirs: socket.socket, memory: int | None) -> None:
        self._handle = -1
        server = _server()
        socket.send_fds(server, [_MEMORY.pack(memory or 0)], [theirs.fileno()])
        answer, [self._handle], _, _ = socket.recv_fds(server, _PID.size, 1)
        (self.pid,) = _PID.unpack(answer)

    def __del__(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)

    def poll(self) -> int | None:
        """Not None once it has ended."""
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    def kill(self) -> None:
        """Ends it in the middle of anything."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self) -> int:
        """Returns once it has ended."""
        select.select([self._handle], [], [])
        return 0


@functools.cache
def _server() -> socket.socket:
    """Where a worker is asked for. The process there ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        known = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
        server = subprocess.Popen(
            [sys.executable, "-c", "from tests.fakes.forked import serve; serve()"],
            env={**known, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            process_group=0,
        )
    _servers.append(server)
    return ours


def serve() -> None:
    """Forks off a worker for each socket that comes in, until nobody can send one."""
    import radar_core.render.draw  # noqa: F401 - half a second, once for all of them

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    asked = socket.socket(fileno=os.dup(0))
    while True:
        memory, handles, _, _ = socket.recv_fds(asked, _MEMORY.size, 1)
        if not memory:
            return
        pid = os.fork()
        if not pid:
            os.setpgid(0, 0)
            asked.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(handles[0], 0)
            os.close(handles[0])
            work(_MEMORY.unpack(memory)[0] or None)
        os.close(handles[0])
        handle = os.pidfd_open(pid)
        socket.send_fds(asked, [_PID.pack(pid)], [handle])
        os.close(handle)
