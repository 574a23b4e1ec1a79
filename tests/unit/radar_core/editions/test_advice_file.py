"""``raad.yaml``: what it may say, bundles with it and without, and what a difference is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from radar_core.editions.bundle import bundle_hash, read_bundle, write_bundle
from radar_core.editions.catalog import bundle_sha256, load_catalog
from radar_core.editions.diff import diff
from radar_core.editions.reference import read_reference
from radar_core.editions.refusal import EditionRefused
from radar_core.editions.schema import MAX_RULES, MAX_TRAITS, REFERENCE_FILES
from radar_core.editions.shipped import DATA_DIR
from radar_core.model import Bundle
from radar_core.model.rulebook import Effect, Rulebook
from tests.fakes.shipped import shipped

FILES: Mapping[str, bytes] = {name: (DATA_DIR / f"{name}.yaml").read_bytes() for name in REFERENCE_FILES}
EDITION = (DATA_DIR / "editions/2020.yaml").read_bytes()
NOW = shipped().bundle("2020")


def before_there_were_rules() -> dict[str, bytes]:
    """The files as they were before ``raad.yaml``: no rules, no judged traits, no options."""
    kept = {name: content.decode().splitlines(keepends=True) for name, content in FILES.items() if name != "raad"}
    of_rules = (
        "    egenskaber:",
        "      - {egenskab:",
        "    foerste_skridt:",
        "    valg:",
        "      - {id:",
        "    forsigtigst:",
    )
    return {name: "".join(x for x in lines if not x.startswith(of_rules)).encode() for name, lines in kept.items()}


def book() -> Rulebook:
    assert NOW.rulebook is not None
    return NOW.rulebook


def changed(old: str, new: str, name: str = "raad") -> dict[str, bytes]:
    assert old.encode() in FILES[name]
    return {**FILES, name: FILES[name].replace(old.encode(), new.encode(), 1)}


def test_there_are_at_most_twelve_rules_over_at_most_three_traits() -> None:
    assert (MAX_RULES, MAX_TRAITS) == (12, 3)
    assert 0 < len(book().rules) <= MAX_RULES
    assert 0 < len(book().traits) <= MAX_TRAITS


def test_every_rule_has_a_source_with_its_year_or_is_ours_and_moves_by_a_trait_or_not_at_all() -> None:
    for rule in book().rules:
        assert (rule.source is None) == (rule.year is None)
        assert (rule.effect is Effect.BEMAERK) == (rule.trait is None)
        assert rule.sentence.endswith(".")


def test_every_trait_is_asked_for_by_a_rule_and_every_technology_has_a_first_step() -> None:
    assert {trait.id for trait in book().traits} == {rule.trait for rule in book().rules} - {None}
    assert all(technology.first_step for technology in NOW.technologies)


def test_a_signed_bundle_from_before_there_were_rules_is_read_as_it_was(tmp_path: Path) -> None:
    old = before_there_were_rules()
    content = write_bundle(EDITION, old, 2)
    assert b"\nraad:" not in content
    found = read_bundle(content).bundle
    assert found.rulebook is None
    assert (found.sha256, found.edition) == (bundle_hash(content), NOW.edition)
    assert not any(question.options for question in found.questions)
    assert not any(technology.traits or technology.first_step for technology in found.technologies)


def test_a_folder_without_rules_is_read_and_keeps_the_identity_it_had(tmp_path: Path) -> None:
    old = before_there_were_rules()
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions/2020.yaml").write_bytes(EDITION)
    for name, content in old.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)
    bundle = load_catalog(tmp_path).bundle("2020")
    assert bundle.rulebook is None
    assert bundle.sha256 == bundle_sha256(EDITION, old)
    assert bundle.sha256 != NOW.sha256


def test_rules_are_part_of_the_identity() -> None:
    other = changed("sammen med andre it-systemer", "sammen med de andre it-systemer")
    assert bundle_sha256(EDITION, FILES) != bundle_sha256(EDITION, other)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("baand: svag", "baand: svagt", "Båndet »svagt« findes ikke ved det spørgsmål. Skriv midt, staerk eller svag."),
        ("baand: efter-andre", "baand: svag", "Skriv blandt-de-foerste, efter-andre eller kun-det-sikre."),
        ("spoergsmaal: 8", "spoergsmaal: 4", "Det spørgsmål har hverken tal eller valg."),
        ("egenskab: integration\n", "egenskab: integrasjon\n", "Egenskaben »integrasjon« findes ikke i raad.yaml."),
        ("vores: true\n", "vores: false\n", "En regel skal have enten »kilde« eller »vores: true«."),
        ('aar: "2019"\n    virkning: tilbage', "virkning: tilbage", "»aar« skal stå ved en kilde og kun dér."),
        ("virkning: bemaerk", "virkning: foretraek", "skal have både »egenskab« og »gaelder«."),
        ("virkning: tilbage", "virkning: bemaerk", "må hverken have »egenskab« eller »gaelder«."),
        ("virkning: tilbage", "virkning: opad", "»virkning« kan ikke være »opad«"),
        ("id: efter-andre-genbrug", "id: foerst-aftal-stop", "Id'et »foerst-aftal-stop« står to gange"),
    ],
)
def test_a_rule_that_does_not_fit_is_reported_with_its_line(old: str, new: str, told: str) -> None:
    faults = read_reference(changed(old, new)).faults
    assert any(told.split(" kan ikke")[0] in fault.message for fault in faults), faults
    assert all(fault.file == "raad.yaml" and fault.line > 1 for fault in faults)


def test_a_thirteenth_rule_and_a_fourth_trait_are_too_many() -> None:
    one_more = FILES["raad"] + FILES["raad"].partition(b"regler:\n")[2].partition(b"  - id: efter")[0].replace(
        b"foerst-aftal-stop", b"en-til"
    )
    told = [fault.message for fault in read_reference({**FILES, "raad": one_more}).faults]
    assert told == ["Listen »regler« skal have højst 12, men har 13."]
    fourth = changed("regler:", "  - {id: en-til, navn: En til, ja: har det, nej: har det ikke}\nregler:")
    told = [fault.message for fault in read_reference(fourth).faults]
    assert told == ["Listen »egenskaber« skal have højst 3, men har 4."]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("forsigtigst: kun-det-sikre", "forsigtigst: efter-andre", "skal være det første eller sidste valg"),
        ("    forsigtigst: kun-det-sikre\n", "", "Et spørgsmål med valg skal have feltet »forsigtigst«."),
        ("id: for-faa", "id: passende", "Valget »passende« står to gange"),
    ],
)
def test_options_that_do_not_fit_are_reported(old: str, new: str, told: str) -> None:
    faults = read_reference(changed(old, new, "spoergsmaal")).faults
    assert any(told in fault.message for fault in faults), faults


def test_a_technology_cannot_have_a_trait_that_no_rule_file_knows() -> None:
    without = {name: content for name, content in FILES.items() if name != "raad"}
    told = {fault.message for fault in read_reference(without).faults}
    assert told == {"Teknologierne har egenskaber, men »raad« mangler."}


def test_a_bundle_file_with_a_faulty_rule_is_refused() -> None:
    content = write_bundle(EDITION, FILES, 2).replace(b"spoergsmaal: 8", b"spoergsmaal: 4", 1)
    with pytest.raises(EditionRefused) as refused:
        read_bundle(content)
    assert "hverken tal eller valg" in str(refused.value.faults[0])


def test_what_rules_say_otherwise_is_told_in_a_difference() -> None:
    first, *rest = book().rules
    after = with_rules(replace(first, effect=Effect.FORETRAEK, trait="integration"), *rest[:-1])
    assert diff(NOW, after).sentences == (
        f"Reglen »{rest[-1].id}« er fjernet",
        f"Reglen »{first.id}«: virkningen og egenskaben er ændret",
    )
    assert len(diff(replace(NOW, rulebook=None), NOW).sentences) == len(book().rules) + len(book().traits)


def with_rules(*rules: object) -> Bundle:
    return replace(NOW, rulebook=replace(book(), rules=rules))
