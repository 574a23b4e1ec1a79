"""The editor's commands against a bot on this machine: from a spreadsheet to live, and back, and every way to stop."""

from __future__ import annotations

import asyncio
import datetime as dt
import getpass
import io
import re
import shutil
import stat
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import STORE
from bot.cli.editions.client import EditionServer, Nack
from bot.cli.editions.publish import NotPublished, Wish, check_status, go_live, publish, signed_activation
from bot.cli.editions.sources import Workshop
from bot.cli.main import main
from bot.settings import Settings
from radar_core.editions.bundle import bundle_hash, read_bundle
from radar_core.editions.shipped import DATA_DIR
from radar_core.push.signing import public_text, sign
from tests.fakes.local_bot import Client, Recorder, local_bot
from tests.fakes.signed import SPARE, bundle

PASSPHRASE = "en lang hemmelig sætning"
SIGNER = ("--key", "noegle.pem", "--passphrase-file", "kodeord.txt")
FACTS = """\
Id;proeve
Titel;Prøveradar
Status;eksempel
Serie;proeve
Metode;proeve
Dato;2026
Kilde;Opfundet
Belæg;eksempel

"""
ROWS = "Teknologi;Samlet;Sundhed og ældre\nRPA;AFPRØV;AFPRØV\nApps;KLAR;KLAR\nChatbots;AFPRØV;HOLD ØJE\n"
MOVED = ROWS.replace("RPA;AFPRØV;AFPRØV", "RPA;AFPRØV;KLAR")
WITHOUT_RPA = ROWS.replace("RPA;AFPRØV;AFPRØV\n", "")


def write(text: str, file: str = "ark.csv") -> None:
    """A file in the editor's folder."""
    Path(file).write_text(text, "utf-8")


class Terminal(io.StringIO):
    """A terminal at which somebody has typed already."""

    def isatty(self) -> bool:
        return True


@dataclass
class Editor:
    """An editor's folder, with a key, and a bot that knows the key."""

    client: Client
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    @property
    def url(self) -> str:
        return str(self.client.make_url("")).rstrip("/")

    async def run(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        """Exit code, stdout and stderr of one command."""
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = await asyncio.to_thread(main, ["editions", *arguments])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    async def publish(self, rows: str, *more: str, typed: str = "ja\n") -> tuple[int, str, str]:
        """Publishes a sheet with these rows."""
        write(FACTS + rows)
        return await self.run("publish", "ark.csv", self.url, *SIGNER, *more, typed=typed)

    async def state(self) -> dict[str, Any]:
        """What the bot says is live and at hand."""
        async with self.client.get("/api/editions") as answer:
            told: dict[str, Any] = await answer.json()
            return told

    async def pushed(self) -> list[str]:
        return [each["name"] for each in (await self.state())["bundles"]]


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's own settings or files."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    write(f"{PASSPHRASE}\n", "kodeord.txt")


def made_key(capsys: pytest.CaptureFixture[str], file: str = "noegle.pem") -> str:
    """A key file, and its public key."""
    assert main(["editions", "keygen", "-o", file, "--passphrase-file", "kodeord.txt"]) == 0
    public = re.search(r"^Offentlig nøgle: (\S+)$", capsys.readouterr().out, re.MULTILINE)
    assert public
    return public[1]


@pytest_asyncio.fixture
async def editor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Editor]:
    keys = (made_key(capsys), public_text(SPARE.public_key()))
    async with local_bot(tmp_path, Recorder(), kl_public_keys=keys) as client:
        yield Editor(client, capsys, monkeypatch)


# On one's own machine


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


def test_a_bot_that_does_not_answer_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    assert main(["editions", "list", f"http://127.0.0.1:{unused_tcp_port}"]) == 1
    assert "ingen forbindelse" in capsys.readouterr().err


async def test_something_else_than_a_bot_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/api/editions", page)
    async with TestServer(app, host="127.0.0.1") as server:
        assert await asyncio.to_thread(main, ["editions", "list", str(server.make_url(""))]) == 1
    assert "ikke, som en Teknologiradar-bot gør" in capsys.readouterr().err


# With a bot


async def test_a_sheet_goes_live_a_change_is_shown_before_it_does_and_the_old_one_is_taken_back(
    editor: Editor,
) -> None:
    code, out, err = await editor.publish(ROWS)
    assert code == 0, err
    assert re.findall(r"([1-6])/6 ", out) == list("123456")
    assert "proeve-r1 er i drift overalt." in out
    assert (await editor.state())["live"]["serial"] == 1

    code, out, err = await editor.publish(MOVED, "--note", "RPA virker")
    assert code == 0, err
    assert "    Flyttet (1):\n      RPA: AFPRØV → KLAR (Sundhed og ældre)\n" in out
    assert out.index("RPA: AFPRØV → KLAR") < out.index("Skal udgaven sættes i drift?") < out.index("5/6")
    assert await editor.pushed() == ["proeve-r1", "proeve-r2"]
    async with editor.client.get("/radar/proeve/sundhed-og-aeldre.png") as picture:
        assert picture.status == 200

    old = (await editor.state())["bundles"][0]["hash"]
    code, out, err = await editor.run("activate", old[:8], editor.url, *SIGNER, "--note", "Det var forkert")
    assert code == 0, err
    assert re.search(r"Proces \w+: serienummer 3", out)
    live = (await editor.state())["live"]
    assert (live["hash"], live["serial"]) == (old, 3)

    code, out, _ = await editor.run("list", editor.url)
    assert code == 0
    assert f"I drift: proeve-r1 (serienummer 3), SHA-256 {old}" in out
    assert re.search(r"proeve-r2 .* har været i drift", out)
    assert out.count("sat i drift") == 3

    # What was made before is set live again as it is, under the revision it has.
    code, out, err = await editor.publish(MOVED, "--yes")
    assert code == 0, err
    assert "5/6 Udgaven ligger hos botten i forvejen." in out
    assert await editor.pushed() == ["proeve-r1", "proeve-r2"]
    code, out, err = await editor.publish(MOVED, "--yes")
    assert (code, "intet at gøre" in out) == (0, True)
    assert (await editor.state())["live"]["serial"] == 4


@pytest.mark.parametrize("typed", ["nej\n", "\n", "", "j\n"])
async def test_nothing_is_sent_before_a_yes(editor: Editor, typed: str) -> None:
    code, _, err = await editor.publish(ROWS, typed=typed)
    assert code == 1
    assert "Intet er sendt" in err
    assert await editor.pushed() == []


SHOWN = ("Det her bliver ændret", "Skal udgaven sættes i drift", "3/6")
"""What an editor who is not shown the list has not seen."""


async def test_with_a_wrong_passphrase_nothing_is_shown_asked_or_sent(editor: Editor) -> None:
    write("en anden sætning helt", "kodeord.txt")
    code, out, err = await editor.publish(ROWS)
    assert code == 1
    assert "Kodeordet passer ikke til nøglefilen" in err
    assert not any(words in out for words in SHOWN)
    assert await editor.pushed() == []


async def test_a_key_the_bot_does_not_know_is_told_in_a_sentence_before_anything_is_shown_or_asked(
    editor: Editor,
) -> None:
    made_key(editor.capsys, "fremmed.pem")
    write(FACTS + ROWS)
    stranger = ("--key", "fremmed.pem", *SIGNER[2:])
    code, out, err = await editor.run("publish", "ark.csv", editor.url, *stranger, typed="ja\n")
    assert code == 1
    assert re.fullmatch(
        r"Botten på \S+ kender ikke nøglen [0-9a-f]{16}\. Intet er sendt\. .*TR_KL_PUBLIC_KEYS\.\n", err
    )
    assert not any(words in out for words in SHOWN)
    assert await editor.pushed() == []
    assert (await editor.publish(ROWS))[0] == 0
    code, _, err = await editor.run("activate", "proeve-r1", editor.url, *stranger)
    assert (code, "kender ikke nøglen" in err) == (1, True)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "findes ikke eller kan ikke læses"),
        ("", "ikke en nøglefil med kodeord"),
        ("-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n", "ikke en nøglefil med kodeord"),
    ],
)
@pytest.mark.parametrize("command", ["publish", "sign", "activate"])
def test_a_file_that_is_no_key_is_found_before_the_sheet_is_read_the_bot_asked_or_a_passphrase_wanted(
    key: str | None, said: str, command: str, capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    if key is not None:
        write(key, "forkert.pem")
    write(FACTS + ROWS)
    url = f"http://127.0.0.1:{unused_tcp_port}"
    arguments = {"publish": ["ark.csv", url], "sign": ["ark.csv"], "activate": ["proeve-r1", url]}[command]
    assert main(["editions", command, *arguments, "--key", "forkert.pem"]) == 1
    told = capsys.readouterr()
    assert said in told.err and len(told.err.splitlines()) == 1
    assert told.out == ""


def test_an_address_without_a_bot_is_told_before_a_passphrase_is_wanted_or_anything_shown(
    capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    made_key(capsys)
    write(FACTS + ROWS)
    url = f"http://127.0.0.1:{unused_tcp_port}"
    assert main(["editions", "publish", "ark.csv", url, "--key", "noegle.pem"]) == 1
    told = capsys.readouterr()
    assert "ingen forbindelse" in told.err and len(told.err.splitlines()) == 1
    assert "2/6" not in told.out and not any(words in told.out for words in SHOWN)


async def test_a_note_that_cannot_be_signed_is_told_before_anything_is_shown_or_asked(editor: Editor) -> None:
    code, out, err = await editor.publish(ROWS, "--note", "x" * 501)
    assert (code, err) == (1, "Feltet »note« skal være tekst på én linje med højst 500 tegn.\nIntet er sendt.\n")
    assert not any(words in out for words in SHOWN)
    assert await editor.pushed() == []


async def test_while_another_process_is_an_edition_ahead_nothing_is_shown_or_asked(editor: Editor) -> None:
    assert editor.client.app is not None
    now = dt.datetime.now(dt.UTC)
    await editor.client.app[STORE].editions.says("foran", 1, now, now - dt.timedelta(minutes=1))
    code, out, err = await editor.publish(ROWS)
    assert (code, "ved at skifte udgave" in err) == (1, True), err
    assert not any(words in out for words in SHOWN)
    assert await editor.pushed() == []


async def test_a_bot_that_does_not_tell_its_keys_is_published_to_all_the_same(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = EditionServer.state
    monkeypatch.setattr(EditionServer, "state", lambda server: asked(server).model_copy(update={"keys": None}))
    code, out, err = await editor.publish(ROWS)
    assert (code, "proeve-r1 er i drift overalt." in out) == (0, True), err


async def test_every_change_is_shown_with_alt_and_else_most_are_counted(editor: Editor) -> None:
    _, folded, _ = await editor.publish(ROWS, typed="nej\n")
    _, everything, _ = await editor.publish(ROWS, "--alt", typed="nej\n")
    assert "Se alle ændringer med --alt." in folded and "Desuden er ændret: " in folded
    assert max(map(len, folded.partition("Det her bliver ændret")[2].partition("3/6")[0].splitlines())) <= 80
    assert "Udgavens titel: »" in everything and "Udgavens titel: »" not in folded
    assert len(everything.splitlines()) > 2 * len(folded.splitlines())


async def test_nothing_is_sent_of_a_sheet_with_a_fault(editor: Editor) -> None:
    code, _, err = await editor.publish(ROWS.replace("HOLD ØJE", "MÅSKE"), "--yes")
    assert (code, err.splitlines()[0][:4]) == (1, "C13:")
    assert await editor.pushed() == []


async def test_what_vanishes_must_be_confirmed_by_a_word_or_by_name(editor: Editor) -> None:
    assert (await editor.publish(ROWS, "--yes"))[0] == 0

    code, out, _ = await editor.publish(WITHOUT_RPA, typed="ja\n")
    assert code == 1
    assert "    - Teknologien »Softwarerobotter (RPA)« (rpa)\n" in out
    code, _, err = await editor.publish(WITHOUT_RPA, "--yes")
    assert (code, "--fjern rpa" in err) == (1, True)
    code, _, err = await editor.publish(WITHOUT_RPA, "--yes", "--fjern", "rpa", "apps")
    assert (code, "--fjern apps" in err) == (1, True)
    assert await editor.pushed() == ["proeve-r1"]

    code, out, err = await editor.publish(WITHOUT_RPA, typed="fjern\nja\n")
    assert code == 0, err
    live = (await editor.state())["live"]["hash"]
    async with editor.client.get(f"/api/editions/{live}") as answer:
        assert read_bundle(await answer.read()).removed.has("teknologier", "rpa")


async def test_a_refusal_is_told_with_its_step_and_every_reason(editor: Editor) -> None:
    made_key(editor.capsys, "fremmed.pem")
    write(FACTS + ROWS)
    stranger = ("--key", "fremmed.pem", *SIGNER[2:])
    assert (await editor.run("sign", "ark.csv", *stranger))[0] == 0
    code, _, err = await editor.run("push", "proeve-r1.signed", editor.url)
    assert code == 1
    assert "Afvist (NACK) ved kontrollen »underskrift«" in err
    assert "ikke er blandt de godkendte nøgler" in err
    assert await editor.pushed() == []


async def test_the_steps_stand_alone_and_nothing_is_live_of_a_push(editor: Editor) -> None:
    write(FACTS + ROWS)
    before = (await editor.state())["live"]
    assert (await editor.run("push", "ark.csv", editor.url))[0] == 1
    assert (await editor.run("sign", "ark.csv", *SIGNER))[0] == 0
    assert "Modtaget (ACK): proeve-r1" in (await editor.run("push", "proeve-r1.signed", editor.url))[1]
    assert "i forvejen" in (await editor.run("push", "proeve-r1.signed", editor.url))[1]
    assert (await editor.state())["live"] == before
    code, _, err = await editor.run("activate", "proeve-r2", editor.url, *SIGNER)
    assert (code, "proeve-r1" in err) == (1, True)
    code, out, err = await editor.run("activate", "proeve-r1", editor.url, *SIGNER)
    assert (code, "proeve-r1 er i drift overalt." in out) == (0, True), err


async def test_a_process_that_does_not_follow_is_named(editor: Editor) -> None:
    assert editor.client.app is not None
    now = dt.datetime.now(dt.UTC)
    await editor.client.app[STORE].editions.says("langsom", 0, now, now - dt.timedelta(minutes=1))
    content = bundle()
    server = EditionServer(editor.url, followed_within=0.0)
    await asyncio.to_thread(server.push, sign(content, SPARE), bundle_hash(content))
    said: list[str] = []
    with pytest.raises(NotPublished, match="1 af 2 processer er ikke fulgt med"):
        await asyncio.to_thread(go_live, server, signed_activation(SPARE, bundle_hash(content), 1, ""), 1, said.append)
    assert any("langsom: serienummer 0, ikke fulgt med endnu" in line for line in said)


async def test_what_somebody_else_sets_live_meanwhile_is_not_overwritten(editor: Editor) -> None:
    write(FACTS + ROWS)
    server, content = EditionServer(editor.url), bundle()

    def says_yes_too_late(_: str) -> str:
        server.push(sign(content, SPARE), bundle_hash(content))
        server.activate(signed_activation(SPARE, bundle_hash(content), 1, ""))
        return "ja"

    wish = Wish(Path("ark.csv"), Path("noegle.pem"), Path("kodeord.txt"))
    with pytest.raises(NotPublished, match="Imens er eksempel-r1"):
        await asyncio.to_thread(publish, wish, Workshop(DATA_DIR), server, lambda _: None, says_yes_too_late)
    assert (await editor.state())["live"]["hash"] == bundle_hash(content)
    assert await editor.pushed() == ["eksempel-r1"]
    with pytest.raises(Nack, match="»serienummer«"):
        await asyncio.to_thread(server.activate, signed_activation(SPARE, bundle_hash(content), 1, "igen"))


async def test_an_id_that_has_changed_is_refused_before_anything_is_sent(editor: Editor, tmp_path: Path) -> None:
    assert (await editor.publish(ROWS, "--yes"))[0] == 0
    renamed_data(tmp_path / "data")
    code, _, err = await editor.publish(MOVED, "--yes", "--data", "data")
    assert code == 1
    assert "har skiftet id fra »rpa« til »robotter«" in err
    assert await editor.pushed() == ["proeve-r1"]


async def test_what_is_made_up_is_not_sent_to_where_kommuner_see_it(editor: Editor) -> None:
    draft = read_bundle(bundle())
    with pytest.raises(NotPublished, match="status »eksempel«"):
        check_status(draft, EditionServer("https://radar.example.org"))
    check_status(draft, EditionServer(editor.url))


def renamed_data(folder: Path) -> None:
    """The shipped data, with another id for one technology."""
    shutil.copytree(DATA_DIR, folder)
    for file in folder.rglob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(?<![\w-])rpa(?![\w-])", "robotter", text), "utf-8")
