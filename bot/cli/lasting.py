"""What is made at a start stays for as long as the bot runs, so nobody looks through it for garbage.

A start makes a hundred thousand objects that stay: modules, classes, sentences, the editions. Python would look through
them again and again while there come more, a sixth of the whole start, and later in the middle of somebody's turn.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def lasting() -> Iterator[None]:
    """Looks for no garbage meanwhile, and afterwards never among what was made until then."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
