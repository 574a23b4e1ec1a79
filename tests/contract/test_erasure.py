"""What goes out of the database for good, on SQLite and on PostgreSQL alike: who wrote what."""

from __future__ import annotations

import dataclasses

import pytest

from bot.storage.database import Database
from bot.storage.loaded import Committed, Taken
from bot.storage.outbox import LEASE
from bot.storage.store import Store
from bot.storage.tables import (
    answers,
    inbox,
    notes,
    outbox,
    own_use,
    participants,
)
from bot.wire import Reply
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.people import Person
from dialogs.reflection.closing import closed
from dialogs.reflection.state import Draft, Phase
from radar_core.own_use.levels import Forvaltning
from tests.fakes.erasures import (
    DISMISSED,
    ELSEWHERE,
    END,
    HIDDEN,
    PEOPLE,
    adds,
    dismisses,
    keeps,
    meets,
    own,
    press_of,
    said,
    where,
)
from tests.fakes.store_turns import (
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
        kommune_use = KommuneUse("101", (own("chatbot", PEOPLE[1], NOW + SECOND),), (Forvaltning("Børn", ("skole",)),))
        await keeps(store, kommune_use)
        rows = await table(database, own_use)
        await turn(store, closed(before, Phase.FINISHED, END), activity="luk", at=END)
        assert await store.kommune_use(HERE.tenant, "101") == kommune_use
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
