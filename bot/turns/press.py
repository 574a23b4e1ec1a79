"""A press as it is read, and the row that says what a verb does.

Whatever a card carries came from outside: anything odd is no command at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.elements import Card
from bot.errors import BadPress
from bot.turns.scene import Scene
from bot.wire import Press
from dialogs.danish.folding import readable
from dialogs.people import Person
from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from dialogs.understanding.commands import AnyCommand
from radar_core.model import SAMLET, Bundle


@dataclass(frozen=True)
class Pressed:
    """What a press carried, and what it is read by. What is impossible raises ``BadPress``."""

    data: Mapping[str, Any]
    reflection: Reflection | None
    bundle: Bundle

    @property
    def question(self) -> int | None:
        """Number of the question the card was of."""
        return self.number("q")

    def number(self, name: str) -> int | None:
        """A small whole number, carried or chosen; None where there is none."""
        value = self.data.get(name)
        if isinstance(value, bool) or value in (None, ""):
            return None
        if isinstance(value, int):
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4:
            return int(value)
        raise BadPress(f"{name} is no number")

    def count(self, name: str) -> int | None:
        """A whole number that the button carried, of any size."""
        value = self.data.get(name)
        return value if type(value) is int else None

    def page(self, name: str = "page") -> int | None:
        """The number of a page, from 1."""
        value = self.count(name)
        return value if value is not None and 1 <= value <= 99 else None

    def flag(self, name: str) -> bool:
        """What a button carried as true."""
        return self.data.get(name) is True

    def typed(self, name: str) -> str:
        """What somebody wrote, without what cannot be seen; blank where nothing was written."""
        value = self.data.get(name)
        return readable(value).strip() if isinstance(value, str) else ""

    def listed(self, name: str) -> list[str]:
        """What was ticked."""
        chosen = self.data.get(name)
        return chosen.split(",") if isinstance(chosen, str) and chosen else []

    def known(self, known: Mapping[str, Any], *names: str) -> str | None:
        """The first that was carried, where it is one of those that are known."""
        value = next((self.data[name] for name in names if self.data.get(name)), None)
        return value if isinstance(value, str) and value in known else None

    def fagomraade(self, *, samlet: bool = False) -> str | None:
        """Id of a fagområde, carried or chosen; with ``samlet`` that may be it too."""
        named = self.data.get("f") or self.data.get("fagomraade")
        if samlet and named == SAMLET:
            return SAMLET
        return named if isinstance(named, str) and named in self.bundle.fagomraade_by_id else None


Stands = Callable[[Reflection, Bundle, Person, int | None], str | None]
"""What stands of that which a verb is about, in a sentence: (reflection, its bundle, who asks, question)."""

Draft = Callable[[Scene, Press, str, Refusal | None], Card | None]
"""The form again with what was typed in it, above it why it comes: it was refused, or (None) pressed once before."""


@dataclass(frozen=True)
class Verb:
    """What holds for one verb."""

    name: str
    read: Callable[[Pressed], AnyCommand]
    changes: bool = False
    """True where it changes something, or posts something for everybody: pressed twice it is one act."""
    older: bool = False
    """True where it goes on having a meaning after the next reflection in the conversation has begun."""
    draft: Draft | None = None
    """Where it saves a form."""
    label: str | Callable[[Mapping[str, Any]], str] = texts.DO_IT_NOW
    """What the button says that makes it anew, where that is known from what it carried."""
    stands: Stands | None = None
    """Where it is about something else than where the reflection stands."""

    def label_of(self, carried: Mapping[str, Any]) -> str:
        """The label for a button that carries this."""
        return self.label if isinstance(self.label, str) else self.label(carried)


def joined(*tables: Iterable[Verb]) -> Mapping[str, Verb]:
    """All verbs by name. Raises ``ValueError`` where two have the same."""
    verbs = [verb for table in tables for verb in table]
    by_name = {verb.name: verb for verb in verbs}
    if len(by_name) < len(verbs):
        raise ValueError("a verb stands in one row")
    return by_name


def reflection_of(press: Press) -> str | None:
    """Id of the reflection the card belonged to, where it named one."""
    named = press.data.get("r")
    return named if isinstance(named, str) and named else None
