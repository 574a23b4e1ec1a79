"""What looks like a personal number is found and taken out. All numbers here are made up."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.danish.personal_numbers import (
    has_personal_number,
    has_personal_number_in,
    without_personal_numbers,
    without_personal_numbers_in,
)

WRITTEN = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "010190  -  1234",
    "010190–1234",
    "010190—1234",
    "010190\u20111234",
    "010190\u00a01234",
    "010190\u00a0-\u00a01234",
    "010190_1234",
    "010190/1234",
    "01.01.90-1234",
    "01-01-90-1234",
    "01/01/90 1234",
    "01 01 90 1234",
    "01011990-1234",
    "010119901234",
    "290200-1234",
    "311299-0000",
    "610190-1234",
    "01019\u200b0-1234",
    "010190\u200b-1234",
    "010190\u00ad1234",
    "０１０１９０-１２３４",
    "٠١٠١٩٠-١٢٣٤",
    "⁰¹⁰¹⁹⁰-¹²³⁴",
    "①②①②⑨①-①②③④",
    "010190\n1234",
    "010190\r\n-1234",
    "010190\t1234",
    "010190;1234",
    "010190 | 1234",
    "01011990;1234",
    "01011990\n1234",
    "010190\n\n1234",
]
NOT_ONES = [
    "",
    "12121212",
    "12 12 12 12",
    "+45 12 12 12 12",
    "+4512121212",
    "010126-010127",
    "010126 - 010127",
    "01-01-2026",
    "01.01.2026-31.12.2026",
    "24.12.26-31.12.26",
    "01.01.26 14.30",
    "fra 01.01.2026 1200 borgere",
    "2026-01-01",
    "2026-010126",
    "321390-1234",
    "310290-1234",
    "010090-1234",
    "920190-1234",
    "DK5000400440116243",
    "DK50 0040 0440 1162 43",
    "5790000000000",
    "12345678901234567890",
    "0101901234567",
    "10 12 14 16 18",
    "1 2 3 4 5 6 7 8 9 10",
    "010190-123",
    "010190-1234567",
    "01.01.2026\n1200 borgere",
    "01.01.26\n1200 borgere",
    "01.01.2026;1200",
    "321390;1234",
    "010190;12345",
    "10\n12\n14\n1630",
]


@pytest.mark.parametrize("number", WRITTEN)
def test_a_personal_number_is_found_however_it_is_written(number: str) -> None:
    assert has_personal_number(number)


@pytest.mark.parametrize("number", WRITTEN)
@pytest.mark.parametrize("around", ["cpr:{}", "Borgeren ({}) siger", "{}.", "a{}b", "{},{}", "{} og {}", "x\n{}\nx"])
def test_a_personal_number_is_taken_out_wherever_it_stands(number: str, around: str) -> None:
    left = without_personal_numbers(around.replace("{}", number), "[fjernet]")
    assert left == around.replace("{}", "[fjernet]")
    assert not has_personal_number(left)


@pytest.mark.parametrize("text", NOT_ONES)
def test_telephones_dates_accounts_and_other_numbers_are_left_alone(text: str) -> None:
    assert not has_personal_number(text)
    assert without_personal_numbers(text, "[fjernet]") == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("45 99 010190-1234", "45 99 […]"),
        ("Lokal 12 34 010190-1234", "Lokal 12 34 […]"),
        ("tlf 12 34 56 78 010190-1234", "tlf 12 34 56 78 […]"),
        ("12 12 010190-1234", "[…]"),
        ("99 99 99 010190\n1234", "99 99 99 […]"),
    ],
)
def test_one_after_other_digits_is_taken_out_whole(text: str, left: str) -> None:
    assert has_personal_number(text)
    assert without_personal_numbers(text, "[…]") == left
    assert without_personal_numbers_in(text.split("\n"), "[…]")[-1] in (left, "[…]")


def test_the_rest_of_the_text_stays_as_it_was() -> None:
    text = "Vi har  m² og ﬁre\nlinjer: 010190-1234, tlf. 12121212"
    assert without_personal_numbers(text, "…") == "Vi har  m² og ﬁre\nlinjer: …, tlf. 12121212"


@given(st.text(max_size=40), st.sampled_from(WRITTEN), st.text(max_size=40))
def test_nothing_is_left_of_a_personal_number_in_any_text(before: str, number: str, after: str) -> None:
    left = without_personal_numbers(f"{before} {number} {after}", "[fjernet]")
    assert not has_personal_number(left)


@pytest.mark.parametrize("piece", ["010190", "01 ", "010190 ", "010190-", "\u200b", "1\u200b", " ", "01.01.90"])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.process_time()
    has_personal_number(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        (("Besøg 010190", "1234 og flere"), ("Besøg …", "… og flere")),
        (("010190-", "1234"), ("…", "…")),
        (("a", "010190", "", "1234"), ("a", "…", "", "…")),
        (("010190-1234 og 020290", "1234"), ("… og …", "…")),
        (("⁰¹⁰¹⁹⁰", "¹²³⁴"), ("…", "…")),
    ],
)
def test_a_number_over_two_fields_is_found_and_taken_out_of_both(
    fields: tuple[str, ...], left: tuple[str, ...]
) -> None:
    assert has_personal_number_in(fields)
    assert without_personal_numbers_in(fields, "…") == left
    assert not has_personal_number_in(left)


@pytest.mark.parametrize(
    "fields", [("Ring", "1234"), ("010190", "og 1234"), ("", ""), ("12 m²", "x"), ("1200", "1234")]
)
def test_fields_without_one_are_left_as_they_were(fields: tuple[str, ...]) -> None:
    assert not has_personal_number_in(fields)
    assert without_personal_numbers_in(fields, "…") == fields


@given(st.lists(st.text(max_size=15), max_size=4), st.sampled_from(WRITTEN), st.integers(0, 20))
def test_nothing_is_left_of_a_number_cut_in_two_anywhere_in_any_fields(
    around: list[str], number: str, cut: int
) -> None:
    fields = (*around, number[:cut], number[cut:])
    assert not has_personal_number_in(without_personal_numbers_in(fields, "…"))
