"""The log: a line of text to read, or a line of JSON to search. In both an exception is told by ``faults``."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import MutableMapping
from enum import Enum
from typing import TYPE_CHECKING, Any, TextIO

from bot.encoding import encoded_text
from bot.telemetry.about import now_about
from bot.telemetry.faults import told

if TYPE_CHECKING:
    from structlog.typing import Processor

log = logging.getLogger(__name__)


class LogAs(Enum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


def begin(how: LogAs, to: TextIO | None = None) -> logging.Handler:
    """Has everything logged from INFO on, to standard error unless said otherwise; the handler that does it."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(TextLines() if how is LogAs.TEXT else _json_lines())
    root = logging.getLogger()
    for before in root.handlers[:]:
        root.removeHandler(before)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # Half a dozen lines a start of what alembic itself is made of.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    return handler


class TextLines(logging.Formatter):
    """Time, level, who says it and what; then, in brackets, the turn's reference and the conversation."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without an exception."""
        about = now_about()
        line = super().formatMessage(record)
        return line if about is None else f"{line} [{' '.join(filter(None, (about.reference, about.conversation)))}]"

    def formatException(self, ei: Any) -> str:
        """What stands below the line."""
        return "\n".join(told(ei[1])) if ei[1] is not None else ""


def untold(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio has to say of a task nobody waited for; its own line quotes the exception."""
    failed = context.get("exception")
    log.error("nobody was told of this: %s", context.get("message", ""), exc_info=failed or False)


def _json_lines() -> logging.Formatter:
    import structlog  # takes its time to import, and text needs none of it

    said = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    before: list[Processor] = [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _with_about,
        _with_fault,
    ]
    written = structlog.processors.JSONRenderer(serializer=lambda line, **_: encoded_text(line))
    return structlog.stdlib.ProcessorFormatter(processors=[said, written], foreign_pre_chain=before)


def _with_about(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if (about := now_about()) is not None:
        line["conversation"] = about.conversation
        if about.reference is not None:
            line["reference"] = about.reference
    return line


def _with_fault(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    failed = line.pop("exc_info", None)
    error = failed[1] if isinstance(failed, tuple) else failed
    if isinstance(error, BaseException):
        line["exception"] = told(error)
    return line
