"""An exception in the log: what sort it was and where it came from, and not what it says.

What an exception says may be what somebody wrote: a validator quotes it, a database tells the row that it refused. So
of each there stand its type, the codes that it carries, and the lines of code it went through.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator

from bot.errors import DeliveryError, StorageError

MOST = 8
"""Exceptions told of one chain or group."""

FRAMES = 40
"""Lines of code told of each, the last ones."""


def told(error: BaseException) -> list[str]:
    """The exception and what it came of, a line each, and below it the lines of code from the first to the last."""
    lines: list[str] = []
    for number, (how, each) in enumerate(_chain(error, "", set())):
        if number == MOST:
            lines.append("and more")
            break
        lines.append(f"{how}{_sort(each)}")
        lines += [f"  {where}" for where in _frames(each)]
    return lines


def _chain(error: BaseException, how: str, seen: set[int]) -> Iterator[tuple[str, BaseException]]:
    if id(error) in seen:
        return
    seen.add(id(error))
    yield how, error
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _chain(each, "one of them: ", seen)
    if error.__cause__ is not None:
        yield from _chain(error.__cause__, "because of: ", seen)
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _chain(error.__context__, "while handling: ", seen)


def _sort(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    facts = ", ".join(_facts(error))
    return f"{name} ({facts})" if facts else name


def _facts(error: BaseException) -> Iterator[str]:
    """Codes that a driver, the system or we have given it, and names that stand in the code."""
    if isinstance(error, StorageError):
        yield error.wrong.value
    if isinstance(error, DeliveryError):
        yield f"status {error.status}"
    if isinstance(error, OSError) and error.errno is not None:
        yield errno.errorcode.get(error.errno, str(error.errno))
    if isinstance(error, AttributeError) and isinstance(error.name, str):
        yield f"{type(error.obj).__name__} has no {error.name}"
    if isinstance(error, NameError | ImportError) and isinstance(error.name, str):
        yield error.name
    for code in ("sqlite_errorname", "sqlstate"):
        if isinstance(found := getattr(error, code, None), str):
            yield found


def _frames(error: BaseException) -> list[str]:
    found = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    left_out = [f"{len(found) - FRAMES} before"] if len(found) > FRAMES else []
    return left_out + found[-FRAMES:]
