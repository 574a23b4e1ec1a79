"""A rating or a list of ticks written in front of an answer -> parts of the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogs.danish.folding import fold
from dialogs.danish.names import find_technology
from dialogs.reflection.commands import Answer
from radar_core.model import Bundle, Question, QuestionKind

_WORDS = {"et": 1, "en": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5}
_PHRASES = {
    **{"i meget høj grad": 5, "i høj grad": 4, "i nogen grad": 3, "i mindre grad": 2, "i ringe grad": 2},
    **{"i lav grad": 2, "slet ikke": 1, "overhovedet ikke": 1, "midt imellem": 3},
    **{"etter": 1, "toer": 2, "treer": 3, "firer": 4, "femmer": 5},
}
_PHRASE = re.compile(
    rf"(?:nok[ \t]+)?(?:(?:en|et)[ \t]+)?(?P<phrase>{'|'.join(_PHRASES)})[ \t]*"
    r"(?:[,.;:–—-]\s+|(?=\s(?:fordi|da|men)\b)|\n)\s*",
    re.IGNORECASE,
)
"""A rating in words with something said of it after; alone such words are a sentence."""
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
      | (?(digit)[ \t]+(?=(?:vi|jeg|det|der|vores|ikke|synes|mangler|tror|kunne|burde
            |og(?!\s+(?:\d|{_ANY_WORD})\b))\b)|(?!))   # 4 vi er …, but not 4 og 5
      | [ \t]*(?=[(\[])
      | (?(scale)[ \t.]+|(?!))                          # 4/5 vi er …
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TICKS = re.compile(r"\[((?:[\d\s,;&]|og)+)\](?:[ \t]*[:–—](?!\d))?\s*", re.IGNORECASE)
_MOST_DIGITS = 3
_COMMAS = re.compile(r"[,;&+\n]")
_AND = re.compile(r"\bog\b", re.IGNORECASE)


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
        elif phrase := _PHRASE.match(answer.text):
            rating = _PHRASES[phrase["phrase"].lower()]
            answer = replace(answer, rating=rating, text=answer.text[phrase.end() :])
    return _ticked(answer, options)


def named_ticks(text: str, options: Sequence[tuple[str, str]], bundle: Bundle) -> tuple[str, ...]:
    """The options (id, name, as shown) that a text lists by number or name; none where it says anything else too."""
    named: list[str] = []
    for part in _COMMAS.split(text) if options else ():
        if whole := _option(part, options, bundle):
            named.append(whole)
            continue
        for each in filter(lambda piece: piece.strip(" ."), _AND.split(part)):
            one = _option(each, options, bundle) if each != part else None
            if one is None:
                return ()  # as most answers do at once; a name is searched for long
            named.append(one)
    return tuple(dict.fromkeys(named))


def _option(said: str, options: Sequence[tuple[str, str]], bundle: Bundle) -> str | None:
    """The one option that is said."""
    said = said.strip(" .")
    if said.isdecimal():
        number = int(said) if len(said) <= _MOST_DIGITS else 0
        return options[number - 1][0] if 1 <= number <= len(options) else None
    technology = find_technology(said, bundle)
    meant = {fold(said), technology.id if technology else ""}
    return next((option for option, name in options if said and (fold(name) in meant or option in meant)), None)


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
