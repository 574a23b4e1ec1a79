"""A rating or a list of ticks written in front of an answer -> parts of the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogs.reflection.commands import Answer
from radar_core.model import Question, QuestionKind

_WORDS = {"et": 1, "en": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5}
_ANY_WORD = "|".join((*_WORDS, "seks", "syv", "otte", "ni", "ti"))
# What would make the lead a row or a range of numbers: »4, 5 og 6«, »4–5 afdelinger«, »fem, seks stykker«.
_NO_ROW = rf"(?!\s*(?:\d|(?(word)(?:{_ANY_WORD})\b|(?!))))"
_RATING = re.compile(
    rf"""(?:(?P<digit>[1-5])|(?P<word>{"|".join(_WORDS)}))(?!\w)
    (?P<scale>[ \t]*(?:/|(?:ud[ \t]+)?af)[ \t]*(?:5|fem)(?![\w/]|[.,]\d))?
    (?:
        [ \t.!]*\Z                                      # 4
      | [ \t.!]*\n\s*
      | [ \t]*:(?!\d)\s*                                # 4: fordi …
      | [ \t]*[–—]{_NO_ROW}\s*                          # 4 – fordi …
      | [ \t]*[,;-](?=\s){_NO_ROW}\s*                   # 4, fordi …, but not 4-dages uge
      | [ \t]+(?=(?:fordi|da|idet|eftersom|men)\b)
      | [ \t]*(?=[(\[])
      | (?(scale)[ \t.]+|(?!))                          # 4/5 vi er …
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TICKS = re.compile(r"\[((?:[\d\s,;&]|og)+)\](?:[ \t]*[:–—](?!\d))?\s*", re.IGNORECASE)
_MOST_DIGITS = 3


def interpret(answer: Answer, question: Question, options: Sequence[str]) -> Answer:
    """The answer with what is written in front of its text taken into ``ticks`` and ``rating``; the rest is untouched.

    »[1, 3] …« ticks by number in ``options`` (ids, as shown); a self-assessment takes »4 – …«, »4: …«, »4/5 …«, »fire«.
    What is no such lead stays text, and so does a list with a number that is no option. What the channel already
    gave as ticks or rating is kept.
    """
    answer = _ticked(answer, options)
    if question.kind is QuestionKind.SELVVURDERING and answer.rating is None:
        lead = _RATING.match(answer.text)
        if lead:
            rating = int(lead["digit"]) if lead["digit"] else _WORDS[lead["word"].lower()]
            answer = replace(answer, rating=rating, text=answer.text[lead.end() :])
    return _ticked(answer, options)


def _ticked(answer: Answer, options: Sequence[str]) -> Answer:
    lead = _TICKS.match(answer.text) if options and answer.ticks is None else None
    if lead is None:
        return answer
    numbers = re.findall(r"\d+", lead[1])
    if not numbers or max(map(len, numbers)) > _MOST_DIGITS:
        return answer
    if not all(1 <= int(number) <= len(options) for number in numbers):
        return answer
    ticks = tuple(dict.fromkeys(options[int(number) - 1] for number in numbers))
    return replace(answer, ticks=ticks, text=answer.text[lead.end() :])
