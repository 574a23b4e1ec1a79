"""What is kept about one person, as an operator lists, hands out and erases it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.settings import Settings
from bot.storage.people import KnownAs
from bot.storage.store import Store
from bot.wire import Reply
from dialogs.people import Person
from dialogs.reflection.state import Reflection
from dialogs.texts import erasing as words
from tests.fakes.postgres import ready_file
from tests.fakes.store_turns import HERE, NOW, answer, begun

KAREN, KARL = Person("29:karen", "Karen Prøve"), Person("29:karl", "Karl Prøve")
WORDS = "det hviskede zebraen"
ENTRA = "0f1e2d3c-0000-4000-8000-123456789abc"
TENANT = ("--tenant", HERE.tenant.upper())


async def _filled(url: str) -> None:
    store = Store(url)
    await store.open()
    stands = await store.load(HERE, "a")
    new = begun(started_by=KAREN, answers=(answer(KAREN, text=WORDS), answer(KARL, text="Karls eget")))
    await store.commit(stands, "a", NOW, new, Reply({"said": WORDS}), changes=(KnownAs(KAREN.id, ENTRA),))
    await store.close()


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two people who have nearly the same name."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    made = ready_file(tmp_path / "bot.db")
    monkeypatch.setenv("TR_DATABASE_URL", made)
    asyncio.run(_filled(made))
    return made


def stored(url: str) -> Reflection:
    async def look() -> Any:
        store = Store(url)
        await store.open()
        found = (await store.load(HERE, "look")).reflection
        await store.close()
        return found

    found: Reflection = asyncio.run(look())
    return found


def test_a_name_that_several_have_is_listed_and_nobody_is_erased(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = stored(url)
    assert main(["privacy", "list", *TENANT, "--name", "prøve"]) == 0
    listed = capsys.readouterr().out
    assert KAREN.id in listed and KARL.id in listed and "24. november 2026" in listed
    for what in ("erase", "export"):
        assert main(["privacy", what, *TENANT, "--name", "prøve", *(["--yes"] if what == "erase" else [])]) == 1
        refused = capsys.readouterr().err
        assert KAREN.id in refused and KARL.id in refused and "--person" in refused
    assert stored(url) == before


@pytest.mark.parametrize("who", [("--name", "karen"), ("--entra", ENTRA.upper()), ("--person", KAREN.id)])
def test_whoever_is_named_is_erased_and_others_stay(
    url: str, who: tuple[str, str], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        assert main(["privacy", "erase", *TENANT, *who, "--yes"]) == 0
    said = capsys.readouterr().out
    assert "Det er slettet." in said and words.NOT_REACHED in said and words.KOMMUNEN_DECIDES in said
    assert [(a.by, a.text) for a in stored(url).answers] == [(KARL, "Karls eget")]
    logged = [record.getMessage() for record in caplog.records if record.name == "bot.turns.erasing.turns"]
    assert logged == ["erased by an operator: 1 reflections, 0 of them whole, 0 own uses"]
    assert main(["privacy", "list", *TENANT, *who]) == 1
    assert capsys.readouterr().err


def test_it_is_asked_first_and_only_yes_erases(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def types(answered: str | None) -> None:
        def answer_to(question: str) -> str:
            asked.append(question)
            if answered is None:
                raise EOFError
            return answered

        monkeypatch.setattr("builtins.input", answer_to)

    before = stored(url)
    for answered in ("nej", "", None):
        types(answered)
        assert main(["privacy", "erase", *TENANT, "--person", KAREN.id]) == 1
        assert "Intet er slettet." in capsys.readouterr().err
        assert stored(url) == before
    types("Ja")
    assert main(["privacy", "erase", *TENANT, "--person", KAREN.id]) == 0
    assert len(asked) == 4 and len(stored(url).answers) == 1


def test_what_is_handed_out_is_json_that_only_its_owner_can_read(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "karen.json"
    assert main(["privacy", "export", *TENANT, "--name", "karen", "-o", str(file)]) == 0
    assert file.stat().st_mode & 0o077 == 0
    kept = json.loads(file.read_text("utf-8"))
    assert kept["navn"] == KAREN.name and kept["refleksioner"][0]["svar"][0]["text"] == WORDS
    assert KARL.name not in file.read_text("utf-8")
    assert main(["privacy", "export", *TENANT, "--name", "karen", "-o", str(file)]) == 1, "never over another"
    capsys.readouterr()
    assert main(["privacy", "export", *TENANT, "--name", "karen"]) == 0
    assert json.loads(capsys.readouterr().out) == kept


@pytest.mark.parametrize("who", [("--name", "ukendt"), ("--entra", "0-0"), ("--person", "29:ukendt")])
def test_who_is_not_found_is_refused_with_what_to_try(
    url: str, who: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["privacy", "list", *TENANT, *who]) == 1
    assert capsys.readouterr().err.strip()
    assert main(["privacy", "list", "--tenant", "en anden", "--person", KAREN.id]) == 1


def test_written_wrongly_it_says_how_it_is_written(url: str) -> None:
    for wrong in (["list", *TENANT], ["list", "--name", "x"], ["erase", *TENANT, "--name", "x", "--person", "y"]):
        with pytest.raises(SystemExit) as exit:
            main(["privacy", *wrong])
        assert exit.value.code == 2


def test_where_there_is_no_database_none_is_made_and_nobody_is_said_to_be_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere.db"
    monkeypatch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{missing}")
    assert main(["privacy", "list", *TENANT, "--name", "Karen"]) == 1
    assert "Der er ingen database, hvor TR_DATABASE_URL peger hen." in capsys.readouterr().err
    assert not missing.exists()
