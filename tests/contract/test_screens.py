"""Every screen, ordinary and extreme, against the Adaptive Card 1.5 schema and the limits of Teams."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest

from bot.alarms import KEPT
from bot.cards import notices
from bot.cards.answers import answers_card
from bot.cards.dismissal import dismissal_card
from bot.cards.edition import decided_card, offer_card
from bot.cards.elements import MAX_CARD_BYTES, Card, stamped, weight
from bot.cards.facts import cases_card
from bot.cards.follow_up import choice_card, evaluation_card, evaluations_card, step_card, steps_card
from bot.cards.following import following_card
from bot.cards.moved import News, moved_card
from bot.cards.own import fagomraade_card, forvaltninger_card, kommune_card, own_card, page_card, paste_card
from bot.cards.own_result import result_card
from bot.cards.question import input_card, question_card, shared_card
from bot.cards.radar import pick_radar_card, radar_card
from bot.cards.start import danish_order, start_card
from bot.cards.summary import summary_card
from bot.cards.team import conclusion_card, history_card, menu_card, not_facilitator_card
from bot.radar_answers import radar_answer
from dialogs import team_texts as team
from dialogs import texts
from dialogs.commands import Person
from dialogs.events import EditionLacks, Lack, Refusal
from dialogs.own_commands import OwnSaid
from dialogs.own_plot import on_page, pages
from dialogs.own_plot_model import KeptUse, OwnPlot
from dialogs.reflection import (
    Conclusion,
    Decision,
    Dismissal,
    Evaluation,
    GivenAnswer,
    Judgement,
    NextStep,
    Phase,
    Reflection,
)
from radar_core.catalog import load_catalog
from radar_core.edition_diff import Move, RadarDiff, Stand
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Placement, Ring
from radar_core.own_levels import Forvaltning
from radar_core.own_usage import OwnUse, Usage, Value
from radar_core.shipped import DATA_DIR
from radar_core.suggest import suggest

CATALOG = load_catalog(DATA_DIR)
BUNDLE = CATALOG.bundle("eksempel")
SCHEMA = json.loads((resources.files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8"))
# Typeahead is documented for Teams and 1.5 (»style«: »filtered«); the schema file forgot it.
SCHEMA["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"].append("filtered")
VALID = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.date(2027, 5, 25)
PEOPLE = tuple(Person(f"29:{n}", f"Deltager Nummer {n} Æøåsen") for n in range(60))
LEADER = Person("29:leder", "Facilitator Første")
LONG = "Vi skriver *det samme* tre steder [her](http://x) og kører `langt` æøå. " * 28
TECHNOLOGIES = [t.id for t in BUNDLE.technologies]
MOST_BUTTONS = 6
EVERY_SORT = (1, 2, 5, 9)
"""Questions with words alone, with needs to tick, with technologies to tick, and the last, which is rated."""


def reflection(**changes: Any) -> Reflection:
    base = Reflection("r1", BUNDLE.sha256, True, LEADER, NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS)
    return replace(base, **{"facilitator": LEADER, **changes})


def sixty(words: str = LONG) -> tuple[GivenAnswer, ...]:
    """Sixty people's long answers to all nine questions."""
    ticks = tuple(need.id for need in BUNDLE.needs)
    return tuple(
        GivenAnswer(q, person, NOW, f"{words[:1980]} nr {q}-{n}", 3 if q > 5 else None, ticks if q == 2 else (), 1)
        for q in range(1, 10)
        for n, person in enumerate(PEOPLE)
    )


def worked_through(words: str = LONG) -> dict[str, Any]:
    """All that a team of sixty can have written beside its answers."""
    conclusions = tuple(
        Conclusion(q, f"{words[:1980]} konklusion {q} udgave {n}", PEOPLE[n], NOW, n + 1)
        for n in range(60)
        for q in range(1, 10)
    )
    steps = tuple(NextStep(n, f"{words[:480]} skridt {n}", words[:100], DAY, PEOPLE[n], NOW, 1) for n in range(1, 31))
    judged = {"works": Judgement.JA, "makes_sense": Judgement.DELVIST, "gives_value": Judgement.VED_IKKE}
    evaluations = tuple(
        Evaluation(
            technology, DAY, False, PEOPLE[n], NOW, 2, True, **judged, decision=Decision.JUSTER, comment=words[:1980]
        )
        for n, technology in enumerate(TECHNOLOGIES)
    )
    dismissals = tuple(Dismissal(t, words[:500], PEOPLE[n], NOW, 2) for n, t in enumerate(TECHNOLOGIES[::2]))
    return {"conclusions": conclusions, "steps": steps, "evaluations": evaluations, "dismissals": dismissals}


def without_names(full: Reflection) -> Reflection:
    """The same as an anonymous reflection has it: keys for people, and nobody's name."""
    nameless = replace(full, anonymous=True, salt="s")
    return replace(
        nameless,
        answers=tuple(replace(a, by=nameless.key_of(a.by)) for a in full.answers),
        conclusions=tuple(replace(c, by=Person("", "")) for c in full.conclusions),
        steps=tuple(replace(s, by=Person("", "")) for s in full.steps),
        evaluations=tuple(replace(x, by=Person("", "")) for x in full.evaluations),
        dismissals=tuple(replace(x, by=Person("", "")) for x in full.dismissals),
    )


ALL_NINE = frozenset(range(1, 10))
FULL = reflection(answers=sixty())
OPENED = reflection(answers=sixty(), revealed=ALL_NINE, **worked_through())
LAST = replace(OPENED, id="r0", phase=Phase.FINISHED)
FEW = reflection(answers=tuple(a for a in sixty("kort ") if a.by in PEOPLE[:3]))
OPENED_SHORT = replace(FEW, revealed=ALL_NINE)
ALONE = reflection(group=False, facilitator=None, answers=sixty("kort ")[:3])


def all_klar() -> Bundle:
    """Every technology klar, under a name as long as may be."""
    placed = tuple(
        Placement(t.id, "sundhed-og-aeldre", Ring.KLAR, p.belaeg, p.source, name=(t.name + " Å" * 40)[:40])
        for t, p in zip(BUNDLE.technologies, BUNDLE.edition.placements, strict=False)
    )
    return replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placed))


def address(radar: object, fmt: str, *_: object) -> str:
    return "https://radar.example.org/radar/eksempel/x.png?v=0123456789abcdef"


def screens() -> Iterator[tuple[str, Card]]:
    for number in range(1, 10):
        yield f"alene-{number}", question_card(replace(ALONE, current=number), BUNDLE, PEOPLE[0], "Gemt.", LONG[:2000])
        yield f"alene-sidst-{number}", question_card(replace(ALONE, current=number), BUNDLE, PEOPLE[0], previous=LAST)
    for page in range(1, 61):
        yield f"opsummering-{page}", summary_card(replace(OPENED, phase=Phase.REVIEW), BUNDLE, page=page)
    yield "opsummering-tom", summary_card(reflection(phase=Phase.REVIEW, skipped=frozenset({3})), BUNDLE)
    yield "opsummering-alene", summary_card(replace(ALONE, phase=Phase.FINISHED), BUNDLE)
    yield "opsummering-udloebet", summary_card(replace(FULL, phase=Phase.EXPIRED), BUNDLE)
    yield "start", start_card(reflection(kommune=None, fagomraade=None, phase=Phase.SETUP), BUNDLE)
    yield "start-kendt", start_card(reflection(phase=Phase.SETUP), BUNDLE, "Vælg også et fagområde.")
    yield "start-alene", start_card(reflection(group=False, phase=Phase.SETUP), BUNDLE)
    yield from small_screens()
    yield from own_screens()
    yield from following_screens()
    for kind, shown in (("navne", FULL), ("aabne", OPENED), ("faa", FEW), ("ny", reflection())):
        yield from group_screens(kind, shown)
        yield from group_screens(f"anonym-{kind}", without_names(shown))
    for edition in CATALOG.bundles:
        for fagomraade in ("samlet", "sundhed-og-aeldre"):
            radar = radar_for(edition, fagomraade)
            yield f"radar-{edition.edition.id}-{fagomraade}", radar_card(radar, suggest(edition, radar), address)
    crowded = all_klar()
    radar = radar_for(crowded, "sundhed-og-aeldre")
    needs = [need.id for need in BUNDLE.needs]
    yield "radar-alle-klar", radar_card(radar, suggest(crowded, radar, needs), address, reflection="r1", all_ready=True)
    yield "valg-alle-klar", choice_card(OPENED, crowded)
    yield "svar-alle-klar", input_card(replace(FEW, current=5), crowded, 5, PEOPLE[0], "Gemt.", LONG[:2000], LAST)


def small_screens() -> Iterator[tuple[str, Card]]:
    yield "hjaelp", notices.help_card(None, BUNDLE)
    yield "hjaelp-aaben", notices.help_card(FULL, BUNDLE, heading="Det forstod jeg ikke.")
    yield "hjaelp-pause", notices.help_card(replace(FULL, phase=Phase.PAUSED), BUNDLE)
    yield "velkomst", notices.welcome_card(BUNDLE)
    yield "erfaringer", cases_card(BUNDLE, None, None, said=LONG[:200])
    yield "erfaringer-rpa", cases_card(BUNDLE, "rpa", "sundhed-og-aeldre")
    yield "ny-udgave", offer_card(FULL, CATALOG.bundle("2020"), BUNDLE)
    yield "ny-udgave-mangler", offer_card(FULL, CATALOG.bundle("2020"), BUNDLE, EditionLacks(True, True))
    yield "ny-udgave-valgt", decided_card(FULL, BUNDLE, LONG[:200])
    yield "pause", notices.paused_card(FULL, BUNDLE)
    yield "pause-til", notices.paused_card(replace(FULL, paused_until=NOW + dt.timedelta(days=6)), BUNDLE)
    yield "paamindelse", notices.reminder_card(FULL, BUNDLE)
    yield "paamindelse-opsummering", notices.reminder_card(replace(FULL, phase=Phase.REVIEW), BUNDLE)
    yield "udloeber", notices.warned_card(FULL, BUNDLE, DAY)
    yield "udloebet", notices.expired_card(FULL, BUNDLE)
    yield "andetsteds", notices.elsewhere_card([("Sundhed", "Spørgsmål 3 af 9", "https://x.example/1")], BUNDLE)
    threads = [(f"Sundhed og ældre · Kommune {n}", "på pause", f"https://x.example/{n}" * 9) for n in range(60)]
    yield "andetsteds-mange", notices.elsewhere_card(threads, BUNDLE)
    yield "annulleret", notices.cancelled_card()
    yield "pensioneret", notices.retired_card()
    yield "afvist", notices.refusal_card("Der er ingen refleksion i gang.")
    yield "vaelg-radar", pick_radar_card(BUNDLE, "Jeg kender ikke »x«.")


def own_screens() -> Iterator[tuple[str, Card]]:
    """A kommune's own radar: nothing said, and everything said in as many words as there is room for."""
    radar, crowded = radar_for(BUNDLE, "sundhed-og-aeldre"), radar_for(all_klar(), "sundhed-og-aeldre")
    nothing = OwnPlot("630")
    words = LONG[:500].replace("Vi", "😀")
    said = tuple(
        KeptUse(where, OwnUse(t, usage, words, value, PEOPLE[0].name, NOW), PEOPLE[0], 999)
        for where in ("sundhed-og-aeldre", "samlet")
        for t, (usage, value) in zip(TECHNOLOGIES, itertools.cycle(EVERY_LEVEL), strict=False)
    )
    forvaltninger = tuple(Forvaltning(f"Forvaltning {n} {'Å' * 60}", ("sundhed-og-aeldre",)) for n in range(30))
    full = OwnPlot("630", said, forvaltninger)
    faults = [
        f"C{n}: »{LONG[:60]}« er ingen status. Skriv bruger ikke, overvejer, afprøver eller i drift."
        for n in range(300)
    ]
    for kind, plot, shown in (("tom", nothing, radar), ("fuld", full, radar), ("trang", full, crowded)):
        bundle = all_klar() if shown is crowded else BUNDLE
        where = shown.slug
        yield f"egen-{kind}", own_card(shown, plot, where, bundle, "Gemt: 5 teknologier.")
        for page in range(1, pages(shown) + 1):
            yield f"egen-{kind}-{page}", page_card(shown, plot, where, bundle, page, "Gemt.")
        drafts = [OwnSaid(e.technology.id, None, None, words, "") for e in on_page(shown, 1)]
        yield f"egen-{kind}-igen", page_card(shown, plot, where, bundle, 1, LONG[:1000], drafts, warn=True)
        yield f"egen-{kind}-resultat", result_card(shown, plot, where, bundle, OPENED, "Gemt.")
        yield f"egen-{kind}-resultat-anonym", result_card(shown, plot, where, bundle, without_names(OPENED))
        yield f"egen-{kind}-regneark", paste_card(plot, where, bundle)
        yield f"egen-{kind}-regneark-fejl", paste_card(plot, where, bundle, faults, "Teknologi\tStatus\nåøæ\n" * 320)
        yield f"egen-{kind}-forvaltninger", forvaltninger_card(plot, where, bundle)
        yield f"egen-{kind}-forvaltninger-fejl", forvaltninger_card(plot, where, bundle, faults, "å" * 3000)
    yield "egen-kommune", kommune_card((), None, BUNDLE)
    yield "egen-kommuner", kommune_card(("630", "101"), "samlet", BUNDLE)
    yield "egen-fagomraade", fagomraade_card(nothing, "kvantefysik", (), BUNDLE)
    yield "egen-fagomraade-flere", fagomraade_card(full, None, ("sundhed-og-aeldre",), BUNDLE)
    copied = CATALOG.bundle("2020")
    standing_in = radar_for(copied, "sundhed-og-aeldre")
    yield "egen-samlet-i-stedet", page_card(standing_in, nothing, "sundhed-og-aeldre", copied, 1)


def following_screens() -> Iterator[tuple[str, Card]]:
    """What is followed, and the news of one radar and of every radar at once, from one change to far too many."""
    every = ["samlet", *(f.id for f in BUNDLE.fagomraader)]
    yield "foelger-intet", following_card((), BUNDLE, texts.PICK_RADAR_UNKNOWN.format(text=LONG[:100]))
    yield "foelger-en", following_card(("samlet",), BUNDLE, suggested="sundhed-og-aeldre")
    yield "foelger-alle", following_card(tuple(every), BUNDLE, "Nu følger I den samlede radar.")
    for count in (1, 60):
        moves = tuple(Move(f"t{n}", f"{'Å' * 36} {n}", Ring.AFPROEV, Ring.KLAR) for n in range(count))
        stands = tuple(Stand(f"s{n}", f"{'Å' * 36} {n}", Ring.HOLD_OEJE) for n in range(count))
        for live in (BUNDLE, all_klar()):
            changes = [
                News(each, each, radar_for(live, each), RadarDiff(each, each, moves, stands, stands), is_unlike=True)
                for each in every
            ]
            name = f"nyt-{count}-{'alle-klar' if live is not BUNDLE else 'eksempel'}"
            yield name, moved_card(changes[1:2], every[1:2], live, address)
            yield f"{name}-alle", moved_card(changes, every, live, address)
    gone = RadarDiff("x", "x", (), (), stands, is_gone=True)
    yield "nyt-fjernet", moved_card([News("x", "Fagområde X", None, gone)], ["x"], BUNDLE, address)


EVERY_LEVEL = [(usage, None) for usage in Usage] + [(Usage.I_DRIFT, value) for value in Value]


def group_screens(kind: str, shown: Reflection) -> Iterator[tuple[str, Card]]:
    """What a group sees, shared cards under names that begin with ``faelles``."""
    last = without_names(LAST) if shown.anonymous else LAST
    last = replace(last, salt=None)
    for number in EVERY_SORT:
        at = replace(shown, current=number)
        yield f"faelles-{kind}-{number}", shared_card(at, BUNDLE, "Gemt.")
        yield f"faelles-{kind}-sidst-{number}", shared_card(at, BUNDLE, "Gemt.", last)
        yield f"input-{kind}-{number}", input_card(at, BUNDLE, number, PEOPLE[2], previous=last)
        yield f"input-{kind}-ny-{number}", input_card(at, BUNDLE, number, Person("29:x", "X"), "Gem igen.", LONG[:2000])
        yield f"konklusion-{kind}-{number}", conclusion_card(at, BUNDLE, number, "Rettet.", LONG[:2000], last)
        yield f"historik-{kind}-{number}", history_card(at, BUNDLE, number)
        for page in (1, 2, 9):
            yield f"faelles-svar-{kind}-{number}-{page}", answers_card(at, BUNDLE, number, page)
    for person in (LEADER, PEOPLE[2]):
        yield f"mere-{kind}-{person.id}", menu_card(shown, BUNDLE, person)
    yield f"mere-pause-{kind}", menu_card(replace(shown, phase=Phase.PAUSED), BUNDLE, PEOPLE[2])
    yield f"ikke-facilitator-{kind}", not_facilitator_card(shown, BUNDLE, texts.REFUSALS[Refusal.NOT_FACILITATOR])
    for phase in (Phase.REVIEW, Phase.FINISHED):
        for page in (1, 2, 9, 999):
            card = summary_card(replace(shown, phase=phase), BUNDLE, "Gemt.", page, last)
            yield f"opsummering-{kind}-{phase.value}-{page}", card
    yield f"skridt-{kind}", steps_card(shown, BUNDLE, "Gemt.")
    yield f"skridt-{kind}-nyt", step_card(shown, BUNDLE, None)
    yield f"skridt-{kind}-ret", step_card(shown, BUNDLE, 7, "Hvornår?", (LONG[:500], LONG[:100], "2027-05-25"))
    yield f"valg-{kind}", choice_card(shown, BUNDLE)
    yield f"evaluer-{kind}-en", evaluations_card(shown, BUNDLE, TECHNOLOGIES[:1])
    yield f"evaluer-{kind}-fem", evaluations_card(shown, BUNDLE, TECHNOLOGIES[:5])
    yield f"evaluer-{kind}-alle", evaluations_card(shown, BUNDLE, TECHNOLOGIES)
    for which, bundle in (("", BUNDLE), ("-alle-klar", all_klar())):
        for all_ready in (False, True):
            argued = radar_answer(shown, bundle, address, all_ready=all_ready, said="Gemt.")
            yield f"forslag-{kind}{which}-{all_ready}", argued
        yield f"fravalg-{kind}{which}", dismissal_card(shown, bundle)
        for lacks in Lack:
            yield f"fravalg-{kind}{which}-{lacks.name}", dismissal_card(shown, bundle, "blockchain", "😀" * 4000, lacks)
    yield f"evaluering-{kind}", evaluation_card(shown, BUNDLE, TECHNOLOGIES[3], "Vælg.", LONG[:2000])


ALL = dict(screens())


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(inner)


def said_on(card: Card) -> str:
    """Everything a card shows, one piece a line."""
    lines = []
    for element in inside(card):
        lines += [element[name] for name in ("text", "title", "value", "label", "placeholder") if name in element]
    return "\n".join(map(str, lines))


def buttons(card: Card) -> dict[str, dict[str, Any]]:
    """The data a press on each button carries, by its title; those in the body too."""
    return {e["title"]: e.get("data", {}) for e in inside(card) if e.get("type") == "Action.Execute"}


@pytest.mark.parametrize("name", ALL)
def test_a_screen_is_a_valid_adaptive_card_and_within_what_teams_takes(name: str) -> None:
    VALID.validate(ALL[name])
    assert weight(stamped(ALL[name], "x" * 32)) <= MAX_CARD_BYTES


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


@pytest.mark.parametrize("name", ALL)
def test_a_row_of_buttons_is_no_longer_than_a_phone_shows(name: str) -> None:
    assert len(ALL[name].get("actions", [])) <= MOST_BUTTONS
    for element in inside(ALL[name]):
        if element.get("type") == "ActionSet":
            assert len(element["actions"]) <= 2


@pytest.mark.parametrize("name", ALL)
def test_no_two_inputs_of_a_card_have_the_same_name_and_no_sentence_has_a_gap(name: str) -> None:
    inputs = [e["id"] for e in inside(ALL[name]) if e.get("type", "").startswith("Input.")]
    assert len(inputs) == len(set(inputs))
    for element in inside(ALL[name]):
        for said in (element.get("text"), element.get("title")):
            assert said is None or said.strip(), "an empty line is not something one reads"
            assert not re.search(r"\{\w+\}", said or "")


def test_the_shared_card_has_no_inputs_so_an_update_erases_nobodys_typing() -> None:
    for name, card in ALL.items():
        if name.startswith(("faelles-", "forslag-")):
            assert not [e for e in inside(card) if e.get("type", "").startswith("Input.")]


@pytest.mark.parametrize("shown", [FULL, without_names(FULL), FEW], ids=["navne", "anonym", "faa"])
def test_before_they_are_opened_no_card_for_all_shows_what_anyone_answered(shown: Reflection) -> None:
    reviewed = replace(shown, phase=Phase.REVIEW)
    cards = [shared_card(replace(shown, current=n), BUNDLE) for n in range(1, 10)]
    cards += [answers_card(shown, BUNDLE, n, page) for n in range(1, 10) for page in (1, 2)]
    cards += [summary_card(reviewed, BUNDLE, page=page) for page in range(1, 20)]
    for card in cards:
        assert not re.search(r"nr \d-\d", said_on(card)) and "█" not in said_on(card)


def test_anonymous_answers_of_fewer_than_four_stay_hidden_though_they_were_opened() -> None:
    few = replace(without_names(FEW), revealed=ALL_NINE)
    assert texts.FEW_ANSWERS in said_on(shared_card(few, BUNDLE))
    for card in (shared_card(few, BUNDLE), answers_card(few, BUNDLE, 1), summary_card(few, BUNDLE)):
        assert "nr 1-" not in said_on(card)
    assert said_on(summary_card(few, BUNDLE)).count(team.FEW_HIDDEN) == 9


def test_without_names_no_card_says_who_wrote_anything() -> None:
    for name, card in ALL.items():
        if "-anonym-" in name:
            said = json.dumps(card, ensure_ascii=False)
            assert "Deltager Nummer" not in said and "29:" not in said, name
            assert texts.ANSWERED_BY[:11] not in said, name
            assert not name.startswith("historik-") or "november" not in said, "the day may tell who it was"


def test_with_names_the_opened_answers_say_whose_they_are() -> None:
    assert "**Deltager Nummer 0 Æøåsen:**" in said_on(shared_card(OPENED_SHORT, BUNDLE))
    assert "**Deltager Nummer 0 Æøåsen:**" in said_on(summary_card(OPENED_SHORT, BUNDLE))


def test_every_card_of_a_group_says_whether_answers_come_with_names() -> None:
    for name, card in ALL.items():
        if name.startswith(("faelles-", "input-", "konklusion-", "mere-", "opsummering-anonym", "opsummering-navne")):
            how = texts.ANONYMOUS if "-anonym-" in name else texts.NAMED
            assert f"{how} · {texts.FACILITATOR.format(name=LEADER.name)}" in said_on(card), name


def test_how_many_of_those_who_take_part_have_answered_is_said_before_the_answers_are_opened() -> None:
    answers = [a for a in sixty("kort ") if a.by in PEOPLE[:6] and a.question == 1]
    answers += [a for a in sixty("kort ") if a.by in PEOPLE[:4] and a.question == 3]
    shown = reflection(answers=tuple(answers))
    assert "4 af 6 har svaret på spørgsmål 3" in said_on(shared_card(replace(shown, current=3), BUNDLE))
    assert "6 har svaret på spørgsmål 1" in said_on(shared_card(shown, BUNDLE))
    assert texts.NOBODY_ANSWERED in said_on(shared_card(replace(shown, current=2), BUNDLE))


def test_before_their_first_answer_and_only_then_people_are_told_who_sees_it_and_how_long_it_is_kept() -> None:
    new = Person("29:x", "X")
    for shown, why in ((FULL, texts.NOTICE_NAMED), (without_names(FULL), texts.NOTICE_ANONYMOUS)):
        told = said_on(input_card(shown, BUNDLE, 2, new))
        assert why in told and texts.KEPT in told and texts.NOTICE_OTHERS in told
        assert texts.NOTICE_KEPT not in said_on(input_card(shown, BUNDLE, 2, PEOPLE[0]))
    nothing_yet = replace(ALONE, answers=())
    assert texts.NOTICE_ALONE in said_on(question_card(nothing_yet, BUNDLE, PEOPLE[0]))
    assert texts.NOTICE_KEPT not in said_on(question_card(ALONE, BUNDLE, PEOPLE[0]))


def test_an_answer_meant_to_be_without_a_name_says_so_when_it_is_saved() -> None:
    for title in (texts.SAVE, texts.SAVE_AND_AHEAD):
        assert buttons(input_card(without_names(FULL), BUNDLE, 2, PEOPLE[0]))[title]["a"] is True
        assert "a" not in buttons(input_card(FULL, BUNDLE, 2, PEOPLE[0]))[title]


def test_an_answer_can_be_taken_back_where_there_is_one() -> None:
    assert texts.WITHDRAW in buttons(input_card(FULL, BUNDLE, 2, PEOPLE[0]))
    assert texts.WITHDRAW not in buttons(input_card(FULL, BUNDLE, 2, LEADER))
    assert texts.SAVE_AND_AHEAD not in buttons(input_card(FULL, BUNDLE, 9, LEADER))


def test_names_or_not_can_be_changed_until_somebody_has_answered() -> None:
    assert buttons(shared_card(reflection(), BUNDLE))[texts.MAKE_ANONYMOUS]["a"] is True
    assert buttons(shared_card(without_names(reflection()), BUNDLE))[texts.MAKE_NAMED]["a"] is False
    assert not {texts.MAKE_ANONYMOUS, texts.MAKE_NAMED} & set(buttons(shared_card(FULL, BUNDLE)))


def test_ratings_are_drawn_as_bars_of_at_most_twelve_blocks() -> None:
    rated = [replace(a, rating=5 if n < 3 else 1) for n, a in enumerate(a for a in sixty("kort ") if a.question == 7)]
    for people, five, one in ((5, "███ 3", "██ 2"), (60, "█ 3", "████████████ 57")):
        shown = reflection(answers=tuple(rated[:people]), revealed=frozenset({7}), current=7)
        for card in (shared_card(shown, BUNDLE), summary_card(shown, BUNDLE), answers_card(shown, BUNDLE, 7)):
            rows = {f["title"]: f["value"] for e in inside(card) for f in e.get("facts", [])}
            assert (rows[texts.RATINGS[5]], rows[texts.RATINGS[4]], rows[texts.RATINGS[1]]) == (five, "0", one)


def test_the_summary_names_the_question_the_group_differs_most_about_and_no_person() -> None:
    ratings = {7: (1, 5, 1, 5), 8: (3, 3, 3, 4)}
    answers = tuple(
        GivenAnswer(q, PEOPLE[n], NOW, "", rating, (), 1) for q, row in ratings.items() for n, rating in enumerate(row)
    )
    shown = reflection(answers=answers, revealed=frozenset({7, 8}), phase=Phase.REVIEW)
    first = team.MOST_DIVIDED.format(n=7, question=BUNDLE.questions[6].text)
    assert first in said_on(summary_card(shown, BUNDLE))
    assert team.MOST_DIVIDED[:20] not in said_on(summary_card(replace(shown, revealed=frozenset()), BUNDLE))


def test_what_was_said_last_time_stands_beside_what_is_asked_now() -> None:
    last = replace(OPENED_SHORT, id="r0", phase=Phase.FINISHED, conclusions=(Conclusion(1, "Sådan!", LEADER, NOW, 1),))
    for make in (
        lambda n: shared_card(reflection(current=n), BUNDLE, previous=last),
        lambda n: input_card(reflection(), BUNDLE, n, PEOPLE[0], previous=last),
        lambda n: conclusion_card(reflection(), BUNDLE, n, previous=last),
    ):
        assert team.LAST_CONCLUDED.format(text="Sådan!") in said_on(make(1))
        assert team.LAST_ANSWERED in said_on(make(2)) and "nr 2-0" in said_on(make(2))
    alone = replace(ALONE, id="r0", phase=Phase.FINISHED)
    now = question_card(replace(ALONE, answers=()), BUNDLE, PEOPLE[0], previous=alone)
    assert team.LAST_ANSWERED_ALONE in said_on(now)
    hidden = replace(last, revealed=frozenset(), conclusions=())
    assert "nr 2-0" not in said_on(shared_card(reflection(current=2), BUNDLE, previous=hidden))


def test_a_closed_reflection_can_be_opened_again_unless_it_was_anonymous() -> None:
    for phase in (Phase.FINISHED, Phase.EXPIRED):
        assert team.REOPEN in buttons(summary_card(replace(FULL, phase=phase), BUNDLE))
        assert team.REOPEN not in buttons(summary_card(replace(without_names(FULL), phase=phase), BUNDLE))
    assert team.REOPEN not in buttons(summary_card(replace(FULL, phase=Phase.CANCELLED), BUNDLE))


def test_somebody_elses_change_of_the_conclusion_stands_beside_what_was_typed() -> None:
    shown = reflection(conclusions=(Conclusion(1, "Det nye", PEOPLE[1], NOW, 2),))
    card = conclusion_card(shown, BUNDLE, 1, texts.REFUSALS[Refusal.CONCLUSION_CHANGED], "Mit")
    assert team.CONCLUSION_NOW.format(text="Det nye") in said_on(card)
    assert buttons(card)[team.SAVE_CONCLUSION]["v"] == 2
    assert [e["value"] for e in inside(card) if e.get("id") == "text"] == ["Mit"]


def test_who_does_not_facilitate_can_take_over_and_who_does_need_not() -> None:
    assert team.TAKE_OVER in buttons(menu_card(FULL, BUNDLE, PEOPLE[0]))
    assert team.TAKE_OVER not in buttons(menu_card(FULL, BUNDLE, LEADER))
    assert team.TAKE_OVER in buttons(not_facilitator_card(FULL, BUNDLE, "Nej."))


def test_a_reminder_never_says_who_has_or_has_not_answered() -> None:
    for phase in (Phase.QUESTIONS, Phase.REVIEW):
        assert "Deltager" not in said_on(notices.reminder_card(replace(FULL, phase=phase), BUNDLE))


def test_a_pause_with_an_end_says_when_it_is() -> None:
    until = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
    card = notices.paused_card(replace(FULL, phase=Phase.PAUSED, paused_until=until), BUNDLE)
    assert "Pause til mandag den 30. november" in said_on(card)


def test_technologies_ticked_as_in_drift_are_ticked_to_be_evaluated_half_a_year_on() -> None:
    ready = [entry.technology.id for entry in radar_for(BUNDLE, "sundhed-og-aeldre").in_ring(Ring.KLAR)]
    ticked = GivenAnswer(5, PEOPLE[0], NOW, "x", None, (ready[1],), 1)
    card = choice_card(reflection(answers=(ticked,), phase=Phase.FINISHED, ended_at=NOW), BUNDLE)
    inputs = {e["id"]: e for e in inside(card) if e.get("type", "").startswith("Input.")}
    assert inputs["technologies"]["value"] == ready[1]
    assert [choice["value"] for choice in inputs["technologies"]["choices"]] == ready
    assert inputs["when"]["value"] == "2027-05-25" and inputs["when"]["label"] == "Husk at evaluere den"


def test_every_reason_to_refuse_has_its_sentence() -> None:
    assert set(texts.REFUSALS) == set(Refusal)
    assert len(set(texts.REFUSALS.values())) == len(Refusal)


def test_how_long_answers_are_kept_is_said_as_it_is() -> None:
    assert (KEPT.days, texts.KEPT) == (730, "to år")


def test_nothing_people_write_is_read_as_markdown() -> None:
    words = "**fed** [link](http://x) <at>alle</at> # overskrift"
    person = Person("29:y", words)
    shown = reflection(
        answers=(GivenAnswer(1, person, NOW, words, None, (), 1),),
        conclusions=(Conclusion(1, words, person, NOW, 1), Conclusion(1, words, person, NOW, 2)),
        steps=(NextStep(1, words, words, DAY, person, NOW, 1),),
        evaluations=(Evaluation(TECHNOLOGIES[0], DAY, False, person, NOW, 1, comment=words),),
        dismissals=(Dismissal(TECHNOLOGIES[0], words, person, NOW, 1),),
        revealed=ALL_NINE,
    )
    shown = replace(shown, facilitator=person)
    for card in (
        shared_card(shown, BUNDLE),
        shared_card(replace(shown, revealed=frozenset()), BUNDLE, previous=replace(shown, id="r0")),
        answers_card(shown, BUNDLE, 1),
        summary_card(replace(shown, phase=Phase.FINISHED), BUNDLE),
        conclusion_card(shown, BUNDLE, 1, draft="mit"),
        history_card(shown, BUNDLE, 1),
        menu_card(shown, BUNDLE, LEADER),
        not_facilitator_card(shown, BUNDLE, "Nej."),
        steps_card(shown, BUNDLE),
        radar_answer(shown, BUNDLE, address),
    ):
        read = "\n".join(e["text"] for e in inside(card) if e.get("type") == "TextBlock")
        assert "\\*\\*fed" in read
        assert not re.search(r"(?<!\\)\*\*fed|(?<!\\)\[link|(?<!\\)<at>", read)


def test_with_every_technology_klar_all_are_named_on_the_card() -> None:
    said = json.dumps(ALL["radar-alle-klar"]["body"][4:], ensure_ascii=False)
    for entry in radar_for(all_klar(), "sundhed-og-aeldre").entries:
        assert entry.name in said


def test_kommuner_are_listed_as_danish_sorts() -> None:
    names = sorted((k.name for k in BUNDLE.kommuner), key=danish_order)
    assert names[0] == "Albertslund"
    assert names[-3:] == ["Aabenraa", "Aalborg", "Aarhus"]
    assert names.index("Ærø") > names.index("Vordingborg")
