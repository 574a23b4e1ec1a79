"""What an editor does on a machine of one's own: keys, sheets, comparisons, signatures."""

from __future__ import annotations

import asyncio
import getpass
import io
import re
import stat
import sys
from pathlib import Path

import openpyxl
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.main import main
from radar_core.editions.bundle import read_bundle
from tests.fakes.editor import FACTS, MOVED, PASSPHRASE, ROWS, SIGNER, WITHOUT_RPA, Terminal, made_key, write
from tests.fakes.ports import free_port
from tests.fakes.signed import bundle


def test_a_key_file_is_its_owners_alone_and_is_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    made_key(capsys)
    assert stat.S_IMODE(Path("noegle.pem").stat().st_mode) == 0o600
    before = Path("noegle.pem").read_bytes()
    assert PASSPHRASE.encode() not in before and b"ENCRYPTED" in before
    assert main(["editions", "keygen", "-o", "noegle.pem", "--passphrase-file", "kodeord.txt"]) == 1
    assert "findes allerede" in capsys.readouterr().err
    assert Path("noegle.pem").read_bytes() == before


@pytest.mark.parametrize(("second", "code"), [(PASSPHRASE, 0), ("noget helt andet her", 1)])
def test_the_passphrase_is_asked_for_twice_and_must_be_the_same(
    second: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    answers = iter([PASSPHRASE, second])
    monkeypatch.setattr(getpass, "getpass", lambda _: next(answers))
    assert main(["editions", "keygen", "-o", "noegle.pem"]) == code
    assert Path("noegle.pem").exists() is (code == 0)


def test_without_a_terminal_and_a_file_nobody_is_asked_for_a_passphrase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSPHRASE))
    assert main(["editions", "keygen", "-o", "noegle.pem"]) == 1
    assert "--passphrase-file" in capsys.readouterr().err
    assert not Path("noegle.pem").exists()


def test_a_filled_in_template_becomes_an_edition_file_without_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["editions", "template", "-o", "ark.xlsx"]) == 0
    book = openpyxl.load_workbook("ark.xlsx")
    for row in book["Om udgaven"].iter_rows(min_row=2):
        told = dict(line.split(";") for line in FACTS.strip().splitlines())
        row[1].value = told.get(str(row[0].value))
    headings = [cell.value for cell in book["Radar"][1]]
    book["Radar"].cell(2, headings.index("Samlet") + 1).value = "Hold øje "
    book.save("ark.xlsx")
    assert main(["editions", "import", "ark.xlsx", "-o", "proeve.yaml"]) == 0
    assert main(["editions", "check", "proeve.yaml"]) == 0
    assert "ring: HOLD ØJE" in Path("proeve.yaml").read_text("utf-8")
    capsys.readouterr()
    assert main(["editions", "template", "-o", "ark.xlsx"]) == 1
    assert "bliver ikke overskrevet" in capsys.readouterr().err


def test_every_fault_of_a_sheet_is_told_by_its_cell_and_no_file_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ark.csv").write_text(
        FACTS + ROWS.replace("KLAR;KLAR", "KLARR;KLAR").replace("Chatbots", "Chatbosts"), "utf-8"
    )
    for command in (["check", "ark.csv"], ["import", "ark.csv", "-o", "proeve.yaml"]):
        assert main(["editions", *command]) == 1
        lines = capsys.readouterr().err.splitlines()
        assert [line.split(":")[0] for line in lines] == ["B12", "A13"]
    assert not Path("proeve.yaml").exists()


def test_what_the_sheet_does_not_say_of_the_edition_can_be_said_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    write(ROWS)
    told = [word for line in FACTS.split("\n") if line for word in ("--om", line.replace(";", "="))]
    assert main(["editions", "check", "ark.csv"]) == 1
    assert main(["editions", "check", "ark.csv", *told]) == 0
    capsys.readouterr()
    assert main(["editions", "check", "ark.csv", "--om", "Farve=blå"]) == 1
    assert "Felterne er Id, Titel" in capsys.readouterr().err


def test_two_sheets_an_edition_file_and_a_signed_bundle_are_compared_in_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made_key(capsys)
    write(FACTS + ROWS, "foer.csv")
    write(FACTS + MOVED, "efter.csv")
    assert main(["editions", "import", "foer.csv", "-o", "foer.yaml"]) == 0
    assert main(["editions", "sign", "efter.csv", *SIGNER]) == 0
    Path("bundt.yaml").write_bytes(bundle())
    capsys.readouterr()
    for before, after, told in (
        ("foer.csv", "efter.csv", "Flyttet (1):\n  RPA: AFPRØV → KLAR (Sundhed og ældre)\n"),
        ("foer.yaml", "proeve-r1.signed", "Flyttet (1):\n  RPA: AFPRØV → KLAR (Sundhed og ældre)\n"),
        ("proeve-r1.signed", "proeve-r1.signed", "Intet er ændret\n"),
        ("eksempel", "bundt.yaml", "Intet er ændret\n"),
    ):
        assert main(["editions", "diff", before, after]) == 0
        assert capsys.readouterr().out == told
    assert main(["editions", "diff", "foer.csv", "efter.csv", "--alt"]) == 0
    assert capsys.readouterr().out == "RPA: AFPRØV → KLAR på sundhed og ældre\n"
    for missing in ("1999", "mangler.yaml"):
        assert main(["editions", "diff", "eksempel", missing]) == 1
        assert missing in capsys.readouterr().err


def test_a_signed_file_is_checked_with_its_signature(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    public = made_key(capsys)
    write(FACTS + ROWS)
    assert main(["editions", "sign", "ark.csv", *SIGNER, "--revision", "3"]) == 0
    assert re.search(r"proeve-r3, SHA-256 [0-9a-f]{64}", capsys.readouterr().out)
    monkeypatch.setenv("TR_KL_PUBLIC_KEYS", public)
    assert main(["editions", "check", "proeve-r3.signed"]) == 0
    assert "proeve-r3" in capsys.readouterr().out
    envelope = Path("proeve-r3.signed").read_bytes()
    Path("proeve-r3.signed").write_bytes(envelope.replace(b"Opfundet", b"Udfundet"))
    assert main(["editions", "check", "proeve-r3.signed"]) == 1
    assert "ændret eller afkortet" in capsys.readouterr().err


def test_what_is_signed_away_stands_in_the_bundle(capsys: pytest.CaptureFixture[str]) -> None:
    made_key(capsys)
    write(FACTS + WITHOUT_RPA)
    assert main(["editions", "sign", "ark.csv", *SIGNER, "--fjern", "rpa", "ai:samlet", "behov=gammelt"]) == 0
    removed = read_bundle(Path("proeve-r1.signed").read_bytes().partition(b"\n\n")[2]).removed
    assert removed.has("teknologier", "rpa") and removed.has("behov", "gammelt")
    assert removed.placements == {("ai", "samlet")}
    capsys.readouterr()
    assert main(["editions", "sign", "ark.csv", *SIGNER, "--fjern", "ukendt"]) == 1
    assert "teknologier=ukendt" in capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "http://radar.example.org",
        "http://127.0.0.1.example.org",
        "http://u:p@127.0.0.1:3978",
        "https://u:p@radar.example.org",
        "ftp://radar.example.org",
        "https://",
        "radar.example.org",
        "https://[",
    ],
)
def test_nothing_goes_to_an_address_that_is_neither_https_nor_this_machine(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["editions", "list", url]) == 1
    assert "https://" in capsys.readouterr().err


def test_a_bot_that_does_not_answer_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["editions", "list", f"http://127.0.0.1:{free_port()}"]) == 1
    assert "ingen forbindelse" in capsys.readouterr().err


async def test_something_else_than_a_bot_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/api/editions", page)
    async with TestServer(app, host="127.0.0.1") as server:
        assert await asyncio.to_thread(main, ["editions", "list", str(server.make_url(""))]) == 1
    assert "ikke, som en Teknologiradar-bot gør" in capsys.readouterr().err
