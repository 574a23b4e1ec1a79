"""The Teams app package against Microsoft's own schema, and against the rules the schema does not hold."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from itertools import product
from math import hypot
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from PIL import Image, ImageChops

from bot.cli.package import build
from bot.web.pages import PAGES
from dialogs.reflection.commands import Unknown
from dialogs.understanding.hear import hear
from tests.fakes.shipped import shipped

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "deploy/local/node_modules/@microsoft/app-manifest/build/json-schemas/teams"


@pytest.fixture(scope="module")
def package() -> ZipFile:
    return ZipFile(BytesIO(build("0b8c9f7e-1111-4222-8333-444455556666", "radar.example.org")))


@pytest.fixture(scope="module")
def manifest(package: ZipFile) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(package.read("manifest.json"))
    return content


@pytest.fixture(scope="module")
def schemas() -> Path:
    """Microsoft's schemas, one folder for each version; a machine without Node has none."""
    if not SCHEMAS.is_dir():
        pytest.skip("Microsoft's manifest schemas are not installed: run npm ci in deploy/local")
    return SCHEMAS


def schema_of(manifest: dict[str, Any], schemas: Path) -> dict[str, Any]:
    version = manifest["manifestVersion"]
    content: dict[str, Any] = json.loads((schemas / f"v{version}/MicrosoftTeams.schema.json").read_text("utf-8"))
    return content


@pytest.mark.node
def test_the_manifest_is_valid_against_microsofts_schema(manifest: dict[str, Any], schemas: Path) -> None:
    schema = schema_of(manifest, schemas)

    assert [error.message for error in Draft4Validator(schema).iter_errors(manifest)] == []
    # "const" is newer than draft 04, whose validator passes it over.
    assert manifest["manifestVersion"] == schema["properties"]["manifestVersion"]["const"]


@pytest.mark.node
@pytest.mark.parametrize(
    "fault",
    [
        {"name": {"short": "x" * 31}},
        {"id": "not-a-uuid"},
        {"accentColor": "blue"},
        {"unknownProperty": True},
        {"bots": [{"botId": "0b8c9f7e-1111-4222-8333-444455556666", "scopes": ["groupchat"]}]},
    ],
)
def test_the_schema_catches_faults(fault: dict[str, Any], manifest: dict[str, Any], schemas: Path) -> None:
    assert not Draft4Validator(schema_of(manifest, schemas)).is_valid(manifest | fault)


@pytest.mark.node
def test_the_manifest_version_is_the_newest_that_microsoft_ships(manifest: dict[str, Any], schemas: Path) -> None:
    released = [folder.name.removeprefix("v") for folder in schemas.glob("v[0-9]*")]

    assert manifest["manifestVersion"] == max(released, key=lambda version: [int(n) for n in version.split(".")])
    assert f"/v{manifest['manifestVersion']}/" in manifest["$schema"]


def test_names_and_texts_keep_teams_limits(manifest: dict[str, Any]) -> None:
    name, description = manifest["name"], manifest["description"]

    assert len(name["short"]) <= 30 and len(name["full"]) <= 100
    assert len(description["short"]) <= 80 and len(description["full"]) <= 4000
    assert len(manifest["developer"]["name"]) <= 32
    assert name["short"] != name["full"]
    assert description["short"].rstrip(".") not in description["full"]


def test_commands_are_short_distinct_and_few_enough_for_the_menu(manifest: dict[str, Any]) -> None:
    bundle = shipped().bundle("eksempel")
    for command_list in manifest["bots"][0]["commandLists"]:
        commands = command_list["commands"]
        assert 0 < len(commands) <= 12
        assert all(len(c["title"]) <= 32 and len(c["description"]) <= 128 for c in commands)
        assert len({c["title"] for c in commands}) == len(commands)
        # A title is sent as it stands, so a placeholder in it would reach the bot.
        assert not any(set(c["title"]) & set("[]<>{}…") for c in commands)
        lost = [c["title"] for c in commands if isinstance(hear(c["title"], None, bundle), Unknown)]
        assert lost == [], "the bot knows what it offers"


def test_the_bot_talks_in_personal_chats_group_chats_and_teams(manifest: dict[str, Any]) -> None:
    [bot] = manifest["bots"]

    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert (bot["isNotificationOnly"], bot["supportsFiles"]) == (False, True)
    assert [scope for each in bot["commandLists"] for scope in each["scopes"]] == bot["scopes"]
    # Teams refuses an upload without it where there is a team scope (from 1.25); the schema does not ask for it.
    assert manifest["supportsChannelFeatures"] == "tier1"


def test_the_app_asks_for_no_permissions(manifest: dict[str, Any]) -> None:
    assert not {"authorization", "permissions", "devicePermissions", "webApplicationInfo"} & set(manifest)


def test_the_texts_are_danish(manifest: dict[str, Any]) -> None:
    assert manifest["localizationInfo"] == {"defaultLanguageTag": "da"}


def test_every_address_in_the_manifest_is_a_page_the_bot_serves(manifest: dict[str, Any]) -> None:
    urls = {value for key, value in manifest["developer"].items() if key.endswith("Url")}

    assert urls == {f"https://radar.example.org{path}" for path in PAGES}


def test_the_package_holds_the_icons_the_manifest_names(manifest: dict[str, Any], package: ZipFile) -> None:
    assert set(package.namelist()) == {"manifest.json", *manifest["icons"].values()}


def icon(package: ZipFile, name: str) -> Image.Image:
    return Image.open(BytesIO(package.read(name)))


def test_the_outline_icon_is_32_pixels_of_pure_white_or_nothing(package: ZipFile) -> None:
    outline = icon(package, "outline.png")

    assert (outline.format, outline.mode, outline.size) == ("PNG", "RGBA", (32, 32))
    pixels = {outline.getpixel(at) for at in product(range(32), range(32))}
    assert pixels == {(255, 255, 255, 255), (255, 255, 255, 0)}
    assert outline.getchannel("A").getbbox() == (0, 0, 32, 32)


def test_the_colour_icon_is_192_opaque_pixels(package: ZipFile) -> None:
    color = icon(package, "color.png")

    assert (color.format, color.mode, color.size) == ("PNG", "RGB", (192, 192))
    assert "transparency" not in color.info


def test_teams_can_crop_the_colour_icon_without_losing_anything(
    package: ZipFile, manifest: dict[str, Any], drawing: ModuleType
) -> None:
    color = icon(package, "color.png")
    ground = tuple(bytes.fromhex(manifest["accentColor"].removeprefix("#")))
    cropped = [at for at in product(range(192), range(192)) if hypot(at[0] - 95.5, at[1] - 95.5) > drawing.SAFE_RADIUS]

    assert {color.getpixel(at) for at in cropped} == {ground}


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    """The script that draws the icons."""
    spec = spec_from_file_location("draw_icons", ROOT / "deploy/teams/draw_icons.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_icons_are_what_their_script_draws(package: ZipFile, drawing: ModuleType) -> None:
    for name, drawn in (("color.png", drawing.color_icon()), ("outline.png", drawing.outline_icon())):
        assert ImageChops.difference(icon(package, name), drawn).getbbox(alpha_only=False) is None, name
