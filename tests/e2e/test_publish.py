"""From a spreadsheet to a live picture in the client, by the commands of the guide for KL's editors alone."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from dialogs.texts import editions as words
from tests.e2e.conftest import StartTeams, artefacts
from tests.fakes.guide import ADDRESS, PUBLIC, save, steps, type_in
from tests.fakes.signed import PUBLIC as SPARE

pytestmark = [pytest.mark.e2e, pytest.mark.node]

MOVED = "AFPRØV → KLAR"
PICTURE = re.compile("Sundhed og ældre")
MARKED = re.compile("rykket ind")


def test_an_editor_takes_a_sheet_live_corrects_it_and_takes_it_back_while_a_team_looks(
    start_teams: StartTeams, tmp_path: Path
) -> None:
    (_, keygen, _), *rest = steps()
    code, screen = type_in(keygen, ADDRESS, tmp_path)
    assert code == 0, screen
    public = PUBLIC.search(screen)
    assert public is not None
    teams = start_teams({"TR_KL_PUBLIC_KEYS": f"{public[1].strip()},{SPARE[1]}"})
    page = teams.page
    page.open_chat("group")
    page.mention_and_say("start refleksion sundhed vejle")
    page.wait_text("Spørgsmål 1: ingen har svaret endnu")
    page.open_chat("personal")
    page.say("følg sundhed")
    page.wait_text(re.compile("følger"))
    took = {}
    for number, (sheet, line, _) in enumerate(rest):
        save(sheet, tmp_path)
        began = time.monotonic()
        code, screen = type_in(line, teams.bot_url, tmp_path)
        took[f"{number} {line}"] = time.monotonic() - began
        assert code == 0, screen
        if "publish" in line and "--note" not in line:
            page.say("radar sundhed")
            page.wait_text(re.compile("Prøveradar"))
            width, _height = page.image_size(PICTURE)
            assert width == 1024
        elif "publish" in line:
            page.wait_text(re.compile(MOVED))
            page.image_size(MARKED)
            page.screenshot_card("chat-foelger", card=MOVED)
    page.open_chat("group")
    page.mention_and_say("status")
    page.wait_text(words.OFFER_TITLE)
    page.screenshot_card("chat-ny-udgave", card=words.OFFER_TITLE)
    page.press(words.SWITCH)
    page.wait_text(re.compile("har skiftet til udgaven »Prøveradar«"))
    page.wait_gone(words.OFFER_TITLE)
    lines = [f"{seconds:5.1f} s  {line}" for line, seconds in took.items()]
    (artefacts() / "publish.txt").write_text("\n".join(lines), "utf-8")
