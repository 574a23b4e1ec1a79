"""``teknologiradar …``: exit 0 done, 1 refused with a reason on stderr, 2 usage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli import database as cli_database
from bot.cli import files as cli_files
from bot.cli import privacy as cli_privacy
from bot.cli import radar as cli_radar
from bot.cli.at_hand import at_hand
from bot.cli.editions import commands as editor
from bot.cli.lasting import lasting
from bot.errors import CommandError
from radar_core.errors import RadarError, UnknownFagomraade
from radar_core.model import SAMLET, Bundle

if TYPE_CHECKING:
    from bot.settings import Settings


class CannotDo(CommandError):
    """What was asked cannot be done; ``str()`` is a Danish sentence that says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    parsed = _parser().parse_args(arguments)
    from bot.errors import StorageError, UnsafeStart

    try:
        parsed.run(parsed)
    except (RadarError, UnsafeStart) as refused:
        _complain(str(refused))
        return 1
    except StorageError as unusable:
        _complain(unusable.sentence)
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        _complain("Afbrudt.")
        return 1
    except OSError as failed:
        _complain(f"{failed.filename or ''}: {failed.strerror or failed}".lstrip(": "))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="teknologiradar", description="Kommunernes Teknologiradar i Teams.")
    parser.add_argument("--version", action="version", version=f"teknologiradar {__version__}")
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")

    serve = commands.add_parser("serve", help="botten")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=3978)
    serve.add_argument("--local", action="store_true", help="uden adgangskontrol, kun på denne maskine")
    serve.set_defaults(run=_serve)

    chat = commands.add_parser("chat", help="den samme samtale i terminalen")
    chat.add_argument("--script", type=Path, metavar="FIL", help="én linje pr. besked")
    chat.set_defaults(run=_chat)

    radar = commands.add_parser("radar", help="et fagområdes radar, som tekst og billede")
    cli_radar.add_arguments(radar)
    radar.set_defaults(run=_radar)

    snapshot = commands.add_parser("snapshot", help="radaren som PowerPoint, PDF, billede eller tabel")
    cli_files.add_snapshot(snapshot)
    snapshot.set_defaults(run=_snapshot)

    protocol = commands.add_parser("protocol", help="en refleksions protokol som Word, PDF, Excel eller json")
    cli_files.add_protocol(protocol)
    protocol.set_defaults(run=_protocol)

    editor.add_commands(commands.add_parser("editions", help="udgaver"), _editions)
    cli_privacy.add_commands(commands.add_parser("privacy", help="hvad der er gemt om en person"), _privacy)
    cli_database.add_commands(commands.add_parser("database", help="tjek, kopi, gendannelse, flytning"), _database)

    package = commands.add_parser("package", help="Teams-appens pakke")
    package.add_argument("--app-id", required=True, metavar="ID")
    package.add_argument("--domain", required=True, metavar="VÆRT")
    package.add_argument("-o", dest="output", type=Path, required=True, metavar="app.zip")
    package.set_defaults(run=_package)
    return parser


def _serve(parsed: argparse.Namespace) -> None:
    with lasting():
        from bot.cli.serve import serve
        from bot.telemetry import log

        settings = _settings()
    log.begin(settings.log)
    serve(settings, parsed.host, parsed.port, local=parsed.local, say=_say)


def _chat(parsed: argparse.Namespace) -> None:
    from bot.cli.chat import chat

    chat(_settings(), parsed.script, _say)


def _snapshot(parsed: argparse.Namespace) -> None:
    found = at_hand(_settings(), parsed.edition, _complain)
    fagomraader = [_fagomraade(text, found.bundle) for text in parsed.fagomraader]
    cli_files.write_snapshot(parsed.output, found, fagomraader, parsed.case, _say)


def _protocol(parsed: argparse.Namespace) -> None:
    cli_files.write_protocol(parsed, _settings(), _say)


def _radar(parsed: argparse.Namespace) -> None:
    from radar_core.lookup import radar_for

    found = at_hand(_settings(), parsed.edition, _complain)
    radar = radar_for(found.bundle, _fagomraade(" ".join(parsed.fagomraade), found.bundle))
    cli_radar.show(parsed, found, radar, _say)


def _editions(parsed: argparse.Namespace) -> None:
    parsed.command(parsed, _settings(), _say)


def _privacy(parsed: argparse.Namespace) -> None:
    parsed.command(parsed, _settings(), _say)


def _database(parsed: argparse.Namespace) -> None:
    parsed.command(parsed, _settings(), _say)


def _package(parsed: argparse.Namespace) -> None:
    from bot.cli.package import build

    parsed.output.write_bytes(build(parsed.app_id, parsed.domain))
    _say(f"Skrev {parsed.output}. Læg den op i Teams: se docs/installation.md.")


def _fagomraade(text: str, bundle: Bundle) -> str:
    from dialogs.reflection.commands import ShowRadar
    from dialogs.understanding.understand import find_fagomraade, understand

    heard = understand(f"radar {text}", bundle)
    if isinstance(heard, ShowRadar) and heard.fagomraade == SAMLET:
        return SAMLET
    found = find_fagomraade(text, bundle)
    if found is None:
        raise UnknownFagomraade(text, [f.name for f in bundle.fagomraader])
    return found.id


def _settings() -> Settings:
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as wrong:
        names = ", ".join(f"TR_{'_'.join(map(str, error['loc'])).upper()}" for error in wrong.errors())
        raise CannotDo(f"Disse indstillinger kan ikke læses: {names}. Se docs/settings.md.") from None


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _complain(words: str) -> None:
    sys.stderr.write(words + "\n")
