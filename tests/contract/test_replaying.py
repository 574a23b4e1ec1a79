"""What was erased after a copy of the database goes from the copy too, once it is put back: on both databases."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.storage import erasure_list
from bot.storage.database import Database
from bot.storage.erasure_list import Erasure, ErasureList
from bot.storage.follows import FollowChange
from bot.storage.loaded import Committed
from bot.storage.replaying import SKEW, replay
from bot.storage.store import Store
from bot.storage.tables import (
    answers,
    conversations,
    erasures,
    files,
    follows,
    inbox,
    metadata,
    notes,
    own_use,
    participants,
    reflections,
)
from bot.wire import Reply
from dialogs.asides.erasing import FORMER, Mine
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.people import Person
from dialogs.reflection.closing import closed
from dialogs.reflection.state import Dismissal, Draft, NextStep, Phase
from tests.fakes import erasures as anonymous
from tests.fakes.marked import ANNA, ELSEWHERE, MARK, MY_CHAT, WORDS, alone, erases, own_radar, places, with_others
from tests.fakes.postgres import ready_url
from tests.fakes.store_turns import BENT, DAY, HERE, NOW, SECOND, answer, begun, says, standing, table, turn

LATER = NOW + DAY


class Copy:
    """All tables as they stood, in a database of its own: what pg_dump and pg_restore, or a file, would bring."""

    def __init__(self, of: Database, at: Database) -> None:
        self.of, self.at = of, at

    async def take(self) -> None:
        rows = {each: [dict(row) for row in await table(self.of, each)] for each in metadata.sorted_tables}
        async with self.at.writing() as connection:
            for each in metadata.sorted_tables:
                await connection.execute(each.delete())
                if rows[each]:
                    await connection.execute(each.insert(), rows[each])

    async def replay(self) -> int:
        """The list of what stands now, done again in the copy."""
        whole = await self.of.read(lambda it: erasure_list.kept(it, LATER))
        return await self.at.write(lambda it: replay(it, whole))


@pytest_asyncio.fixture
async def copy(database: Database, tmp_path: Path) -> AsyncIterator[Copy]:
    url = await asyncio.to_thread(ready_url, "sqlite" if database.file else "postgresql", tmp_path)
    at = Store(url)
    await at.open()
    await at.close()
    opened = Database(url)
    yield Copy(database, opened)
    await opened.close()


async def opened(copy: Copy) -> Store:
    store = Store(copy.at.url)
    await store.open()
    return store


async def test_a_person_who_was_erased_is_in_no_row_of_the_copy_and_their_export_is_empty(
    store: Store, copy: Copy
) -> None:
    await alone(store)
    await with_others(store)
    await own_radar(store)
    await copy.take()
    assert "answers.text" in await places(copy.at), "the copy has it all"
    await erases(store)
    assert await copy.replay() > 0
    assert await places(copy.at) == set()
    back = await opened(copy)
    assert await back.people.mine(HERE.tenant, ANNA.id, MY_CHAT.conversation) == Mine()
    exported = await back.people.export(HERE.tenant, ANNA.id)
    assert [exported[each] for each in ("navn", "refleksioner", "egen_radar", "filer", "personlige_chats")] == [
        "", [], [], [], [],
    ]  # fmt: skip
    await back.close()


async def test_the_group_goes_on_in_the_copy_as_it_did_and_can_be_written_in(store: Store, copy: Copy) -> None:
    await with_others(store)
    await copy.take()
    await erases(store)
    await copy.replay()
    back = await opened(copy)
    stands, live = await standing(back), await standing(store)
    assert stands == live and [(a.by, a.text) for a in stands.answers] == [(BENT, "Bents eget svar")]
    assert stands.started_by == Person("", FORMER)
    more = dataclasses.replace(stands, answers=(*stands.answers, answer(BENT, 2, text="videre")))
    await turn(back, more)
    assert await standing(back) == more
    await back.close()


async def test_what_is_remembered_of_a_chat_that_only_asking_there_showed_to_be_theirs_goes_too(
    store: Store, copy: Copy
) -> None:
    await alone(store)
    await erases(store)
    await turn(store, begun("r9", group=False, started_by=Person("", FORMER)), where=MY_CHAT)
    stands = await store.load(MY_CHAT, "look")
    assert stands.kommune == "101"
    await copy.take()
    await erases(store, activity="slet igen", at=LATER)
    await copy.replay()
    its = [row for row in await table(copy.at, conversations) if row["id"] == MY_CHAT.conversation]
    assert [row["kommune"] for row in its] == [None]
    assert await table(copy.at, follows) == []


async def test_an_answer_taken_back_is_not_in_the_copy_and_nobody_elses_is_touched(store: Store, copy: Copy) -> None:
    mine = (answer(ANNA, text=WORDS), answer(ANNA, 1, 2, text=f"rettet {WORDS}"))
    await turn(store, begun(answers=(answer(BENT, text="bents"), mine[0])))
    await turn(store, begun(answers=(answer(BENT, text="bents"), mine[1])))
    await copy.take()
    await turn(store, begun(answers=(answer(BENT, text="bents"),)), at=LATER)
    assert await copy.replay() == 1
    assert [(row["person"], row["text"]) for row in await table(copy.at, answers)] == [(BENT.id, "bents")]
    assert ANNA.id not in {row["person"] for row in await table(copy.at, participants)} - {begun().started_by.id}


async def test_what_was_answered_again_after_it_was_taken_back_stands(store: Store, copy: Copy) -> None:
    await turn(store, begun(answers=(answer(BENT, text="første"),)))
    await turn(store, begun(), at=NOW + 5 * SECOND)
    again = answer(BENT, text="igen", at=NOW + 9 * SECOND)
    await turn(store, begun(answers=(again,)), at=NOW + 9 * SECOND)
    await copy.take()
    assert await copy.replay() == 0, "the copy knows of it itself"
    assert (await table(copy.at, answers))[0]["text"] == "igen"


async def test_done_too_late_it_takes_the_old_words_and_not_what_was_written_since(store: Store, copy: Copy) -> None:
    """An operator who started the bot on the copy before the list was done again."""
    await turn(store, begun(answers=(answer(BENT, text="skal væk"), answer(BENT, 2, text="også"))))
    await with_others(store, ELSEWHERE, "r2")
    await copy.take()
    await turn(store, begun(), at=LATER)
    stands = await store.load(ELSEWHERE, "look")
    await erases(store, where=ELSEWHERE, at=LATER)
    back = await opened(copy)
    since = LATER + 2 * SKEW
    newer = answer(BENT, 1, 2, text="ny", at=since)
    await turn(back, begun(answers=(newer, answer(BENT, 2, text="også"))), at=since)
    assert stands.reflection is not None
    hers = answer(ANNA, 3, text="hendes nye", at=since)
    why = Dismissal("droner", "hendes nye grund", ANNA, since, 1)
    more = dataclasses.replace(
        stands.reflection,
        answers=(*stands.reflection.answers, hers),
        dismissals=(*stands.reflection.dismissals, why),
    )
    await turn(back, more, where=ELSEWHERE, at=since)
    await back.close()
    await copy.replay()
    assert sorted(row["text"] for row in await table(copy.at, answers)) == ["Bents eget svar", "hendes nye", "ny"]
    assert "hendes nye grund" in {row["body"].get("reason") for row in await table(copy.at, notes)}
    assert {"answers.text", "notes.body"} & await places(copy.at) == set()


async def test_done_too_late_in_their_own_chat_it_takes_the_draft_too_and_leaves_what_came_after(
    store: Store, copy: Copy
) -> None:
    await alone(store)
    await copy.take()
    await erases(store, at=LATER)
    back = await opened(copy)
    since = LATER + 2 * SKEW
    stands = await standing(back, MY_CHAT)
    more = dataclasses.replace(stands, answers=(*stands.answers, answer(ANNA, 3, text="nyt svar", at=since)))
    await turn(back, more, where=MY_CHAT, at=since)
    await back.close()
    await copy.replay()
    back = await opened(copy)
    left = await standing(back, MY_CHAT)
    assert ([each.text for each in left.answers], left.drafts) == (["nyt svar"], ())
    await back.close()


async def test_done_too_late_what_the_kommune_and_a_chat_have_said_since_stays(store: Store, copy: Copy) -> None:
    since = LATER + DAY
    await alone(store)
    taken_away, hers = anonymous.own("robot", BENT, NOW), anonymous.own("chatbot", ANNA, NOW)
    await anonymous.keeps(store, KommuneUse("101", (taken_away, hers)))
    await anonymous.keeps(store, KommuneUse("101", (hers,)))
    await erases(store, at=LATER)
    whole = await copy.of.read(lambda it: erasure_list.kept(it, LATER))
    back = await opened(copy)
    await turn(back, begun("mine", group=False, started_by=ANNA, started_at=since), where=MY_CHAT, at=since)
    stands = await back.load(MY_CHAT, "look")
    follow = FollowChange((), ("skole",), "b" * 64, 1)
    done = await back.commit(stands, "follows", since, stands.reflection, Reply(), changes=(follow,))
    assert done is Committed.DONE
    again = tuple(anonymous.own(name, who, since) for name, who in (("robot", BENT), ("chatbot", ANNA)))
    await anonymous.keeps(back, KommuneUse("101", again))
    await back.close()
    before = {each: await table(copy.at, each) for each in (own_use, follows, conversations, participants, reflections)}
    await copy.at.write(lambda it: replay(it, whole))
    assert {each: await table(copy.at, each) for each in before} == before


async def test_an_anonymous_answer_taken_back_goes_by_its_key(store: Store, copy: Copy) -> None:
    await anonymous.meets(store)
    await copy.take()
    stands = await standing(store)
    key = stands.key_of(anonymous.PEOPLE[4]).id
    left = tuple(each for each in stands.answers if (each.question, each.by.id) != (2, key))
    await turn(store, dataclasses.replace(stands, answers=left), at=LATER)
    assert await copy.replay() == 1
    back = await opened(copy)
    assert (await standing(back)).answers == left
    await back.close()


async def test_what_waited_to_be_sent_with_words_that_were_taken_back_is_not_sent_from_the_copy(
    store: Store, copy: Copy
) -> None:
    await turn(store, begun(answers=(answer(BENT, text=WORDS),)), says(WORDS))
    await copy.take()
    assert "outbox.text" in await places(copy.at)
    await turn(store, begun(), at=LATER)
    await copy.replay()
    assert await places(copy.at) == set()


async def test_each_is_done_again_in_the_order_it_was_done(store: Store, copy: Copy) -> None:
    """One takes an answer back, and then the group closes: the other way round nobody could find it any more."""
    before, _ = await anonymous.meets(store)
    await copy.take()
    key = before.key_of(anonymous.PEOPLE[4]).id
    gone = anonymous.said(anonymous.PEOPLE[4], 1).text
    left = dataclasses.replace(before, answers=tuple(each for each in before.answers if each.by.id != key))
    await turn(store, left, at=anonymous.END)
    end = anonymous.END + SECOND
    await turn(store, closed(left, Phase.FINISHED, end), at=end)
    await copy.replay()
    texts = {row["text"] for row in await table(copy.at, answers)}
    assert gone not in texts and texts == {each.text for each in (await standing(store)).answers} != set()


async def test_a_next_step_taken_away_says_nothing_in_the_copy(store: Store, copy: Copy) -> None:
    step = NextStep(1, WORDS, MARK, None, BENT, NOW, 1)
    other = NextStep(2, "det andet", "os", None, BENT, NOW, 1)
    await turn(store, begun(steps=(step, other)))
    await copy.take()
    gone = dataclasses.replace(step, what="", who="", removed=True, revision=2, at=LATER)
    await turn(store, begun(steps=(gone, other)), at=LATER)
    await copy.replay()
    assert await places(copy.at) == set()
    back = await opened(copy)
    assert await standing(back) == await standing(store)
    await back.close()


async def test_a_draft_that_was_dropped_is_not_in_the_copy_and_one_that_was_saved_is(store: Store, copy: Copy) -> None:
    own = begun("mine", group=False, started_by=ANNA, drafts=(Draft(1, WORDS), Draft(2, "gemmes")))
    await turn(store, own, where=MY_CHAT)
    await copy.take()
    saved = dataclasses.replace(own, drafts=(), answers=(answer(ANNA, 2, text="gemmes"),), touched_at=LATER)
    await turn(store, saved, where=MY_CHAT, at=LATER)
    assert await copy.replay() == 1
    back = await opened(copy)
    assert (await standing(back, MY_CHAT)).drafts == (Draft(2, "gemmes"),)
    await back.close()


@pytest.mark.parametrize("phase", [Phase.FINISHED, Phase.CANCELLED, Phase.EXPIRED])
async def test_an_anonymous_reflection_that_was_closed_is_so_in_the_copy_and_nobody_can_be_traced(
    store: Store, copy: Copy, phase: Phase
) -> None:
    before, claimed = await anonymous.meets(store)
    await store.delivered(claimed, None)
    await copy.take()
    traces = [anonymous.HIDDEN.salt, *(anonymous.HIDDEN.key_of(each).id for each in anonymous.PEOPLE)]
    traces += [anonymous.press_of(each, 1) for each in anonymous.PEOPLE]
    assert await anonymous.where(copy.at, *traces)
    await turn(store, closed(before, phase, anonymous.END), activity="luk", at=anonymous.END)
    assert await copy.replay() == 1
    assert await anonymous.where(copy.at, *traces) == set()
    assert await anonymous.where(copy.at, *(each.at for each in before.answers)) == set()
    back = await opened(copy)
    assert (await standing(back)).answers == (await standing(store)).answers
    await back.close()


async def test_anonymous_answers_of_somebody_erased_go_by_their_key_alone(store: Store, copy: Copy) -> None:
    """Their id is nowhere in the database, so nothing but the key tells whose they are."""
    await anonymous.meets(store)
    await copy.take()
    her = anonymous.PEOPLE[3]
    assert await anonymous.where(copy.at, her.id) == set()
    await erases(store, her, HERE)
    await copy.replay()
    key = anonymous.HIDDEN.key_of(her).id
    assert await anonymous.where(copy.at, key) == set()
    texts = {row["text"] for row in await table(copy.at, answers)}
    assert anonymous.said(her, 1).text not in texts and len(texts) == 8 - 1


async def test_own_use_that_the_kommune_took_away_is_not_in_the_copy(store: Store, copy: Copy) -> None:
    chatbot, robot = anonymous.own("chatbot", ANNA, NOW), anonymous.own("robot", ANNA, NOW)
    await anonymous.keeps(store, KommuneUse("101", (chatbot, robot)))
    await copy.take()
    await anonymous.keeps(store, KommuneUse("101", (robot,)))
    await copy.replay()
    assert [row["technology"] for row in await table(copy.at, own_use)] == ["robot"]


async def test_the_list_goes_on_in_the_copy_so_that_an_older_one_can_be_put_back_next(store: Store, copy: Copy) -> None:
    await with_others(store)
    await copy.take()
    await erases(store)
    await copy.replay()
    assert await table(copy.at, erasures) == await table(copy.of, erasures) != []
    assert await copy.replay() == 0, "done again, it finds nothing"


async def test_copies_of_words_that_are_kept_for_minutes_do_not_come_back(store: Store, copy: Copy) -> None:
    await with_others(store)
    async with copy.of.writing() as connection:
        made: dict[str, Any] = {
            "tenant": HERE.tenant, "id": "f1", "conversation": HERE.conversation, "person": BENT.id, "state": "made",
            "name": "a.pdf", "media_type": "application/pdf", "content": MARK.encode(), "at": NOW, "expires_at": NOW,
            "working_until": NOW,
        }  # fmt: skip
        await connection.execute(files.insert(), made)
    await copy.take()
    await turn(store, dataclasses.replace(await standing(store), answers=()), at=LATER)
    await copy.replay()
    assert await table(copy.at, files) == []
    assert {row["reply"] for row in await table(copy.at, inbox)} == {None}


async def test_nothing_is_noted_of_a_turn_that_erases_nothing(store: Store, database: Database) -> None:
    await with_others(store)
    stands = await standing(store)
    await turn(store, dataclasses.replace(stands, answers=(*stands.answers, answer(BENT, 2))))
    assert await table(database, erasures) == []


async def test_the_list_is_kept_as_long_as_copies_are_and_says_from_when_it_is_whole(
    store: Store, database: Database
) -> None:
    await turn(store, begun(answers=(answer(BENT),)))
    await turn(store, begun(), at=NOW)
    await store.tidy(NOW + 9 * DAY, 730 * DAY, 10 * DAY)
    first = await database.read(lambda it: erasure_list.kept(it, NOW))
    assert (len(first.erasures), first.begins) == (1, NOW - DAY)
    await store.tidy(NOW + 11 * DAY, 730 * DAY, 10 * DAY)
    then = await database.read(lambda it: erasure_list.kept(it, NOW))
    assert (then.erasures, then.begins) == ((), NOW + DAY)
    await store.tidy(NOW + 5 * DAY, 730 * DAY, 10 * DAY)
    assert await database.read(lambda it: erasure_list.kept(it, NOW)) == then, "a clock set back makes nothing whole"


async def test_two_processes_that_erase_the_same_at_once_note_it_once(
    store: Store, other: Store, database: Database
) -> None:
    subject = erasure_list.answer(HERE.tenant, "r1", 1, BENT.id)
    times = [NOW + number * SECOND for number in range(6)]

    async def note(which: Store, at: dt.datetime) -> None:
        await which._database.write(lambda it: erasure_list.record(it, [subject, subject], at))

    await asyncio.gather(*(note(which, at) for at in reversed(times) for which in (store, other)))
    assert [tuple(row.values()) for row in await table(database, erasures)] == [(subject, times[-1])]


async def test_a_list_of_a_database_that_was_put_back_and_its_own_are_one(database: Database) -> None:
    whole = ErasureList(NOW, LATER, (Erasure("a" * 64, LATER), Erasure("b" * 64, NOW)))
    await database.write(lambda it: erasure_list.record(it, ["a" * 64, "c" * 64], NOW))
    await database.write(lambda it: erasure_list.put_back(it, whole))
    rows = {row["subject"]: row["at"] for row in await table(database, erasures)}
    assert rows == {"a" * 64: LATER, "b" * 64: NOW, "c" * 64: NOW, erasure_list.BEGINS: NOW}
