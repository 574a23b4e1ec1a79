"""From a spreadsheet to live, and back, against a bot on this machine."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from pathlib import Path

import pytest

from bot.app import STORE
from bot.cli.editions.client import EditionServer, Nack
from bot.cli.editions.publish import NotPublished, Wish, go_live, publish, signed_activation
from bot.cli.editions.sources import Workshop
from radar_core.editions.bundle import bundle_hash
from radar_core.editions.shipped import DATA_DIR
from radar_core.push.signing import sign
from tests.fakes.editor import FACTS, MOVED, ROWS, SIGNER, Editor, write
from tests.fakes.signed import SPARE, bundle


async def test_a_sheet_goes_live_a_change_is_shown_before_it_does_and_the_old_one_is_taken_back(
    editor: Editor,
) -> None:
    code, out, err = await editor.publish(ROWS)
    assert code == 0, err
    assert re.findall(r"([1-6])/6 ", out) == list("123456")
    assert "proeve-r1 gælder nu overalt." in out
    assert (await editor.state())["live"]["serial"] == 1

    code, out, err = await editor.publish(MOVED, "--note", "RPA virker")
    assert code == 0, err
    assert "    Flyttet (1):\n      RPA: AFPRØV → KLAR (Sundhed og ældre)\n" in out
    assert out.index("RPA: AFPRØV → KLAR") < out.index("Skal udgaven gælde fra nu af?") < out.index("5/6")
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
    assert re.search(r"proeve-r2 .* har gældt før", out)
    assert out.count("gjort gældende") == 3

    # What was made before is set live again as it is, under the revision it has.
    code, out, err = await editor.publish(MOVED, "--yes")
    assert code == 0, err
    assert "5/6 Udgaven ligger hos botten i forvejen." in out
    assert await editor.pushed() == ["proeve-r1", "proeve-r2"]
    code, out, err = await editor.publish(MOVED, "--yes")
    assert (code, "Du behøver ikke gøre mere" in out) == (0, True)
    assert (await editor.state())["live"]["serial"] == 4


async def test_a_bot_that_does_not_tell_its_keys_is_published_to_all_the_same(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = EditionServer.state
    monkeypatch.setattr(EditionServer, "state", lambda server: asked(server).model_copy(update={"keys": None}))
    code, out, err = await editor.publish(ROWS)
    assert (code, "proeve-r1 gælder nu overalt." in out) == (0, True), err


async def test_every_change_is_shown_with_alt_and_else_most_are_counted(editor: Editor) -> None:
    _, folded, _ = await editor.publish(ROWS, typed="nej\n")
    _, everything, _ = await editor.publish(ROWS, "--alt", typed="nej\n")
    assert "Se alle ændringer med --alt." in folded and "Desuden er ændret: " in folded
    assert max(map(len, folded.partition("Det her bliver ændret")[2].partition("3/6")[0].splitlines())) <= 80
    assert "Udgavens titel: »" in everything and "Udgavens titel: »" not in folded
    assert len(everything.splitlines()) > 2 * len(folded.splitlines())


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
    assert (code, "proeve-r1 gælder nu overalt." in out) == (0, True), err


async def test_a_process_that_does_not_follow_is_named(editor: Editor) -> None:
    assert editor.client.app is not None
    now = dt.datetime.now(dt.UTC)
    await editor.client.app[STORE].editions.says("langsom", 0, now, now - dt.timedelta(minutes=1))
    content = bundle()
    server = EditionServer(editor.url, followed_within=0.0)
    await asyncio.to_thread(server.push, sign(content, SPARE), bundle_hash(content))
    said: list[str] = []
    with pytest.raises(NotPublished, match="1 af 2 processer viser ikke den nye udgave endnu"):
        await asyncio.to_thread(go_live, server, signed_activation(SPARE, bundle_hash(content), 1, ""), 1, said.append)
    assert any("langsom: serienummer 0, viser ikke den nye udgave endnu" in line for line in said)


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
