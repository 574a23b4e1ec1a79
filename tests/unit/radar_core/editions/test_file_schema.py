"""The published JSON Schemas are those of the models, and agree with the shipped data."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from radar_core.editions.schema import REFERENCE_FILES, schemas, write_schemas
from radar_core.editions.shipped import DATA_DIR
from radar_core.files.faults import FileFaults
from radar_core.files.strict_yaml import parse


def test_the_published_schemas_are_what_the_models_generate(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    generated = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    published = {path.name: path.read_text(encoding="utf-8") for path in (DATA_DIR / "schema").iterdir()}
    assert published == generated, "publish anew: python -m radar_core.editions.schema"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_a_valid_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schemas()[name]))


def shipped_files() -> list[tuple[str, Path]]:
    editions = [("edition", path) for path in sorted((DATA_DIR / "editions").glob("*.yaml"))]
    return editions + [(name, DATA_DIR / f"{name}.yaml") for name in REFERENCE_FILES]


@pytest.mark.parametrize(("name", "path"), shipped_files(), ids=[path.stem for _, path in shipped_files()])
def test_a_shipped_file_is_valid_by_its_schema(name: str, path: Path) -> None:
    faults = FileFaults(path.name)
    content = json.loads(json.dumps(parse(path.read_bytes(), faults).plain()))
    assert not faults
    jsonschema.Draft202012Validator(json.loads(schemas()[f"{name}.schema.json"])).validate(content)


@pytest.mark.parametrize(
    ("field", "value"),
    [("ring", "GUL"), ("position", 1.4), ("navn", "n" * 41), ("belaeg", None), ("farve", "rød"), ("kilde", " ")],
)
def test_the_edition_schema_refuses_what_the_loader_refuses(field: str, value: object) -> None:
    placement = {"teknologi": "x", "fagomraade": "samlet", "ring": "KLAR", "belaeg": "kl", "kilde": "x"}
    edition: dict[str, object] = {name: "x" for name in ("id", "titel", "serie", "metode", "kilde")}
    edition |= {"status": "udkast", "dato": None, "fagomraader": [], "placeringer": [placement]}
    validator = jsonschema.Draft202012Validator(json.loads(schemas()["edition.schema.json"]))
    validator.validate(edition)
    edition["placeringer"] = [placement | {field: value}]
    assert not validator.is_valid(edition)
