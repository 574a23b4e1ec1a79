"""What goes out of the database for good, on SQLite and on PostgreSQL alike: who wrote what, and what is old."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.erasure import REFLECTIONS, ROWS
from bot.storage.follows import FollowChange
from bot.storage.own_use import OwnChange
from bot.storage.sql import Store
from bot.storage.standing import Committed, Taken
from bot.storage.tables import (
    answers,
    conversations,
    inbox,
    metadata,
    notes,
    outbox,
    own_use,
    participants,
    reflections,
)
from bot.storage.waiting import LEASE, Queued
from bot.wire import Address, Reply
from dialogs.answering import NOBODY
from dialogs.closing import closed
from dialogs.commands import Person
from dialogs.own_plot_model import KeptUse, OwnPlot
from dialogs.reflection import Conclusion, Dismissal, Draft, GivenAnswer, Phase, Reflection
from radar_core.own_levels import Forvaltning
from radar_core.own_usage import OwnUse, Usage
from tests.store_turns import (
    ANNA,
    BENT,
    CARD,
    DAY,
    HERE,
    NOW,
    OTHER_TENANT,
    SECOND,
    answer,
    begun,
    says,
    standing,
    table,
    turn,
)

ELSEWHERE = dataclasses.replace(HERE, conversation="elsewhere")
PEOPLE = [ANNA, *(Person(f"29:hemmelig-{number}", f"Deltager Nummer{number}") for number in range(5))]
END = NOW + dt.timedelta(hours=1)
KEEP = 730 * DAY
HIDDEN = begun(anonymous=True, salt="saltet-som-alt-hviler-på", facilitator=ANNA)


def press_of(person: Person, question: int) -> str:
    """What a press is known by, as in a turn."""
    return f"press {hashlib.sha256(f'{person.id} {question}'.encode()).hexdigest()}"


def said(by: Person, question: int, revision: int = 1) -> GivenAnswer:
    at = NOW + dt.timedelta(minutes=question, seconds=7 * PEOPLE.index(by) + revision)
    text = f"det mener nr {PEOPLE.index(by)} om {question}"
    return GivenAnswer(question, HIDDEN.key_of(by), at, text, None, ("a",), revision)


async def adds(store: Store, given: GivenAnswer, activity: str, reply: Reply) -> None:
    """One person's answer, new or edited, in a turn of its own."""
    stands = await standing(store)
    others = tuple(a for a in stands.answers if (a.question, a.by) != (given.question, given.by))
    new = dataclasses.replace(stands, answers=(*others, given), touched_at=given.at)
    await turn(store, new, reply, activity=activity, at=given.at)


DISMISSED = Dismissal("chatbots", "borgerne ringer", NOBODY, NOW + dt.timedelta(minutes=30, seconds=3), 1)
"""What one of them says is not relevant for the team."""


async def dismisses(store: Store) -> None:
    """One person's press, and the card that it is answered with."""
    stands = await standing(store)
    new = dataclasses.replace(stands, dismissals=(DISMISSED,), touched_at=DISMISSED.at)
    reply = Reply({"body": [{"text": f"{PEOPLE[2].name}: {DISMISSED.reason}"}]}, says(DISMISSED.reason).outgoing)
    await turn(store, new, reply, activity=press_of(PEOPLE[2], 0), at=DISMISSED.at)


async def meets(store: Store) -> tuple[Reflection, Queued]:
    """Six people answer question 1, two of them question 2; one edits. One message each: given up, waiting, claimed."""
    await turn(store, HIDDEN, says("åben", screen=True), activity="start")
    await store.delivered((await store.claim(NOW, 9))[0], "m1")
    for question, people in ((1, PEOPLE), (2, PEOPLE[4:])):
        for person in people:
            card = {"body": [{"text": f"{person.name}: {said(person, question).text}"}]}
            reply = Reply(card, says(f"{person.name} har svaret").outgoing if person in PEOPLE[:3] else ())
            await adds(store, said(person, question), press_of(person, question), reply)
    await adds(store, said(PEOPLE[3], 1, 2), "rettet", Reply(CARD))
    await store.give_up((await store.claim(END, 1))[0])
    (claimed,) = await store.claim(END, 1)
    return await standing(store), claimed


async def everything(database: Database) -> list[tuple[str, str, Any]]:
    """Every value in every column of every table, with where it stands."""
    found = []
    for name, which in metadata.tables.items():
        for row in await table(database, which):
            found += [(name, column, value) for column, value in row.items()]
    return found


async def where(database: Database, *values: object) -> set[tuple[str, str]]:
    """The columns in which any of these stands, as it is or in a text or card."""
    texts = [value for value in values if isinstance(value, str)]
    return {
        (name, column)
        for name, column, value in await everything(database)
        if value in values or any(text in json.dumps(value, default=str, ensure_ascii=False) for text in texts)
    }


def own(technology: str, by: Person, at: dt.datetime, revision: int = 1) -> KeptUse:
    use = OwnUse(technology, Usage.AFPROEVER, "en sag fra os", None, by.name, at)
    return KeptUse("skole", use, by, revision)


async def keeps(store: Store, plot: OwnPlot, place: Address = HERE) -> None:
    """All of a kommune's own use, in a turn of its own."""
    stands = await store.load(place, "look")
    change = OwnChange(await store.own_plot(place.tenant, plot.kommune), plot)
    act = f"own {[kept.revision for kept in plot.kept]}"
    assert await store.commit(stands, act, NOW, stands.reflection, Reply(), own=change) is Committed.DONE


class TestAnonymous:
    """Nobody can be traced in the database once an anonymous reflection is closed."""

    async def test_until_then_only_a_key_says_whose_an_answer_is(self, store: Store, database: Database) -> None:
        await turn(store, HIDDEN)
        for person in PEOPLE:
            await adds(store, said(person, 1), f"svar {PEOPLE.index(person)}", Reply())
        assert await where(database, *(p.id for p in PEOPLE[1:]), *(p.name for p in PEOPLE[1:])) == set()
        assert await where(database, *(HIDDEN.key_of(p).id for p in PEOPLE)) == {("answers", "person")}
        assert [row["person"] for row in await table(database, participants)] == [ANNA.id]
        mine = (await standing(store)).answer_of(PEOPLE[1], 1)
        assert mine == said(PEOPLE[1], 1)

    async def test_after_closing_a_dismissal_stands_in_the_teams_notes_and_nowhere_else(
        self, store: Store, database: Database
    ) -> None:
        before, claimed = await meets(store)
        await store.delivered(claimed, None)
        await dismisses(store)
        before = await standing(store)
        everywhere = {("notes", "body"), ("inbox", "reply"), ("outbox", "text")}
        assert await where(database, DISMISSED.reason) == everywhere, "the search finds it while it is open"
        await turn(store, closed(before, Phase.FINISHED, END), activity="luk", at=END)
        assert await where(database, DISMISSED.reason) == {("notes", "body")}
        assert await where(database, press_of(PEOPLE[2], 0), PEOPLE[2].id, PEOPLE[2].name) == set()
        assert await where(database, DISMISSED.at) == {("notes", "at")}, "no press has the same time any more"
        assert [(row["person"], row["name"]) for row in await table(database, notes)] == [("", "")]
        assert (await standing(store)).dismissed == (DISMISSED,)

    @pytest.mark.parametrize("phase", [Phase.FINISHED, Phase.EXPIRED])
    async def test_after_closing_no_column_of_any_table_joins_an_answer_to_a_person(
        self, store: Store, database: Database, phase: Phase
    ) -> None:
        before, claimed = await meets(store)
        await store.delivered(claimed, None)
        secrets: dict[str, list[object]] = {
            "ids": [p.id for p in PEOPLE[1:]],
            "names": [p.name for p in PEOPLE[1:]],
            "keys": [HIDDEN.key_of(p).id for p in PEOPLE],
            "salt": [HIDDEN.salt],
            "presses": [press_of(p, q) for p in PEOPLE for q in (1, 2)],
            "times": [a.at for a in before.answers],
            "first tries": [said(PEOPLE[3], 1).at],
            "what too few have said": [a.text for a in before.answers if a.question == 2],
        }
        # Before that the search finds all of it but the ids, which are nowhere even then.
        found = {what for what, values in secrets.items() if await where(database, *values)}
        assert found == secrets.keys() - {"ids"}
        await turn(store, closed(before, phase, END), says("slut"), activity="luk", at=END)

        for what, values in secrets.items():
            assert await where(database, *values) == set(), what
        texts = [a.text for a in before.answers if a.question == 1]
        assert await where(database, *texts) == {("answers", "text")}
        assert await where(database, ANNA.id) == {
            ("reflections", "started_by"), ("reflections", "facilitator"), ("participants", "person"),
        }  # fmt: skip
        kept = await table(database, answers)
        assert sorted(row["text"] for row in kept) == sorted(texts)
        assert {(row["at"], row["revision"], row["name"], row["message"]) for row in kept} == {(END, 1, "", None)}
        assert [row["person"] for row in kept] == [str(n) for n in range(1, 7)]
        assert [row["text"] for row in kept] == [a.text for a in before.answers_to(1)]
        came = {row["activity"]: (row["at"], row["reply"] is None) for row in await table(database, inbox)}
        assert came == {"start": (END, True), "rettet": (END, True), "luk": (END, False)}
        assert [row["text"] for row in await table(database, outbox)] == ["slut"]
        assert [a.text for a in (await standing(store)).answers_to(1)] == [row["text"] for row in kept]

    async def test_nothing_tells_of_a_press_but_when_they_all_were_forgotten(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, HIDDEN, activity="start")
        for activity in ("set", press_of(ANNA, 1)):
            stands = await store.load(HERE, activity)
            taken = Taken("sendt som", "hidden 1")
            assert (
                await store.commit(stands, activity, NOW, stands.reflection, Reply(CARD), taken=taken) is Committed.DONE
            )
        assert (await store.load(HERE, "set")).stood == "hidden 1"
        assert (await store.load(HERE, "set")).forgot_at is None
        await turn(store, closed(await standing(store), Phase.FINISHED, END), activity="luk", at=END)
        assert {row["activity"] for row in await table(database, inbox)} == {"start", "set", "luk"}
        assert {(row["came_as"], row["stood"]) for row in await table(database, inbox)} == {(None, None)}
        assert (await store.load(HERE, "set")).forgot_at == END
        await turn(store, begun("r2"), at=END + DAY)
        assert (await store.load(HERE, "set")).forgot_at == END, "for as long as its cards stand in the chat"

    async def test_of_an_anonymous_reflection_that_was_given_up_no_answer_is_left_in_any_table(
        self, store: Store, database: Database
    ) -> None:
        before, claimed = await meets(store)
        await store.delivered(claimed, None)
        every = [a.text for a in before.answers]
        assert await where(database, *every) != set(), "the search finds them while it is open"
        await turn(store, closed(before, Phase.CANCELLED, END), says("slut"), activity="luk", at=END)
        assert await where(database, *every) == set()
        assert await table(database, answers) == []

    @pytest.mark.parametrize("phase", [Phase.FINISHED, Phase.CANCELLED, Phase.EXPIRED])
    async def test_what_was_written_and_not_saved_goes_with_the_end(
        self, store: Store, database: Database, phase: Phase
    ) -> None:
        alone = begun(group=False, drafts=(Draft(1, "aldrig gemt"),))
        await turn(store, alone)
        assert await where(database, "aldrig gemt") == {("reflections", "drafts")}
        await turn(store, closed(alone, phase, END), at=END)
        assert await where(database, "aldrig gemt") == set()

    async def test_ten_and_more_come_back_in_the_order_they_were_shuffled_to(self, store: Store) -> None:
        people = [Person(str(number), "") for number in range(1, 13)]
        await turn(store, HIDDEN)
        ended = dataclasses.replace(
            closed(HIDDEN, Phase.FINISHED, END), answers=tuple(answer(p, at=END, text=f"svar {p.id}") for p in people)
        )
        await turn(store, ended)
        assert await standing(store) == ended

    async def test_what_is_on_its_way_out_is_gone_too_where_it_does_not_get_there(
        self, store: Store, database: Database
    ) -> None:
        before, claimed = await meets(store)
        await turn(store, closed(before, Phase.FINISHED, END), at=END)
        assert [row["id"] for row in await table(database, outbox)] == [claimed.id]
        await store.give_up(claimed)
        assert await table(database, outbox) == []

    async def test_a_claim_that_has_run_out_protects_nothing(self, store: Store, database: Database) -> None:
        before, _ = await meets(store)
        await turn(store, closed(before, Phase.FINISHED, END), at=END + LEASE)
        assert await table(database, outbox) == []

    async def test_whoever_looked_before_it_closed_leaves_no_trace_after(
        self, store: Store, other: Store, database: Database
    ) -> None:
        before, _ = await meets(store)
        late = await other.load(HERE, "sent")
        await turn(store, closed(before, Phase.FINISHED, END), activity="luk", at=END)
        assert await other.commit(late, "sent", END, late.reflection, Reply(CARD)) is Committed.CONFLICT
        assert {row["activity"] for row in await table(database, inbox)} == {"start", "rettet", "luk"}

    async def test_the_press_that_closes_is_known_again_and_a_repeat_of_it_changes_nothing(
        self, store: Store, other: Store
    ) -> None:
        before, _ = await meets(store)
        again = await other.load(HERE, "luk")
        after = closed(before, Phase.FINISHED, END)
        await turn(store, after, Reply(CARD), activity="luk", at=END)
        assert (await other.load(HERE, "luk")).answered == Reply(CARD)
        assert await other.commit(again, "luk", END, after, Reply()) is Committed.CONFLICT

    async def test_what_came_in_before_it_or_elsewhere_and_what_waits_for_others_stays(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, None, says("velkommen"), activity="før", at=NOW - SECOND)
        await turn(store, begun("r2"), says("deres"), activity="deres", where=ELSEWHERE)
        await turn(store, HIDDEN, says("andres"), activity="andres", where=OTHER_TENANT)
        await turn(store, HIDDEN, says("mine"), activity="mit")
        await turn(store, closed(HIDDEN, Phase.FINISHED, END), at=END, activity="luk")
        assert {row["activity"] for row in await table(database, inbox)} == {"før", "deres", "andres", "mit", "luk"}
        assert {row["text"] for row in await table(database, outbox)} == {"velkommen", "deres", "andres"}

    async def test_own_use_is_the_kommunes_and_stays_as_it_is_with_its_author(
        self, store: Store, database: Database
    ) -> None:
        before, claimed = await meets(store)
        await store.delivered(claimed, None)
        plot = OwnPlot("101", (own("chatbot", PEOPLE[1], NOW + SECOND),), (Forvaltning("Børn", ("skole",)),))
        await keeps(store, plot)
        rows = await table(database, own_use)
        await turn(store, closed(before, Phase.FINISHED, END), activity="luk", at=END)
        assert await store.own_plot(HERE.tenant, "101") == plot
        assert await table(database, own_use) == rows
        assert await where(database, PEOPLE[1].name) == {("own_use", "name")}

    async def test_with_names_everything_stays(self, store: Store, database: Database) -> None:
        await turn(store, begun(answers=(answer(BENT),)), says("1"), activity="a")
        await store.give_up((await store.claim(NOW, 9))[0])
        await turn(store, closed(begun(answers=(answer(BENT),)), Phase.FINISHED, END), activity="luk", at=END)
        assert {row["activity"] for row in await table(database, inbox)} == {"a", "luk"}
        assert [row["state"] for row in await table(database, outbox)] == ["dead"]
        assert (await standing(store)).answers == (answer(BENT),)

    async def test_what_is_said_after_it_closed_stays(self, store: Store, database: Database) -> None:
        ended = closed(HIDDEN, Phase.FINISHED, END)
        await turn(store, HIDDEN)
        await turn(store, ended, activity="luk", at=END)
        for activity in ("status", "status igen"):
            await turn(store, ended, says(activity), activity=activity, at=END)
        assert {row["activity"] for row in await table(database, inbox)} > {"luk", "status", "status igen"}
        assert await store.undelivered() == 2


class TestTidying:
    """What need not be kept any longer."""

    async def test_a_repeat_gets_its_answer_for_a_day_an_empty_one_for_a_month_and_is_then_new(
        self, store: Store
    ) -> None:
        await turn(store, begun(), Reply(CARD), activity="a")
        expected = [(DAY, Reply(CARD)), (DAY + SECOND, Reply()), (30 * DAY, Reply()), (30 * DAY + SECOND, None)]
        for age, answered in expected:
            await store.tidy(NOW + age, KEEP)
            assert (await store.load(HERE, "a")).answered == answered
        assert await standing(store) == begun()

    async def test_what_was_given_up_is_kept_for_a_week_and_what_waits_for_as_long_as_it_waits(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, None, says("opgivet", "venter"))
        await store.give_up((await store.claim(NOW, 9))[0])
        await store.tidy(NOW + 7 * DAY, KEEP)
        assert {row["text"] for row in await table(database, outbox)} == {"opgivet", "venter"}
        await store.tidy(NOW + 7 * DAY + SECOND, KEEP)
        assert [row["text"] for row in await table(database, outbox)] == ["venter"]

    async def test_a_reflection_goes_with_all_that_was_said_in_it_once_nobody_has_touched_it_for_long(
        self, store: Store, database: Database
    ) -> None:
        old = begun(answers=(answer(BENT),), conclusions=(Conclusion(1, "fælles", BENT, NOW, 1),))
        await turn(store, old, says("1"))
        await store.tidy(NOW + KEEP, KEEP)
        assert (await store.load(HERE, "look")).reflection == old
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        stands = await store.load(HERE, "look")
        assert (stands.known, stands.reflection, stands.newest, stands.kommune) == (True, None, None, "101")
        for which in (reflections, answers, notes, participants, outbox):
            assert await table(database, which) == []
        await turn(store, begun("r2"))
        assert await standing(store) == begun("r2")

    async def test_nothing_goes_of_what_somebody_has_touched_since_or_of_the_others(
        self, store: Store, database: Database
    ) -> None:
        others = begun(answers=(answer(),), touched_at=NOW + KEEP)
        await turn(store, begun("old", answers=(answer(),)), says("1"))
        await turn(store, dataclasses.replace(others, id="new"), says("2"))
        for place in (ELSEWHERE, OTHER_TENANT):
            await turn(store, dataclasses.replace(others, id=place.conversation), says("3"), where=place)
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        assert {row["id"] for row in await table(database, reflections)} == {"new", "elsewhere", "chat"}
        assert {row["reflection"] for row in await table(database, conversations)} == {"new", "elsewhere", "chat"}
        assert len(await table(database, answers)) == len(await table(database, participants)) == 3
        assert [row["text"] for row in await table(database, outbox)] == ["2", "3", "3"]

    async def test_the_same_id_in_another_tenant_is_another_reflection(self, store: Store) -> None:
        await turn(store, begun(answers=(answer(),)))
        kept = begun(answers=(answer(),), touched_at=NOW + KEEP)
        await turn(store, kept, where=OTHER_TENANT)
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        assert (await store.load(HERE, "look")).reflection is None
        assert await standing(store, OTHER_TENANT) == kept

    @pytest.mark.parametrize("changed", [True, False])
    async def test_a_turn_under_way_in_what_goes_finds_it_gone(self, store: Store, other: Store, changed: bool) -> None:
        await turn(store, begun("old", phase=Phase.FINISHED, ended_at=NOW))
        await turn(store, begun("new", touched_at=NOW + KEEP))
        for about, left in (("old", "new"), (None, None)):
            stands = await store.load(HERE, "a", about)
            await other.tidy(NOW + KEEP + SECOND + (KEEP if about is None else 0 * DAY), KEEP)
            assert stands.reflection is not None
            new = dataclasses.replace(stands.reflection, reminded=9) if changed else stands.reflection
            assert await store.commit(stands, "a", NOW, new, Reply()) is Committed.CONFLICT
            assert (await store.load(HERE, "a")).newest == left

    async def test_who_wrote_own_use_is_forgotten_after_as_long_and_what_they_wrote_stays(
        self, store: Store, database: Database
    ) -> None:
        old, new = own("chatbot", BENT, NOW), own("robot", BENT, NOW + SECOND)
        plot = OwnPlot("101", (old, new), (Forvaltning("Børn", ("skole",)),))
        for place in (HERE, OTHER_TENANT):
            await keeps(store, plot, place)
        await store.tidy(NOW + KEEP, KEEP)
        assert await store.own_plot(HERE.tenant, "101") == plot
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        nobody = dataclasses.replace(old, by=Person("", ""), use=dataclasses.replace(old.use, by=""))
        for place in (HERE, OTHER_TENANT):
            assert await store.own_plot(place.tenant, "101") == dataclasses.replace(plot, kept=(nobody, new))
        await store.tidy(NOW + KEEP + 2 * SECOND, KEEP)
        assert await where(database, BENT.id, BENT.name) == set()
        assert len(await table(database, own_use)) == 4

    async def test_what_somebody_has_written_since_has_its_author(self, store: Store) -> None:
        await keeps(store, OwnPlot("101", (own("chatbot", BENT, NOW),)))
        newer = OwnPlot("101", (own("chatbot", ANNA, NOW + KEEP, 2),))
        await keeps(store, newer)
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        assert await store.own_plot(HERE.tenant, "101") == newer

    async def test_a_use_whose_author_is_forgotten_meanwhile_can_still_be_changed(
        self, store: Store, other: Store
    ) -> None:
        before = OwnPlot("101", (own("chatbot", BENT, NOW),))
        await keeps(store, before)
        stands = await store.load(HERE, "a")
        await other.tidy(NOW + KEEP + SECOND, KEEP)
        after = OwnPlot("101", (own("chatbot", ANNA, NOW + KEEP, 2),))
        change = OwnChange(before, after)
        assert await store.commit(stands, "a", NOW + KEEP, None, Reply(), own=change) is Committed.DONE
        assert await store.own_plot(HERE.tenant, "101") == after

    async def test_authors_too_are_forgotten_a_bounded_piece_at_a_time(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            row = {"tenant": HERE.tenant, "kommune": "101", "fagomraade": "skole", "usage": "overvejer"}
            rest = {"evidence": "", "value": None, "person": BENT.id, "name": BENT.name, "at": NOW, "revision": 1}
            rows = [{**row, **rest, "technology": str(number)} for number in range(ROWS + 1)]
            await connection.execute(own_use.insert(), rows)
        for left in (1, 0):
            await store.tidy(NOW + KEEP + SECOND, KEEP)
            assert [row["name"] for row in await table(database, own_use)].count(BENT.name) == left

    async def test_one_go_takes_a_bounded_piece(self, store: Store, database: Database) -> None:
        here = {"tenant": HERE.tenant, "conversation": HERE.conversation}
        async with database.writing() as connection:
            rows = [{**here, "activity": str(n), "at": NOW, "reply": {"card": None}} for n in range(ROWS + 1)]
            await connection.execute(inbox.insert(), rows)
        for number in range(REFLECTIONS + 1):
            place = dataclasses.replace(HERE, conversation=str(number))
            await turn(store, begun(f"r{number}"), where=place, at=NOW + 9999 * DAY)
        counts = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.reply.is_not(None), inbox.c.at == NOW)
        for left in (1, 0):
            await store.tidy(NOW + 2 * DAY, KEEP)
            async with database.reading() as connection:
                assert await connection.scalar(counts) == left
        for left in (1, 0):
            await store.tidy(NOW + KEEP + SECOND, KEEP)
            assert len(await table(database, reflections)) == left
        assert {row["at"] for row in await table(database, inbox)} == {NOW + 9999 * DAY}

    async def test_a_conversation_goes_with_what_was_said_in_it_and_begins_as_a_new_one(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, begun(), where=HERE, welcomed=True)
        await turn(store, None, where=ELSEWHERE)
        for age, left in ((KEEP, 2), (KEEP + DAY, 0)):
            await store.tidy(NOW + age, KEEP)
            assert len(await table(database, conversations)) == left
        stands = await store.load(HERE, "look")
        assert (stands.known, stands.kommune, stands.welcomed_at) == (False, None, None)
        await turn(store, begun("r2"))
        assert (await standing(store)).id == "r2"

    async def test_of_a_conversation_no_more_is_known_than_the_day(self, store: Store, database: Database) -> None:
        await turn(store, None, at=NOW)
        assert [row["spoken_on"] for row in await table(database, conversations)] == [NOW.date()]

    async def test_a_conversation_that_is_spoken_in_follows_or_is_still_to_hear_something_stays(
        self, store: Store, database: Database
    ) -> None:
        follows_it, waits, spoken = (dataclasses.replace(HERE, conversation=name) for name in ("f", "w", "s"))
        stands = await store.load(follows_it, "look")
        change = FollowChange((), ("skole",), "b" * 64, 1)
        assert await store.commit(stands, "f", NOW, None, Reply(), follow=change) is Committed.DONE
        await turn(store, None, says("venter"), where=waits)
        await turn(store, None, where=spoken)
        await turn(store, None, where=spoken, at=NOW + DAY)
        await turn(store, None, where=HERE)
        await store.tidy(NOW + KEEP + DAY, KEEP)
        assert {row["id"] for row in await table(database, conversations)} == {"f", "w", "s"}

    async def test_a_dead_conversation_goes_too(self, store: Store, database: Database) -> None:
        await turn(store, None, says("velkommen"))
        await store.give_up((await store.claim(NOW, 1))[0], gone=True)
        await store.tidy(NOW + KEEP + DAY, KEEP)
        assert await table(database, conversations) == []

    async def test_whoever_speaks_while_the_conversation_is_forgotten_is_heard(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await turn(store, None)
        before = await store.load(HERE, "a")
        await other.tidy(NOW + KEEP + DAY, KEEP)
        assert await store.commit(before, "a", NOW + KEEP + DAY, begun(), Reply()) is Committed.CONFLICT
        await turn(store, begun(), activity="a", at=NOW + KEEP + DAY)
        assert len(await table(database, conversations)) == 1

    async def test_conversations_too_go_a_bounded_piece_at_a_time(self, store: Store, database: Database) -> None:
        await turn(store, None)
        (row,) = await table(database, conversations)
        async with database.writing() as connection:
            await connection.execute(conversations.insert(), [{**row, "id": str(number)} for number in range(ROWS)])
        for left in (1, 0):
            await store.tidy(NOW + KEEP + DAY, KEEP)
            assert len(await table(database, conversations)) == left

    async def test_two_processes_may_tidy_at_once(self, store: Store, other: Store, database: Database) -> None:
        places = [dataclasses.replace(HERE, conversation=str(number)) for number in range(20)]
        for number, place in enumerate(places):
            await turn(store, begun(f"r{number}"), says("1"), where=place, activity="a")
        await asyncio.gather(*((store, other)[n % 2].tidy(NOW + KEEP + SECOND, KEEP) for n in range(6)))
        await store.tidy(NOW + KEEP + DAY, KEEP)
        for which in (reflections, participants, inbox, outbox, conversations):
            assert await table(database, which) == []
