"""Every way to stop before an edition goes live, each in a sentence."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from bot.app import STORE
from bot.cli.editions.client import EditionServer
from bot.cli.editions.publish import NotPublished, check_status
from bot.cli.main import main
from radar_core.editions.bundle import read_bundle
from radar_core.editions.shipped import DATA_DIR
from tests.fakes.editor import FACTS, MOVED, ROWS, SIGNER, WITHOUT_RPA, Editor, made_key, write
from tests.fakes.ports import free_port
from tests.fakes.signed import bundle


@pytest.mark.parametrize("typed", ["nej\n", "\n", "", "j\n"])
async def test_nothing_is_sent_before_a_yes(editor: Editor, typed: str) -> None:
    code, _, err = await editor.publish(ROWS, typed=typed)
    assert code == 1
    assert "Intet er sendt" in err
    assert await editor.pushed() == []


SHOWN = ("Det her bliver ændret", "Skal udgaven gælde fra nu af", "3/6")
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
    key: str | None, said: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if key is not None:
        write(key, "forkert.pem")
    write(FACTS + ROWS)
    url = f"http://127.0.0.1:{free_port()}"
    arguments = {"publish": ["ark.csv", url], "sign": ["ark.csv"], "activate": ["proeve-r1", url]}[command]
    assert main(["editions", command, *arguments, "--key", "forkert.pem"]) == 1
    told = capsys.readouterr()
    assert said in told.err and len(told.err.splitlines()) == 1
    assert told.out == ""


def test_an_address_without_a_bot_is_told_before_a_passphrase_is_wanted_or_anything_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made_key(capsys)
    write(FACTS + ROWS)
    url = f"http://127.0.0.1:{free_port()}"
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
