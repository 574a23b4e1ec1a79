"""Whether a text only asks to see something, wherever it is said."""

from __future__ import annotations

import datetime as dt

from dialogs.reflection.answering import NOBODY
from dialogs.reflection.state import Phase, Reflection
from dialogs.understanding.harmless import only_asks
from dialogs.understanding.hear import hear
from radar_core.model import Bundle

_A_QUESTION = Reflection("", "", False, NOBODY, dt.datetime.min.replace(tzinfo=dt.UTC), phase=Phase.QUESTIONS)


def text_only_asks(text: str, bundle: Bundle) -> bool:
    """Whether a text only asks, also where a question is open: what may be an answer there does not."""
    return only_asks(hear(text, _A_QUESTION, bundle))
