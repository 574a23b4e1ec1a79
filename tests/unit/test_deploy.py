"""What stands in ``deploy/``: told in the docs, closed where it should be, and with settings there are.

docs/installation.md says what is tried of it and what is not.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lark.exceptions import LarkError
from pycep import BicepParser

from bot.app import build_local
from bot.settings import _NEEDED, AppType, Settings
from tests.fakes.container import CONTAINERFILE, ROOT, instructions

DEPLOY = ROOT / "deploy"
INSTALLATION = (ROOT / "docs" / "installation.md").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BOTS = [name for name, service in SERVICES.items() if service["image"] == "teknologiradar"]
CADDYFILE = (DEPLOY / "Caddyfile").read_text("utf-8")
INSIDE = {"/healthz", "/readyz", "/metrics"}
"""How a bot is, and its numbers."""


def described() -> set[str]:
    """The settings that docs/settings.md has a heading for."""
    return set(re.findall(r"^## (TR_\w+)$", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE))


def files() -> Iterator[str]:
    """Every file of ``deploy/`` that is ours."""
    for folder, inside, names in os.walk(DEPLOY):
        inside[:] = [name for name in inside if name not in {"node_modules", "__pycache__", "secrets"}]
        yield from (str((Path(folder) / name).relative_to(ROOT)) for name in names if name not in {".env", "bot.env"})


def headings(text: str) -> set[str]:
    """The files that headings name."""
    lines = re.findall(r"^### (.+)$", text, re.MULTILINE)
    return {name for line in lines for name in re.findall(r"`(deploy/[^`]+)`", line)}


def lacking(text: str) -> set[str]:
    return set(files()) - headings(text)


# Told in the docs


def test_every_file_of_deploy_has_its_heading_in_the_docs_and_every_heading_its_file() -> None:
    assert lacking(INSTALLATION) == set()
    assert headings(INSTALLATION) - set(files()) == set()


def test_a_file_without_a_heading_is_found_out() -> None:
    assert lacking(INSTALLATION.replace("### `deploy/Caddyfile`", "### Caddy")) == {"deploy/Caddyfile"}


def test_the_docs_say_that_it_has_never_been_in_operation() -> None:
    assert "**`docker` og `podman` har aldrig kørt det.**" in INSTALLATION


# The image


def test_the_image_is_not_run_by_root_and_its_last_word_on_that_is_a_number() -> None:
    users = [value for name, value in instructions(CONTAINERFILE.read_text("utf-8")) if name == "USER"]
    assert users and re.fullmatch(r"[1-9]\d{4}:[1-9]\d{4}", users[-1])


def test_what_is_installed_in_the_image_is_known_by_its_hash() -> None:
    runs = [value for name, value in instructions(CONTAINERFILE.read_text("utf-8")) if name == "RUN"]
    installs = [each for value in runs for each in value.split("&&") if "pip install" in each]
    assert len(installs) == 3
    for install in installs:
        assert "--no-deps" in install and ("--require-hashes" in install or "--no-index" in install), install


# The two bots and what stands around them


def test_there_are_two_bots_that_differ_in_name_alone() -> None:
    first, second = BOTS
    assert SERVICES[first] == SERVICES[second]


@pytest.mark.parametrize("name", BOTS)
def test_the_settings_of_a_bot_are_described_and_are_read_by_it(name: str) -> None:
    given = {*SERVICES[name]["environment"], *(secret.upper() for secret in SERVICES[name]["secrets"])}
    assert given <= described()
    assert given <= {f"TR_{field.upper()}" for field in Settings.model_fields}


@pytest.mark.parametrize("name", BOTS)
def test_what_is_secret_of_a_bots_settings_is_a_file_and_in_no_environment(name: str) -> None:
    given = SERVICES[name]["environment"]
    assert not {"TR_APP_PASSWORD", "TR_DATABASE_URL", "TR_METRICS_TOKEN"} & set(given)
    assert given["TR_SECRETS_DIR"] == "/run/secrets"


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_write_and_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["pids_limit"]
    assert not service.get("privileged")
    assert service["tmpfs"][0].startswith("/tmp:")  # noqa: S108
    assert all(":ro" in mount for mount in service.get("volumes", []) if mount.startswith("."))


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_is_named_without_a_place_it_comes_from(name: str) -> None:
    assert re.fullmatch(r"[a-z]+(:[\d.]+)?", SERVICES[name]["image"])


def test_only_the_proxy_is_reached_from_outside_and_the_database_only_by_the_bots() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert {name for name, service in SERVICES.items() if "back" in service["networks"]} == {*BOTS, "database"}
    assert SERVICES["database"]["networks"] == ["back"]


@pytest.mark.parametrize("name", BOTS)
def test_of_what_is_forwarded_a_bot_believes_this_machine_and_the_proxy_alone(name: str) -> None:
    believed = SERVICES[name]["environment"]["TR_TRUSTED_PROXIES"].split(",")
    proxy = SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
    assert believed == ["127.0.0.0/8", proxy]
    [net] = COMPOSE["networks"]["front"]["ipam"]["config"]
    assert ipaddress.ip_address(proxy) in ipaddress.ip_network(net["subnet"])


def test_what_one_part_names_of_another_is_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"]
    assert {secret for service in SERVICES.values() for secret in service.get("secrets", [])} == set(COMPOSE["secrets"])
    assert (DEPLOY / SERVICES[BOTS[0]]["build"]["dockerfile"].removeprefix("deploy/")).is_file()
    assert os.access(DEPLOY / "database" / "role.sh", os.X_OK)


def test_the_secrets_and_settings_that_the_docs_say_to_make_are_those_that_are_asked_for(tmp_path: Path) -> None:
    section = INSTALLATION.partition("## I container")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    (tmp_path / "deploy").mkdir()
    lines = "\n".join(blocks[:2]).splitlines()
    assert any(line.startswith("sudo chown") for line in lines)
    script = "\n".join(line for line in lines if not line.startswith("sudo "))
    ran = subprocess.run(
        ["sh", "-eu"], cwd=tmp_path, input=script.replace("cat > secrets", "echo opdigtet > secrets"), text=True
    )
    assert ran.returncode == 0
    made = tmp_path / "deploy"
    asked = {COMPOSE["secrets"][name]["file"].removeprefix("./") for name in COMPOSE["secrets"]}
    assert {f"secrets/{file.name}" for file in (made / "secrets").iterdir()} == asked
    assert {file.stat().st_mode & 0o777 for file in (made / "secrets").iterdir()} == {0o600}
    password = (made / "secrets" / "database_password").read_text()
    assert re.fullmatch(r"[a-z0-9]{40}", password)
    address = (made / "secrets" / "tr_database_url").read_text()
    assert address == f"postgresql+asyncpg://radar:{password}@database/radar"
    needed = set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yaml").read_text("utf-8")))
    assert {line.partition("=")[0] for line in (made / ".env").read_text().splitlines()} == needed


# The proxy


def test_the_proxy_passes_on_every_address_of_the_bot_but_how_it_is_and_its_numbers(tmp_path: Path) -> None:
    (line,) = re.findall(r"@public path (.+)", CADDYFILE)
    passed = [re.compile(re.escape(path).replace(r"\*", ".*")) for path in line.split()]
    app = build_local(Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/bot.db"), "127.0.0.1", 3978)
    routes = {resource.canonical for resource in app.router.resources()}
    assert {route for route in routes if not any(path.fullmatch(route) for path in passed)} == INSIDE


def test_the_docs_show_the_same_addresses_as_the_proxy_passes_on() -> None:
    (line,) = re.findall(r"@public path .+", CADDYFILE)
    assert line in INSTALLATION


def test_the_proxy_asks_the_two_bots_of_compose() -> None:
    (asked,) = re.findall(r"\{\$BOTS:([^}]+)\}", CADDYFILE)
    (port,) = [value for name, value in instructions(CONTAINERFILE.read_text("utf-8")) if name == "EXPOSE"]
    assert asked.split() == [f"{name}:{port}" for name in BOTS]


# Azure. The parser knows no types: that Azure has a property of that name, in that version, is not tried.


def parsed(name: str) -> Any:
    """A file of ``deploy/bicep``. Raises where it is none."""
    return BicepParser().parse(text=(DEPLOY / "bicep" / name).read_text("utf-8"))


BICEP = sorted(path.name for path in (DEPLOY / "bicep").glob("*.bicep"))
MAIN = parsed("main.bicep")


def given_to_the_bot() -> dict[str, str]:
    """Its environment in Azure, as written."""
    container = parsed("app.bicep")["resources"]["app"]["config"]["properties"]["template"]["containers"][0]
    return {each["name"]: str(each["value"]) for each in container["env"]}


@pytest.mark.parametrize("name", BICEP)
def test_a_file_for_azure_is_parsed_and_every_resource_has_its_version(name: str) -> None:
    resources = parsed(name).get("resources", {}).values()
    assert resources
    for resource in resources:
        assert re.fullmatch(r"Microsoft\.\w+(/\w+)+", resource["type"])
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", resource["api_version"])


def test_a_file_for_azure_that_is_broken_is_not_parsed() -> None:
    whole = (DEPLOY / "bicep" / "bot.bicep").read_text("utf-8")
    with pytest.raises(LarkError):
        BicepParser().parse(text=whole.replace("kind: 'azurebot'", "kind 'azurebot'"))


def test_a_module_is_given_what_it_asks_for_and_asked_for_what_it_gives() -> None:
    main = (DEPLOY / "bicep" / "main.bicep").read_text("utf-8")
    modules = MAIN["modules"]
    assert {each["detail"]["path"] for each in modules.values()} == {*BICEP} - {"main.bicep"}
    for name, module in modules.items():
        inside = parsed(module["detail"]["path"])
        assert set(module["config"]["params"]) == set(inside["parameters"]), name
        assert set(re.findall(rf"\b{name}\.outputs\.(\w+)", main)) == set(inside.get("outputs", {})), name


def test_the_parameters_that_are_shown_are_those_there_are_but_for_what_is_secret() -> None:
    shown = json.loads((DEPLOY / "bicep" / "main.parameters.json").read_text("utf-8"))["parameters"]
    secret = {"databasePassword"}
    assert set(shown) == set(MAIN["parameters"]) - secret
    for file in BICEP:
        text = (DEPLOY / "bicep" / file).read_text("utf-8")
        for name in re.findall(r"^param (\w*(?:[pP]assword|databaseUrl)) string", text, re.MULTILINE):
            assert re.search(rf"@secure\(\)\n(?:@\w+\(.*\)\n)*param {name} ", text), (file, name)


def test_the_bot_in_azure_has_the_settings_that_its_registration_needs_and_each_is_described() -> None:
    given = {name for name in given_to_the_bot() if name.startswith("TR_")}
    assert given_to_the_bot()["TR_APP_TYPE"] == AppType.MANAGED_IDENTITY.value
    assert given >= {f"TR_{name.upper()}" for name in _NEEDED[AppType.MANAGED_IDENTITY]}
    assert given <= described()
    assert not {"TR_APP_PASSWORD", "TR_DATABASE_URL"} & given
    volumes = parsed("app.bicep")["resources"]["app"]["config"]["properties"]["template"]["volumes"]
    kept = {secret["path"].upper() for volume in volumes for secret in volume.get("secrets", [])}
    assert kept == {"TR_DATABASE_URL"}


def test_the_registration_in_azure_is_local_in_the_eu_with_a_managed_identity() -> None:
    bot = parsed("bot.bicep")["resources"]["bot"]["config"]
    assert (bot["location"], bot["properties"]["msaAppType"]) == ("westeurope", AppType.MANAGED_IDENTITY.value)


def test_the_database_in_azure_has_no_public_address_and_its_certificate_is_looked_at() -> None:
    network = parsed("database.bicep")["resources"]["server"]["config"]["properties"]["network"]
    assert network["publicNetworkAccess"] == "Disabled"
    assert "?ssl=verify-full'" in (DEPLOY / "bicep" / "main.bicep").read_text("utf-8")
    assert given_to_the_bot()["PGSSLROOTCERT"].startswith("/etc/ssl/")


def test_the_docs_say_that_it_is_parsed_and_never_deployed() -> None:
    assert "**Det er aldrig lagt op i Azure.**" in INSTALLATION


def test_git_is_not_asked_to_keep_what_is_secret() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    for name in ("deploy/secrets/tr_app_password", "deploy/.env", "deploy/bot.env"):
        ran = subprocess.run([git, "check-ignore", "--quiet", name], cwd=ROOT, check=False)
        assert ran.returncode == 0, name
