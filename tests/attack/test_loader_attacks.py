"""Files made to harm whoever reads them. Each test is named by the attack; every one ends in faults, at bounded cost.

Cost is what is counted, never time: events asked of the parser, and memory.
"""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from radar_core.editions.catalog import check_edition_file
from radar_core.editions.edition import read_edition
from radar_core.editions.shipped import DATA_DIR
from radar_core.errors import DataError, Fault
from radar_core.files.cross_checks import KnownNames, Names
from radar_core.files.repair import MAX_DEPTH, MAX_NODES
from radar_core.files.text import MAX_BYTES

KNOWN = KnownNames(
    Names("Teknologien", "teknologier.yaml", frozenset({"apps"})),
    Names("Fagområdet", "fagomraader.yaml", frozenset({"sundhed"})),
)
MEGABYTE = 1_000_000


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[yaml.Event]:
    """Every event the parser was asked for."""
    events: list[yaml.Event] = []
    parse = yaml.parse

    def counting(*args: Any, **kwargs: Any) -> Iterator[yaml.Event]:
        for event in parse(*args, **kwargs):
            events.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counting)
    return events


def refused(data: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(DataError) as caught:
        read_edition(data.encode() if isinstance(data, str) else data, "angreb.yaml", KNOWN)
    assert all(len(fault.message) < 300 for fault in caught.value.faults)
    return caught.value.faults


def only_fault(data: str | bytes) -> Fault:
    [fault] = refused(data)
    return fault


def peak_of(data: str | bytes) -> int:
    tracemalloc.start()
    try:
        refused(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BOMB = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_yaml_bomb_is_refused_without_being_unfolded() -> None:
    assert len(BOMB) < 400
    assert peak_of(BOMB) < MEGABYTE
    faults = [fault for fault in refused(BOMB) if "tilladt" in fault.message]
    assert {fault.line for fault in faults} == set(range(1, 10))


def test_alias_to_itself_is_refused() -> None:
    for text in ("a: &a [*a]\n", "&a a: *a\n", "&a [*a]\n", "a: &a\n  b: *a\n"):
        assert any("Henvisninger" in fault.message for fault in refused(text))


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "[a: ", "{a: ["])
def test_five_thousand_openings_are_refused_after_a_few_events(opening: str, asked: list[yaml.Event]) -> None:
    fault = only_fault(opening * 5000)
    assert (fault.line, "for mange niveauer" in fault.message) == (1, True)
    assert len(asked) <= 2 * MAX_DEPTH + 10


def test_deep_nesting_over_many_lines_is_refused_at_the_line_that_is_too_deep(asked: list[yaml.Event]) -> None:
    fault = only_fault("\n".join(" " * depth + "a:" for depth in range(400)))
    assert (fault.line, "for mange niveauer" in fault.message) == (MAX_DEPTH + 1, True)
    assert len(asked) < 3 * MAX_DEPTH


def test_depth_within_the_limit_is_no_fault_in_itself() -> None:
    assert not any("niveauer" in fault.message for fault in refused("[" * MAX_DEPTH + "]" * MAX_DEPTH))


def test_billion_nodes_are_refused_when_the_limit_is_passed(asked: list[yaml.Event]) -> None:
    fault = only_fault("[" + "a," * 450_000 + "]")
    assert f"højst {MAX_NODES}" in fault.message
    assert len(asked) <= MAX_NODES + 10


def test_huge_file_is_refused_without_being_parsed(asked: list[yaml.Event]) -> None:
    fault = only_fault(b"a: " + b"x" * MAX_BYTES)
    assert (fault.line, "for stor" in fault.message) == (0, True)
    assert asked == []


def test_huge_file_on_disk_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "stor.yaml"
    path.touch()
    os.truncate(path, 2_000_000_000)
    tracemalloc.start()
    try:
        [fault] = check_edition_file(path, DATA_DIR)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "for stor" in fault.message
    assert peak < 10 * MEGABYTE


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.mkdir [{path}]",
        "!!python/object/new:os.mkdir [{path}]",
        "!!python/name:os.mkdir ''",
        "!!python/module:os ''",
        "!<tag:yaml.org,2002:python/object/apply:os.mkdir> [{path}]",
        "!lokal x",
        "! x",
        "!!binary aGVq",
        "!!timestamp 2020-01-01",
        "!!set {{a, b}}",
    ],
)
def test_python_tag_is_refused_and_nothing_is_run(value: str, tmp_path: Path) -> None:
    made = tmp_path / "lavet"
    faults = refused(f"id: {value.format(path=made)}\n")
    assert [fault.line for fault in faults if "Typemærker" in fault.message] == [1]
    assert not made.exists()


def test_tag_shorthand_is_refused() -> None:
    faults = refused("%TAG ! tag:yaml.org,2002:python/\n---\nid: !name:os.mkdir ''\n")
    assert [fault.line for fault in faults if "tilladt" in fault.message] == [1, 3]


def test_merge_key_cannot_bring_in_fields() -> None:
    faults = refused("id: x\n<<: {titel: y, status: udkast}\n'<<': {serie: z}\n")
    assert [fault.line for fault in faults if "Fletning" in fault.message] == [2, 3]


def test_duplicate_key_cannot_smuggle_a_second_value_past_a_reader() -> None:
    faults = refused("status: udkast\nstatus: offentliggjort\n'status': eksempel\n\"st\\u0061tus\": andenhaand\n")
    assert [fault.line for fault in faults if "to gange" in fault.message] == [2, 3, 4]


@pytest.mark.parametrize("code", ["0101", "010", "0o17", "0x65", "0b11", "+0101", "-0101"])
def test_octal_looking_code_is_never_another_number(code: str) -> None:
    faults = refused(f"id: {code}\n")
    assert [fault.line for fault in faults if "anførselstegn" in fault.message] == [1]


@pytest.mark.parametrize("key", ["1", "1.5", "true", "null", "~", "[a, b]", "{a: b}", "? a", "!!int 1", "*a", "0101.5"])
def test_key_that_is_not_text_is_refused(key: str) -> None:
    assert any(fault.line == 1 for fault in refused(f"? {key}\n: x\nid: x\n"))


@pytest.mark.parametrize(
    "data",
    [
        b"id: x\0y\n",
        b"\0",
        b"\0" * 1000,
        b'id: "x\\0y"\n',
        b"id: x\x1b[2Jy\n",
        "id: x\x85y\n".encode(),
    ],
)
def test_nul_and_control_characters_are_refused(data: bytes) -> None:
    assert any("usynligt" in fault.message and fault.line == 1 for fault in refused(data))


@pytest.mark.parametrize(
    "data",
    [
        b"id: \xed\xa0\x80\n",  # a lone surrogate
        b'id: "\\ud800"\n',
        b"id: \xff\xfe\n",
        b"id: \xc0\xaf\n",  # an overlong slash
        b"id: \xf4\x90\x80\x80\n",  # past the last code point
        b"id: \xc3",
        b"\xff\xfei\x00d\x00:\x00 \x00\x00\xd8\n\x00",
        b"\xfe\xff\x00i",
        b"\xff\xfe\x00\x00",
    ],
)
def test_invalid_utf_8_and_lone_surrogates_are_faults_that_can_be_printed(data: bytes) -> None:
    assert "".join(str(fault) for fault in refused(data)).encode("utf-8")


def test_direction_override_cannot_hide_what_a_line_says() -> None:
    assert any("U+202E" in fault.message for fault in refused("titel: a\u202eb\n"))
    assert any("U+202E" in fault.message for fault in refused('titel: "a\\u202eb"\n'))


def test_very_long_scalar_is_refused_and_not_repeated_in_the_message() -> None:
    faults = refused("titel: " + "x" * 900_000)
    assert any("900000 tegn" in fault.message for fault in faults)


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 900_000, "1e999999999", "0." + "1" * 5000])
def test_very_long_number_is_refused_unread(number: str) -> None:
    assert any(fault.line == 1 for fault in refused(f"titel: {number}\n"))


def test_very_long_key_and_very_long_anchor_are_shortened_in_the_message() -> None:
    refused("? " + "k" * 500_000 + "\n: 1\n")
    refused("a: &" + "k" * 500_000 + " 1\n")


def test_endless_faults_are_told_in_a_bounded_message() -> None:
    faults = refused("".join(f"felt{n}: 1\n" for n in range(20_000)))
    assert len("\n".join(map(str, faults))) < 200_000


def test_endless_broken_lines_are_reread_a_bounded_number_of_times(asked: list[yaml.Event]) -> None:
    faults = refused("a: b: c\n" * 10_000)
    assert len(faults) < 30
    assert len(asked) < 2_000


def test_percent_and_format_characters_in_values_are_only_text() -> None:
    fault = [fault for fault in refused("status: '{0.__class__} %s {field}'\n") if "status" in fault.message]
    assert "»{0.__class__} %s {field}«" in fault[0].message
