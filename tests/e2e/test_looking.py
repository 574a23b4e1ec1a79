"""What one looks at without a reflection: a technology by its name on the radar, and fagområder beside each other."""

from __future__ import annotations

import re

import pytest

from dialogs.texts import common as texts
from dialogs.texts import technology as told
from tests.e2e.conftest import Teams

pytestmark = [pytest.mark.e2e, pytest.mark.node]

RADAR = "her kan I begynde"


def test_a_name_on_the_radar_leads_to_its_technology_and_back_and_fagomraader_stand_side_by_side(teams: Teams) -> None:
    page = teams.page
    page.say("radar sundhed")
    page.wait_text(f"Sundhed og ældre: {RADAR}")
    assert page.image_size(re.compile("Teknologiradar · Sundhed og ældre")) == (1024, 1024)
    page.screenshot_card("chat-radar-uden-refleksion", card=RADAR)

    page.card(RADAR).get_by_role("button", name=re.compile("Softwarerobotter")).first.click()
    page.wait_text(told.HERE.format(name="Sundhed og ældre", words="KLAR (opdigtet)").replace("**", ""))
    assert page.image_size(re.compile(r"Softwarerobotter \(RPA\)"))[0] == 1024
    page.screenshot_card("chat-teknologi", card="Dataetik")
    page.press(told.WHY, card="Dataetik")
    page.wait_text(told.WHY_PLACED.format(ring="KLAR"))
    page.screenshot_card("chat-hvorfor", card="Dataetik")

    page.press(texts.SHOW_RADAR, card="Dataetik")
    page.wait_text(f"Sundhed og ældre: {RADAR}")
    page.press(told.COMPARE, card=RADAR)
    page.wait_text("De 6 af 26 teknologier med størst forskel.")
    assert page.image_size(re.compile("Her er fagområderne mest forskellige"))[0] == 1024
    page.screenshot_card("chat-fagomraader", card="størst forskel")
    page.press(told.SHOW_ALL_ROWS, card="størst forskel")
    page.wait_text(told.ALL_ROWS.format(count=26))
    page.press(told.READ_ABOUT, card=told.ALL_ROWS.format(count=26))
    page.choose(told.PICK_LABEL, "Droner")
    page.press(told.SHOW)
    page.wait_text("ikke på radaren")
