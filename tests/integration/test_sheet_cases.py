"""Sheets that once were read wrong: each through ``import``, ``check`` and ``publish`` alike."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import yaml

from bot.cli import main
from bot.settings import Settings
from radar_core.edition_sheet_words import LAYOUTS
from radar_core.signing import public_text
from tests.local_bot import Recorder, local_bot
from tests.signed import SPARE

CASES = Path(__file__).resolve().parents[1] / "cases"
NOWHERE = "https://radar.example.org"
"""A bot that is never asked: what is refused is refused before."""
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
    edition = yaml.safe_load(Path("ud.yaml").read_text("utf-8"))
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
        assert said.out.splitlines()[-1] == "proeve-r1 er i drift overalt."
