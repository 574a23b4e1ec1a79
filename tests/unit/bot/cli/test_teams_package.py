"""The Teams app package as bytes: what is in it, that it is the same each time, and what is refused."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from bot.cli import package as teams_package
from bot.cli.package import PackageError, build

APP_ID = "0b8c9f7e-1111-4222-8333-444455556666"
HOST = "radar.example.org"


def opened(package: bytes) -> ZipFile:
    return ZipFile(BytesIO(package))


def manifest(package: bytes) -> dict[str, object]:
    content: dict[str, object] = json.loads(opened(package).read("manifest.json"))
    return content


def test_the_zip_holds_the_manifest_and_the_two_icons_and_nothing_else() -> None:
    assert opened(build(APP_ID, HOST)).namelist() == ["color.png", "manifest.json", "outline.png"]


def test_every_placeholder_is_filled_in() -> None:
    package = build(APP_ID, HOST)

    assert b"{{" not in opened(package).read("manifest.json")
    content = manifest(package)
    assert content["id"] == APP_ID
    assert content["bots"][0]["botId"] == APP_ID  # type: ignore[index]
    assert content["validDomains"] == [HOST]
    assert content["developer"]["privacyUrl"] == f"https://{HOST}/privatliv"  # type: ignore[index]


def test_the_same_input_gives_the_same_bytes_whenever_and_wherever_it_is_made() -> None:
    package = build(APP_ID, HOST)

    assert build(APP_ID, HOST) == package
    for member in opened(package).infolist():
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert (member.compress_type, member.create_system) == (ZIP_STORED, 3)
        assert member.external_attr == 0o644 << 16


def test_upper_case_makes_no_difference() -> None:
    assert build(APP_ID.upper(), "Radar.Example.ORG") == build(APP_ID, HOST)


def test_an_installed_package_uses_the_template_shipped_in_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped_teams"
    shipped.mkdir()
    (shipped / "manifest.json").write_text('{"id": "{{APP_ID}}", "name": "shipped"}')
    (shipped / "color.png").write_bytes(b"color")
    (shipped / "outline.png").write_bytes(b"outline")
    monkeypatch.setattr(teams_package, "files", lambda _: tmp_path)

    assert manifest(build(APP_ID, HOST)) == {"id": APP_ID, "name": "shipped"}


@pytest.mark.parametrize(
    "app_id",
    [
        "",
        "teknologiradar",
        APP_ID[:-1],
        APP_ID + "0",
        APP_ID + "\n",
        APP_ID.replace("-", ""),
        "{" + APP_ID + "}",
        "urn:uuid:" + APP_ID,
        APP_ID.replace("a", "g").replace("b", "g"),
        APP_ID.replace("0", "٠"),
        "00000000-0000-0000-0000-000000000000",
    ],
)
def test_an_app_id_that_is_no_uuid_is_refused_with_where_to_find_it(app_id: str) -> None:
    with pytest.raises(PackageError, match=r"Application \(client\) ID"):
        build(app_id, HOST)


def test_a_secret_pasted_in_place_of_the_app_id_is_not_repeated() -> None:
    with pytest.raises(PackageError) as refused:
        build("abc8Q~made-up-secret", HOST)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("https://radar.example.org", "https://, port eller sti"),
        ("radar.example.org/api/messages", "https://, port eller sti"),
        ("radar.example.org:443", "https://, port eller sti"),
        ("192.0.2.7", "IP-adresse"),
        ("2001:db8::1", "IP-adresse"),
        ("[2001:db8::1]", "IP-adresse"),
        ("127.1", "internettet"),
        ("localhost", "internettet"),
        ("radar", "internettet"),
        ("radar.localhost", "internettet"),
        ("radar.kommune.local", "internettet"),
        ("radar.intranet", "internettet"),
        ("*.example.org", "jokertegn"),
        ("rødovre.example.org", "xn--"),
        ("", "gyldigt værtsnavn"),
        ("radar..example.org", "gyldigt værtsnavn"),
        ("radar.example.org.", "gyldigt værtsnavn"),
        ("-radar.example.org", "gyldigt værtsnavn"),
        ("radar_1.example.org", "gyldigt værtsnavn"),
        ("radar example.org", "gyldigt værtsnavn"),
        ("bruger@example.org", "gyldigt værtsnavn"),
        ("radar.example.org\n", "gyldigt værtsnavn"),
        ('radar.example.org"', "gyldigt værtsnavn"),
        ("a" * 64 + ".example.org", "gyldigt værtsnavn"),
        ("a." * 126 + "org", "gyldigt værtsnavn"),
    ],
)
def test_what_is_no_public_host_name_is_refused_with_the_reason(host: str, reason: str) -> None:
    with pytest.raises(PackageError, match="kan ikke bruges") as refused:
        build(APP_ID, host)

    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "host", ["example.org", "radar-1.test.example.org", "xn--rdovre-q1a.example.org", "a.xn--o3cw4h"]
)
def test_a_public_host_name_is_taken_as_it_is(host: str) -> None:
    assert manifest(build(APP_ID, host))["validDomains"] == [host]
