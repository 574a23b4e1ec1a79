"""One person's part of everything goes for good, on SQLite and on PostgreSQL alike; what is others' stays."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Any

from bot.storage.database import Database
from bot.storage.follows import FollowChange
from bot.storage.loaded import Committed
from bot.storage.people import KnownAs
from bot.storage.person_erasure import EraseChange
from bot.storage.store import Store
from bot.storage.tables import (
    conversations,
    follows,
    inbox,
    notes,
    outbox,
    own_use,
    participants,
    reflections,
)
from bot.wire import Address, Kind, Outgoing, Reply
from dialogs.asides.erasing import FORMER, REASON_ERASED, Fate, Mine
from dialogs.people import Person
from dialogs.reflection.state import (
    Conclusion,
    Decision,
    GivenAnswer,
    Phase,
    Reflection,
)
from radar_core.own_use.model import Stage
from tests.fakes.database_files import residue
from tests.fakes.marked import (
    ANNA,
    ELSEWHERE,
    MARK,
    MY_CHAT,
    WORDS,
    alone,
    erases,
    note,
    own_radar,
    places,
    screen,
    screens,
    with_others,
)
from tests.fakes.postgres import ready_file
from tests.fakes.store_turns import (
    BENT,
    DAY,
    HERE,
    NOW,
    OTHER_TENANT,
    answer,
    begun,
    says,
    standing,
    table,
    turn,
)


async def shown(database: Database, where: Address) -> list[Any]:
    return [
        row["card"] or row["text"] for row in await table(database, outbox) if row["conversation"] == where.conversation
    ]


async def test_a_mark_in_every_place_that_takes_words_is_in_no_row_once_it_is_erased(
    store: Store, database: Database
) -> None:
    await alone(store)
    await with_others(store)
    await own_radar(store)
    assert await places(database) == {
        *("reflections.started_by", "reflections.started_by_name", "reflections.facilitator"),
        *("reflections.facilitator_name", "reflections.drafts", "participants.person", "participants.name"),
        *("answers.person", "answers.name", "answers.text", "notes.person", "notes.name", "notes.body"),
        *("own_use.person", "own_use.name", "own_use.evidence", "inbox.reply", "outbox.text"),
    }
    assert await erases(store) is Committed.DONE
    assert await places(database) == set()
    assert await store.people.mine(HERE.tenant, ANNA.id, MY_CHAT.conversation) == Mine()


async def test_not_a_byte_of_it_is_left_in_sqlites_folder(tmp_path: Path) -> None:
    store = Store(ready_file(tmp_path / "bot.db"))
    await store.open()
    await alone(store)
    await with_others(store)
    await own_radar(store)
    # JSON kept »ø« as six characters of its own in earlier releases.
    hidden = json.dumps(MARK)[1:-1]
    assert residue(tmp_path, MARK, hidden).keys() == {MARK}, "the search finds it, and it has one spelling"
    assert await erases(store) is Committed.DONE
    assert await store.scrubbed(30.0)
    assert residue(tmp_path, MARK, hidden) == {}, "while the bot runs"
    await store.close()


async def test_a_group_goes_on_without_them_and_what_is_others_stays(store: Store, database: Database) -> None:
    await with_others(store)
    before = await store.load(HERE, "look")
    assert await erases(store) is Committed.DONE
    after = await store.load(HERE, "look")
    stands = after.reflection
    assert stands is not None and after.version > before.version
    assert [(a.by, a.text) for a in stands.answers] == [(BENT, "Bents eget svar")]
    assert stands.participants == (BENT,)
    assert (stands.started_by, stands.facilitator) == (Person("", FORMER), None)
    assert [(c.text, c.by) for c in stands.conclusions] == [("Gruppens fælles ord", BENT)]
    assert stands.next_steps == ()
    (evaluated,), (dismissed,) = stands.evaluations, stands.dismissals
    assert (evaluated.decision, evaluated.comment, evaluated.by) == (Decision.JUSTER, "", Person("", FORMER))
    assert (dismissed.reason, dismissed.by, dismissed.undone) == (REASON_ERASED, Person("", FORMER), False)
    assert {row["person"] for row in await table(database, participants)} == {BENT.id}
    cards = [card for card in await shown(database, HERE) if isinstance(card, dict)]
    assert cards == [screen(stands, None, None)], "the card for all is sent once more as it now is"


async def test_a_conclusion_of_theirs_that_stands_is_the_groups_and_stays_without_their_name(
    store: Store, database: Database
) -> None:
    conclusions = (
        Conclusion(1, "det første udkast", **note(ANNA)),
        Conclusion(1, "det, vi blev enige om", **note(ANNA, 2)),
    )
    await turn(store, begun(started_by=BENT, answers=(answer(BENT),), conclusions=conclusions))
    assert await erases(store) is Committed.DONE
    stands = (await store.load(HERE, "look")).reflection
    assert stands is not None
    assert [(c.text, c.by) for c in stands.conclusions] == [("det, vi blev enige om", Person("", FORMER))]
    assert await places(database, "udkast") == set()
    await turn(
        store, dataclasses.replace(stands, conclusions=(*stands.conclusions, Conclusion(1, "ny", **note(BENT, 3))))
    )


async def test_a_reflection_that_nobody_else_has_anything_in_goes_whole_and_its_card_says_so(
    store: Store, database: Database
) -> None:
    await turn(store, begun("r1", started_by=ANNA, answers=(answer(ANNA),)), says("1", screen=True))
    await store.delivered((await store.claim(NOW, 1))[0], "m1")
    await alone(store)
    assert await erases(store, where=ELSEWHERE) is Committed.DONE
    for which in (reflections, participants, notes):
        assert await table(database, which) == []
    assert (await store.load(HERE, "look")).newest is None
    gone = [row for row in await table(database, outbox) if row["target"] == "m1"]
    assert [(row["kind"], row["card"]) for row in gone] == [("update", screen(None, None, None))]


async def test_what_is_remembered_of_their_own_chat_goes_and_a_groups_stays(store: Store, database: Database) -> None:
    await alone(store)
    await turn(store, begun("r2", started_by=BENT))
    stands = await store.load(HERE, "look")
    follow = FollowChange((), ("skole",), "b" * 64, 1)
    await store.commit(stands, "follows", NOW, stands.reflection, Reply(), changes=(follow,))
    assert await erases(store) is Committed.DONE
    remembered = {row["id"]: row["kommune"] for row in await table(database, conversations)}
    assert remembered == {MY_CHAT.conversation: None, HERE.conversation: "101"}
    assert [row["conversation"] for row in await table(database, follows)] == [HERE.conversation]


async def test_the_level_of_own_use_is_the_kommunes_and_another_form_that_was_open_meets_it_anew(
    store: Store, database: Database
) -> None:
    await own_radar(store)
    assert await erases(store) is Committed.DONE
    (row,) = await table(database, own_use)
    assert (row["usage"], row["at"], row["revision"]) == (Stage.AFPROEVER.value, NOW, 2)
    assert (row["person"], row["name"], row["evidence"]) == ("", "", "")


class TestAnonymous:
    """Whose an anonymous answer is, only its key says."""

    async def begun(self, store: Store, *, revealed: bool, phase: Phase = Phase.QUESTIONS) -> Reflection:
        hidden = begun(anonymous=True, salt="salt", started_by=BENT, facilitator=BENT, phase=phase)
        people = [ANNA, BENT, *(Person(f"29:{n}", f"Deltager {n}") for n in range(3))]
        answers = tuple(answer(hidden.key_of(each), text=f"svar fra {each.id[3:]}") for each in people)
        shown = frozenset({1}) if revealed else frozenset()
        hidden = dataclasses.replace(hidden, answers=answers, revealed=shown)
        await turn(store, hidden)
        return await standing(store)

    async def test_before_they_are_opened_hers_goes(self, store: Store) -> None:
        hidden = await self.begun(store, revealed=False)
        assert [p.fate for p in (await store.people.mine(HERE.tenant, ANNA.id)).parts] == [Fate.PART]
        assert await erases(store) is Committed.DONE
        stands = (await store.load(HERE, "look")).reflection
        assert stands is not None and len(stands.answers) == 4
        assert stands.answer_of(ANNA, 1) is None and stands.answer_of(BENT, 1) == hidden.answer_of(BENT, 1)

    async def test_once_opened_it_stays_since_the_others_would_see_who_left(self, store: Store) -> None:
        hidden = await self.begun(store, revealed=True)
        mine = await store.people.mine(HERE.tenant, ANNA.id)
        assert [p.fate for p in mine.parts] == [Fate.ANSWERS_STAY] and not mine.can_go
        assert await erases(store) is Committed.DONE
        assert (await store.load(HERE, "look")).reflection == hidden

    async def test_the_name_of_who_leads_it_goes_all_the_same_and_their_answers_stay(self, store: Store) -> None:
        hidden = await self.begun(store, revealed=True)
        assert await erases(store, BENT) is Committed.DONE
        stands = (await store.load(HERE, "look")).reflection
        assert stands is not None and stands.answers == hidden.answers
        assert (stands.started_by, stands.facilitator) == (Person("", FORMER), None)

    async def test_once_closed_nobody_can_know_and_nothing_is_listed(self, store: Store) -> None:
        closed = begun(anonymous=True, started_by=BENT, phase=Phase.FINISHED, ended_at=NOW)
        await turn(store, dataclasses.replace(closed, answers=(answer(Person("1", ""), text="nogens"),)))
        assert await store.people.mine(HERE.tenant, ANNA.id) == Mine()
        assert await store.people.mine(HERE.tenant, "") == Mine(), "nobody is a person"


class TestAtTheSameTime:
    """Whoever was under way meets what stands after it."""

    async def test_a_turn_under_way_in_what_they_left_loses_its_race(self, store: Store, other: Store) -> None:
        late = await with_others(store)
        stands = await other.load(HERE, "late")
        assert await erases(store) is Committed.DONE
        again = dataclasses.replace(late, current=2)
        assert await other.commit(stands, "late", NOW, again, Reply()) is Committed.CONFLICT

    async def test_what_came_after_the_list_was_shown_is_not_erased_unseen(self, store: Store, other: Store) -> None:
        await with_others(store)
        mine = await store.people.mine(HERE.tenant, ANNA.id)
        stands = await other.load(HERE, "more")
        assert stands.reflection is not None
        more = dataclasses.replace(stands.reflection, answers=(*stands.reflection.answers, answer(ANNA, 2)))
        assert await other.commit(stands, "more", NOW, more, Reply()) is Committed.DONE
        change = EraseChange(HERE.tenant, ANNA.id, mine, screens)
        assert not await store.people.erase(change, NOW)
        found = (await store.load(HERE, "look")).reflection
        assert found is not None and found.answers == more.answers

    async def test_the_press_that_erases_is_known_again_and_gets_its_answer(self, store: Store) -> None:
        await alone(store)
        stands = await store.load(MY_CHAT, "slet")
        mine = await store.people.mine(HERE.tenant, ANNA.id, MY_CHAT.conversation)
        change = EraseChange(HERE.tenant, ANNA.id, mine, screens, MY_CHAT.conversation)
        answered = Reply({"said": "slettet"})
        assert await store.commit(stands, "slet", NOW, stands.reflection, answered, changes=(change,)) is Committed.DONE
        assert (await store.load(MY_CHAT, "slet")).answered == answered
        assert (await store.load(MY_CHAT, "mine begun")).answered == Reply(), "an earlier one comes to nothing"

    async def test_two_who_erase_at_once_are_both_gone(self, store: Store, other: Store) -> None:
        for number in range(4):
            await with_others(store, dataclasses.replace(HERE, conversation=f"c{number}"), f"r{number}")
        who = [(store, ANNA, "slet a"), (other, BENT, "slet b")]

        async def until_done(at: Store, person: Person, activity: str) -> None:
            for _ in range(20):
                if await erases(at, person, ELSEWHERE, activity) is Committed.DONE:
                    return
            raise AssertionError("never done")

        await asyncio.gather(*(until_done(*each) for each in who))
        for _, person, _ in who:
            assert (await store.people.mine(HERE.tenant, person.id)).is_nothing


async def test_a_new_card_that_had_not_gone_out_is_sent_as_it_now_is(store: Store, database: Database) -> None:
    stands = begun(started_by=BENT, answers=(answer(ANNA, text=WORDS), answer(BENT)))
    await turn(store, stands, Reply(outgoing=(Outgoing(Kind.SEND, {"said": WORDS}, screen=True),)))
    assert await erases(store) is Committed.DONE
    row, counted = [row for row in await table(database, outbox) if row["conversation"] == HERE.conversation]
    assert counted["status"] and counted["card"]["counted"] == [BENT.name]
    assert (row["kind"], row["screen"], row["reflection"]) == ("send", True, "r1")
    assert row["card"]["said"] == [answer(BENT).text, BENT.name]


async def test_the_message_that_counts_goes_on_without_their_name_or_with_the_reflection(
    store: Store, database: Database
) -> None:
    for number, others in (("r1", (answer(BENT),)), ("r2", ())):
        where = dataclasses.replace(HERE, conversation=number)
        stands = begun(number, started_by=ANNA, answers=(answer(ANNA), *others))
        status = Outgoing(Kind.SEND, {"counted": [ANNA.name]}, status=True)
        await turn(store, stands, Reply(outgoing=(status,)), where=where)
        (queued,) = await store.claim(NOW, 9)
        await store.delivered(queued, f"s{number}")
    assert await erases(store) is Committed.DONE
    left = {row["conversation"]: row for row in await table(database, outbox)}
    assert (left["r1"]["status"], left["r1"]["card"]["counted"]) == (True, [BENT.name])
    assert (left["r2"]["target"], left["r2"]["card"]["gone"]) == ("sr2", True)


async def test_a_card_that_shows_what_they_said_last_time_is_sent_as_it_now_is(
    store: Store, database: Database
) -> None:
    last = begun("r0", started_by=BENT, answers=(answer(ANNA, text=WORDS), answer(BENT)), phase=Phase.FINISHED)
    await turn(store, last)
    await turn(store, begun("r1", started_by=BENT, previous="r0"), says("ny", screen=True))
    await store.delivered((await store.claim(NOW, 1))[0], "m1")
    assert await erases(store) is Committed.DONE
    cards = [card for card in await shown(database, HERE) if isinstance(card, dict)]
    assert [card["last"] for card in cards if "last" in card] == [[answer(BENT).text]]


async def test_another_tenant_and_other_people_keep_everything(store: Store, database: Database) -> None:
    await with_others(store, OTHER_TENANT)
    await with_others(store, ELSEWHERE, "r2")
    before = await store.load(OTHER_TENANT, "r1 early")
    mine = await store.people.mine(OTHER_TENANT.tenant, ANNA.id)
    assert await erases(store) is Committed.DONE
    assert await store.load(OTHER_TENANT, "r1 early") == before
    assert await store.people.mine(OTHER_TENANT.tenant, ANNA.id) == mine
    assert not (await store.people.mine(HERE.tenant, BENT.id)).is_nothing
    came = {(row["tenant"], row["activity"]) for row in await table(database, inbox)}
    assert (HERE.tenant, "r2 late") in came, "that it came is still known"


class TestWhoItIs:
    """No operator knows an id of the channel's."""

    async def test_a_name_finds_whoever_has_it_now_in_any_case_of_the_tenants_id(self, store: Store) -> None:
        upper = dataclasses.replace(HERE, tenant="TENANT-Å", conversation="c1")
        lower = dataclasses.replace(HERE, tenant="tenant-å", conversation="c2")
        married = GivenAnswer(1, Person("29:x", "Karen Nygift"), NOW + DAY, "nyt", None, (), 1)
        await turn(store, begun("r1", started_by=BENT, answers=(answer(Person("29:x", "Karen Holm")),)), where=upper)
        await turn(store, begun("r2", started_by=BENT, answers=(married,)), where=lower)
        for asked, found in (("nygift karen", ["29:x"]), ("Holm", []), ("", []), ("deltager", [BENT.id])):
            hits = await store.people.by_name("Tenant-Å", asked)
            assert [hit.person.id for hit in hits] == found, asked
        (karen,) = await store.people.by_id("tenant-Å", "29:x")
        assert karen.person.name == "Karen Nygift"
        assert sorted(part.reflection for part in karen.mine.parts) == ["r1", "r2"]

    async def test_an_entra_id_finds_who_has_taken_part_by_name_and_is_itself_not_kept(
        self, store: Store, database: Database
    ) -> None:
        entra = "0f1e2d3c-aaaa-bbbb-cccc-123456789abc"
        stands = await store.load(HERE, "a")
        new = begun(started_by=ANNA, answers=(answer(ANNA),))
        done = await store.commit(stands, "a", NOW, new, Reply(), changes=(KnownAs(ANNA.id, entra),))
        assert done is Committed.DONE
        (found,) = await store.people.by_entra(HERE.tenant.upper(), entra.upper())
        assert found.person == ANNA and [part.reflection for part in found.mine.parts] == ["r1"]
        assert await store.people.by_entra(OTHER_TENANT.tenant, entra) == []
        assert await places(database, entra) == set()
        assert await erases(store) is Committed.DONE
        assert await store.people.by_entra(HERE.tenant, entra) == []

    async def test_nobodys_entra_id_is_kept_who_answers_without_a_name(self, store: Store, database: Database) -> None:
        hidden = begun(anonymous=True, salt="salt", started_by=BENT)
        await turn(store, hidden)
        stands = await store.load(HERE, "a")
        given = dataclasses.replace(hidden, answers=(answer(hidden.key_of(ANNA)),))
        await store.commit(stands, "a", NOW, given, Reply(), changes=(KnownAs(ANNA.id, "0f1e2d3c"),))
        assert [(row["person"], row["entra"]) for row in await table(database, participants)] == [(BENT.id, None)]
        assert (await store.load(HERE, "look")).entra == frozenset()

    async def test_it_is_noted_once_and_anew_of_whoever_went_and_came_back(
        self, store: Store, other: Store, database: Database
    ) -> None:
        async def says(*answers: GivenAnswer, activity: str) -> frozenset[str]:
            stands = await store.load(HERE, activity)
            new = begun(started_by=BENT, answers=answers)
            known = () if ANNA.id in stands.entra else (KnownAs(ANNA.id, "0f1e2d3c"),)
            assert await store.commit(stands, activity, NOW, new, Reply(), changes=known) is Committed.DONE
            return (await store.load(HERE, "look")).entra

        async def noted() -> list[bool]:
            rows = await table(database, participants)
            return [row["entra"] is not None for row in rows if row["person"] == ANNA.id]

        await turn(store, begun(started_by=BENT))
        assert await says(answer(ANNA), activity="a") == {ANNA.id}
        assert await says(activity="b") == frozenset(), "who takes no part has no row to note it in"
        assert await says(answer(ANNA, at=NOW + DAY), activity="c") == {ANNA.id}
        assert await noted() == [True]
        await turn(other, begun(started_by=BENT))
        again = answer(ANNA, at=NOW + 2 * DAY)
        await turn(other, begun(started_by=BENT, answers=(again,)))
        assert (await store.load(HERE, "look")).entra == frozenset(), "nor is it of what another process wrote"
        assert await says(again, answer(ANNA, 2, at=NOW + 3 * DAY), activity="d") == {ANNA.id}
        assert await noted() == [True]


async def test_what_is_handed_out_is_all_of_theirs_and_nobody_elses(store: Store) -> None:
    await alone(store)
    await with_others(store)
    await own_radar(store)
    out = json.loads(json.dumps(await store.people.export(HERE.tenant, ANNA.id), ensure_ascii=False))
    group = next(each for each in out["refleksioner"] if each["id"] == "r1")
    assert [given["text"] for given in group["svar"]] == [WORDS, f"Rettet {WORDS}"], "earlier revisions too"
    assert len(group["skrevet_sammen"]) == 7
    assert next(each for each in out["refleksioner"] if each["id"] == "mine")["kladder"] == [[2, WORDS]]
    assert out["egen_radar"][0]["evidence"] == WORDS
    assert out["personlige_chats"] == [{"chat": MY_CHAT.conversation, "kommune": "101", "foelger": ["skole"]}]
    for other in (BENT.id, BENT.name, "Bents eget svar", "Gruppens fælles ord"):
        assert other not in json.dumps(out, ensure_ascii=False)
