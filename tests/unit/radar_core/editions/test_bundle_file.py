"""A bundle file: everything of an edition in one file, the same content always the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pytest

from radar_core.editions.bundle import (
    MAX_BUNDLE_BYTES,
    MAX_REVISION,
    NOTHING,
    Removed,
    bundle_hash,
    bundle_of,
    read_bundle,
    write_bundle,
)
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.editions.schema import OPTIONAL, REFERENCE_FILES
from radar_core.editions.shipped import DATA_DIR
from radar_core.errors import DataError, UnknownEdition
from tests.fakes.shipped import shipped

CATALOG = shipped()
EDITIONS = [edition.id for edition in CATALOG.editions()]
REFERENCE: Mapping[str, bytes] = {name: (DATA_DIR / f"{name}.yaml").read_bytes() for name in REFERENCE_FILES}
EDITION = (DATA_DIR / "editions/2020.yaml").read_bytes()
CONTENT = write_bundle(EDITION, REFERENCE, 2)


def changed(old: str, new: str, content: bytes = CONTENT) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def line(content: bytes, text: str) -> int:
    return content[: content.index(text.encode())].count(b"\n") + 1


def refusal(content: bytes) -> EditionRefused:
    with pytest.raises(EditionRefused) as caught:
        read_bundle(content)
    return caught.value


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_shipped_edition_says_the_same_in_one_file_as_in_its_folder(edition: str) -> None:
    content = bundle_of(DATA_DIR, edition, revision=3)
    found = read_bundle(content)
    assert found.bundle == replace(CATALOG.bundle(edition), sha256=bundle_hash(content))
    assert (found.name, found.revision) == (f"{edition}-r3", 3)
    assert len(content) < MAX_BUNDLE_BYTES / 5


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_content_gives_the_same_bytes(edition: str) -> None:
    assert bundle_of(DATA_DIR, edition) == bundle_of(DATA_DIR, edition)


def test_comments_and_layout_are_no_content() -> None:
    noted = b"# En note\n\n" + EDITION.replace(b"\n", b"  # her\n", 1)
    with_spaces = {**REFERENCE, "behov": REFERENCE["behov"].replace(b"behov:\n", b"behov:   \n\n")}
    assert write_bundle(noted, with_spaces, 2) == CONTENT


def test_other_content_and_another_revision_are_other_bytes() -> None:
    other = write_bundle(EDITION.replace(b"ring: KLAR", "ring: AFPRØV".encode(), 1), REFERENCE, 2)
    assert len({CONTENT, other, write_bundle(EDITION, REFERENCE, 3)}) == 3


def test_the_identity_is_the_sha_256_of_the_bytes() -> None:
    assert bundle_hash(CONTENT) == hashlib.sha256(CONTENT).hexdigest() == read_bundle(CONTENT).bundle.sha256


def test_an_edition_that_does_not_say_how_many_technologies_there_are_is_written_and_read_as_ever() -> None:
    silent = EDITION.replace(b"teknologier_i_alt:\n  - {fagomraade: samlet, antal: 20}\n", b"")
    content = write_bundle(silent, REFERENCE, 2)
    assert b"teknologier_i_alt" not in content
    assert content == CONTENT.replace(b"  teknologier_i_alt:\n    - {fagomraade: samlet, antal: 20}\n", b"")
    found = read_bundle(content).bundle
    assert (found.edition.totals, found.sha256) == ((), bundle_hash(content))
    assert read_bundle(CONTENT).bundle.edition.total("samlet") == 20


def test_the_file_says_what_it_is_and_has_one_section_for_each_file() -> None:
    text = CONTENT.decode()
    assert text.startswith("# 2020-r2. Lavet af »teknologiradar editions«.")
    top = [line.partition(":")[0] for line in text.splitlines() if line[0] not in " #"]
    assert top == ["bundle", "revision", "udgave", *REFERENCE_FILES]


def test_a_field_that_says_where_a_list_is_from_is_kept() -> None:
    assert "  kilde: " in CONTENT.decode().partition("kommuner:\n")[2].splitlines()[0]


def test_an_edition_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownEdition) as caught:
        bundle_of(DATA_DIR, "1999")
    assert set(caught.value.known) == set(EDITIONS)


def test_what_is_removed_is_read_back() -> None:
    removed = Removed(
        {"teknologier": frozenset({"gps", "fax"}), "kommuner": frozenset({"999"})}, frozenset({("ai", "samlet-x")})
    )
    content = write_bundle(EDITION, REFERENCE, 2, removed)
    found = read_bundle(content).removed
    assert {section: ids for section, ids in found.ids.items() if ids} == removed.ids
    assert found.placements == removed.placements
    assert found.line == line(content, "fjernet:")
    assert found.has("teknologier", "fax")
    assert not found.has("behov", "fax")


def test_nothing_is_removed_where_nothing_is_said() -> None:
    found = read_bundle(CONTENT).removed
    assert (found.line, found.placements, any(found.ids.values())) == (0, frozenset(), False)
    assert b"fjernet" not in CONTENT
    assert write_bundle(EDITION, REFERENCE, 2, Removed({"behov": frozenset()})) == write_bundle(
        EDITION, REFERENCE, 2, NOTHING
    )


@pytest.mark.parametrize("value", ["", " {}", " null", "\n  teknologier: []\n  placeringer: []"])
def test_an_empty_list_of_what_is_removed_is_no_fault(value: str) -> None:
    found = read_bundle(changed("udgave:", f"fjernet:{value}\nudgave:")).removed
    assert (found.placements, any(found.ids.values())) == (frozenset(), False)


@pytest.mark.parametrize(
    ("section", "item", "still"),
    [
        ("teknologier", "rpa", "{teknologi: rpa,"),
        ("behov", "mindre-manuelt-arbejde", "{id: mindre-manuelt-arbejde,"),
        ("erfaringer", "skaermbesoeg", "id: skaermbesoeg"),
        ("kommuner", '"101"', '{kode: "101"'),
    ],
)
def test_what_is_removed_and_still_there_is_a_contradiction(section: str, item: str, still: str) -> None:
    content = changed("udgave:", f"fjernet:\n  {section}: [{item}]\nudgave:")
    refused = refusal(content)
    assert refused.step is Step.CROSS
    assert refused.reasons == (
        f"Linje {line(content, 'fjernet:') + 1}: »{item.strip(chr(34))}« står som fjernet, men er stadig med i linje "
        f"{line(content, still)}. Slet det ene sted.",
    )


def test_a_fagomraade_with_a_radar_cannot_be_removed_and_one_without_can() -> None:
    content = bundle_of(DATA_DIR, "eksempel")
    both = changed("udgave:", "fjernet: {fagomraader: [social-og-handicap]}\nudgave:", content)
    [reason] = refusal(both).reasons
    assert "»social-og-handicap« står som fjernet, men er stadig med" in reason
    without_radar = changed("udgave:", "fjernet: {fagomraader: [social-og-handicap]}\nudgave:")
    assert read_bundle(without_radar).removed.has("fagomraader", "social-og-handicap")


def test_a_technology_no_radar_shows_may_be_removed_though_it_is_still_described() -> None:
    content = changed("udgave:", "fjernet: {teknologier: [metaverset]}\nudgave:")
    found = read_bundle(content)
    assert "metaverset" in found.bundle.technology_by_id
    assert found.removed.has("teknologier", "metaverset")


def test_a_placement_that_is_removed_and_still_there_is_a_contradiction() -> None:
    content = changed("udgave:", "fjernet:\n  placeringer: [{teknologi: rpa, fagomraade: samlet}]\nudgave:")
    assert refusal(content).reasons == (
        f"Linje {line(content, 'placeringer: [')}: Placeringen af »rpa« på »samlet« står som fjernet, men er stadig "
        f"med i linje {line(content, '{teknologi: rpa, navn')}. Slet det ene sted.",
    )


def test_an_id_removed_twice_is_a_fault() -> None:
    content = changed("udgave:", "fjernet:\n  behov: [fax, fax]\nudgave:")
    [reason] = refusal(content).reasons
    assert "Det fjernede id »fax« står to gange" in reason


def test_an_unknown_field_of_what_is_removed_is_named() -> None:
    content = changed("udgave:", "fjernet:\n  teknologi: [fax]\nudgave:")
    refused = refusal(content)
    assert refused.step is Step.SCHEMA
    [reason] = refused.reasons
    assert (
        reason == f"Linje {line(content, 'fjernet:') + 1}: Jeg kender ikke feltet »teknologi«. Mente du »teknologier«?"
    )


@pytest.mark.parametrize("section", ["udgave", *(name for name in REFERENCE_FILES if name not in OPTIONAL)])
def test_a_section_that_is_missing_is_the_only_thing_told(section: str) -> None:
    lines = CONTENT.decode().split("\n")
    start = lines.index(f"{section}:")
    end = next((n for n, text in enumerate(lines[start + 1 :], start + 1) if not text.startswith(" ")), len(lines))
    refused = refusal("\n".join(lines[:start] + lines[end:]).encode())
    assert refused.step is Step.SCHEMA
    assert [reason.partition(": ")[2] for reason in refused.reasons] == [f"Feltet »{section}« mangler her."]


@pytest.mark.parametrize("value", ["hest", "[]", "7", "null"])
@pytest.mark.parametrize("section", ["udgave", "behov", "spoergsmaal"])
def test_a_section_of_another_kind_is_refused_and_nothing_breaks(section: str, value: str) -> None:
    lines = CONTENT.decode().split("\n")
    start = lines.index(f"{section}:")
    end = next(n for n, text in enumerate(lines[start + 1 :], start + 1) if not text.startswith(" "))
    content = "\n".join([*lines[:start], f"{section}: {value}", *lines[end:]]).encode()
    if (section, value) == ("behov", "[]"):
        assert refusal(content).step is Step.CROSS  # an empty list of needs is a list; the technologies' are unknown
    else:
        refused = refusal(content)
        assert refused.step is Step.SCHEMA
        assert any(fault.line == start + 1 for fault in refused.faults)


@pytest.mark.parametrize("content", [b"", b"[]", b"hest", b"7", b"a: 1\n---\nb: 2\n", b"\xff", b"{", b"- a\n- b\n"])
def test_what_is_no_bundle_at_all_is_refused(content: bytes) -> None:
    assert refusal(content).step in (Step.PARSE, Step.SCHEMA)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    refused = refusal(b"#" * (MAX_BUNDLE_BYTES + 1))
    assert (refused.step, refused.reasons) == (Step.SIZE, ("Filen er for stor: den må højst fylde 1 MB.",))


def test_faults_carry_the_name_of_the_file() -> None:
    with pytest.raises(EditionRefused) as caught:
        read_bundle(b"[]", "2020-r2.yaml")
    assert {fault.file for fault in caught.value.faults} == {"2020-r2.yaml"}


@pytest.mark.parametrize("revision", [0, -1, MAX_REVISION + 1])
def test_a_revision_out_of_range_is_not_written(revision: int) -> None:
    with pytest.raises(EditionRefused) as caught:
        write_bundle(EDITION, REFERENCE, revision)
    assert caught.value.step is Step.SCHEMA
    assert "»revision«" in caught.value.reasons[0]


def test_every_fault_of_every_file_is_told_before_anything_is_written() -> None:
    with pytest.raises(DataError) as caught:
        write_bundle(
            EDITION.replace(b"ring: KLAR", b"ring: GUL", 1),
            {**REFERENCE, "behov": REFERENCE["behov"].replace(b"navn", b"nvan", 1)},
            1,
            file="2020.yaml",
        )
    assert not isinstance(caught.value, EditionRefused)
    assert [fault.file for fault in caught.value.faults] == ["2020.yaml", "behov.yaml"]
