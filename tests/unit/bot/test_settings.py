"""No unsafe start: each is refused with a sentence that says what to change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.cli.main import main
from bot.errors import UnsafeStart
from bot.settings import Settings, check_local, check_production, is_loopback, is_loopback_url
from radar_core.model import Status
from tests.fakes.shipped import shipped

CATALOG = shipped()
SAFE: dict[str, Any] = {
    "app_id": "11111111-2222-3333-4444-555555555555",
    "app_password": "not-used-here",
    "tenant_id": "t",
    "public_url": "https://radar.example.org",
}


def made(**changes: Any) -> Settings:
    return Settings.model_validate({**SAFE, **changes})


@pytest.fixture(autouse=True)
def without_the_developers_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)


def test_a_complete_production_start_is_let_through() -> None:
    check_production(made(), CATALOG.bundle("2020"))


@pytest.mark.parametrize("missing", ["app_id", "app_password", "tenant_id", "public_url"])
def test_production_without_credentials_is_refused_by_name(missing: str) -> None:
    with pytest.raises(UnsafeStart, match=f"TR_{missing.upper()}"):
        check_production(made(**{missing: None}), CATALOG.bundle("2020"))


def test_a_bot_of_several_tenants_names_them_and_a_managed_identity_needs_no_secret() -> None:
    with pytest.raises(UnsafeStart, match="TR_ALLOWED_TENANTS"):
        check_production(made(app_type="MultiTenant", tenant_id=None), CATALOG.bundle("2020"))
    check_production(made(app_type="MultiTenant", tenant_id=None, allowed_tenants="a, b"), CATALOG.bundle("2020"))
    check_production(made(app_type="UserAssignedMSI", app_password=None), CATALOG.bundle("2020"))


@pytest.mark.parametrize("url", ["http://radar.example.org", "radar.example.org", "https://"])
def test_pictures_are_only_fetched_over_https(url: str) -> None:
    with pytest.raises(UnsafeStart, match="TR_PUBLIC_URL"):
        check_production(made(public_url=url), CATALOG.bundle("2020"))


def test_example_data_in_production_must_be_allowed_expressly() -> None:
    with pytest.raises(UnsafeStart, match="TR_ALLOW_EXAMPLE"):
        check_production(made(), CATALOG.bundle("eksempel"))
    check_production(made(allow_example=True), CATALOG.bundle("eksempel"))


@pytest.mark.parametrize("credential", ["app_id", "app_password"])
def test_local_mode_refuses_each_credential_and_says_which_to_remove(credential: str) -> None:
    with pytest.raises(UnsafeStart, match="TR_APP_ID og TR_APP_PASSWORD"):
        check_local(Settings.model_validate({credential: "x"}), "127.0.0.1")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.0.0.1", "2130706433", "127.0.0.1.evil.example"])
def test_local_mode_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(UnsafeStart, match="--host"):
        check_local(Settings(), host)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://db.example.org/x",
        "postgresql+asyncpg://127.0.0.1.evil.example/x",
        "postgresql+asyncpg://127.0.0.1@db.example.org/x",
        "postgresql+asyncpg://localhost/x?host=127.0.0.1&host=db.example.org",
        "postgresql+asyncpg://localhost/x?host=127.0.0.1,db.example.org",
        "postgresql+asyncpg:///x",
        "mysql://db.example.org/x",
    ],
)
def test_local_mode_keeps_everything_in_a_database_on_this_machine(url: str) -> None:
    with pytest.raises(UnsafeStart, match="TR_DATABASE_URL"):
        check_local(Settings(database_url=url), "127.0.0.1")


def test_a_draft_is_never_shown_in_production_not_even_where_examples_are_allowed() -> None:
    bundle = CATALOG.bundle("2020")
    draft = replace(bundle, edition=replace(bundle.edition, status=Status.UDKAST))
    with pytest.raises(UnsafeStart, match="TR_EDITION"):
        check_production(made(allow_example=True), draft)


def test_a_refusal_never_repeats_a_secret() -> None:
    wrong = made(app_password="hemmelig-værdi", public_url=None)
    with pytest.raises(UnsafeStart) as refused:
        check_production(wrong, CATALOG.bundle("2020"))
    assert "hemmelig" not in str(refused.value) + repr(wrong)


def test_local_mode_refuses_credentials_other_hosts_and_databases_elsewhere() -> None:
    check_local(Settings(), "127.0.0.1")
    with pytest.raises(UnsafeStart, match="TR_APP_ID"):
        check_local(Settings.model_validate({"app_id": "x"}), "127.0.0.1")
    with pytest.raises(UnsafeStart, match="--host"):
        check_local(Settings(), "0.0.0.0")
    with pytest.raises(UnsafeStart, match="TR_DATABASE_URL"):
        check_local(Settings(database_url="postgresql+asyncpg://u@db.example.org/x"), "127.0.0.1")
    with pytest.raises(UnsafeStart, match="TR_DATABASE_URL"):
        check_local(Settings(database_url="postgresql+asyncpg://127.0.0.1/x?host=db.example.org"), "127.0.0.1")
    check_local(Settings(database_url="postgresql+asyncpg://u@/x?host=/run/postgresql"), "127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_machine_is_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", " ", "0.0.0.0", "::", "::2", "10.0.0.1", "128.0.0.1", "192.168.0.1", "169.254.169.254", "fe80::1",
     "127.0.0.1.evil.example", "localhost.evil", "localhost.localdomain", "evil-localhost", "2130706433", "0x7f000001",
     "0177.0.0.1", "127.1", "127.0.0.1 ", "127.0.0.1:80", "127.0.0.1/8", "１２７.0.0.1", "*"],
)  # fmt: skip
def test_another_machine_is_not_taken_for_this_one(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "http://127.0.0.1@evil.example/", "http://evil.example/", "", "http://[", "http://",
     "http:///127.0.0.1", "127.0.0.1", "//127.0.0.1", "ftp://127.0.0.1/", "file://localhost/etc/passwd",
     "http://2130706433/", "http://user:pw@127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://localhost.evil.example"],
)  # fmt: skip
def test_another_address_is_not_taken_for_one_here(url: str) -> None:
    assert not is_loopback_url(url)
    assert is_loopback_url("http://127.0.0.1:56150/_connector")


@pytest.mark.parametrize("dpo", ["dpo@kommune.example", "https://kommune.example/skriv?til=dpo"])
def test_a_wish_that_the_bot_does_not_fulfil_has_somewhere_to_go(dpo: str) -> None:
    check_production(made(erase_by="dpo", dpo=dpo), CATALOG.bundle("2020"))
    local = Settings(erase_by="dpo", dpo=dpo)
    check_local(local, "127.0.0.1")


def test_a_start_that_would_send_people_nowhere_is_refused() -> None:
    for settings, check in (
        (made(erase_by="dpo"), lambda settings: check_production(settings, CATALOG.bundle("2020"))),
        (Settings.model_validate({"erase_by": "dpo"}), lambda settings: check_local(settings, "127.0.0.1")),
    ):
        with pytest.raises(UnsafeStart, match="TR_DPO"):
            check(settings)


@pytest.mark.parametrize(
    "dpo",
    ["dpo", "http://kommune.example", "dpo@kommune", "javascript:alert(1)@x.dk", "a@b.dk?cc=c@d.dk", "a@b.dk c@d.dk"],
)
def test_where_a_wish_goes_is_one_address_and_nothing_else(dpo: str) -> None:
    with pytest.raises(UnsafeStart, match="TR_DPO"):
        check_production(made(dpo=dpo), CATALOG.bundle("2020"))


def test_who_erases_is_one_of_two() -> None:
    assert made().erase_by.value == "self"
    with pytest.raises(ValidationError):
        made(erase_by="hvem som helst")


def test_settings_are_read_from_files_named_after_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "TR_APP_PASSWORD").write_text("fra-en-fil\n", "utf-8")
    (tmp_path / "tr_allowed_tenants").write_text("a, b\n", "utf-8")
    monkeypatch.setenv("TR_SECRETS_DIR", str(tmp_path))
    settings = Settings()
    assert settings.app_password and settings.app_password.get_secret_value() == "fra-en-fil"
    assert settings.allowed_tenants == {"a", "b"}
    assert "fra-en-fil" not in repr(settings)


def test_settings_are_read_from_the_environment_in_any_case_and_what_is_given_counts_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TR_APP_ID", "fra-miljøet")
    monkeypatch.setenv("tr_allow_example", "true")
    monkeypatch.setenv("TR_BACKUP_DAYS", "7")
    monkeypatch.setenv("TR_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("TR_NO_SUCH_SETTING", "x")
    monkeypatch.setenv("APP_PASSWORD", "en-andens")
    settings = Settings(backup_days=8)
    assert (settings.app_id, settings.allow_example, settings.backup_days) == ("fra-miljøet", True, 8)
    assert [str(each) for each in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.app_password is None


def test_all_settings_that_cannot_be_read_are_named_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TR_BACKUP_DAYS", "mange")
    monkeypatch.setenv("TR_CHANNEL", "brevdue")
    assert main(["serve"]) == 1
    said = "Disse indstillinger kan ikke læses: TR_BACKUP_DAYS, TR_CHANNEL. Se docs/settings.md.\n"
    assert capsys.readouterr().err == said


def test_what_the_environment_says_counts_before_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "TR_APP_ID").write_text("fra-en-fil", "utf-8")
    monkeypatch.setenv("TR_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("TR_APP_ID", "fra-miljøet")
    assert Settings().app_id == "fra-miljøet"


def test_a_start_whose_folder_of_secrets_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TR_SECRETS_DIR", str(tmp_path / "ingen"))
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == f"TR_SECRETS_DIR: der er ingen mappe »{tmp_path}/ingen«.\n"
