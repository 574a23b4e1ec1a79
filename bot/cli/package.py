"""The Teams app package: the zip an administrator uploads, made from the template in ``deploy/teams``."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from bot.errors import CommandError

_MEMBERS = ("color.png", "manifest.json", "outline.png")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}", re.ASCII)
# Names that never resolve on the internet (RFC 6761, 6762, 7686, 8375, 9476) or are only used inside networks.
_NOT_PUBLIC = frozenset(
    "alt arpa corp example home internal intranet invalid lan local localdomain localhost onion private test".split()
)


class PackageError(CommandError):
    """The package cannot be made; says what is wrong with what was given."""


def build(app_id: str, domain: str) -> bytes:
    """The app package as the bytes of a zip file; the same bytes each time.

    ``app_id`` is the bot's Application (client) ID in Entra, ``domain`` the public host name the bot is reached at.
    Raises ``PackageError`` where either cannot be one.
    """
    values = {"{{APP_ID}}": _checked_app_id(app_id), "{{DOMAIN}}": _checked_domain(domain)}
    buffer = BytesIO()
    # Stored, not deflated: compressed bytes differ between zlib builds, and the pictures are compressed already.
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for name in _MEMBERS:
            content = (_template() / name).read_bytes()
            if name == "manifest.json":
                for placeholder, value in values.items():
                    content = content.replace(placeholder.encode(), value.encode())
            package.writestr(_member(name), content)
    return buffer.getvalue()


def _template() -> Traversable:
    """Where the template is: inside an installed package, or in the repository."""
    shipped = files("bot") / "shipped_teams"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "deploy" / "teams"


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.create_system = 3  # Unix, also where the package is made on Windows
    member.external_attr = 0o644 << 16
    return member


def _checked_app_id(app_id: str) -> str:
    normal = app_id.lower()
    # What was given is not repeated: it may be a secret pasted into the wrong place.
    if not _UUID.fullmatch(normal) or not normal.strip("0-"):
        raise PackageError(
            "App-id'et er ikke et rigtigt id. Brug »Application (client) ID« fra jeres app-registrering i Entra: "
            "32 cifre og bogstaver (0-9, a-f) i fem grupper med bindestreg imellem (8-4-4-4-12)."
        )
    return normal


def _checked_domain(domain: str) -> str:
    host = domain.lower()
    if reason := _why_not_public(host):
        raise PackageError(
            f"»{domain[:100]}« kan ikke bruges: {reason} Skriv kun værtsnavnet, for eksempel radar.example.org."
        )
    return host


def _why_not_public(host: str) -> str | None:
    """Why a lower-case text is no public host name, as a Danish sentence; None where it is one."""
    if _is_address(host.strip("[]")):
        return "Det er en IP-adresse, og Teams skal bruge et navn."
    if "/" in host or ":" in host:
        return "Der må ikke være https://, port eller sti i det."
    if "*" in host:
        return "Der må ikke være jokertegn (*) i det."
    if not host.isascii():
        return "Bogstaver som æ, ø og å skal skrives i navnets ASCII-form, der begynder med »xn--«."
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        return "Det er ikke et gyldigt værtsnavn."
    if len(labels) < 2 or not _TOP_LABEL.fullmatch(labels[-1]) or labels[-1] in _NOT_PUBLIC:
        return "Det kan ikke nås fra internettet, og det skal Teams kunne."
    return None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
