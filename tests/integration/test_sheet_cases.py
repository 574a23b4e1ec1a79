"""Sheets that once were read wrong: each through ``import``, ``check`` and ``publish`` alike."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from bot.cli.main import main
from bot.settings import Settings
from radar_core.editions.newness import Newness
from radar_core.editions.shipped import DATA_DIR
from radar_core.push.signing import public_text
from radar_core.sheets.edition_words import LAYOUTS
from tests.fakes.local_bot import Recorder, local_bot
from tests.fakes.sheets import ABOUT, book
from tests.fakes.signed import SPARE

pytestmark = pytest.mark.usefixtures("workers_at_once")

CASES = Path(__file__).resolve().parents[1] / "cases"
NOWHERE = "http://127.0.0.1:1"
"""Where no bot is: what is refused is refused before anybody is asked."""
PASSPHRASE = "en lang hemmelig sætning"
SIGNER = ("--key", "noegle.pem", "--passphrase-file", "kodeord.txt")
NO_GROUP = "er ikke en ring. Skriv KLAR, AFPRØV, HOLD ØJE eller AFVENT, eller slet rækken og det, der står under den."
NO_RING = "er ikke en ring. Skriv KLAR, AFPRØV, HOLD ØJE eller AFVENT, eller lad cellen være tom."
NEW = "Er den ny, skal den først oprettes i teknologier.yaml."

REFUSED = {
    "01-ukendt-gruppeoverskrift.csv": [
        f"A15: »Afprøves« {NO_GROUP} Mente du »AFPRØV«?",
        f"A17: »Hold øje / afvent« {NO_GROUP}",
        f"A19: »Ikke vurderet« {NO_GROUP}",
    ],
    "02-teknologi-efter-tomme-raekker.csv": [
        "B20: »Metaverset« står efter tomme rækker under KLAR. Skriv ringen igen i en række over."
    ],
    "03-talkolonne-med-ukendt-fagomraade.csv": [
        "C11: Kolonnen »Velfærd« har ringe, men jeg kender ikke fagområdet. "
        "Er det nyt, skal det først oprettes i fagomraader.yaml."
    ],
    "06-strict.xlsx": ["Filen er gemt som Strict Open XML. Gem den som Excel-projektmappe (.xlsx), og prøv igen."],
    "07-tegn-uden-for-skriften.csv": [
        "C12: »⚠« (U+26A0) kan ikke tegnes på radaren. Skriv »Droner ⚠« på en anden måde."
    ],
    "08-kryds-i-ringkolonner.csv": [
        f"B11: Ringene står ved siden af hinanden, og det kan jeg ikke læse. {LAYOUTS}",
    ],
    "10-mente-du-korte-navne.csv": [
        f"A11: Jeg kender ikke teknologien »Kvanteteknologi«. {NEW}",
        f"A12: Jeg kender ikke teknologien »uv«. {NEW}",
        f"A13: Jeg kender ikke teknologien »GCP«. {NEW}",
    ],
    "13-tvivl-ved-ringen.csv": [
        f"B11: »KLAR?« {NO_RING} Mente du »KLAR«?",
        f"B12: »(AFPRØV)« {NO_RING} Mente du »AFPRØV«?",
        f"B13: »~AFVENT« {NO_RING} Mente du »AFVENT«?",
    ],
}
READ = {
    "04-oplysninger-over-grupper.csv": {("apps", "KLAR"), ("cloud", "KLAR"), ("droner", "AFPRØV")},
    "05-regneark.xlsm": {("apps", "KLAR")},
}


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Nothing of the developer's own settings or files; a key in it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("kodeord.txt").write_text(PASSPHRASE, "utf-8")
    assert main(["editions", "keygen", "-o", "noegle.pem", "--passphrase-file", "kodeord.txt"]) == 0
    capsys.readouterr()
    return tmp_path


def commands(file: Path) -> list[list[str]]:
    """Every command that takes a sheet."""
    return [
        ["import", str(file), "-o", "ud.yaml"],
        ["check", str(file)],
        ["diff", "eksempel", str(file)],
        ["sign", str(file), *SIGNER, "-o", "ud.signed"],
        ["publish", str(file), NOWHERE, *SIGNER, "--yes"],
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_understood_is_refused_by_its_cell_and_nothing_is_written(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in commands(CASES / name):
        assert main(["editions", *command]) == 1
        said = capsys.readouterr()
        assert said.err.splitlines() == REFUSED[name], command[0]
        assert said.out == ""
    assert not Path("ud.yaml").exists()
    assert not Path("ud.signed").exists()


@pytest.mark.parametrize("name", READ)
def test_what_can_be_understood_is_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in commands(CASES / name)[:-1]:
        assert main(["editions", *command]) == 0, capsys.readouterr().err
    edition = yaml.load(Path("ud.yaml").read_text("utf-8"), yaml.CSafeLoader)
    assert {(p["teknologi"], p["ring"]) for p in edition["placeringer"]} == READ[name]


@pytest.mark.parametrize("name", READ)
async def test_what_can_be_understood_is_published(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["editions", "keygen", "-o", "anden.pem", "--passphrase-file", "kodeord.txt"]) == 0
    public = re.search(r"^Offentlig nøgle: (\S+)$", capsys.readouterr().out, re.MULTILINE)
    assert public
    signer = ("--key", "anden.pem", "--passphrase-file", "kodeord.txt", "--yes")
    async with local_bot(tmp_path, Recorder(), kl_public_keys=(public[1], public_text(SPARE.public_key()))) as bot:
        url = str(bot.make_url("")).rstrip("/")
        code = await asyncio.to_thread(main, ["editions", "publish", str(CASES / name), url, *signer])
        said = capsys.readouterr()
        assert code == 0, said.err
        assert said.out.splitlines()[-1] == "proeve-r1 gælder nu overalt."


@pytest.mark.parametrize("name", ["egen.ods", "egen.xls", "egen.tsv", "egen.txt", "egen.json", "egen.html", "egen"])
def test_a_file_of_another_kind_gets_one_sentence_whatever_it_is_called_and_whoever_reads_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = {
        ".ods": packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        ".xls": b"\xd0\xcf\x11\xe0" + bytes(600),
        ".json": b'{"Teknologi": ["Apps"]}',
        ".html": b"<html><table><tr><td>Apps</td></tr></table></html>",
        ".txt": "Kære alle. Her er vores radar, som vi lovede.\n".encode() * 50,
        ".tsv": bytes(range(1, 256)) * 40,
        "": b"\x89PNG\r\n" + bytes(range(256)) * 40,
    }
    for called in (name, "egen.yaml", "egen.xlsx", "egen.csv"):
        Path(called).write_bytes(contents[Path(name).suffix])
        runs = [["editions", *command] for command in commands(Path(called))]
        runs.append(["radar", "sundhed", "--edition", "eksempel", "--own", called])
        for run in runs:
            assert main(run) == 1
            said = capsys.readouterr().err
            if called == name:
                assert len(said.splitlines()) == 1, (run, said)
                assert "Gem " in said, said
            assert len(said.splitlines()) < 12, (run, said)


@pytest.mark.parametrize("name", ["ark.tsv", "ark.txt", "ark.yaml", "ark", "ark.csv"])
def test_cells_between_tabs_or_semicolons_are_a_sheet_whatever_the_file_is_called(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (CASES / "04-oplysninger-over-grupper.csv").read_text("utf-8")
    Path(name).write_text(text.replace(";", "\t"), "utf-8")
    assert main(["editions", "import", name, "-o", "ud.yaml"]) == 0, capsys.readouterr().err
    assert main(["editions", "import", "ud.yaml", "-o", "to.yaml"]) == 1
    assert "er ikke et regneark" in capsys.readouterr().err
    Path("udgave.txt").write_bytes(Path("ud.yaml").read_bytes())
    assert main(["editions", "check", "udgave.txt"]) == 0, capsys.readouterr().err


def test_an_edition_file_in_utf_16_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Path("udgave.yaml").write_bytes((DATA_DIR / "editions" / "2020.yaml").read_text("utf-8").encode("utf-16"))
    assert main(["editions", "check", "udgave.yaml"]) == 1
    assert capsys.readouterr().err == "udgave.yaml: Filen er gemt som UTF-16. Gem den som UTF-8, og prøv igen.\n"


def packed(members: dict[str, str]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


# A kommune's own use


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("09-egen-radar-paa-andet-ark.xlsx", "Arket »Læs mig« er ikke læst."),
        ("09b-egen-radar-skjult-foerste-ark.xlsx", "Arket »Læs mig« er ikke læst."),
        ("11-egen-kolonnen-velfaerd.csv", "Kolonnen »Velfærd« (C1) er ikke læst."),
    ],
)
def test_own_use_is_read_from_the_sheet_that_has_it_and_the_rest_is_told(
    name: str, note: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["radar", "sundhed", "--edition", "eksempel", "--own", str(CASES / name)]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == note
    assert "Apps – Det samme: i drift, KLAR i eksemplet" in said


def test_a_fault_of_own_use_names_its_sheet_and_two_sheets_are_not_chosen_between(
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = [["Teknologi", "Status"], ["Apps", "måske"]]
    command = ["radar", "sundhed", "--edition", "eksempel", "--own", "egen.xlsx"]
    Path("egen.xlsx").write_bytes(book({"Læs mig": [["Hej"]], "Vores": own}))
    assert main(command) == 1
    assert "Vores B2: Jeg forstår ikke »måske« som status." in capsys.readouterr().err
    Path("egen.xlsx").write_bytes(book({"2025": own, "2026": own}))
    assert main(command) == 1
    assert "Filen har 2 ark med »Teknologi« og »Status«: »2025« og »2026«." in capsys.readouterr().err


# What a person may not see


@pytest.mark.parametrize("name", ["import", "check", "sign", "publish"])
def test_what_is_hidden_or_struck_through_is_told_before_anything_is_sent(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ["Teknologi", "Samlet", "Sundhed og ældre"],
        ["Apps", "KLAR", "KLAR"],
        ["VR", "KLAR", None],
        ["AR", "KLAR", None],
    ]
    facts = [[label.value, text] for label, text in ABOUT.items()]
    workbook = openpyxl.load_workbook(io.BytesIO(book({"Radar": rows, "Om udgaven": facts})))
    sheet = workbook["Radar"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A4"].font = Font(strike=True)
    sheet["B4"].value = CellRichText(TextBlock(InlineFont(strike=True), "KLAR"))
    workbook["Om udgaven"].sheet_state = "hidden"
    workbook.save("ark.xlsx")
    (command,) = [each for each in commands(Path("ark.xlsx")) if each[0] == name]
    code = main(["editions", *command])
    said = capsys.readouterr()
    assert code == (name == "publish")  # for there is no bot there
    assert [line.strip() for line in said.out.splitlines()[:6]] == [
        "Arket »Om udgaven« er skjult, men det er læst.",
        "Række 3 er skjult, men den er læst med.",
        "Kolonne C er skjult, men den er læst med.",
        "Teksten i A4 (»AR«) og B4 (»KLAR«) er streget over, men den er læst med.",
        "A3: »Virtual reality (VR)« kommer til at hedde »VR« i udgaven, som i arket.",
        "A4: »Augmented reality (AR)« kommer til at hedde »AR« i udgaven, som i arket.",
    ]


# What only a new edition is held against


@pytest.mark.parametrize(
    ("old", "new", "cell", "words"),
    [
        ("Dato;2026", "Dato;9999", "B6", "Datoen er »9999«, men en udgave kan højst være dateret et år frem."),
        ("Dato;2026", "Dato;2999-01", "B6", "Datoen er »2999-01«, men en udgave kan højst være dateret et år frem."),
        ("Id;proeve", "Id;eksempel", "B1", "Udgaven »eksempel« fulgte med botten. Giv din udgave et andet id."),
        ("Titel;Prøve", "Titel;Prøve 中", "B2", "»中« (U+4E2D) kan ikke tegnes på radaren."),
        ("Kilde;Opfundet", "Kilde;Opfundet ☃", "B7", "»☃« (U+2603) kan ikke tegnes på radaren."),
    ],
)
def test_a_date_far_ahead_a_shipped_id_and_odd_signs_are_refused_by_cell_and_in_an_edition_file_by_line(
    old: str, new: str, cell: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = (CASES / "04-oplysninger-over-grupper.csv").read_text("utf-8")
    assert main(["editions", "import", str(CASES / "04-oplysninger-over-grupper.csv"), "-o", "god.yaml"]) == 0
    text = Path("god.yaml").read_text("utf-8")
    field, value = new.split(";")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith(f"{field.lower()}:"))
    Path("ark.csv").write_text(sheet.replace(old, new), "utf-8")
    Path("udgave.yaml").write_text(re.sub(rf"(?m)^{field.lower()}: .*$", f'{field.lower()}: "{value}"', text), "utf-8")
    capsys.readouterr()
    for command in commands(Path("ark.csv")):
        assert main(["editions", *command]) == 1
        assert capsys.readouterr().err.startswith(f"{cell}: {words}"), command
    for command in [each for each in commands(Path("udgave.yaml")) if each[0] in ("check", "sign", "publish")]:
        assert main(["editions", *command]) == 1
        assert capsys.readouterr().err.startswith(f"udgave.yaml:{line}: {words}"), command


def test_a_shipped_edition_itself_is_no_fault_and_a_name_that_cannot_be_drawn_is_told_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = shutil.copytree(DATA_DIR, tmp_path / "data")
    shipped = str(data / "editions" / "2020.yaml")
    assert main(["editions", "check", shipped, "--data", str(data)]) == 0
    file = data / "teknologier.yaml"
    text = file.read_text("utf-8")
    line = text[: text.index("navn: Apps")].count("\n") + 1
    file.write_text(text.replace("navn: Apps", "navn: Apps ☎️", 1), "utf-8")
    capsys.readouterr()
    assert main(["editions", "check", shipped, "--data", str(data)]) == 1
    assert capsys.readouterr().err == (
        f"teknologier.yaml:{line}: »☎« (U+260E) kan ikke tegnes på radaren. Skriv »Apps ☎️« på en anden måde.\n"
    )


def test_an_edition_may_be_dated_a_year_from_tomorrow_and_no_later() -> None:
    newness = Newness(dt.date(2026, 3, 31))
    for good in ("1999", "2026", "2027", "2027-03", "2027-04", "2027-04-01"):
        assert newness.date_fault(good) is None
    for late in ("2028", "2027-05", "2027-04-02", "9999"):
        assert newness.date_fault(late)
