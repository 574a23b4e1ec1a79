"""Files to take along from the command line, and who may have which."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from bot.cli.at_hand import OUT_OF_REACH
from bot.cli.main import main
from bot.files.formats import FileFormat
from bot.settings import Settings
from bot.storage.editions import KeptActivation, KeptBundle
from bot.storage.store import Store
from bot.wire import Reply
from dialogs.people import Person
from dialogs.texts.files import MOVED_UNKNOWN
from radar_core.editions.bundle import bundle_hash
from radar_core.push.activation import Activation, write_activation
from tests.fakes.postgres import ready_file
from tests.fakes.read_files import elements, text_of
from tests.fakes.shipped import shipped
from tests.fakes.signed import Change, bundle, moved
from tests.fakes.store_turns import HERE, NOW, answer, begun

KAREN, KARL = Person("29:karen", "Karen Prøve"), Person("29:karl", "Karl Prøve")
ASKED = ("protocol", "r1", "--tenant", HERE.tenant)


async def _filled(url: str) -> None:
    store = Store(url)
    await store.open()
    stands = await store.load(HERE, "a")
    given = (answer(KAREN, text="det viste"), answer(KARL, question=2, text="det skjulte"))
    new = begun(bundle=shipped().newest_published().sha256, started_by=KAREN, answers=given, revealed=frozenset({1}))
    await store.commit(stands, "a", NOW, new, Reply())
    await store.close()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database with one reflection in it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    url = ready_file(tmp_path / "bot.db")
    monkeypatch.setenv("TR_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    asyncio.run(_filled(url))
    return tmp_path


def test_a_protocol_holds_what_the_person_named_can_see(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert main([*ASKED, "--as", KARL.id, "--case", "26/1", "-o", "p.pdf"]) == 0
    text = text_of((here / "p.pdf").read_bytes(), FileFormat.PDF)
    assert "det viste" in text and "det skjulte" not in text and "1 svar, ikke vist endnu" in text
    beside = json.loads((here / "p.pdf.metadata.json").read_text("utf-8"))
    assert beside["sagsnummer"] == "26/1" and beside["titel"]
    assert (here / "p.pdf").stat().st_mode & 0o077 == 0
    assert not [record for record in caplog.records if record.name == "bot.cli.files"]


def test_an_operators_full_protocol_is_asked_for_and_logged_without_words(
    here: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert main([*ASKED, "--all", "-o", "p.json"]) == 0
    assert "det skjulte" in (here / "p.json").read_text("utf-8")
    [logged] = [record.getMessage() for record in caplog.records if record.name == "bot.cli.files"]
    assert logged == "a full protocol of a reflection was written by an operator: r1"


@pytest.mark.parametrize(
    "arguments",
    [
        [*ASKED, "--as", "29:fremmed", "-o", "p.docx"],
        ["protocol", "r1", "--tenant", "en anden", "--all", "-o", "p.docx"],
        ["protocol", "r2", "--tenant", HERE.tenant, "--all", "-o", "p.docx"],
        [*ASKED, "--all", "-o", "p.pptx"],
        ["protocol", "--tenant", HERE.tenant, "--all", "-o", "p.docx", "--", "-7XDoDPBbIY3uNf0"],
        ["snapshot", "sundhed", "-o", "p.docx"],
        ["snapshot", "strikning", "-o", "p.pptx"],
    ],
)
def test_what_cannot_be_had_is_refused_with_a_reason_and_no_file(
    arguments: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err.strip()
    assert not list(here.glob("p.*"))


async def _pushed(url: str, *, live: bool) -> None:
    """Two editions after the example; in the later one a technology has moved. Kept by the bot, and perhaps live."""
    store = Store(url)
    await store.open()
    for serial, (name, date) in enumerate((("eksempel-et", "2026-11"), ("eksempel-to", "2026-12")), start=1):
        content = bundle("eksempel", serial + 1, _dated(name, date))
        await store.editions.keep(KeptBundle(bundle_hash(content), name, content, "0" * 16, NOW))
        if live:
            written = write_activation(Activation(serial, bundle_hash(content), NOW, ""))
            await store.editions.activate(KeptActivation(serial, bundle_hash(content), written, "0" * 16, NOW))
    await store.close()


def _dated(name: str, date: str) -> Change:
    def change(fields: dict[str, Any]) -> None:
        if name == "eksempel-to":
            moved("rpa", "sundhed-og-aeldre", "AFPRØV")(fields)
        fields["udgave"].update({"id": name, "dato": date})

    return change


@pytest.mark.parametrize("asked", [("snapshot", "sundhed", "-o", "x.pptx"), ("radar", "sundhed", "-o", "x.pdf")])
def test_what_has_moved_is_told_from_the_edition_that_the_bot_has_had_live(here: Path, asked: tuple[str, ...]) -> None:
    asyncio.run(_pushed(ready_file(here / "bot.db"), live=True))
    held = (here / "bot.db").read_bytes()
    told = words_of(here, *asked)
    assert ": KLAR → AFPRØV på " in told
    assert MOVED_UNKNOWN not in told
    assert (here / "bot.db").read_bytes() == held, "it is only looked at"


def test_what_is_kept_and_never_was_live_is_nobodys(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_pushed(ready_file(here / "bot.db"), live=False))
    assert main(["snapshot", "sundhed", "--edition", "eksempel-to", "-o", "x.pptx"]) == 1
    assert "»eksempel-to« findes ikke" in capsys.readouterr().err


def test_without_a_database_none_is_made_and_one_out_of_reach_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{here}/none.db")
    assert MOVED_UNKNOWN in words_of(here, "radar", "sundhed", "--edition", "eksempel", "-o", "x.pdf")
    assert not (here / "none.db").exists() and not capsys.readouterr().err
    (here / "broken.db").write_bytes(b"no database" * 500)
    monkeypatch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{here}/broken.db")
    assert main(["snapshot", "sundhed", "-o", "x.pptx"]) == 0
    assert OUT_OF_REACH in capsys.readouterr().err


def words_of(here: Path, *command: str) -> str:
    """What the file says that a command writes."""
    assert main(list(command)) == 0
    output = here / command[-1]
    return text_of(output.read_bytes(), FileFormat(output.suffix[1:]))


def test_one_must_say_whose_view_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*ASKED, "-o", "p.docx"])
    assert "--as" in capsys.readouterr().err


def test_a_snapshot_is_of_one_several_or_all(here: Path) -> None:
    for name, asked in (("en.pptx", ["sundhed"]), ("to.csv", ["sundhed", "social"]), ("alle.pdf", [])):
        assert main(["snapshot", *asked, "--edition", "eksempel", "-o", name]) == 0
        assert (here / name).stat().st_size > 1000
    assert main(["radar", "sundhed", "--edition", "eksempel", "-o", "radar.pdf"]) == 0
    assert b"/StructTreeRoot" in (here / "radar.pdf").read_bytes()


def test_in_a_terminal_a_file_is_written_where_one_stands_and_beside_what_is_there(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["start refleksion Vejle sundhed", "Zebraerne får mere tid", "protokol", "fil 2", "Fil  2", "fil 9"]
    Path("ord.txt").write_text("\n".join(lines), encoding="utf-8")
    assert main(["chat", "--script", "ord.txt"]) == 0
    said = capsys.readouterr().out
    written = sorted(here.glob("refleksionsprotokol-*.pdf"))
    assert len(written) == 2
    for path in written:
        assert f"Filen ligger her: {path.absolute()}" in said
        assert "Zebraerne får mere tid" in text_of(path.read_bytes(), FileFormat.PDF)
        assert path.stat().st_mode & 0o077 == 0
    beside = sorted(here.glob("refleksionsprotokol-*.json"))
    assert len(beside) == 2, "one beside each PDF, for the ESDH"
    for path in beside:
        assert f"Til ESDH ligger der en her: {path.absolute()}" in said
        assert json.loads(path.read_bytes())["kommune"] == "Vejle"
        assert path.stat().st_mode & 0o077 == 0
    assert "Den fil er der ikke. Du kan skrive fil 1, fil 2" in said
    assert "Dit svar på spørgsmål 2 er gemt" not in said, "a number that names no file is no answer"


@pytest.mark.parametrize("shown", ["--blank", "--navne", "--own"])
def test_every_pdf_of_a_radar_can_be_read_aloud_and_kept(here: Path, shown: str) -> None:
    Path("egen.yaml").write_text(
        "kommune: '630'\nfagomraade: sundhed-og-aeldre\nteknologier:\n- {teknologi: apps, anvendelse: i-drift}\n",
        "utf-8",
    )
    asked = [shown, "egen.yaml"] if shown == "--own" else [shown]
    written = set()
    for _ in range(2):
        assert main(["radar", "sundhed", "--edition", "eksempel", *asked, "-o", "x.pdf"]) == 0
        written.add((here / "x.pdf").read_bytes())
    assert len(written) == 1, "the same bytes"
    with pikepdf.open(here / "x.pdf") as pdf:
        assert str(pdf.Root.Lang) == "da-DK" and pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["dc:title"].endswith("Sundhed og ældre") and about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        every = list(elements(pdf))
        sorts = {str(each.S) for each in every}
        assert {"/H1", "/Figure"} <= sorts and (shown != "--own" or {"/Table", "/TH"} <= sorts)
        told = [str(each.Alt) for each in every if str(each.S) == "/Figure"]
        assert told and all("KLAR" in each for each in told)
