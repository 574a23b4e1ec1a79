"""Names inside a sentence, and whether it reads as a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.danish.folding import clean, fold
from dialogs.danish.names import find_fagomraade, find_technology, may_name
from dialogs.understanding.sentences import sentences
from radar_core.model import Bundle, Fagomraade, Ring, Technology

LONGEST = 120
"""Characters; in a longer text nothing is looked for."""

_NAME_WORDS = 4
"""Words a name can be of, inside a sentence."""
_SHORTEST = 3
"""Letters of the shortest fagområde that is looked for inside a sentence: »it« is a word too."""
_ASKS = re.compile(
    r"(?:hej |ok |og |men |oh )*(?:hva|hvad|hvem|hvor|hvorfor|hvordan|hvilke|hvilken|hvilket|hvornar|kan|ma|skal|er|har"
    r"|vil|vis|send|forklar|fortæl|giv|lav|(?:jeg|vi) vil (?:gerne )?(?:se|vide|have)|mon|gad vide"
    r"|(?:gemmer|deler|ser|læser|bliver|bruger|sender|kender|findes|virker|ligger|kommer|gar|far|ryger) (?:du|i|de|det"
    r"|den|der|min|mit|mine|vores|andre|nogen|kl|chefen|lederen|ledelsen|svarene|svaret|jeg|vi|alle))\b.*"
)
_ASKS_THE_BOT = re.compile(
    r"(?:hej |ok |og |men |oh )*(?:(?:kan|ma|skal|vil|har|er) (?:du|jeg|man)|hva|hvad (?:er|betyder|viser|kan|har)"
    r"|vis(?: mig| os)|send(?: mig| os)|forklar|jeg vil (?:gerne )?(?:se|vide|have))\b"
)


def asks(text: str) -> bool:
    """True for a line that reads as a question, or as a wish to whoever it is said to."""
    said = clean(text)
    return len(said) <= LONGEST and (said.endswith("?") or bool(_ASKS.fullmatch(fold(said))))


def asks_the_bot(text: str) -> bool:
    """True for a line at a question that is to the bot rather than its answer: with a question mark, or so begun."""
    said = clean(text)
    return len(said) <= LONGEST and (said.endswith("?") or bool(_ASKS_THE_BOT.match(fold(said))))


def names_in(words: Sequence[str], bundle: Bundle) -> tuple[Technology | None, Fagomraade | None, Ring | None]:
    """The longest technology and fagområde that folded words name, and the ring; each None where there is none."""
    technology, fagomraade, ring = None, None, None
    said, may = sentences().said, [may_name(word, bundle) for word in words]
    for length in range(min(_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            span = " ".join(words[start : start + length])
            if all(may[start : start + length]):
                typos = may_be_mistyped(span)
                technology = technology or find_technology(span, bundle, typos=typos)
                if fagomraade is None and len(span) >= _SHORTEST:
                    fagomraade = find_fagomraade(span, bundle, typos=typos)
            if ring is None and said.get(span) in Ring._value2member_map_:
                ring = Ring(said[span])
    return technology, fagomraade, ring


def may_be_mistyped(span: str) -> bool:
    """False for a word that is right as it is: »står« is no *stab*, and »vide« no *video*."""
    return " " in span or not sentences().mender.knows(span)


def areas_in(words: Sequence[str], bundle: Bundle) -> tuple[Fagomraade, ...]:
    """Every fagområde that folded words name, in their order, each by the longest name it can have."""
    found: dict[str, Fagomraade] = {}
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _NAME_WORDS), at, -1)
        spans = (
            (end, " ".join(words[at:end])) for end in ends if all(may_name(word, bundle) for word in words[at:end])
        )
        named = (
            (end, find_fagomraade(span, bundle, typos=may_be_mistyped(span)))
            for end, span in spans
            if len(span) >= _SHORTEST
        )
        end, fagomraade = next(((end, each) for end, each in named if each), (at + 1, None))
        if fagomraade:
            found.setdefault(fagomraade.id, fagomraade)
        at = end
    return tuple(found.values())
