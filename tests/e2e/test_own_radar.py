"""A team fills in its own radar over two visits, and sees the comparison, the gaps, and its answer by the numbers."""

from __future__ import annotations

import re

import pytest

from dialogs.texts import common as texts
from dialogs.texts import own_use as own
from dialogs.texts import status
from radar_core.lookup import radar_for
from radar_core.own_use.model import Stage
from radar_core.spelling import technologies
from tests.e2e.conftest import Teams
from tests.fakes.shipped import shipped

pytestmark = [pytest.mark.e2e, pytest.mark.node]

BUNDLE = shipped().bundle("eksempel")
NAMES = [entry.name for entry in radar_for(BUNDLE, "sundhed-og-aeldre").entries]
WHERE = "Sundhed og ældre"
LEVELS = [*Stage, Stage.AFPROEVER]
PICTURE = re.compile(f"Vejle · {WHERE}")


def choose(teams: Teams, name: str, stage: Stage, value: str = "ja") -> None:
    """How far one technology is, and in drift what it gives."""
    teams.page.choose(own.STAGE_LABEL.format(name=name), stage.label)
    if stage is Stage.I_DRIFT:
        teams.page.choose(own.VALUE_LABEL.format(name=name), value)


def fill_in(teams: Teams, names: list[str]) -> None:
    """A page: a level and a few words for each technology."""
    for name, stage in zip(names, LEVELS, strict=True):
        choose(teams, name, stage)
        teams.page.fill(own.EVIDENCE_LABEL.format(name=name), f"Opdigtet: {stage.label}")


def test_a_team_fills_in_its_own_radar_over_two_visits_and_sees_where_it_differs(teams: Teams) -> None:
    page = teams.page
    page.open_chat("group")
    page.mention_and_say("start refleksion sundhed vejle")
    page.wait_text("Spørgsmål 1: ingen har svaret endnu")
    page.mention_and_say("gå til 5")
    page.wait_text(BUNDLE.questions[4].text)
    page.wait_text(status.NOBODY.format(n=5))
    page.press(texts.ANSWER)
    page.fill("Dit svar", "Vi prøver for meget af på én gang.")
    page.press(texts.SAVE)
    page.wait_text("Dit svar på spørgsmål 5 er gemt.")
    page.press(texts.CLOSE_INPUT) if page.has_button(texts.CLOSE_INPUT) else None
    page.mention_and_say("vis svar")
    page.wait_text("Vi prøver for meget af på én gang.")

    page.mention_and_say("egen radar")
    page.wait_text(own.PROGRESS.format(done=0, all=len(NAMES)))
    page.press(own.FILL)
    page.wait_text(own.PAGE.format(where=WHERE, page=1, pages=5))
    fill_in(teams, NAMES[:5])
    page.screenshot_card("chat-egen-radar", card=own.PAGE_LEAD)
    page.press(own.SAVE_NEXT)
    page.wait_text(own.SAVED.format(count=technologies(5)))

    page.load()  # another day
    page.open_chat("group")
    page.mention_and_say("egen radar")
    page.wait_text(own.PROGRESS.format(done=5, all=len(NAMES)))
    page.press(own.FILL_ON)
    page.wait_text(own.PAGE.format(where=WHERE, page=2, pages=5))
    fill_in(teams, NAMES[5:10])
    page.press(own.SAVE_COMPARE)

    page.wait_text(own.CANDIDATES)
    page.wait_text("Hos jer er 4 teknologier under afprøvning og 2 i drift.")
    page.wait_text(re.compile("Vi prøver for meget af på én gang."))
    page.screenshot_card("chat-sammenligning", card=own.CANDIDATES)
    width, height = page.image_size(PICTURE)
    assert width == 1024 and 700 < height <= 1024
    pictures = [
        said for said in map(str, teams.wire.settled().said("group")) if PICTURE.search(said) and "'Image'" in said
    ]
    assert pictures and all("data:image/png;base64," in said and "/radar/" not in said for said in pictures)
    page.screenshot("egen-radar-sammenligning")
    teams.give_up("group")
