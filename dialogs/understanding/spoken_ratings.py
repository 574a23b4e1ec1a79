"""A rating said in a sentence rather than in front of one: »vi siger 2 for der er ikke tid«, »... så en 2'er«."""

from __future__ import annotations

import re

from dialogs.reflection.commands import Answer

LONGEST = 200
"""Characters; a longer text says more than a number."""

_NUMBERS = {
    **{"to": 2, "tre": 3, "fire": 4, "fem": 5, "ét": 1, "et": 1},
    **{"etter": 1, "toer": 2, "treer": 3, "firer": 4, "femmer": 5},
}
_SAYS_NOTHING = (
    *"øh ok okay tja jo ja nej jamen altså jeg vi vil ville må skal siger sige giver give giv sætter ligger".split(),
    *"lander på en et det den os til bliver nok vel vist måske ca cirka omkring tror synes lige kun desværre".split(),
    *"højst max lille stor stort klar klart svag svagt solid solidt god godt pæn pænt tallet så".split(),
    *"karakteren hm hov mente".split(),
)
_ENDS_A_NUMBER = "for fordi men da idet eftersom selvom desværre tror synes vil måske fra herfra lige nu".split()
_NUMBER = (
    r"(?:(?P<digit>[1-5])|(?P<word>to|tre|fire|fem|(?:ét|et)(?=[ -]?tal)|etter|toer|treer|firer|femmer))"
    r"(?:['’ -]?(?:er|tal(?:let)?))?(?![\w%])(?:[ \t]*(?:/|(?:ud[ \t]+)?af)[ \t]*(?:5|fem)(?!\w))?"
)
_FIRST = re.compile(
    rf"""(?:(?:{"|".join(_SAYS_NOTHING)}|er(?=[ ](?:på|nok|vel|vist|en|et|måske|cirka|ca|desværre|kun)\b))[ \t,.]+)*?
    {_NUMBER}(?:[ \t.!]*\Z|[ \t]*[,;:–-][ \t]+|[ \t]+(?=(?:{"|".join(_ENDS_A_NUMBER)})\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_LAST = re.compile(
    rf""".*(?:\b(?:siger|sige|giver|give|sætter|lander|bliver|ligger|så)|[,.;:–-])[ \t]+
    (?:(?:jeg|vi|vil|siger|sige|giver|give|det|den|os|til|på|en|et|nok|vel|måske|bliver|må|kun)[ \t]+)*
    {_NUMBER}[ \t.!]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHER = re.compile(r"(?:måske|eller|og|til|[-–/,])[ \t]*(?:en[ \t]+|et[ \t]+)?[1-5](?:\W|er\b|\Z)", re.IGNORECASE)
"""A second number: then none is said."""


def spoken(text: str) -> Answer | None:
    """The rating and what is said of it, which is all where the number comes last; None where no one number is said."""
    if len(text) > LONGEST or "\n" in text:
        return None
    if first := _FIRST.match(text):
        rest = text[first.end() :]
        return None if _ANOTHER.match(rest) else Answer(rest, rating=_number(first))
    last = _LAST.match(text)
    return Answer(text, rating=_number(last)) if last else None


def _number(found: re.Match[str]) -> int:
    return int(found["digit"]) if found["digit"] else _NUMBERS[found["word"].lower()]
