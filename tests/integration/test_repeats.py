"""A press that changes something, delivered again at any time, in any state: no row differs, and what is told is so.

A press comes again under its own id or a new one; only a button with a mark of its own is a new act.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.elements import MAX_CARD_BYTES, weight
from bot.storage.database import Database
from bot.storage.store import Store
from bot.turns import repeats
from bot.turns.verbs import CHANGING, VERBS
from bot.wire import ChatKind, Reply
from dialogs.people import Person
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from tests.fakes.chance import cases
from tests.fakes.postgres import ready_file, ready_url
from tests.fakes.pressing import FIRST, HEALTH, KLAR, OLD, ON_PAGE, SECOND, Pressing, reflections_of, words_of
from tests.fakes.teams_cards import Card

SETUP = ("setup", {"kommune": "630", "fagomraade": HEALTH})
BEGUN = ("start refleksion", SETUP)
OWN = {"k": "630", "f": HEALTH}
TOLD = {"lost": [999] * 6}
"""What the button carries that says how much ending costs; more than any reflection can lose."""
LEVEL = f"u.{ON_PAGE[0]}"
PASTED = f"Teknologi;Status\n{OLD.technology_by_id[ON_PAGE[0]].name};{{level}}\n"
NEED = next(t for t in OLD.technologies if t.id == KLAR[0]).needs[0]
LATER = (dt.timedelta(), dt.timedelta(minutes=2), dt.timedelta(days=1))

Act = str | tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """What comes before a press, what it carries, and what moves the state on after it."""

    before: tuple[Act, ...]
    data: Mapping[str, Any]
    on: Act
    by: Person = FIRST
    old: bool = False
    kind: ChatKind = ChatKind.GROUP


CASES: dict[str, Case] = {
    "start": Case((), {}, SETUP, old=True),
    "setup": Case(("start refleksion",), SETUP[1], "gå til 4"),
    "answer": Case(BEGUN, {"q": 1, "text": "A"}, ("answer", {"q": 1, "text": "B"})),
    "ahead": Case(BEGUN, {"q": 1, "text": "A"}, ("answer", {"q": 1, "text": "B"})),
    "withdraw": Case((*BEGUN, "svar: A"), {"q": 1}, "svar: A igen"),
    "takeback": Case((*BEGUN, "svar: A"), {"q": 1}, "svar: A igen", kind=ChatKind.PERSONAL),
    "nudge": Case(BEGUN, {"q": 1}, "gå til 4"),
    "skip": Case(BEGUN, {"q": 1}, "gå til 1"),
    "back": Case((*BEGUN, "gå til 3"), {"q": 3}, "gå til 3"),
    "next": Case(BEGUN, {"q": 1}, "gå til 1"),
    "goto": Case(BEGUN, {"question": "5"}, "gå til 4"),
    "pause": Case(BEGUN, {}, "fortsæt"),
    "resume": Case((*BEGUN, "pause"), {}, "pause"),
    "finish": Case((*BEGUN, "svar: A"), TOLD, ("reopen", {})),
    "cancel": Case((*BEGUN, "svar: A"), TOLD, ("reopen", {})),
    "status": Case(BEGUN, {}, "gå til 4"),
    "reveal": Case((*BEGUN, "svar: A"), {"q": 1}, "gå til 4"),
    "conclude": Case(BEGUN, {"q": 1, "text": "A", "v": 0}, "konklusion: B"),
    "naming": Case(BEGUN, {"a": True}, ("naming", {"a": False})),
    "takeover": Case(BEGUN, {}, "overtag", by=SECOND),
    "reopen": Case((*BEGUN, "svar: A", ("finish", TOLD)), {}, ("finish", TOLD)),
    "savedraft": Case((*BEGUN, "ikke gemt"), {"q": 1}, ("answer", {"q": 1, "text": "B"}), kind=ChatKind.PERSONAL),
    "dropdraft": Case((*BEGUN, "ikke gemt"), {"q": 1}, "mere, der ikke er gemt", kind=ChatKind.PERSONAL),
    "remind": Case(BEGUN, {"on": True}, ("remind", {"on": False})),
    "savestep": Case(BEGUN, {"what": "A", "who": "", "when": ""}, ("removestep", {"k": 1})),
    "removestep": Case((*BEGUN, ("savestep", {"what": "A"})), {"k": 1}, ("savestep", {"what": "B"})),
    "takefirst": Case(
        (*BEGUN, ("answer", {"q": 2, "text": "", "ticks": NEED}), "gå til 2", ("reveal", {"q": 2})),
        {"technologies": KLAR[0], "who": "A", "when": ""},
        ("removestep", {"k": 1}),
    ),
    "choose": Case(
        BEGUN, {"technologies": KLAR[0], "when": "2027-01-15"}, ("choose", {"technologies": KLAR[1], "when": ""})
    ),
    "evaluate": Case(
        (*BEGUN, ("choose", {"technologies": KLAR[0], "when": "2027-01-15"})),
        {"t": KLAR[0], "decision": "skaler"},
        ("evaluate", {"t": KLAR[0], "decision": "stop"}),
    ),
    "dismiss": Case(BEGUN, {"t": KLAR[0], "text": "A"}, ("undodismissal", {"t": KLAR[0]})),
    "undodismissal": Case(
        (*BEGUN, ("dismiss", {"t": KLAR[0], "text": "A"})), {"t": KLAR[0]}, ("dismiss", {"t": KLAR[0], "text": "B"})
    ),
    "switchedition": Case((*BEGUN, "*", "status"), {}, "gå til 4"),
    "keepedition": Case((*BEGUN, "*", "status"), {}, "gå til 4"),
    "ownsave": Case(
        BEGUN, {**OWN, "page": 1, LEVEL: "afproever"}, ("ownimport", {**OWN, "text": PASTED.format(level="overvejer")})
    ),
    "ownimport": Case(
        BEGUN,
        {**OWN, "text": PASTED.format(level="afprøver")},
        ("ownimport", {**OWN, "text": PASTED.format(level="overvejer")}),
    ),
    "ownmapsave": Case(
        BEGUN, {**OWN, "text": "Ældre: Sundhed og ældre"}, ("ownmapsave", {**OWN, "text": "Andet: Sundhed og ældre"})
    ),
    "follow": Case(BEGUN, {"f": HEALTH}, ("unfollow", {"f": HEALTH})),
    "unfollow": Case((*BEGUN, ("follow", {"f": HEALTH})), {"f": HEALTH}, ("follow", {"f": HEALTH})),
}


def test_the_model_has_every_verb_that_changes_something() -> None:
    # What erases carries the mark of a list; test_erasing tells it in every way that Teams may deliver it. What posts a
    # card below the one that is typed in answers with none. What orders a file is told in every delivery by test_files,
    # and what shows everybody how it has gone, and changes no row, by test_over_time.
    assert CASES.keys() == CHANGING - {"erase", "readbelow", "makefile", "overtime", "tellovertime"}


async def does(chat: Pressing, act: Act, by: Person = FIRST) -> None:
    if act == "*":
        chat.goes_live()
    elif isinstance(act, str):
        await chat.says(act, by)
    else:
        verb, data = act
        await chat.presses(verb, data, by, old=verb in ("start", "follow", "unfollow") or verb.startswith("own"))


async def closes(chat: Pressing) -> None:
    """The reflection is finished by whoever may, from wherever it is."""
    stands = await chat.reflection()
    if stands is None or stands.phase.is_closed:
        return
    by = stands.facilitator or FIRST
    if stands.phase is Phase.SETUP:
        await does(chat, SETUP, by)
    await does(chat, ("finish", TOLD), by)
    stands = await chat.reflection()
    assert stands is not None and stands.phase is Phase.FINISHED


@pytest.mark.parametrize("state", ["unchanged", "moved on", "finished", "a new one"])
@pytest.mark.parametrize("verb", sorted(CASES))
async def test_whatever_is_delivered_again_changes_no_row_and_is_told_what_is_so(
    verb: str, state: str, tmp_path: Path
) -> None:
    case = CASES[verb]
    url = ready_file(tmp_path / "bot.db")
    store, database = Store(url), Database(url)
    await store.open()
    try:
        chat = Pressing(store, database, kind=case.kind)
        for act in case.before:
            await does(chat, act)
        old = case.old or verb in ("follow", "unfollow") or verb.startswith("own")
        first = await chat.presses(verb, case.data, case.by, old=old)
        press = chat.pressed[-1]
        if state == "moved on":
            await does(chat, case.on)
        if state in ("finished", "a new one"):
            await closes(chat)
        if state == "a new one":
            await does(chat, ("start", {}))
        stood = await chat.rows()
        told: list[Reply] = []
        for later in LATER:
            chat.now += later
            for renamed in (False, True):
                told.append(await chat.comes_again(press, renamed=renamed))
                assert await chat.rows() == stood, f"{later} later, renamed {renamed}"
        for reply in told:
            assert reply.card is not None
            if state == "unchanged":
                assert reply.card == first.card
            else:
                await is_so(chat, verb, case, reply)
        await a_person_can(chat, verb, case, told[-1], stood)
    finally:
        await store.close()
        await database.close()


async def is_so(chat: Pressing, verb: str, case: Case, told: Reply) -> None:
    """What a card says of the state is as a fresh look has it."""
    stands = await chat.reflection()
    assert stands is not None and told.card is not None
    says = words_of(told.card)
    assert "på pause" not in says or stands.phase is Phase.PAUSED, says
    its = stands.answer_of(case.by, 1)
    if texts.SAVED.format(n=1) in says or texts.SAVED_EDIT.format(n=1) in says:
        assert its is not None and its.text == "A", says
    if verb == "answer" and texts.PRESSED_BEFORE in says:
        assert texts.SAVE_INSTEAD in Card("", told.card).buttons
        assert its is None or texts.STANDS_NOW.format(text=its.text) in says
    if texts.WITHDRAWN.format(n=1) in says:
        assert its is None
    if not VERBS[verb].older:
        assert reflections_of(told.card) <= {stands.id}


async def a_person_can(chat: Pressing, verb: str, case: Case, told: Reply, stood: dict[str, list[str]]) -> None:
    """Where nothing was done because it was done before, a button on the card does it."""
    assert told.card is not None
    if texts.PRESSED_BEFORE not in words_of(told.card):
        return
    titles = {action["verb"]: action["title"] for action in reversed(told.card["actions"])}
    same = titles.get(verb) or titles["answer"]
    await chat.presses_on(told.card, same, case.by)
    after = await chat.rows()
    assert {name for name in after if after[name] != stood[name]} - {"inbox", "outbox"}, same


ANY = [
    *((verb, case.data, case.by) for verb, case in CASES.items()),
    *((*case.on, FIRST) for case in CASES.values() if isinstance(case.on, tuple)),
    ("answer", {"q": 1, "text": "B"}, SECOND),
    ("setup", {**SETUP[1], "naming": "anonym"}, FIRST),
]
SAID = [
    "start refleksion",
    "svar: ord",
    "næste",
    "pause",
    "fortsæt",
    "gå til 4",
    "annullér",
    "afslut",
    "overtag",
    "status",
]
acts = st.lists(
    st.one_of(st.sampled_from(ANY), st.sampled_from([(words, by) for words in SAID for by in (FIRST, SECOND)])),
    min_size=1,
    max_size=10,
)
later = st.lists(st.integers(0, 29 * 24 * 60), min_size=1, max_size=3)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return ready_url(request.param, tmp_path_factory.mktemp("repeats"))


@settings(max_examples=cases(25), suppress_health_check=list(HealthCheck))
@given(acts, later)
def test_no_row_differs_after_any_press_has_been_delivered_again_at_any_time_in_any_state(
    url: str, said: list[Any], minutes: list[int]
) -> None:
    asyncio.run(_delivered_again(url, said, minutes))


async def _delivered_again(url: str, said: list[Any], minutes: list[int]) -> None:
    store, database = Store(url), Database(url)
    await store.open()
    try:
        chat = Pressing(store, database)
        for act in ["start refleksion", SETUP, *said]:
            if isinstance(act, str):
                await chat.says(act)
            elif isinstance(act[1], Person):
                await chat.says(*act)
            else:
                verb, data, *by = act
                old = verb in ("start", "follow", "unfollow") or verb.startswith("own")
                await chat.presses(verb, data, *by, old=old)
        stood = await chat.rows()
        for number, press in enumerate(chat.pressed):
            chat.now += dt.timedelta(minutes=minutes[number % len(minutes)] / len(chat.pressed))
            for renamed in (False, True):
                told = await chat.comes_again(press, renamed=renamed)
                assert told.card is not None
                assert await chat.rows() == stood, press.press
    finally:
        await store.close()
        await database.close()


async def test_a_press_that_closing_anonymously_has_forgotten_changes_nothing_and_the_button_it_gives_does(
    any_database_url: str,
) -> None:
    store, database = Store(any_database_url), Database(any_database_url)
    await store.open()
    try:
        chat = Pressing(store, database)
        for act in (*BEGUN, ("naming", {"a": True}), ("savestep", {"what": "A"})):
            await does(chat, act)
        press = chat.pressed[-1]
        await does(chat, ("finish", TOLD))
        stood = await chat.rows()
        for renamed in (False, True):
            told = await chat.comes_again(press, renamed=renamed)
            assert told.card is not None and texts.PRESSED_BEFORE in words_of(told.card)
            assert await chat.rows() == stood
        await chat.presses_on(told.card, Card("", told.card).buttons[0])
        stands = await chat.reflection()
        assert stands is not None and [step.what for step in stands.next_steps] == ["A", "A"]
        await does(chat, ("savestep", {"what": "B"}))
        stands = await chat.reflection()
        assert stands is not None and len(stands.next_steps) == 3, "a card from after it was closed is as any other"
    finally:
        await store.close()
        await database.close()


HEAVY = ("🫐" * 4_000, "*_" * 2_000, '"\\' * 2_000)


@pytest.mark.parametrize("words", HEAVY, ids=["wide", "marks", "escaped"])
async def test_however_much_was_written_twice_the_card_that_offers_it_can_be_sent(words: str, tmp_path: Path) -> None:
    url = ready_file(tmp_path / "bot.db")
    store, database = Store(url), Database(url)
    await store.open()
    try:
        chat = Pressing(store, database)
        for act in (*BEGUN, ("choose", {"technologies": KLAR[0], "when": "2027-01-15"})):
            await does(chat, act)
        ticks = {"ticks": ",".join(KLAR)}
        for verb, data, other in (
            ("answer", {"q": 1, "text": words}, {"q": 1, "text": f"B{words[1:]}"}),
            ("answer", {"q": 5, "text": words, **ticks}, {"q": 5, "text": f"B{words[1:]}", **ticks}),
            ("conclude", {"q": 1, "text": words}, {"q": 1, "text": f"B{words[1:]}"}),
            ("savestep", {"what": words[:500], "who": words[:100]}, {"what": "B"}),
            ("dismiss", {"t": KLAR[0], "text": words[:500]}, {"t": KLAR[0], "text": "B"}),
            ("evaluate", {"t": KLAR[0], "decision": "stop", "text": words}, {"t": KLAR[0], "decision": "skaler"}),
            ("ownimport", {**OWN, "text": f"Teknologi;Status\nChatbot;afprøver\n{words}"}, {**OWN, "text": "x"}),
            ("remind", {"on": True, "junk": words * 9}, {"on": False}),
        ):
            await chat.presses(verb, data, old=verb.startswith("own"))
            press = chat.pressed[-1]
            await chat.presses(verb, other, old=verb.startswith("own"))
            told = await chat.comes_again(press, renamed=True)
            assert told.card is not None and weight(told.card) <= MAX_CARD_BYTES, (verb, weight(told.card))
            assert verb == "ownimport" or texts.PRESSED_BEFORE in words_of(told.card), verb
    finally:
        await store.close()
        await database.close()


async def test_once_the_first_answer_is_no_longer_kept_a_repeat_is_shown_what_stands(tmp_path: Path) -> None:
    url = ready_file(tmp_path / "bot.db")
    store, database = Store(url), Database(url)
    await store.open()
    try:
        chat = Pressing(store, database)
        for act in (*BEGUN, ("answer", {"q": 1, "text": "A"})):
            await does(chat, act)
        chat.now += dt.timedelta(days=2)
        await store.tidy(chat.now, dt.timedelta(days=700))
        for renamed in (False, True):
            told = await chat.comes_again(chat.pressed[-1], renamed=renamed)
            assert told.card is not None
            assert texts.SAVED.format(n=1) in words_of(told.card) and texts.ANSWER in Card("", told.card).buttons
    finally:
        await store.close()
        await database.close()


async def test_a_client_without_action_execute_is_told_once_in_the_chat_and_no_row_stays(any_database_url: str) -> None:
    store, database = Store(any_database_url), Database(any_database_url)
    await store.open()
    try:
        chat = Pressing(store, database)
        for act in BEGUN:
            await does(chat, act)
        await chat.presses("answer", {"q": 1, "text": "A"})
        sent = replace(chat.pressed[-1], id="første", wants_reply=False)
        sent = replace(sent, press=replace(sent.press, data={**sent.press.data, "n": repeats.nonce(chat.now, "x")}))
        await chat.turns.take(sent)
        await does(chat, ("answer", {"q": 1, "text": "B"}))
        stood = await chat.rows()
        assert not (await chat.turns.take(sent)).outgoing or await chat.rows() == stood
        (told,) = (await chat.turns.take(replace(sent, id="anden"))).outgoing
        assert told.text == texts.PRESSED_BEFORE, "the others are not to read what somebody answered"
        assert not (await chat.turns.take(replace(sent, id="anden"))).outgoing
        after = await chat.rows()
        assert {name for name in after if after[name] != stood[name]} == {"inbox", "outbox"}
        assert len(after["outbox"]) == len(stood["outbox"]) + 1
    finally:
        await store.close()
        await database.close()


async def test_a_card_that_was_posted_below_is_not_posted_again(tmp_path: Path) -> None:
    url = ready_file(tmp_path / "bot.db")
    store, database = Store(url), Database(url)
    await store.open()
    try:
        chat = Pressing(store, database, kind=ChatKind.PERSONAL)
        for act in BEGUN:
            await does(chat, act)
        assert (await chat.presses("readbelow", {}, FIRST)).outgoing
        stood = await chat.rows()
        for renamed in (False, True):
            await chat.comes_again(chat.pressed[-1], renamed=renamed)
            assert await chat.rows() == stood
    finally:
        await store.close()
        await database.close()
