"""Activities that are ours in an odd form: the same tenant in capitals, empty fields, a number in somebody's name."""

from __future__ import annotations

from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.channels import tokens
from bot.channels.activities import Activity, incoming_of
from bot.cli.package import build
from bot.settings import Settings
from bot.wire import Incoming
from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent

TENANT = "AAAAAAAA-bbbb-CCCC-dddd-EEEEEEEEEEEE"


def incoming(**changes: Any) -> Incoming:
    found = incoming_of(Activity.model_validate({**GOOD, **changes}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "named",
    [
        {"conversation": {"id": "c", "tenantId": TENANT}},
        {"conversation": {"id": "c"}, "channelData": {"tenant": {"id": TENANT}}},
        {"conversation": {"id": "c", "tenantId": ""}, "channelData": {"tenant": {"id": TENANT.upper()}}},
    ],
)
def test_a_tenant_in_other_capitals_is_the_same_tenant(named: dict[str, Any]) -> None:
    assert incoming(**named).address.tenant == TENANT.lower()


def test_a_tenant_in_other_capitals_in_the_settings_is_the_same_tenant() -> None:
    several = Settings.model_validate({"allowed_tenants": f"{TENANT}, {TENANT.upper()}"})
    assert several.tenants == Settings(tenant_id=TENANT).tenants == {TENANT.lower()}


async def test_two_spellings_of_a_tenant_do_not_make_two_reflections_of_one(bot: Client, sent: Recorder) -> None:
    for number, tenant in enumerate((TENANT, TENANT.lower())):
        here = {**GOOD["conversation"], "tenantId": tenant}
        said = {**GOOD, "id": str(number), "text": "start refleksion", "conversation": here}
        await bot.post("/api/messages", json=said)
        await all_is_sent(bot)
    assert {address.tenant for address, _ in sent.sent} == {TENANT.lower()}
    assert "Der er allerede en refleksion i gang her" in sent.cards + str([m.text for _, m in sent.sent])


@pytest.mark.parametrize("odd", [{"replyToId": ""}, {"value": {}}, {"value": {}, "replyToId": ""}])
@pytest.mark.parametrize("text", ["hjælp", "", None])
async def test_empty_fields_are_answered_and_not_dropped(
    bot: Client, sent: Recorder, odd: dict[str, Any], text: str | None
) -> None:
    answer = await bot.post("/api/messages", json={**GOOD, **odd, "text": text})
    assert answer.status == 202
    await all_is_sent(bot)
    assert len(sent.sent) == 1


async def test_a_press_with_an_empty_reply_to_is_answered(bot: Client) -> None:
    action = {"action": {"type": "Action.Execute", "verb": "help", "data": {"verb": "help"}}}
    press = {**GOOD, "type": "invoke", "name": "adaptiveCard/action", "text": None, "value": action, "replyToId": ""}
    answer = await bot.post("/api/messages", json=press)
    assert (await answer.json())["statusCode"] == 200


@pytest.mark.parametrize("name", ["Test 010190-1234", "010190 1234 (borger)", "Test 010190\n1234", "⁰¹⁰¹⁹⁰⁻¹²³⁴"])
def test_a_personal_number_in_a_persons_name_is_never_kept(name: str) -> None:
    by = incoming(**{"from": {"id": "29:1", "name": name}}).by
    assert "1234" not in by.name and "010190" not in by.name and "…" in by.name


def test_the_firewall_line_names_exactly_the_hosts_that_answers_may_go_to() -> None:
    rows = [
        line
        for line in (Path(__file__).parents[2] / "docs/installation.md").read_text("utf-8").splitlines()
        if line.startswith("| ud, 443 |") and "Svar til Teams" in line
    ]
    assert len(rows) == 1
    named = {part for number, part in enumerate(rows[0].split("`")) if number % 2}
    assert named == tokens.SERVICE_HOSTS


def test_the_teams_package_takes_no_private_messages_as_long_as_they_would_be_answered_in_public() -> None:
    can_answer_privately = "private" in {field.name for field in fields(Incoming)}
    with ZipFile(BytesIO(build("0b8c9f7e-1111-4222-8333-444455556666", "radar.example.org"))) as package:
        manifest = package.read("manifest.json").decode()
    assert can_answer_privately or "supportsTargetedMessages" not in manifest
