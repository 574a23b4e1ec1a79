"""The protocol says what the result card says, in the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.files.protocol import protocol_of
from dialogs.reflection.state import Phase
from tests.fakes.answering_teams import NAMES, NOW, TEAMS, bundle_of, reflection_of
from tests.fakes.card_parts import said_on
from tests.fakes.results import result_answer


@pytest.mark.parametrize("team", TEAMS, ids=NAMES)
def test_what_the_card_says_stands_in_the_protocol_to_the_letter(team: Mapping[str, Any]) -> None:
    reflection, bundle = reflection_of(team), bundle_of(team)
    card = said_on(result_answer(reflection, bundle, lambda *_: "https://radar.example.org/x.png", today=NOW.date()))
    protocol = protocol_of(reflection, reflection.started_by, NOW, bundle)
    for line in team["det_siger_i"]:
        label, _, text = line.partition(": ")
        assert any(name == label and said.startswith(text) for name, said in protocol.in_short)
    for start in (*protocol.start, *protocol.trial):
        for _, text in start.told:
            assert text in card
        assert f"**{start.name}** – nr. {start.number} på radaren" in card
    assert [(s.number, s.name) for s in protocol.start] == [(number, name) for number, name, _ in team["start"]]
    assert protocol.lead in card or not protocol.lead


def test_of_a_reflection_given_up_nothing_that_anybody_wrote_stands_in_the_result() -> None:
    reflection, bundle = replace(reflection_of(TEAMS[0]), phase=Phase.CANCELLED), bundle_of(TEAMS[0])
    protocol = protocol_of(reflection, reflection.started_by, NOW, bundle)
    told = json.dumps([protocol.in_short, protocol.lead, protocol.more], ensure_ascii=False)
    assert protocol.start == () and "mere tid hos borgerne" not in told
