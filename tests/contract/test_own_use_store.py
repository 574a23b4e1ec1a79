"""A kommune's own use and its forvaltninger, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.storage.database import Database, StorageError
from bot.storage.loaded import Committed
from bot.storage.own_use import OwnChange
from bot.storage.store import Store
from bot.storage.tables import forvaltninger, inbox, own_use
from bot.wire import Address, Reply
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.people import Person
from radar_core.model import SAMLET
from radar_core.own_use.levels import Forvaltning
from radar_core.own_use.model import OwnRadar, OwnUse, Stage, Value
from tests.fakes.store_turns import ANNA, BENT, HERE, NOW, OTHER_TENANT, SECOND, begun, says, standing, table, turn

KOMMUNE, NEIGHBOUR = "101", "253"
PEOPLE = 50
BOERN, TEKNIK = Forvaltning("Børn og Unge", ("skole", "dagtilbud")), Forvaltning("Teknik", ("klima",))

acts = (f"own {number}" for number in itertools.count())


def kept(
    technology: str = "chatbot",
    fagomraade: str = "skole",
    stage: Stage = Stage.AFPROEVER,
    *,
    by: Person = ANNA,
    revision: int = 1,
    evidence: str = "",
    value: Value | None = None,
    at: dt.datetime = NOW,
) -> KeptUse:
    return KeptUse(fagomraade, OwnUse(technology, stage, evidence, value, by.name, at), by, revision)


DRIFT = kept("robot", "skole", Stage.I_DRIFT, evidence="blåbær 🫐 \"»'", value=Value.VED_IKKE, at=NOW + SECOND)


def empty(kommune: str = KOMMUNE) -> KommuneUse:
    return KommuneUse(kommune)


async def changes(store: Store, before: KommuneUse, after: KommuneUse, where: Address = HERE) -> Committed:
    """One turn that changes own use and nothing else."""
    stands = await store.load(where, "look")
    own = OwnChange(before, after)
    return await store.commit(stands, next(acts), NOW, stands.reflection, Reply(), changes=(own,))


async def keeps(store: Store, *new: KeptUse, kommune: str = KOMMUNE, where: Address = HERE) -> KommuneUse:
    """These stand from now on; the own use as it is then kept."""
    before = await store.kommune_use(where.tenant, kommune)
    assert await changes(store, before, before.with_kept(new), where) is Committed.DONE
    return await store.kommune_use(where.tenant, kommune)


async def maps(store: Store, *new: Forvaltning, where: Address = HERE) -> KommuneUse:
    """The kommune has exactly these forvaltninger from now on; the own use as it is then kept."""
    before = await store.kommune_use(where.tenant, KOMMUNE)
    assert await changes(store, before, dataclasses.replace(before, forvaltninger=new), where) is Committed.DONE
    return await store.kommune_use(where.tenant, KOMMUNE)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that any engine is given meanwhile."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


class TestKept:
    """Everything that is said comes back as it was said, and is the kommune's, not a reflection's."""

    async def test_a_kommune_that_has_said_nothing_stands_empty(self, store: Store) -> None:
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == empty()

    async def test_every_field_comes_back_by_fagomraade_and_technology(self, store: Store) -> None:
        said = [kept("å", "samlet", by=BENT), *(kept(stage.value, stage=stage) for stage in Stage), DRIFT]
        found = await keeps(store, *said)
        assert found == KommuneUse(
            KOMMUNE, tuple(sorted(said, key=lambda each: (each.fagomraade, each.use.technology)))
        )

    @pytest.mark.parametrize("value", [None, *Value])
    async def test_every_value_of_what_is_in_drift_comes_back(self, store: Store, value: Value | None) -> None:
        said = kept(stage=Stage.I_DRIFT, value=value)
        assert (await keeps(store, said)).kept == (said,)

    async def test_who_wrote_it_and_when_stand_on_the_use_itself_too(self, store: Store) -> None:
        bare = KeptUse("skole", OwnUse("chatbot", Stage.OVERVEJER), BENT, 1)
        (found,) = (await keeps(store, bare)).kept
        assert (found.by, found.use.by, found.use.at) == (BENT, BENT.name, NOW)

    async def test_a_new_revision_takes_the_place_of_the_old_and_the_others_stay(
        self, store: Store, database: Database
    ) -> None:
        await keeps(store, kept(), DRIFT, kept("chatbot", "dagtilbud"))
        newer = kept(stage=Stage.I_DRIFT, by=BENT, revision=2, value=Value.JA, evidence="i tre skoler", at=NOW + SECOND)
        found = await keeps(store, newer)
        assert found.kept == (kept("chatbot", "dagtilbud"), newer, DRIFT)
        assert len(await table(database, own_use)) == 3

    async def test_what_is_taken_back_is_gone_and_may_be_said_again_from_the_first_revision(
        self, store: Store, database: Database
    ) -> None:
        both = await keeps(store, kept(), DRIFT)
        assert await changes(store, both, KommuneUse(KOMMUNE, (DRIFT,))) is Committed.DONE
        assert [row["technology"] for row in await table(database, own_use)] == ["robot"]
        assert (await keeps(store, kept(by=BENT))).kept_use("skole", "chatbot") == kept(by=BENT)

    async def test_it_outlives_the_reflection_it_was_said_in(self, store: Store) -> None:
        await turn(store, begun())
        said = await keeps(store, kept())
        await turn(store, begun("r2"))
        await store.tidy(NOW + dt.timedelta(days=9999), dt.timedelta(days=1))
        assert (await store.load(HERE, "look")).reflection is None
        assert [each.use.stage for each in (await store.kommune_use(HERE.tenant, KOMMUNE)).kept] == [Stage.AFPROEVER]
        assert said.kept

    async def test_forvaltninger_come_back_in_the_order_they_were_given_and_are_replaced_as_a_whole(
        self, store: Store, database: Database
    ) -> None:
        assert (await maps(store, TEKNIK, BOERN)).forvaltninger == (TEKNIK, BOERN)
        moved = dataclasses.replace(TEKNIK, fagomraader=("klima", "skole"))
        assert (await maps(store, BOERN, moved)).forvaltninger == (BOERN, moved)
        assert (await maps(store, moved)).forvaltninger == (moved,)
        assert (await maps(store)).forvaltninger == ()
        assert await table(database, forvaltninger) == []

    async def test_a_change_is_of_one_kommune(self) -> None:
        with pytest.raises(ValueError, match="one kommune"):
            OwnChange(empty(KOMMUNE), empty(NEIGHBOUR))


class TestWhole:
    """Own use is saved with the turn it was said in, or neither is."""

    async def test_a_turn_that_comes_too_late_keeps_nothing_of_own_use(self, store: Store, other: Store) -> None:
        await turn(store, begun())
        late = await other.load(HERE, "a")
        await turn(store, begun(current=2))
        own = OwnChange(empty(), empty().with_kept([kept()]))
        assert await other.commit(late, "a", NOW, begun(current=3), Reply(), changes=(own,)) is Committed.CONFLICT
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == empty()

    async def test_own_use_that_comes_too_late_keeps_nothing_of_the_turn(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await turn(store, begun(), activity="first")
        await keeps(other, kept())
        before = len(await table(database, inbox))
        stands = await store.load(HERE, "a")
        own = OwnChange(empty(), KommuneUse(KOMMUNE, (kept("robot"), kept(by=BENT)), (BOERN,)))
        assert (
            await store.commit(stands, "a", NOW, begun(current=2), says("gemt"), changes=(own,)) is Committed.CONFLICT
        )
        assert await standing(store) == begun()
        assert await store.undelivered() == 0
        assert len(await table(database, inbox)) == before
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == KommuneUse(KOMMUNE, (kept(),))

    async def test_a_repeat_of_the_same_press_changes_nothing(self, store: Store, other: Store) -> None:
        stands, again = await store.load(HERE, "press"), await other.load(HERE, "press")
        own = OwnChange(empty(), empty().with_kept([kept()]))
        assert await store.commit(stands, "press", NOW, None, Reply(), changes=(own,)) is Committed.DONE
        assert await other.commit(again, "press", NOW, None, Reply(), changes=(own,)) is Committed.CONFLICT
        assert (await other.load(HERE, "press")).answered == Reply()

    async def test_nothing_is_saved_where_the_database_fails(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(sa.text("DROP TABLE forvaltninger"))
        stands = await store.load(HERE, "a")
        own = OwnChange(empty(), KommuneUse(KOMMUNE, (kept(),), (BOERN,)))
        with pytest.raises(StorageError):
            await store.commit(stands, "a", NOW, begun(), says("gemt"), changes=(own,))
        assert await table(database, own_use) == []
        assert not (await store.load(HERE, "a")).known

    async def test_a_reflection_is_loaded_with_whether_its_kommune_has_said_anything(self, store: Store) -> None:
        await turn(store, begun(kommune=KOMMUNE))
        stands = await store.load(HERE, "a")
        assert not stands.has_own
        own = OwnChange(empty(), empty().with_kept([kept()]))
        assert await store.commit(stands, "a", NOW, stands.reflection, Reply(), changes=(own,)) is Committed.DONE
        assert (await store.load(HERE, "b")).has_own

    async def test_a_turn_that_says_nothing_of_own_use_asks_only_whether_there_is_any(
        self, store: Store, statements: list[str]
    ) -> None:
        await turn(store, begun())
        statements.clear()
        await turn(store, begun(current=2), says("2 af 9"))
        plain = len(statements)
        asked = [each for each in statements if "own_use" in each or "forvaltninger" in each or "pictures" in each]
        assert [("FROM conversations" in each, "EXISTS" in each) for each in asked] == [(True, True)]
        statements.clear()
        stands = await store.load(HERE, "look")
        same = await store.kommune_use(HERE.tenant, KOMMUNE)
        statements.clear()
        await store.load(HERE, "look")
        own = OwnChange(same, same)
        assert await store.commit(stands, "a", NOW, begun(current=3), says("3 af 9"), changes=(own,)) is Committed.DONE
        assert len(statements) == plain
        await keeps(store, kept())
        assert [each for each in statements if "INSERT INTO own_use" in each]


class TestAtOnce:
    """Several people of one kommune at the same time, in one bot process or two."""

    @pytest.mark.parametrize("one_chat", [True, False])
    async def test_fifty_people_who_write_of_different_technologies_get_fifty_rows(
        self, store: Store, other: Store, database: Database, one_chat: bool
    ) -> None:
        await turn(store, begun())
        before = await store.kommune_use(HERE.tenant, KOMMUNE)

        async def writes(number: int) -> Committed:
            where = HERE if one_chat else dataclasses.replace(HERE, conversation=f"chat {number}")
            said = kept(f"teknologi-{number:02}", by=Person(f"29:{number}", f"Deltager {number}"))
            return await changes((store, other)[number % 2], before, before.with_kept([said]), where)

        done = await asyncio.gather(*(writes(number) for number in range(PEOPLE)))
        assert set(done) == {Committed.DONE}
        found = (await store.kommune_use(HERE.tenant, KOMMUNE)).kept
        assert [each.use.technology for each in found] == [f"teknologi-{number:02}" for number in range(PEOPLE)]
        assert [each.by.id for each in found] == [f"29:{number}" for number in range(PEOPLE)]
        assert len(await table(database, own_use)) == PEOPLE

    @pytest.mark.parametrize("revision", [1, 2])
    @pytest.mark.parametrize("one_chat", [True, False])
    async def test_of_two_who_write_of_the_same_technology_one_is_first_and_the_other_hears_of_it(
        self, store: Store, other: Store, revision: int, one_chat: bool
    ) -> None:
        await turn(store, begun())
        before = await keeps(store, kept()) if revision == 2 else empty()
        there = HERE if one_chat else dataclasses.replace(HERE, conversation="elsewhere")
        both = [
            before.with_kept([kept(stage=Stage.I_DRIFT, by=ANNA, revision=revision)]),
            before.with_kept([kept(stage=Stage.BRUGER_IKKE, by=BENT, revision=revision)]),
        ]
        done = await asyncio.gather(changes(store, before, both[0], HERE), changes(other, before, both[1], there))
        assert sorted(each.name for each in done) == ["CONFLICT", "DONE"]
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == both[done.index(Committed.DONE)]

    async def test_whoever_takes_back_what_somebody_has_just_changed_hears_of_it(
        self, store: Store, other: Store
    ) -> None:
        before = await keeps(store, kept())
        newer = kept(revision=2, stage=Stage.I_DRIFT, by=BENT)
        after = await keeps(other, newer)
        assert await changes(store, before, empty()) is Committed.CONFLICT
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == after

    async def test_whoever_changes_what_somebody_has_just_taken_back_hears_of_it(
        self, store: Store, other: Store
    ) -> None:
        before = await keeps(store, kept())
        assert await changes(other, before, empty()) is Committed.DONE
        assert await changes(store, before, before.with_kept([kept(revision=2)])) is Committed.CONFLICT
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == empty()

    async def test_two_who_change_many_in_the_opposite_order_do_not_wait_for_each_other(
        self, store: Store, other: Store
    ) -> None:
        many = [kept(f"teknologi-{number:02}") for number in range(30)]
        before = await keeps(store, *many)
        newer = [dataclasses.replace(each, revision=2, by=BENT) for each in many]
        there = dataclasses.replace(HERE, conversation="elsewhere")
        await turn(store, None, where=there)
        done = await asyncio.gather(
            changes(store, before, KommuneUse(KOMMUNE, tuple(newer))),
            changes(other, before, KommuneUse(KOMMUNE, tuple(reversed(newer))), there),
        )
        assert sorted(each.name for each in done) == ["CONFLICT", "DONE"]
        assert {each.revision for each in (await store.kommune_use(HERE.tenant, KOMMUNE)).kept} == {2}

    @pytest.mark.parametrize("first", [(), (Forvaltning("Gammel", ("skole",)),)])
    async def test_of_two_who_map_the_forvaltninger_one_is_first_and_the_two_are_never_mixed(
        self, store: Store, other: Store, first: tuple[Forvaltning, ...]
    ) -> None:
        before = await maps(store, *first) if first else empty()
        places = [dataclasses.replace(HERE, conversation=f"chat {number}") for number in range(8)]
        ways = [dataclasses.replace(before, forvaltninger=(Forvaltning(f"Nr. {n}", ("skole",)),)) for n in range(8)]
        done = await asyncio.gather(*(changes((store, other)[n % 2], before, ways[n], places[n]) for n in range(8)))
        assert [each.name for each in done].count("DONE") == 1
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == ways[done.index(Committed.DONE)]

    async def test_own_use_and_forvaltninger_may_be_changed_at_the_same_time(self, store: Store, other: Store) -> None:
        there = dataclasses.replace(HERE, conversation="elsewhere")
        done = await asyncio.gather(
            changes(store, empty(), empty().with_kept([kept()])),
            changes(other, empty(), KommuneUse(KOMMUNE, (), (BOERN,)), there),
        )
        assert set(done) == {Committed.DONE}
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == KommuneUse(KOMMUNE, (kept(),), (BOERN,))


class TestApart:
    """Tenants never see or change each other's, nor do the kommuner of one tenant."""

    async def test_a_tenant_never_reads_anothers(self, store: Store) -> None:
        await keeps(store, kept())
        await maps(store, BOERN)
        assert await store.kommune_use(OTHER_TENANT.tenant, KOMMUNE) == empty()
        assert await store.kommune_use(HERE.tenant, NEIGHBOUR) == empty(NEIGHBOUR)

    async def test_the_same_technology_of_two_tenants_and_two_kommuner_is_three_rows(self, store: Store) -> None:
        mine = await keeps(store, kept())
        theirs = await keeps(store, kept(stage=Stage.I_DRIFT, by=BENT), where=OTHER_TENANT)
        neighbours = await keeps(store, kept(stage=Stage.OVERVEJER, by=BENT), kommune=NEIGHBOUR)
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == mine
        assert await store.kommune_use(OTHER_TENANT.tenant, KOMMUNE) == theirs
        assert await store.kommune_use(HERE.tenant, NEIGHBOUR) == neighbours
        assert len({kommune_use.kept for kommune_use in (mine, theirs, neighbours)}) == 3

    async def test_a_tenant_cannot_change_or_remove_anothers_by_knowing_how_it_stands(self, store: Store) -> None:
        await keeps(store, kept())
        mine = await maps(store, BOERN)
        for after in (mine.with_kept([kept(revision=2, by=BENT)]), KommuneUse(KOMMUNE, (), (BOERN,))):
            assert await changes(store, mine, after, OTHER_TENANT) is Committed.CONFLICT
        theirs = KommuneUse(KOMMUNE, (), (TEKNIK,))
        assert await changes(store, KommuneUse(KOMMUNE, (), (BOERN,)), theirs, OTHER_TENANT) is Committed.CONFLICT
        assert await changes(store, empty(), theirs, OTHER_TENANT) is Committed.DONE
        assert await changes(store, theirs, empty(), OTHER_TENANT) is Committed.DONE
        assert await store.kommune_use(HERE.tenant, KOMMUNE) == mine

    async def test_the_kommuner_of_a_tenant_are_those_of_its_conversations_and_its_own_use(self, store: Store) -> None:
        assert await store.kommuner(HERE.tenant) == ()
        await turn(store, None)
        assert await store.kommuner(HERE.tenant) == ()
        await turn(store, begun("r1", kommune="630"))
        await turn(store, begun("r2", kommune="630"), where=dataclasses.replace(HERE, conversation="elsewhere"))
        await keeps(store, kept(), kommune="101")
        await keeps(store, kept("robot"), kommune="630")
        await turn(store, begun("r3", kommune="751"), where=OTHER_TENANT)
        await keeps(store, kept(), kommune="253", where=OTHER_TENANT)
        assert await store.kommuner(HERE.tenant) == ("101", "630")
        assert await store.kommuner(OTHER_TENANT.tenant) == ("253", "751")


class TestKommuneUse:
    """The own use itself, as everybody reads it."""

    def test_the_radar_of_a_fagomraade_is_what_was_said_of_it(self) -> None:
        kommune_use = KommuneUse(KOMMUNE, (kept(), kept("chatbot", "dagtilbud", Stage.I_DRIFT), DRIFT))
        assert kommune_use.radar("skole") == OwnRadar(KOMMUNE, "skole", (kept().use, DRIFT.use))
        assert kommune_use.radar("klima") == OwnRadar(KOMMUNE, "klima")

    def test_the_samlet_radar_is_the_highest_level_of_all_fagomraader_and_of_samlet_itself(self) -> None:
        kommune_use = KommuneUse(
            KOMMUNE,
            (
                kept("chatbot", "skole", Stage.OVERVEJER),
                kept("chatbot", "dagtilbud", Stage.I_DRIFT),
                kept("robot", "skole", Stage.OVERVEJER),
                kept("robot", SAMLET, Stage.AFPROEVER),
            ),
        )
        samlet = kommune_use.radar(SAMLET)
        assert {use.technology: use.stage for use in samlet.uses} == {
            "chatbot": Stage.I_DRIFT,
            "robot": Stage.AFPROEVER,
        }
        assert (samlet.kommune, samlet.fagomraade) == (KOMMUNE, SAMLET)
        assert empty().radar(SAMLET) == OwnRadar(KOMMUNE, SAMLET)

    def test_what_is_new_takes_the_place_of_the_same_technology_on_the_same_fagomraade(self) -> None:
        kommune_use = KommuneUse(KOMMUNE, (kept(), DRIFT), (BOERN,))
        newer, elsewhere = kept(revision=2), kept("chatbot", SAMLET)
        assert kommune_use.with_kept([newer, elsewhere]) == KommuneUse(KOMMUNE, (newer, DRIFT, elsewhere), (BOERN,))
        assert kommune_use.with_kept([]) == kommune_use

    def test_only_what_was_said_of_exactly_that_is_found(self) -> None:
        kommune_use = KommuneUse(KOMMUNE, (kept(),))
        assert kommune_use.kept_use("skole", "chatbot") == kept()
        assert kommune_use.kept_use(SAMLET, "chatbot") is kommune_use.kept_use("skole", "robot") is None

    def test_a_technology_stands_once_per_fagomraade(self) -> None:
        with pytest.raises(ValueError, match="once"):
            KommuneUse(KOMMUNE, (kept(), kept(revision=2)))
