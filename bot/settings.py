"""Settings from the environment (prefix ``TR_``), and the starts that are refused because they are not safe."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.errors import UnsafeStart
from bot.telemetry.log import LogAs
from dialogs.asides.erasing import EraseBy
from radar_core.editions.shipped import DATA_DIR
from radar_core.model import Bundle, Status
from radar_core.push.admission import Keys
from radar_core.push.signing import BadKey, read_public_keys


class AppType(Enum):
    """How the bot is registered, with Azure or without; Azure's own words."""

    SINGLE_TENANT = "SingleTenant"
    MULTI_TENANT = "MultiTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"


class TeamsBy(Enum):
    """What writes the bot's calls to Teams."""

    BOTBUILDER = "botbuilder"
    REST = "rest"


Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_THIS_MACHINE: tuple[Network, ...] = (ipaddress.IPv4Network("127.0.0.0/8"), ipaddress.IPv6Network("::1/128"))

_NEEDED = {
    AppType.SINGLE_TENANT: ("app_id", "app_password", "tenant_id", "public_url"),
    AppType.MULTI_TENANT: ("app_id", "app_password", "allowed_tenants", "public_url"),
    AppType.MANAGED_IDENTITY: ("app_id", "tenant_id", "public_url"),
}


_DPO = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https://[^\s<>\"'()\[\]]+")
"""One e-mail address or one https address; nothing in it ends the link it is put into, or adds to it."""


PREFIX = "tr_"
"""What the names of all settings begin with in the environment, in any case."""


class Settings(BaseModel):
    """Everything that can be set; each is described in docs/settings.md."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite+aiosqlite:///var/teknologiradar.db")
    """SQLAlchemy URL: ``sqlite+aiosqlite:///…``."""
    backup_days: int = Field(default=35, ge=1, le=3650)
    """Days that copies of the database are kept; so long it is known what was erased, for when one is put back."""
    data_dir: Path = Field(default=DATA_DIR)
    """Folder with the data files; in production one in which signed editions are laid, and nothing else is read."""
    edition: str | None = None
    """Id of the edition new reflections start on; by default the newest published one."""
    public_url: str | None = None
    """Address people's Teams reach the bot at, for pictures: ``https://…``."""
    channel: TeamsBy = TeamsBy.BOTBUILDER
    """What writes the calls to Teams: ``botbuilder``, Microsoft's SDK, or ``rest``, aiohttp alone."""
    app_type: AppType = AppType.SINGLE_TENANT
    """How the bot is registered, in Azure's own words: ``SingleTenant``, ``MultiTenant``, ``UserAssignedMSI``."""
    app_id: str | None = None
    """The registration's application id."""
    app_password: SecretStr | None = None
    """Its client secret; none with a managed identity."""
    app_password_expires: dt.date | None = None
    """The day that secret ends, as Entra tells it."""
    tenant_id: str | None = None
    """The tenant the bot is registered in; none for a bot of several tenants."""
    allowed_tenants: frozenset[str] = frozenset()
    """Tenants that may use the bot, separated by commas; by default only ``TR_TENANT_ID``."""
    kl_public_keys: tuple[str, ...] = ()
    """Public keys that editions are signed with, in Base64, separated by commas; at least two in production."""
    metrics_token: SecretStr | None = None
    """What opens ``/metrics``; without it nobody sees them in production."""
    trusted_proxies: tuple[Network, ...] = _THIS_MACHINE
    """Addresses or networks of the proxies that are believed when they say, in ``X-Forwarded-For``, who is calling."""
    allow_example: bool = False
    """Whether a production start may show an ``eksempel`` edition."""
    kommune: str | None = Field(default=None, pattern=r"^[0-9]{3}$")
    """The official code of the one kommune the bot is for; none where several use it."""
    erase_by: EraseBy = EraseBy.SELF
    """Who erases on a person's wish: ``self`` in the chat, or ``dpo``, who is asked at ``TR_DPO``."""
    dpo: str = ""
    """Where a wish to be erased is sent: an e-mail address or an ``https://`` address."""
    log: LogAs = LogAs.TEXT
    """How the log is written: ``text`` to read, or ``json``, a line of JSON each."""
    traces: bool = False
    """Whether each turn is traced by OpenTelemetry; where to is set by ``OTEL_EXPORTER_OTLP_ENDPOINT``."""
    secrets_dir: Path | None = None
    """Folder of files that each hold the value of the setting they are named after; the environment counts first."""

    def __init__(self, **given: Any) -> None:
        """By its name each that is given; else as the environment says, else a file.

        Raises ``ValidationError`` for all that cannot be read, ``UnsafeStart`` where there is no folder of files.
        """
        super().__init__(**{**_from_files(), **_from_environment(), **given})

    @field_validator("allowed_tenants", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip().lower() for part in value.split(",") if part.strip())
        return value

    @field_validator("app_password_expires", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        # Left to itself pydantic takes a number for seconds since 1970.
        return dt.date.fromisoformat(value) if isinstance(value, str) else value

    @field_validator("kl_public_keys", "trusted_proxies", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @property
    def backups(self) -> dt.timedelta:
        """How long copies of the database are kept."""
        return dt.timedelta(days=self.backup_days)

    @property
    def tenants(self) -> frozenset[str]:
        """Tenants that may use the bot; empty only where none is named at all."""
        return self.allowed_tenants or frozenset(filter(None, [(self.tenant_id or "").lower()]))


def _from_environment() -> dict[str, str]:
    said = {name.lower(): value for name, value in os.environ.items()}
    return {name.removeprefix(PREFIX): value for name, value in said.items() if name.startswith(PREFIX)}


def _from_files() -> dict[str, str]:
    """What stands in the files of ``TR_SECRETS_DIR``, where it is set. Raises ``UnsafeStart`` where it is no folder."""
    named = os.environ.get("TR_SECRETS_DIR")
    if not named:
        return {}
    folder = Path(named)
    if not folder.is_dir():
        raise UnsafeStart(f"TR_SECRETS_DIR: der er ingen mappe »{folder}«.")
    files = {path.name.lower(): path for path in folder.iterdir() if path.is_file()}
    wanted = [name for name in Settings.model_fields if PREFIX + name in files]
    return {name: files[PREFIX + name].read_text("utf-8").strip() for name in wanted}


def check_local(settings: Settings, host: str) -> None:
    """Local mode has no token check, so nothing of it may be within reach of anyone else. Raises ``UnsafeStart``."""
    check_erasing(settings)
    if settings.app_id or settings.app_password:
        raise UnsafeStart(
            "Lokal tilstand har ingen adgangskontrol. Fjern TR_APP_ID og TR_APP_PASSWORD – eller --local."
        )
    if not is_loopback(host):
        raise UnsafeStart(f"Lokal tilstand må kun lytte på denne maskine, ikke på {host}. Brug --host 127.0.0.1.")
    url = sa.engine.make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" and not _is_here(url):
        raise UnsafeStart("Lokal tilstand bruger kun en database på denne maskine. Ret TR_DATABASE_URL.")


def check_erasing(settings: Settings) -> None:
    """Whoever is sent to somebody else is told where. Raises ``UnsafeStart``."""
    if settings.dpo and not _DPO.fullmatch(settings.dpo):
        raise UnsafeStart("TR_DPO skal være en mailadresse eller en https-adresse, som folk kan skrive til.")
    if settings.erase_by is EraseBy.DPO and not settings.dpo:
        raise UnsafeStart("TR_ERASE_BY=dpo kræver TR_DPO: den mailadresse eller https-adresse, folk skal skrive til.")


def public_keys(settings: Settings) -> Keys:
    """The keys that editions may be signed with. Raises ``UnsafeStart`` for one that cannot be read."""
    try:
        return read_public_keys(settings.kl_public_keys)
    except BadKey as bad:
        raise UnsafeStart(f"TR_KL_PUBLIC_KEYS: {bad}") from None


def check_production(settings: Settings, live: Bundle) -> None:
    """Raises ``UnsafeStart`` with the first thing that is missing or unsafe."""
    check_erasing(settings)
    if len(public_keys(settings)) == 1:
        raise UnsafeStart(
            "TR_KL_PUBLIC_KEYS skal have mindst to nøgler: går den ene tabt, kan ingen ellers sende en ny udgave."
        )
    missing = [name for name in _NEEDED[settings.app_type] if not getattr(settings, name)]
    if missing:
        names = ", ".join(f"TR_{name.upper()}" for name in missing)
        raise UnsafeStart(f"Der mangler indstillinger: {names}. Uden dem kan hvem som helst skrive til botten.")
    public = urlsplit(settings.public_url or "")
    if public.scheme != "https" or not public.hostname:
        raise UnsafeStart("TR_PUBLIC_URL skal være en https-adresse, som Teams kan hente billeder fra.")
    if live.edition.status is Status.UDKAST:
        raise UnsafeStart(f"Udgaven »{live.edition.id}« er et udkast og må ikke vises. Vælg en anden i TR_EDITION.")
    if live.edition.is_example and not settings.allow_example:
        raise UnsafeStart(
            f"Udgaven »{live.edition.id}« er eksempeldata. Vælg en anden i TR_EDITION, eller sæt TR_ALLOW_EXAMPLE=true."
        )


def _is_here(url: sa.URL) -> bool:
    """True where every host a database address names, in its query too, is this machine; a folder is a socket on it."""
    asked = url.query.get("host", ())
    hosts = [asked] if isinstance(asked, str) else [*asked]
    if url.host:
        hosts.append(url.host)
    return bool(hosts) and all(host.startswith("/") or is_loopback(host) for host in hosts)


def is_loopback(host: str) -> bool:
    """True for a name or address that is this machine and nothing else."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    """True for an http address on this machine."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and not parts.username and is_loopback(parts.hostname or "")
    except ValueError:
        return False
