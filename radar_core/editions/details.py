"""What changes from one bundle to another besides the rings, in Danish sentences and by what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from radar_core.model import SAMLET, Bundle, Edition, Placement, Question
from radar_core.model.rulebook import Rulebook
from radar_core.spelling import quote, together

T = TypeVar("T")


class DetailSubject(Enum):
    """What a detail is about, by which details are counted."""

    EDITION = "udgaven"
    RADAR = "radar"
    BELAEG = "belæg"
    POSITION = "plads"
    NAME = "navn"
    SOURCE = "kilde"
    NOTE = "note"
    ORDER = "rækkefølge"
    TECHNOLOGY = "teknologi"
    FAGOMRAADE = "fagområde"
    NEED = "behov"
    QUESTION = "spørgsmål"
    CASE = "erfaring"
    KOMMUNE = "kommune"
    ADVICE = "råd"


@dataclass(frozen=True)
class Detail:
    """A change that neither moves, brings nor takes away a placement."""

    sentence: str
    """In Danish, without a full stop."""
    about: tuple[DetailSubject, ...]
    """Several where one sentence tells several changes."""


def placed_on(bundle: Bundle, fagomraade: str) -> dict[str, Placement]:
    """The placements on one radar (a fagområde's id, or ``SAMLET``), by technology."""
    return {p.technology: p for p in bundle.edition.placements if p.fagomraade == fagomraade}


def where_words(fagomraade: str, bundle: Bundle) -> str:
    """A radar in a sentence, after »på«: »sundhed og ældre«, »den samlede radar«."""
    if fagomraade == SAMLET:
        return "den samlede radar"
    name = bundle.fagomraade_by_id[fagomraade].name
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


_PLACEMENT_WORDS = {"position": "pladsen i ringen", "name": "navnet", "source": "kilden", "note": "noten"}
_PLACEMENT_ABOUT = {
    "position": DetailSubject.POSITION,
    "name": DetailSubject.NAME,
    "source": DetailSubject.SOURCE,
    "note": DetailSubject.NOTE,
}


def reworded(then: Placement, now: Placement, name: str, where: str) -> Iterable[Detail]:
    """What else is said of a placement than before: position, belæg, name, source and note."""
    if then.belaeg is not now.belaeg:
        belaeg = f"{name} på {where}: belægget er ændret fra {then.belaeg.value} til {now.belaeg.value}"
        yield Detail(belaeg, (DetailSubject.BELAEG,))
    if changed := _changed(then, now, _PLACEMENT_WORDS):
        words = [_PLACEMENT_WORDS[field] for field in changed]
        yield Detail(f"{name} på {where}: {_list_and_verb(words)}", tuple(_PLACEMENT_ABOUT[field] for field in changed))


_EDITION_WORDS: Mapping[str, str] = {
    "id": "id",
    "title": "titel",
    "status": "status",
    "series": "serie",
    "method": "metode",
    "date": "dato",
    "source": "kilde",
}
_TECHNOLOGY_WORDS = {
    "aliases": "andre navne",
    "description": "beskrivelsen",
    "needs": "behovene",
    "automates": "om den automatiserer",
    "source": "kilden",
    "first_step": "det første skridt",
    "traits": "egenskaberne",
}
_FAGOMRAADE_WORDS = {"aliases": "andre navne", "citizen_contact": "borgerkontakten", "note": "noten"}
_CASE_WORDS = {
    "kommune": "kommunen",
    "technologies": "teknologierne",
    "fagomraader": "fagområderne",
    "summary": "teksten",
    "url": "kilden",
    "year": "årstallet",
    "is_excerpt": "hvor meget af kilden der er læst",
}
_QUESTION_WORDS = {
    "text": "teksten",
    "prompts": "hjælpen",
    "kind": "svararten",
    "ticks": "afkrydsningen",
    "options": "valgene",
    "most_cautious": "det forsigtigste valg",
    "short": "den korte tekst",
}
_RULE_WORDS = {
    "question": "spørgsmålet",
    "band": "båndet",
    "source": "kilden",
    "year": "årstallet",
    "effect": "virkningen",
    "trait": "egenskaben",
    "holds": "hvem den gælder",
}
_TRAIT_WORDS = {"holds": "hvad der siges, når den gælder", "holds_not": "hvad der siges, når den ikke gælder"}


def other_details(before: Bundle, after: Bundle) -> Iterable[Detail]:
    """All that is not a placement: the edition itself, technologies, questions, cases …"""
    cases = [{case.id: case for case in bundle.cases} for bundle in (before, after)]
    told: Sequence[tuple[DetailSubject, Iterable[str]]] = (
        (DetailSubject.EDITION, _edition(before.edition, after.edition)),
        (DetailSubject.RADAR, _empty_radars(before, after)),
        (DetailSubject.RADAR, _totals(before, after)),
        (
            DetailSubject.TECHNOLOGY,
            _items(
                before.technology_by_id,
                after.technology_by_id,
                "Ny teknologi",
                "Teknologien",
                lambda t: t.name,
                _TECHNOLOGY_WORDS,
            ),
        ),
        (
            DetailSubject.FAGOMRAADE,
            _items(
                before.fagomraade_by_id,
                after.fagomraade_by_id,
                "Nyt fagområde",
                "Fagområdet",
                lambda f: f.name,
                _FAGOMRAADE_WORDS,
            ),
        ),
        (DetailSubject.NEED, _items(before.need_by_id, after.need_by_id, "Nyt behov", "Behovet", lambda n: n.name)),
        (DetailSubject.QUESTION, _questions(before.questions, after.questions)),
        (DetailSubject.CASE, _items(cases[0], cases[1], "Ny erfaring", "Erfaringen", lambda c: c.title, _CASE_WORDS)),
        (
            DetailSubject.KOMMUNE,
            _items(before.kommune_by_code, after.kommune_by_code, "Ny kommune", "Kommunen", lambda k: k.name),
        ),
        (DetailSubject.ADVICE, _advice(before.rulebook, after.rulebook)),
    )
    return (Detail(sentence, (about,)) for about, sentences in told for sentence in sentences)


def _edition(before: Edition, after: Edition) -> Iterable[str]:
    for field, word in _EDITION_WORDS.items():
        then, now = (_plain(getattr(edition, field)) for edition in (before, after))
        if then != now:
            yield f"Udgavens {word}: {quote(then)} → {quote(now)}"


def _totals(before: Bundle, after: Bundle) -> Iterable[str]:
    """How many technologies each radar is known to hold, where that is another number than before."""
    for fagomraade in union(where for bundle in (after, before) for where, _ in bundle.edition.totals):
        then, now = (bundle.edition.total(fagomraade) for bundle in (before, after))
        if then != now:
            where = where_words(fagomraade, after if fagomraade in after.fagomraade_by_id else before)
            yield f"Teknologier i alt på {where}: {_plain(then)} → {_plain(now)}"


def _empty_radars(before: Bundle, after: Bundle) -> Iterable[str]:
    """Own radars that come or go without a placement on them; where none is, the samlet radar is shown."""
    then, now = before.edition.fagomraader, after.edition.fagomraader
    for fagomraade in now:
        if fagomraade not in then and not placed_on(after, fagomraade):
            yield f"Udgaven har nu sin egen radar for {where_words(fagomraade, after)}"
    for fagomraade in then:
        if fagomraade not in now and not placed_on(before, fagomraade):
            yield f"Udgaven har ikke længere sin egen radar for {where_words(fagomraade, before)}"


def _questions(before: Sequence[Question], after: Sequence[Question]) -> Iterable[str]:
    then = {question.number: question for question in before}
    for question in after:
        old = then.get(question.number)
        if old is None:
            yield f"Nyt spørgsmål {question.number}"
        elif changed := _changed(old, question, _QUESTION_WORDS):
            yield f"Spørgsmål {question.number}: {_list_and_verb([_QUESTION_WORDS[field] for field in changed])}"


def _advice(before: Rulebook | None, after: Rulebook | None) -> Iterable[str]:
    """What the rules say and do otherwise; a rule is called by its id, since its sentence is what may change."""
    rules = [{rule.id: rule for rule in book.rules} if book else {} for book in (before, after)]
    traits = [{trait.id: trait for trait in book.traits} if book else {} for book in (before, after)]
    words = {"sentence": "sætningen", **_RULE_WORDS}
    yield from _items(rules[0], rules[1], "Ny regel", "Reglen", lambda rule: rule.id, words)
    yield from _items(traits[0], traits[1], "Ny egenskab", "Egenskaben", lambda trait: trait.name, _TRAIT_WORDS)


def _items(
    before: Mapping[str, T],
    after: Mapping[str, T],
    new: str,
    the_item: str,
    name_of: Callable[[T], str],
    words: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[str]:
    """What is new, renamed, gone or told otherwise among things by id; ``words`` names their other fields."""
    for item_id, item in after.items():
        if item_id not in before:
            yield f"{new}: {quote(name_of(item))}"
        elif name_of(before[item_id]) != name_of(item):
            yield f"{the_item} {quote(name_of(before[item_id]))} hedder nu {quote(name_of(item))}"
    yield from (f"{the_item} {quote(name_of(i))} er fjernet" for item_id, i in before.items() if item_id not in after)
    for item_id, item in after.items():
        if item_id in before and (changed := _changed(before[item_id], item, words)):
            yield f"{the_item} {quote(name_of(item))}: {_list_and_verb([words[field] for field in changed])}"


def _changed(then: object, now: object, words: Mapping[str, str]) -> list[str]:
    """The fields that ``words`` names and that are not the same."""
    return [field for field in words if getattr(then, field) != getattr(now, field)]


def _list_and_verb(changed: Sequence[str]) -> str:
    return f"{together(changed)} er ændret"


def _plain(value: object) -> str:
    return "ikke oplyst" if value is None else str(getattr(value, "value", value))


def union(ids: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order they come."""
    return tuple(dict.fromkeys(ids))
