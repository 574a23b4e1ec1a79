"""The list of erasures in other hands: read, tried out, tampered with, and a restore that is killed in the middle."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import itertools
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.cli.main import main
from bot.settings import Settings
from bot.storage import erasure_list as listed
from bot.storage.erasure_files import NoErasures, read, write
from bot.storage.erasure_list import Erasure, ErasureList
from bot.storage.replaying import replay
from bot.storage.store import Store
from bot.storage.tables import answers, erasures
from dialogs.reflection.closing import closed
from dialogs.reflection.state import Phase
from tests.fakes import erasures as anonymous
from tests.fakes.database_files import residue
from tests.fakes.marked import ANNA, MARK, MY_CHAT, alone, erases, own_radar, with_others
from tests.fakes.store_turns import BENT, DAY, HERE, NOW, OTHER_TENANT, answer, begun, standing, table, turn


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    await opened.open()
    yield opened
    await opened.close()


async def subjects(store: Store) -> set[str]:
    return {row["subject"] for row in await table(store._database, erasures)}


class TestRead:
    """Whoever has the list, and no id."""

    async def test_every_name_kommune_and_number_tried_finds_nobody(self, store: Store) -> None:
        await alone(store)
        await with_others(store)
        await own_radar(store)
        await erases(store)
        on_it = await subjects(store)
        assert listed.person(HERE.tenant, ANNA.id) in on_it, "the id finds it"
        words = [ANNA.name, *ANNA.name.split(), ANNA.name.casefold(), MARK, "skole", "chatbots", *map(str, range(1000))]
        tried = {listed.person(HERE.tenant, word) for word in words}
        tried |= {listed.chat(HERE.tenant, word) for word in words}
        tried |= {hashlib.sha256(word.encode()).hexdigest() for word in [*words, ANNA.id, HERE.tenant]}
        tried |= {hashlib.sha256(f"{HERE.tenant}/{word}".encode()).hexdigest() for word in [*words, ANNA.id]}
        assert on_it & tried == set()

    async def test_a_written_list_has_no_name_id_tenant_or_sort_in_it(self, store: Store, tmp_path: Path) -> None:
        await with_others(store)
        await erases(store)
        whole = await store._database.read(lambda it: listed.kept(it, NOW))
        write(whole, tmp_path / "liste.json")
        written = (tmp_path / "liste.json").read_text("utf-8")
        assert len(whole.erasures) == 1 and whole.erasures[0].subject in written
        for word in (ANNA.id, ANNA.name, MARK, HERE.tenant, HERE.conversation, "r1", "person", "answer"):
            assert word not in written

    async def test_after_an_anonymous_close_no_id_leads_to_a_line_of_what_was_taken_back_in_it(
        self, store: Store
    ) -> None:
        await anonymous.meets(store)
        stands = await standing(store)
        her = anonymous.PEOPLE[3]
        left = tuple(each for each in stands.answers if each.by != stands.key_of(her))
        await turn(store, dataclasses.replace(stands, answers=left), at=NOW + DAY)
        key = stands.key_of(her).id
        assert listed.answer(HERE.tenant, stands.id, 1, key) in await subjects(store)
        await turn(store, closed(await standing(store), Phase.FINISHED, anonymous.END), at=anonymous.END)
        ids = [each.id for each in anonymous.PEOPLE]
        tried = {
            made
            for who in ids
            for made in (
                listed.person(HERE.tenant, who),
                listed.anonymous(HERE.tenant, stands.id, who),
                *(listed.answer(HERE.tenant, stands.id, question, who) for question in range(1, 10)),
            )
        }
        assert await subjects(store) & tried == set()
        assert await anonymous.where(store._database, key, stands.salt) == set(), "what would lead to it is gone"

    async def test_one_person_in_two_anonymous_groups_stands_there_as_two(self, store: Store) -> None:
        for place, number, salt in ((HERE, "r1", "et"), (anonymous.ELSEWHERE, "r2", "to")):
            hidden = begun(number, anonymous=True, salt=salt, started_by=BENT, facilitator=BENT)
            given = tuple(answer(hidden.key_of(who)) for who in (ANNA, BENT))
            await turn(store, dataclasses.replace(hidden, answers=given), where=place)
        await erases(store, ANNA, HERE)
        assert len(await subjects(store)) == 3, "herself, and a key in each"


def test_ids_made_to_look_like_several_never_stand_for_another() -> None:
    tricky = ["a", "b", 'a","b', "a/b", "a\0b", "", "1", '1,"a"', "a\\", "\ud800"]
    pairs = list(itertools.product(tricky, repeat=2))
    made = [listed.chat(*pair) for pair in pairs] + [listed.person(*pair) for pair in pairs]
    made += [listed.anonymous(first, second, "x") for first, second in pairs]
    made += [listed.answer(first, second, 1, "x") for first, second in pairs]
    assert len(set(made)) == len(made)


async def test_the_same_id_in_another_tenant_is_not_touched(store: Store, tmp_path: Path) -> None:
    await turn(store, begun(answers=(answer(BENT),), started_by=BENT), where=OTHER_TENANT)
    whole = ErasureList(None, NOW, (Erasure(listed.person(HERE.tenant, BENT.id), NOW + DAY),))
    await store._database.write(lambda it: replay(it, whole))
    assert len(await table(store._database, answers)) == 1
    spelt = ErasureList(None, NOW, (Erasure(listed.person(OTHER_TENANT.tenant.upper(), BENT.id), NOW + DAY),))
    await store._database.write(lambda it: replay(it, spelt))
    assert await table(store._database, answers) == [], "a tenant's id counts in any case"


async def test_somebody_who_answers_and_takes_back_all_day_makes_it_no_longer(store: Store) -> None:
    for _ in range(30):
        await turn(store, begun(answers=(answer(BENT),)))
        await turn(store, begun())
    assert len(await subjects(store)) == 1


class TestTampered:
    """A list that is not as it was written is refused; what it says of anything else is not believed."""

    @pytest.mark.parametrize(
        "content",
        [
            "[" * 100_000,
            '{"format": "teknologiradar-sletninger", "version": 1}',
            '{"format": "teknologiradar-sletninger", "version": 1, "begins": null, "written": "i går", "erasures": []}',
            '{"format": "teknologiradar-sletninger", "version": 1, "begins": null, '
            '"written": "2026-11-24T00:00:00+00:00", "erasures": [["begins", "2026-11-24T00:00:00+00:00"]]}',
            '{"format": "teknologiradar-sletninger", "version": 1, "begins": null, '
            '"written": "2026-11-24T00:00:00+00:00", "erasures": [["' + "a" * 64 + '", 7]]}',
            '{"format": "teknologiradar-sletninger", "version": 1, "begins": 5, "written": 5, "erasures": {}}',
        ],
        ids=["deep", "empty", "no-time", "moves-its-begin", "a-number-for-a-time", "other-types"],
    )
    def test_is_refused(self, tmp_path: Path, content: str) -> None:
        file = tmp_path / "liste.json"
        file.write_text(content, "utf-8")
        with pytest.raises(NoErasures, match="ikke hel"):
            read([file])

    def test_bytes_that_are_no_text_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "liste.json"
        file.write_bytes(b"\xff\xfe\x00" * 99)
        with pytest.raises(NoErasures, match="ikke hel"):
            read([file])

    def test_one_is_never_written_through_a_link_somebody_has_laid(self, tmp_path: Path) -> None:
        target, link = tmp_path / "andres", tmp_path / "liste.json"
        link.symlink_to(target)
        with pytest.raises(NoErasures, match="findes allerede"):
            write(ErasureList(None, NOW, ()), link)
        assert not target.exists()

    async def test_a_database_that_never_says_when_it_lived_comes_last(self) -> None:
        broken = ErasureList(None, listed.NEVER, (Erasure("a" * 64, NOW),), damaged=True)
        whole = listed.joined([broken, ErasureList(None, NOW, ())])
        assert (len(whole.erasures), whole.damaged, whole.written) == (1, False, NOW)

    async def test_a_hole_between_two_lists_is_not_called_whole(self) -> None:
        old = ErasureList(None, NOW, ())
        after_a_hole = ErasureList(NOW + DAY, NOW + 2 * DAY, ())
        assert not listed.joined([old, after_a_hole]).reaches(NOW)
        assert listed.joined([ErasureList(None, NOW + DAY, ()), after_a_hole]).reaches(NOW)
        assert not listed.joined([ErasureList(None, NOW + DAY, (), damaged=True), after_a_hole]).reaches(NOW)


KILLED = """
import os, signal, sys
from bot.cli.main import main
from bot.storage import backup
backup.replay_list = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(["database", "restore", *sys.argv[1:]])
"""


def test_a_restore_that_is_killed_leaves_no_words_for_the_next_one_to_leave_lying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    folder, copy, whole = tmp_path / "bot", tmp_path / "kopi.db", tmp_path / "liste.json"
    monkeypatch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{folder}/bot.db")

    async def lives_and_goes() -> None:
        store = Store(f"sqlite+aiosqlite:///{folder}/bot.db")
        await store.open()
        await alone(store)
        assert await asyncio.to_thread(main, ["database", "backup", str(copy)]) == 0
        await erases(store, where=MY_CHAT)
        assert await store.scrubbed(30.0)
        await store.close()

    asyncio.run(lives_and_goes())
    assert main(["database", "erasures", str(whole)]) == 0
    assert json.loads(whole.read_text("utf-8"))["erasures"]
    for each in folder.iterdir():
        each.unlink()
    ran = subprocess.run([sys.executable, "-c", KILLED, copy, "--erasures", whole], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert residue(folder, MARK), "it was killed while the words stood in what was not finished"
    assert not (folder / "bot.db").exists(), "and that never had the name"
    assert main(["database", "restore", str(copy), "--erasures", str(whole)]) == 0
    assert residue(folder, MARK) == {}
