"""The longest protocol there can be is written in a worker of bounded size: a process of its own, measured."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from bot.files.formats import FileFormat
from bot.files.protocol import ReflectionProtocol, protocol_of
from bot.files.writing import FORMATS_OF
from dialogs.reflection.state import MAX_ANSWER, GivenAnswer, Phase
from tests.fakes.reflections import ALL_NINE, BUNDLE, LEADER, NOW, PEOPLE, RATED, reflection

MOST = 300
"""MB."""
WRITES = """
import pickle, re, sys
from pathlib import Path
from bot.files.formats import FileFormat
from bot.files.writing import write
content = write(pickle.loads(sys.stdin.buffer.read()), FileFormat(sys.argv[1])).content
# Not getrusage: what a process takes over from the one that began it counts there too.
print(len(content), int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it so")
@pytest.mark.parametrize("fmt", FORMATS_OF[ReflectionProtocol])
def test_sixty_peoples_longest_answers_to_all_nine_take_no_more_than_a_worker_may(fmt: FileFormat) -> None:
    words = "Vi skriver det samme tre steder og kører langt for æøå 😀 = "
    answers = tuple(
        GivenAnswer(q, p, NOW, f"{q}-{n} {words * 80}"[:MAX_ANSWER], 3 if q in RATED else None, (), 1)
        for q in range(1, 10)
        for n, p in enumerate(PEOPLE)
    )
    stands = reflection(answers=answers, revealed=ALL_NINE, phase=Phase.FINISHED)
    document = pickle.dumps(protocol_of(stands, LEADER, NOW, BUNDLE))
    ran = subprocess.run([sys.executable, "-c", WRITES, fmt.value], input=document, capture_output=True, check=True)
    size, peak = map(int, ran.stdout.split())
    assert size > 20_000 and 20 < peak <= MOST
