"""Another edition goes live under a running reflection: what is decided, and what never changes whoever says what."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.elements import MAX_CARD_BYTES, plain, weight
from bot.cards.reflection.answers import answers_card
from bot.cards.reflection.dismissal import dismissal_card
from bot.cards.reflection.edition import changes, offer_card
from bot.cards.reflection.follow_up import choice_card, evaluation_card, evaluations_card, steps_card
from bot.cards.reflection.question import input_card
from bot.turns.reflection.screens import screen
from bot.turns.verbs import command_of
from bot.wire import Press
from dialogs.danish.dates import local
from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.edition_switch import LiveEdition, lacking
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.reducer import apply
from dialogs.reflection.state import Dismissal, Evaluation, GivenAnswer, Phase, Reflection
from dialogs.texts import changed
from dialogs.texts import editions as words
from radar_core.model import Placement, Ring
from tests.fakes.chance import cases
from tests.fakes.new_edition import GONE_NEED, GONE_TECHNOLOGY, MOVED, next_edition
from tests.fakes.results import result_answer
from tests.fakes.shipped import shipped
from tests.fakes.walks import CANCEL, FINISH, FIRST, MONDAY, SECOND, THIRD, begun, setting, walk

FAGOMRAADE, KOMMUNE = "sundhed-og-aeldre", "630"
LIVE: dict[str, Any] = {"fagomraader": (FAGOMRAADE,), "kommuner": (KOMMUNE,)}
BUNDLE = shipped().bundle("eksempel")
NEW = next_edition(BUNDLE)


def on(
    reflection: Reflection, *acts: c.Command | tuple[Person, c.Command], bundle: str = "new"
) -> tuple[Reflection, tuple[e.Event, ...]]:
    """The reflection after ``acts`` while ``bundle`` is live, which has all it needs."""
    return walk(reflection, *acts, bundle=bundle, **LIVE)


def test_the_offer_stands_before_what_the_turn_was_about_and_comes_once() -> None:
    reflection, events = on(begun(), c.Answer("svar"))
    assert isinstance(events[0], e.EditionOffered) and isinstance(events[-1], e.AnswerSaved)
    assert (reflection.offered, reflection.bundle) == ("new", "sha")
    for later in (c.ShowStatus(), c.Next(), c.ShowRadar(), c.Help()):
        assert not any(isinstance(event, e.EditionOffered) for event in on(reflection, later)[1])
    again, events = on(reflection, c.ShowStatus(), bundle="newer")
    assert isinstance(events[0], e.EditionOffered) and again.offered == "newer"


def test_to_look_only_is_offered_it_and_counts_as_no_change_of_the_reflection() -> None:
    reflection = begun()
    looked, events = on(reflection, (SECOND, c.ShowStatus()))
    assert events == (e.EditionOffered(), e.StatusAsked())
    assert replace(looked, offered=None) == reflection


def test_neither_a_refusal_nor_an_alarm_nor_an_edited_message_brings_the_offer() -> None:
    reflection = begun()
    for act in (
        c.Answer("  "),
        c.Alarm(),
        Said(c.Answer("rettet"), FIRST, MONDAY, message="m1", edited=True),
        (SECOND, c.Next()),
    ):
        after, events = walk(reflection, act, bundle="new", **LIVE)
        assert not any(isinstance(event, e.EditionOffered) for event in events)
        assert after.offered is None


@pytest.mark.parametrize("last", [c.Pause(), FINISH, CANCEL])
def test_what_is_put_away_or_closed_is_offered_nothing(last: c.Command) -> None:
    reflection, events = on(begun(), last)
    assert not any(isinstance(event, e.EditionOffered) for event in events) and reflection.offered is None


def test_switching_changes_the_edition_alone() -> None:
    reflection, _ = walk(begun(), c.Answer("svar"), c.Answer("", 2, ticks=("a",)), c.Dismiss("x", "derfor"))
    after, events = on(reflection, c.SwitchEdition("new"))
    assert events == (e.EditionSwitched(FIRST),)
    assert replace(after, bundle="sha", offered=None, touched_at=reflection.touched_at) == reflection


def test_keeping_changes_nothing_and_is_not_asked_again() -> None:
    reflection, events = on(begun(), c.KeepEdition())
    assert events == (e.EditionKept(),) and reflection.bundle == "sha"
    assert on(reflection, c.ShowStatus())[1] == (e.StatusAsked(),)


def test_a_press_on_the_offer_of_an_edition_that_is_live_no_more_offers_the_one_that_is() -> None:
    reflection, _ = on(begun(), c.ShowStatus())
    for late in (c.SwitchEdition("new"), c.KeepEdition("new")):
        after, events = on(reflection, late, bundle="newer")
        assert events == (e.EditionOffered(),) and (after.bundle, after.offered) == ("sha", "newer")


def test_on_the_live_edition_there_is_nothing_to_choose() -> None:
    for command in (c.SwitchEdition(), c.KeepEdition(), c.SwitchEdition("sha")):
        assert walk(begun(), command, **LIVE)[1] == (Refused(Refusal.NO_NEWER_EDITION),)


def test_only_the_facilitator_chooses_and_who_takes_over_may() -> None:
    for command in (c.SwitchEdition("new"), c.KeepEdition("new")):
        reflection, events = on(begun(), (SECOND, command))
        assert events == (Refused(Refusal.NOT_FACILITATOR),) and reflection == begun()
        taken, _ = on(begun(), (SECOND, c.TakeOver()), (SECOND, command))
        assert taken.offered == "new"


def test_it_is_switched_neither_while_paused_nor_once_closed() -> None:
    for last, reason in ((c.Pause(), Refusal.PAUSED), (CANCEL, Refusal.NO_REFLECTION)):
        reflection, events = on(begun(), last, c.SwitchEdition())
        assert events == (Refused(reason),) and reflection.bundle == "sha"


@pytest.mark.parametrize(
    ("fagomraader", "kommuner", "lacks"),
    [((), (KOMMUNE,), e.EditionLacks(True, False)), ((FAGOMRAADE,), (), e.EditionLacks(False, True))],
)
def test_an_edition_that_lacks_the_fagomraade_or_the_kommune_is_not_switched_to(
    fagomraader: tuple[str, ...], kommuner: tuple[str, ...], lacks: e.EditionLacks
) -> None:
    edition: dict[str, Any] = {"bundle": "new", "fagomraader": fagomraader, "kommuner": kommuner}
    reflection, events = walk(begun(), c.SwitchEdition(), **edition)
    assert events == (lacks,) and reflection.bundle == "sha"
    assert walk(begun(), c.ShowStatus(), **edition)[1][0] == e.EditionOffered(lacks)
    assert lacking(begun(), LiveEdition("new", fagomraader, kommuner)) == lacks


def test_before_the_questions_the_live_edition_is_taken_and_what_it_lacks_is_asked_for_again() -> None:
    setup, _ = apply(None, Said(c.Start(), FIRST, MONDAY), setting(kommune=None))
    assert setup is not None
    half, _ = walk(setup, c.Setup(None, FAGOMRAADE))
    for fagomraader, kept in (((FAGOMRAADE,), FAGOMRAADE), ((), None)):
        after, events = walk(half, c.ShowStatus(), **{**LIVE, "bundle": "new", "fagomraader": fagomraader})
        assert (after.bundle, after.fagomraade, after.offered) == ("new", kept, None)
        assert events == (e.StatusAsked(),)


editions = st.sampled_from(["sha", "one", "two", "three"])
commands = st.one_of(
    st.builds(c.SwitchEdition, st.one_of(st.none(), editions)),
    st.builds(c.KeepEdition, st.one_of(st.none(), editions)),
    st.builds(c.Answer, st.sampled_from(["ja", ""]), st.sampled_from([None, 1, 5])),
    st.sampled_from([c.ShowStatus(), c.Next(), c.Pause(), c.Resume(), c.TakeOver(), c.Help(), FINISH, c.Reopen()]),
)
sayings = st.lists(st.tuples(st.sampled_from([FIRST, SECOND, THIRD]), commands, editions, st.booleans()), max_size=30)


@settings(max_examples=cases(400))
@given(sayings, st.booleans())
def test_whoever_says_what_no_answer_is_changed_by_the_edition_and_none_is_offered_twice_while_it_is_live(
    said: list[tuple[Person, c.Command, str, bool]], group: bool
) -> None:
    reflection, live, offered = begun(group=group), "sha", 0
    for by, command, bundle, has_all in said:
        offered = offered if bundle == live else 0
        live, before = bundle, reflection
        kept: dict[str, Any] = {"bundle": live, "group": group, **(LIVE if has_all else {})}
        reflection, events = walk(before, (by, command), **kept)
        here = [event for event in events if isinstance(event, e.EditionOffered)]
        asked = isinstance(command, c.SwitchEdition | c.KeepEdition) and command.bundle not in (None, live)
        offered += 0 if asked else len(here)
        assert offered <= 1, "once is enough"
        assert not here or (events[0] == here[0] and len(here) == 1)
        if not isinstance(command, c.Answer | c.Finish):
            assert reflection.answers == before.answers
        if reflection.bundle != before.bundle:
            assert isinstance(command, c.SwitchEdition) and reflection.bundle == live and has_all
            assert by == (before.facilitator or by)
        if isinstance(command, c.SwitchEdition | c.KeepEdition):
            again, _ = walk(reflection, (by, command), **kept)
            assert again == reflection, "pressed twice is pressed once"


def worked_through(group: bool) -> Reflection:
    """A reflection on the old edition that has ticked, chosen and dismissed what the new one no longer has."""
    ticks = {2: (GONE_NEED, "hurtigere-svar"), 5: (GONE_TECHNOLOGY, MOVED, "apps")}
    day = local(MONDAY).date() + dt.timedelta(days=90)
    return replace(
        begun(group=group),
        bundle=NEW.sha256,
        answers=tuple(GivenAnswer(q, FIRST, MONDAY, "svar", None, ticks.get(q, ()), 1) for q in range(1, 10)),
        revealed=frozenset(range(1, 10)),
        evaluations=tuple(
            Evaluation(t, day, True, FIRST, MONDAY, 1, asked=True) for t in (GONE_TECHNOLOGY, MOVED, "apps")
        ),
        dismissals=(Dismissal(GONE_TECHNOLOGY, "derfor", FIRST, MONDAY, 1),),
    )


@pytest.mark.parametrize("group", [True, False])
def test_no_card_of_a_reflection_falls_over_what_the_new_edition_no_longer_has(group: bool) -> None:
    stood = worked_through(group)
    for phase in (Phase.QUESTIONS, Phase.REVIEW, Phase.PAUSED, Phase.FINISHED, Phase.EXPIRED):
        for number in range(1, 10):
            now = replace(stood, phase=phase, current=number)
            assert weight(screen(now, NEW, FIRST, previous=stood)) <= MAX_CARD_BYTES
            assert input_card(now, NEW, number, FIRST) and answers_card(now, NEW, number)
    gone = words.GONE.format(name=GONE_TECHNOLOGY)
    for made in (
        steps_card(stood, NEW),
        choice_card(stood, NEW),
        evaluations_card(stood, NEW, (GONE_TECHNOLOGY,)),
        evaluation_card(stood, NEW, GONE_TECHNOLOGY),
        dismissal_card(stood, NEW, GONE_TECHNOLOGY),
        result_answer(stood, NEW, lambda *_: "https://radar.example.org/x.png", today=MONDAY.date()),
    ):
        assert gone in str(made)


def test_what_the_team_has_chosen_or_dismissed_can_still_be_pressed_and_nothing_else_that_is_unknown() -> None:
    stood = worked_through(group=False)
    for verb, kind in (("evaluation", c.OpenEvaluation), ("undodismissal", c.UndoDismissal)):
        assert command_of(Press(verb, {"t": GONE_TECHNOLOGY}), stood, NEW) == kind(GONE_TECHNOLOGY)
        assert command_of(Press(verb, {"t": "kvantefysik"}), stood, NEW) == kind("")
        assert command_of(Press(verb, {"t": ["a"]}), stood, NEW) == kind("")
    chosen = command_of(Press("choose", {"technologies": f"{GONE_TECHNOLOGY},kvantefysik,apps"}), stood, NEW)
    assert chosen == c.Choose((GONE_TECHNOLOGY, "apps"))


def test_the_offer_tells_in_three_lines_what_is_new_gone_and_klar_and_never_of_belaeg_or_sources() -> None:
    stood = replace(begun(), bundle=BUNDLE.sha256)
    placed = tuple(
        Placement(t.id, FAGOMRAADE, Ring.AFVENT, p.belaeg, p.source, name=(t.name + " Å" * 40)[:40])
        for t, p in zip(BUNDLE.technologies, BUNDLE.edition.placements, strict=False)
    )
    crowded = replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placed), sha256="c" * 64)
    made = offer_card(stood, BUNDLE, crowded)
    assert weight(made) <= MAX_CARD_BYTES // 4
    for before, after in itertools.permutations((*shipped().bundles, crowded), 2):
        for fagomraade in (FAGOMRAADE, None):
            asked = replace(stood, fagomraade=fagomraade)
            told = changes(asked, before, after)
            assert len(told) <= 3 and not any("belæg" in line or "kilde" in line for line in told)
            shown = [element.get("text") for element in offer_card(asked, before, after)["body"]]
            assert not told or "\n".join(f"- {line}" for line in told) in shown
    ready = tuple(replace(p, ring=Ring.KLAR) for p in placed[:2])
    assert changes(stood, crowded, replace(crowded, edition=replace(crowded.edition, placements=ready, totals=()))) == (
        f"2 flyttet og {len(placed) - 2} væk.",
        f"I KLAR står nu {plain(ready[0].name or '')} og {plain(ready[1].name or '')}.",
    )
    assert words.NOTHING_CHANGES in str(offer_card(stood, BUNDLE, replace(BUNDLE, sha256="d" * 64)))
    reworded = tuple(replace(p, source="Et andet sted") for p in BUNDLE.edition.placements)
    other = replace(BUNDLE, edition=replace(BUNDLE.edition, placements=reworded), sha256="e" * 64)
    assert words.NOTHING_CHANGES in str(offer_card(stood, BUNDLE, other))
    assert changed.NOT_COMPARABLE in str(offer_card(stood, shipped().bundle("2020"), BUNDLE))
