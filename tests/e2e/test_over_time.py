"""A team reflects twice and sees how it has gone: it says that both are its own, and the picture comes in the chat."""

from __future__ import annotations

import re

import pytest

from dialogs.texts import common as texts
from dialogs.texts import ending, status
from dialogs.texts import over_time as words
from tests.e2e.conftest import Teams
from tests.fakes.shipped import shipped

pytestmark = [pytest.mark.e2e, pytest.mark.node]

SIX = shipped().bundle("eksempel").questions[5].text
PICTURE = re.compile(words.PICTURE_TITLE)


def rates(teams: Teams, rating: int, times: int) -> None:
    """A whole reflection, the first or the second: question 6 by a number, shown to all, and ended."""
    page = teams.page
    page.mention_and_say("start refleksion sundhed vejle")
    page.wait_text("Spørgsmål 1: ingen har svaret endnu")
    page.mention_and_say("gå til 6")
    page.wait_text(SIX)
    page.wait_text(status.NOBODY.format(n=6))  # the second time the question's words may stand there already
    page.press(texts.ANSWER)
    page.choose(texts.RATING_ALONE, texts.RATINGS[rating])
    page.press(texts.SAVE)
    page.wait_text("Dit svar på spørgsmål 6 er gemt.")
    page.wait_text(status.ALL.format(n=6, count=1))
    page.mention_and_say("vis svar")
    page.mention_and_say("afslut")
    page.press(ending.YES_FINISH)
    page.wait_times(re.compile("^Refleksionen er slut"), times)  # an update; the client may lose what is posted beside


def test_a_team_sees_how_it_has_gone_from_one_reflection_to_the_next(teams: Teams) -> None:
    page = teams.page
    page.open_chat("group")
    rates(teams, 2, 1)
    rates(teams, 4, 2)
    page.mention_and_say("vis udviklingen")
    page.wait_text(words.CONFIRM)
    page.press(words.YES)
    page.wait_text(words.BECAME)
    page.wait_text(re.compile("højere 2 → 4"))
    width, height = page.image_size(PICTURE)
    assert width == 1024 and 500 < height <= 1024
    pictures = [
        said for said in map(str, teams.wire.settled().said("group")) if PICTURE.search(said) and "'Image'" in said
    ]
    assert pictures and all("data:image/png;base64," in said and "/radar/" not in said for said in pictures)
    page.screenshot_card("udvikling", card=words.BECAME)
    page.screenshot("udvikling-billede")
