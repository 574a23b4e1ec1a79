"""A bot that starts, and one that is asked what files there are, loads none of the libraries that write them."""

from __future__ import annotations

import subprocess
import sys

LIBRARIES = ("docx", "lxml", "numpy", "openpyxl", "pikepdf", "PIL", "pptx", "typst")
STARTS = """
import sys
import bot.files.formats, bot.files.protocol, bot.files.snapshot, bot.files.writing, bot.files.metadata
import bot.app
print(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""


def test_a_start_loads_no_library_that_writes_files() -> None:
    ran = subprocess.run([sys.executable, "-c", STARTS, *LIBRARIES], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
