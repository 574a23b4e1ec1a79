"""The strict reader: plain values with their lines, and every fault read past."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radar_core.files.faults import MAX_FAULTS, FileFaults
from radar_core.files.strict_yaml import SUPPRESSED, Node, parse
from tests.fakes.chance import cases


def read(text: str | bytes) -> tuple[Node, list[tuple[int, str]]]:
    faults = FileFaults("fil.yaml")
    node = parse(text if isinstance(text, bytes) else text.encode(), faults)
    return node, [(fault.line, fault.message) for fault in faults.all()]


def good(text: str) -> object:
    node, faults = read(text)
    assert faults == []
    assert node.complete
    return node.plain()


def only_fault(text: str | bytes) -> tuple[object, int, str]:
    node, faults = read(text)
    [(line, message)] = faults
    return node.plain(), line, message


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("tekst", "tekst"),
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1.5e3", 1500.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_only_plain_scalars_become_values(written: str, value: object) -> None:
    assert good(f"a: {written}") == {"a": value}
    assert type(good(f"a: {written}")["a"]) is type(value)  # type: ignore[index]


@pytest.mark.parametrize(
    "written",
    ["yes", "no", "on", "off", "True", "NULL", "1_000", "12:30", "2020-05-01", "0,5", ".inf", ".nan", "1.2.3"],
)
def test_what_other_yaml_readers_turn_into_something_else_stays_text(written: str) -> None:
    assert good(f"a: {written}") == {"a": written}


@pytest.mark.parametrize("written", ["true", "7", "0101", "null", "0x1F"])
def test_a_quoted_value_is_always_text(written: str) -> None:
    assert good(f"a: '{written}'") == good(f'a: "{written}"') == {"a": written}


@pytest.mark.parametrize("written", ["0101", "010", "-07", "00.5", "0x1F", "0o17", "0b11"])
def test_a_number_that_may_be_a_code_must_be_quoted(written: str) -> None:
    value, line, message = only_fault(f"a: 1\nb: {written}\n")
    assert value == {"a": 1, "b": SUPPRESSED}
    assert line == 2
    assert f'anførselstegn, "{written}"' in message


def test_a_number_longer_than_any_in_the_data_is_refused() -> None:
    value, line, message = only_fault("a: " + "9" * 5000)
    assert (value, line) == ({"a": SUPPRESSED}, 1)
    assert "for langt" in message
    assert len(message) < 200


def test_lists_and_fields_know_their_lines() -> None:
    node, faults = read("a:\n  - x: 1\n    y:\n      - 2\n\n  - x: 3\n")
    assert faults == []
    first, second = node.field("a").items
    assert (node.field("a").line, first.line, first.field("y").line, first.field("y").items[0].line) == (1, 2, 3, 4)
    assert (second.line, second.field("x").value) == (6, 3)
    assert first.field("z").value is SUPPRESSED


def test_an_opening_document_marker_is_fine() -> None:
    assert good("---\na: 1\n") == {"a": 1}


def test_windows_line_breaks_count_once() -> None:
    value, line, _ = only_fault("a: 1\r\nb: 2\r\nb: 3\r\n")
    assert (value, line) == ({"a": 1, "b": 2}, 3)


def test_decomposed_letters_are_composed() -> None:
    assert good("a: a\u030a") == {"a": "å"}


def test_an_empty_file_says_so() -> None:
    for text in ("", "\n\n", "# kun en kommentar\n"):
        assert read(text)[1] == [(0, "Filen er tom.")]


def test_a_duplicate_key_names_the_first_line_and_keeps_the_first_value() -> None:
    value, line, message = only_fault("ring: KLAR\nbelaeg: kl\nring: AFVENT\n")
    assert value == {"ring": "KLAR", "belaeg": "kl"}
    assert line == 3
    assert "»ring«" in message
    assert "linje 1" in message


def test_an_anchor_is_reported_and_then_ignored() -> None:
    value, line, message = only_fault("a: 1\nb: &her [2]\n")
    assert (value, line) == ({"a": 1, "b": (2,)}, 2)
    assert "»&her«" in message


def test_an_anchor_on_a_key_is_reported() -> None:
    value, line, _ = only_fault("&her a: 1\n")
    assert (value, line) == ({"a": 1}, 1)


def test_an_alias_is_reported_and_its_value_suppressed() -> None:
    node, faults = read("a: &her 1\nb: *her\n")
    assert node.plain() == {"a": 1, "b": SUPPRESSED}
    assert [line for line, _ in faults] == [1, 2]
    assert "»*her«" in faults[1][1]


def test_a_merge_key_is_one_fault_and_leaves_the_fields_incomplete() -> None:
    node, faults = read("a:\n  <<: *her\n  b: 1\n")
    assert [line for line, _ in faults] == [2]
    assert "Fletning" in faults[0][1]
    assert node.field("a").plain() == {"b": 1}
    assert not node.field("a").complete


def test_a_tag_is_reported_and_its_value_suppressed() -> None:
    value, line, message = only_fault("a: 1\nb: !!str 5\n")
    assert (value, line) == ({"a": 1, "b": SUPPRESSED}, 2)
    assert "»!!str«" in message


def test_a_directive_is_reported() -> None:
    value, line, message = only_fault("%YAML 1.1\n---\na: 1\n")
    assert (value, line) == ({"a": 1}, 1)
    assert "%" in message


def test_a_second_document_is_reported_and_left_unread() -> None:
    value, line, message = only_fault("a: 1\n---\nb: 2\n")
    assert (value, line) == ({"a": 1}, 2)
    assert "---" in message


@pytest.mark.parametrize("key", ["1", "1.5", "true", "null", "~", "", "[a]", "{a: b}"])
def test_a_key_that_is_not_text_is_reported_and_its_value_left_out(key: str) -> None:
    node, faults = read(f"a: 1\n? {key}\n: x\n")
    assert node.plain() == {"a": 1}
    assert not node.complete
    assert [line for line, _ in faults] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "p:\n  - a: 1\n    b: 2\n\tc: 3\n    d: 4\n",
        "p:\n  - a: 1\n    b: 2\n\t\tc: 3\n    d: 4\n",
        "p:\n  - a: 1\n    b: 2\n    \tc: 3\n    d: 4\n",
        "p:\n- a: 1\n  b: 2\n\tc: 3\n  d: 4\n",
        "p:\n    - a: 1\n      b: 2\n\tc: 3\n      d: 4\n",
        "p:\n\t- a: 1\n    b: 2\n    c: 3\n    d: 4\n",
        "p:\n  -\ta: 1\n    b: 2\n    c: 3\n    d: 4\n",
    ],
)
def test_a_tab_indented_line_is_reported_and_read_where_its_neighbours_stand(text: str) -> None:
    value, line, message = only_fault(text)
    assert value == {"p": ({"a": 1, "b": 2, "c": 3, "d": 4},)}
    assert line == 1 + next(number for number, row in enumerate(text.split("\n")) if "\t" in row)
    assert "tabulator" in message


def test_a_file_indented_with_tabs_alone_is_read_whole() -> None:
    node, faults = read("p:\n\t- a: 1\n\t  b: 2\n\t- a: 3\n\t  b: 4\n")
    assert node.plain() == {"p": ({"a": 1, "b": 2}, {"a": 3, "b": 4})}
    assert [line for line, _ in faults] == [2, 3, 4, 5]


def test_tabs_that_indent_nothing_are_fine() -> None:
    assert good("a:\t1\n\t\nb: 2\t# to\n") == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "line", "hint", "value"),
    [
        ("a: 1\nb: x: y\nc: 3\n", 2, "kolon", {"a": 1, "b": SUPPRESSED, "c": 3}),
        ("a: 1\nb: @x\nc: 3\n", 2, "anførselstegn", {"a": 1, "b": SUPPRESSED, "c": 3}),
        ("a: 1\nb: * x\nc: 3\n", 2, "anførselstegn", {"a": 1, "b": SUPPRESSED, "c": 3}),
        ('a: 1\nb: "\\q"\nc: 3\n', 2, "skråstreg", {"a": 1, "b": SUPPRESSED, "c": 3}),
        ("a: 1\nb: 'x' y\nc: 3\n", 2, "anførselstegn", {"a": 1, "b": SUPPRESSED, "c": 3}),
        ('a: 1\nb: "x\nc: "y"\n', 2, "linje 3", {"a": 1, "b": SUPPRESSED, "c": "y"}),
        ("a: 1\nb\nc: 3\n", 2, "kolon", {"a": 1, "c": 3}),
        ("a: 1\n   b: 2\nc: 3\n", 2, "rykket", {"a": 1, "c": 3}),
        ("a: 1\nb: - x\nc: 3\n", 2, "bindestreg", {"a": 1, "b": SUPPRESSED, "c": 3}),
    ],
)
def test_a_line_that_is_not_yaml_is_reported_once_and_read_past(text: str, line: int, hint: str, value: object) -> None:
    read_value, at, message = only_fault(text)
    assert (read_value, at) == (value, line)
    assert hint in message


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "firkantet parentes"),
        ("a: 1\nb: {c: 3\n", 2, "krøllet parentes"),
        ("a: 1\nb: 'x\nc: 3\n", 2, "anførselstegn"),
        ("a: {b: 1}\n}\nc: 3\n", 2, "passer ikke"),
        ("{a: 1}}\n", 1, "slutter"),
    ],
)
def test_what_is_never_closed_is_reported_where_it_opens(text: str, line: int, hint: str) -> None:
    node, faults = read(text)
    assert faults[0][0] == line
    assert hint in faults[0][1]
    assert node.field("a").value is not SUPPRESSED


def test_fields_left_incomplete_by_a_lost_line_say_so() -> None:
    node, _ = read("p:\n  - a: 1\n     b: 2\n  - a: 3\n")
    first, second = node.field("p").items
    assert not first.complete
    assert second.complete


def test_a_byte_order_mark_is_reported_and_left_out() -> None:
    value, line, message = only_fault(b"\xef\xbb\xbfa: 1\n")
    assert (value, line) == ({"a": 1}, 1)
    assert "BOM" in message


def test_a_windows_encoded_file_is_reported_once_and_its_letters_read() -> None:
    value, line, message = only_fault("a: 1\nring: AFPRØV\nb: små ænder\n".encode("cp1252"))
    assert value == {"a": 1, "ring": "AFPRØV", "b": "små ænder"}
    assert line == 2
    assert "UTF-8" in message


def test_a_utf_16_file_is_reported_once_and_read() -> None:
    value, line, message = only_fault("a: ø\n".encode("utf-16"))
    assert (value, line) == ({"a": "ø"}, 1)
    assert "UTF-16" in message


@pytest.mark.parametrize("character", ["\0", "\x07", "\x7f", "\xa0", "\u200b", "\u202e", "\u2028", "\ufffd", "\ue000"])
def test_an_invisible_or_broken_character_is_reported_with_its_line(character: str) -> None:
    value, line, message = only_fault(f"a: 1\nb: {character}x\n")
    assert (value, line) == ({"a": 1, "b": "x"}, 2)
    assert f"U+{ord(character):04X}" in message


def test_an_invisible_character_written_as_an_escape_is_reported() -> None:
    value, line, message = only_fault('a: 1\nb: "x\\u202ey"\n')
    assert (value, line) == ({"a": 1, "b": SUPPRESSED}, 2)
    assert "U+202E" in message


def test_a_file_with_endless_faults_tells_a_bounded_number() -> None:
    _, faults = read("a: 1\n" * (MAX_FAULTS + 100))
    assert len(faults) == MAX_FAULTS + 1
    assert "flere fejl" in faults[-1][1]


PIECES = [
    "a: 1",
    "  - b: x",
    "    c: 'q",
    "\td: 2",
    "- &x y",
    "? [",
    "}",
    ": *x",
    "<<: {a: 1}",
    "e: |",
    "---",
    "#",
    "\0",
]
LINES = st.lists(st.sampled_from(PIECES), max_size=12)


@settings(max_examples=cases(300))
@given(st.one_of(st.binary(max_size=200), LINES.map(lambda lines: "\n".join(lines).encode())))
def test_any_bytes_give_a_tree_and_faults_inside_the_file(data: bytes) -> None:
    node, faults = read(data)
    line_count = max(1, len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")))
    assert all(0 <= line <= line_count for line, _ in faults)
    assert faults or node.complete
    assert faults or "suppressed" not in repr(node.plain())
