"""Every screen, ordinary and extreme, against the Adaptive Card 1.5 schema and the limits of Teams."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest

from bot.cards import notices
from bot.cards.elements import MAX_CARD_BYTES, Card, weight
from bot.cards.question import input_card, question_card, shared_card
from bot.cards.radar import pick_radar_card, radar_card
from bot.cards.start import danish_order, start_card
from bot.cards.summary import summary_card
from dialogs.commands import Person
from dialogs.reflection import GivenAnswer, Phase, Reflection
from radar_core.catalog import load_catalog
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Placement, Ring
from radar_core.shipped import DATA_DIR
from radar_core.suggest import suggest

CATALOG = load_catalog(DATA_DIR)
BUNDLE = CATALOG.bundle("eksempel")
SCHEMA = json.loads((resources.files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8"))
# Typeahead is documented for Teams and 1.5 (»style«: »filtered«); the schema file forgot it.
SCHEMA["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"].append("filtered")
VALID = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
PEOPLE = tuple(Person(f"29:{n}", f"Deltager Nummer {n} Æøåsen") for n in range(60))
LONG = "Vi skriver *det samme* tre steder [her](http://x) og kører `langt` æøå. " * 28


def reflection(**changes: Any) -> Reflection:
    base = Reflection("r1", BUNDLE.sha256, True, PEOPLE[0], NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS)
    return replace(base, **changes)


def sixty(words: str = LONG) -> tuple[GivenAnswer, ...]:
    """Sixty people's long answers to all nine questions."""
    ticks = tuple(need.id for need in BUNDLE.needs)
    return tuple(
        GivenAnswer(q, person, NOW, f"{words[:1980]} nr {q}-{n}", 3 if q > 5 else None, ticks if q == 2 else (), 1)
        for q in range(1, 10)
        for n, person in enumerate(PEOPLE)
    )


def all_klar() -> Bundle:
    """Every technology klar, under a name as long as may be."""
    placed = tuple(
        Placement(t.id, "sundhed-og-aeldre", Ring.KLAR, p.belaeg, p.source, name=(t.name + " Å" * 40)[:40])
        for t, p in zip(BUNDLE.technologies, BUNDLE.edition.placements, strict=False)
    )
    return replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placed))


def address(radar: object, fmt: str) -> str:
    return "https://radar.example.org/radar/eksempel/x.png?v=0123456789abcdef"


def screens() -> Iterator[tuple[str, Card]]:
    full = reflection(answers=sixty())
    one = reflection(group=False, answers=sixty("kort ")[:3])
    for number in range(1, 10):
        yield f"alene-{number}", question_card(replace(one, current=number), BUNDLE, PEOPLE[0], "Gemt.", LONG[:2000])
        yield f"faelles-{number}", shared_card(replace(full, current=number), BUNDLE, "Gemt.")
        yield f"svar-{number}", input_card(full, BUNDLE, number, PEOPLE[7])
    for page in range(1, 61):
        yield f"opsummering-{page}", summary_card(replace(full, phase=Phase.REVIEW), BUNDLE, page=page)
    yield "opsummering-tom", summary_card(reflection(phase=Phase.REVIEW, skipped=frozenset({3})), BUNDLE)
    yield "opsummering-lukket", summary_card(replace(one, phase=Phase.FINISHED), BUNDLE)
    yield "start", start_card(reflection(kommune=None, fagomraade=None, phase=Phase.SETUP), BUNDLE)
    yield "start-kendt", start_card(reflection(phase=Phase.SETUP), BUNDLE, "Vælg også et fagområde.")
    yield "hjaelp", notices.help_card(None, BUNDLE)
    yield "hjaelp-aaben", notices.help_card(full, BUNDLE, heading="Det forstod jeg ikke.")
    yield "velkomst", notices.welcome_card(BUNDLE)
    yield "pause", notices.paused_card(full, BUNDLE)
    yield "annulleret", notices.cancelled_card()
    yield "pensioneret", notices.retired_card()
    yield "afvist", notices.refusal_card("Der er ingen refleksion i gang.")
    yield "vaelg-radar", pick_radar_card(BUNDLE, "Jeg kender ikke »x«.")
    for edition in CATALOG.bundles:
        for shown in ("samlet", "sundhed-og-aeldre"):
            radar = radar_for(edition, shown)
            yield f"radar-{edition.edition.id}-{shown}", radar_card(radar, suggest(edition, radar), address)
    crowded = all_klar()
    radar = radar_for(crowded, "sundhed-og-aeldre")
    needs = [need.id for need in BUNDLE.needs]
    yield "radar-alle-klar", radar_card(radar, suggest(crowded, radar, needs), address, reflection="r1", all_ready=True)


ALL = dict(screens())


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(inner)


@pytest.mark.parametrize("name", ALL)
def test_a_screen_is_a_valid_adaptive_card_and_within_what_teams_takes(name: str) -> None:
    VALID.validate(ALL[name])
    assert weight(ALL[name]) <= MAX_CARD_BYTES


@pytest.mark.parametrize("name", ALL)
def test_inputs_have_labels_pictures_alt_texts_and_presses_a_fallback(name: str) -> None:
    for element in inside(ALL[name]):
        kind = element.get("type", "")
        if kind.startswith("Input."):
            assert element["label"]
        if kind == "Image":
            assert element["altText"]
        if kind == "Action.Execute":
            assert element["fallback"]["type"] == "Action.Submit"
            assert element["fallback"]["data"] == element["data"]
        for choice in element.get("choices", []):
            assert "," not in choice["value"], "several chosen values come back joined by commas"


def test_the_shared_card_has_no_inputs_so_an_update_erases_nobodys_typing() -> None:
    for name, card in ALL.items():
        if name.startswith("faelles-"):
            assert not [e for e in inside(card) if e.get("type", "").startswith("Input.")]


def test_the_shared_card_never_shows_what_anyone_answered() -> None:
    for name, card in ALL.items():
        if name.startswith("faelles-"):
            assert "tre steder" not in json.dumps(card, ensure_ascii=False)


def test_sixty_long_answers_to_nine_questions_are_each_on_exactly_one_page() -> None:
    full = reflection(answers=sixty(), phase=Phase.REVIEW)
    title = next(e["text"] for e in inside(summary_card(full, BUNDLE)) if "side" in e.get("text", ""))
    pages = int(title.rpartition(" ")[2])
    seen = "\n".join(
        e["text"] for page in range(1, pages + 1) for e in inside(summary_card(full, BUNDLE, page=page)) if "text" in e
    )
    for question in range(1, 10):
        for number in range(60):
            assert seen.count(f" nr {question}-{number}\n") + seen.endswith(f" nr {question}-{number}") == 1


def test_nothing_people_write_is_read_as_markdown() -> None:
    answer = GivenAnswer(1, PEOPLE[0], NOW, "**fed** [link](http://x) <at>alle</at> # overskrift", None, (), 1)
    card = summary_card(reflection(phase=Phase.REVIEW, answers=(answer,)), BUNDLE)
    said = json.dumps(card, ensure_ascii=False)
    assert "\\\\*\\\\*fed" in said and "\\\\[link\\\\]" in said and "\\\\<at\\\\>" in said


def test_with_every_technology_klar_all_are_named_on_the_card() -> None:
    said = json.dumps(ALL["radar-alle-klar"]["body"][4:], ensure_ascii=False)
    for entry in radar_for(all_klar(), "sundhed-og-aeldre").entries:
        assert entry.name in said


def test_kommuner_are_listed_as_danish_sorts() -> None:
    names = sorted((k.name for k in BUNDLE.kommuner), key=danish_order)
    assert names[0] == "Albertslund"
    assert names[-3:] == ["Aabenraa", "Aalborg", "Aarhus"]
    assert names.index("Ærø") > names.index("Vordingborg")
