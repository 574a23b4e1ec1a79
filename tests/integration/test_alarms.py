"""The alarms and the overview: each asks only of what the bot says, each alarm goes off when it should and not before,
and each has its heading with what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import pytest_asyncio
import yaml

from tests.fakes.metrics import PROMTOOL, Sample, names, needs_promtool, told
from tests.fakes.openid import OpenId
from tests.integration.test_metrics import TOKEN, production

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "deploy" / "monitoring"
PLAYED = Path(__file__).with_name("alarms.yml")
OTHERS = {"up", "process_start_time_seconds", "process_resident_memory_bytes", "process_cpu_seconds_total"}
"""What Prometheus itself, or its client, says of every process."""
OF_THE_SCRAPE = {"job", "instance"}
"""Labels that Prometheus adds."""

RULES: list[dict[str, Any]] = yaml.safe_load((MONITORING / "alarms.yml").read_text("utf-8"))["groups"][0]["rules"]
BOARD: dict[str, Any] = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))
ASKED = {f"{rule['alert']}": rule["expr"] for rule in RULES} | {
    f"{panel['title']} {target['refId']}": target["expr"].replace("$__rate_interval", "5m")
    for panel in BOARD["panels"]
    for target in panel["targets"]
}


def selectors(expression: str) -> Iterator[Any]:
    """Every series that a question asks of. Raises ``ValueError`` where it is no question."""
    found: list[Any] = []

    def visit(node: Any) -> bool:
        if isinstance(node, promql_parser.VectorSelector):
            found.append(node)
        return True

    promql_parser.walk(promql_parser.parse(expression), visit)
    yield from found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def said(tmp_path_factory: pytest.TempPathFactory) -> dict[Sample, float]:
    """What a bot in production says."""
    openid = OpenId()
    await openid.start()
    try:
        folder = tmp_path_factory.mktemp("bot")
        async with production(folder, openid, metrics_token=TOKEN, app_password_expires="2027-11-30") as client:
            async with client.post("/api/messages", headers={"Authorization": openid.bearer()}) as answer:
                assert answer.status == 415
            return await told(client, TOKEN)
    finally:
        await openid.stop()


@pytest.mark.parametrize("which", ASKED)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_question_is_one_and_asks_of_series_that_there_are(which: str, said: dict[Sample, float]) -> None:
    asked = list(selectors(ASKED[which]))
    assert asked
    for selector in asked:
        if selector.name in OTHERS:
            continue
        series = [dict(labels) for name, labels in said if name == selector.name]
        assert series, selector.name
        for matcher in selector.matchers.matchers:
            if matcher.name in OF_THE_SCRAPE:
                continue
            values = {labels.get(matcher.name) for labels in series}
            assert None not in values, f"{selector.name} has no label {matcher.name}"
            assert set(re.split(r"\|", matcher.value)) <= values, f"{matcher.name} of {selector.name} is never that"


def test_a_question_of_nothing_there_is_would_be_found_out() -> None:
    (selector,) = selectors('rate(teknologiradar_no_such_total{outcome=~"done|undone"}[5m])')
    assert selector.name == "teknologiradar_no_such_total"
    assert [(m.name, m.value) for m in selector.matchers.matchers] == [("outcome", "done|undone")]
    with pytest.raises(ValueError, match="matrix"):
        list(selectors("rate(teknologiradar_turns_total)"))


@pytest.mark.asyncio(loop_scope="module")
async def test_what_people_meet_has_an_alarm_or_a_place_on_the_overview(said: dict[Sample, float]) -> None:
    asked = {re.sub("_(bucket|count|sum)$", "", s.name) for each in ASKED.values() for s in selectors(each)}
    untold = names(said) - asked
    assert untold == {
        "teknologiradar_edition_last_refusal_timestamp_seconds",
        "teknologiradar_edition_last_success_timestamp_seconds",
        "teknologiradar_signing_keys",
    }


# What to do


def headings() -> dict[str, str]:
    """What stands under each alarm's heading."""
    section = (ROOT / "docs" / "drift.md").read_text("utf-8").split("\n## Alarmer\n")[1].split("\n## ")[0]
    _, *parts = re.split(r"^### +", section, flags=re.MULTILINE)
    return {head.strip(): body.strip() for head, _, body in (part.partition("\n") for part in parts)}


def test_every_alarm_has_its_heading_with_what_to_do_and_every_heading_is_an_alarm() -> None:
    found = headings()
    assert list(found) == [rule["alert"] for rule in RULES]
    assert all(len(body) > 80 for body in found.values())


def test_every_alarm_says_in_a_sentence_what_it_is_and_how_soon() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in {"critical", "warning", "info"}, rule["alert"]
        assert len(rule["annotations"]["summary"]) > 15, rule["alert"]


def test_every_file_of_the_folder_is_named_where_it_is_told_how_to_use_them() -> None:
    section = (ROOT / "docs" / "drift.md").read_text("utf-8").split("\n## Overvågning\n")[1].split("\n## ")[0]
    files = {file.name for file in MONITORING.iterdir()}
    assert files == {"prometheus.yml", "alarms.yml", "dashboard.json"}
    assert all(f"`{file}`" in section for file in files)


# Whether they go off


def plays() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(PLAYED.read_text("utf-8"))["tests"]
    return loaded


def test_each_alarm_is_played_going_off_and_not_going_off() -> None:
    off: set[str] = set()
    quiet: set[str] = set()
    for play in plays():
        for each in play["alert_rule_test"]:
            (off if each["exp_alerts"] else quiet).add(each["alertname"])
    assert off == quiet == {rule["alert"] for rule in RULES}


def promtool(*arguments: str) -> tuple[int, str]:
    assert PROMTOOL is not None
    ran = subprocess.run([PROMTOOL, *arguments], capture_output=True, text=True, check=False, timeout=300)
    return ran.returncode, ran.stdout + ran.stderr


@needs_promtool
def test_prometheus_own_tool_has_each_alarm_go_off_when_it_should_and_not_before(tmp_path: Path) -> None:
    played = tmp_path / "alarms.yml"
    played.write_text(PLAYED.read_text("utf-8").replace("@FILE@", str(MONITORING / "alarms.yml")), "utf-8")
    code, says = promtool("test", "rules", str(played))
    assert code == 0, says


@needs_promtool
def test_prometheus_own_tool_takes_the_configuration(tmp_path: Path) -> None:
    shutil.copytree(MONITORING, tmp_path / "here")
    (tmp_path / "here" / "token.txt").write_text(TOKEN)
    code, says = promtool("check", "config", str(tmp_path / "here" / "prometheus.yml"))
    assert code == 0, says


# The overview


def test_the_overview_has_every_panel_in_a_place_of_its_own_with_a_title_and_words() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24, panel["title"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
        assert panel["title"] and len(panel["description"]) > 10
    identities = [panel["id"] for panel in BOARD["panels"]]
    assert len(set(identities)) == len(identities) > 10


def test_the_overview_asks_whichever_prometheus_one_chooses() -> None:
    (variable,) = BOARD["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == ("datasource", "datasource", "prometheus")
    asked = {target["datasource"]["uid"] for panel in BOARD["panels"] for target in panel["targets"]}
    assert asked == {"${datasource}"}
