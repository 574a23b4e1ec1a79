"""What a drawing process may be asked for. Each can be pickled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from radar_core.errors import DoesNotFit
from radar_core.render import render, render_comparison, render_over_time, render_overview, render_technology, unfit

if TYPE_CHECKING:
    from bot.files.writing import Document
    from radar_core.model import Bundle, Radar
    from radar_core.render import Comparison, OverTime, Overview, TechnologyPicture
    from radar_core.render.draw import Format, View


class Request(Protocol):
    """What a worker is asked for. Can be pickled, as can all it holds."""

    def drawn(self) -> bytes:
        """The picture's bytes. Takes CPU time: not for an event loop."""


@dataclass(frozen=True)
class RadarPicture:
    """A radar, as ``radar_core.render.render`` draws it; ``moved`` as pairs."""

    radar: Radar
    fmt: Format
    page: int = 1
    view: View = "radar"
    moved: tuple[tuple[str, str], ...] = ()

    def drawn(self) -> bytes:
        """The picture's bytes."""
        try:
            return render(self.radar, self.fmt, self.page, view=self.view, moved=dict(self.moved))
        except DoesNotFit:
            if self.view != "names":
                raise
            # Long names that do not fit beside the circle fit in the list.
            return render(self.radar, self.fmt, self.page, moved=dict(self.moved))


@dataclass(frozen=True)
class TechnologyRequest:
    """Where a technology stands on every radar."""

    shown: TechnologyPicture
    fmt: Format
    page: int = 1

    def drawn(self) -> bytes:
        """The picture's bytes."""
        return render_technology(self.shown, self.fmt, self.page)


@dataclass(frozen=True)
class OverviewPicture:
    """Fagområder beside each other."""

    shown: Overview
    fmt: Format
    page: int = 1
    view: View = "radar"

    def drawn(self) -> bytes:
        """The picture's bytes."""
        return render_overview(self.shown, self.fmt, self.page, view=self.view)


@dataclass(frozen=True)
class ComparisonPicture:
    """Own use beside the radar. It holds a kommune's own data: never for a public address."""

    comparison: Comparison
    fmt: Format
    page: int = 1

    def drawn(self) -> bytes:
        """The picture's bytes."""
        return render_comparison(self.comparison, self.fmt, self.page)


@dataclass(frozen=True)
class OverTimePicture:
    """How a team has rated itself. It holds a team's own data: never for a public address."""

    shown: OverTime
    fmt: Format
    page: int = 1

    def drawn(self) -> bytes:
        """The picture's bytes."""
        return render_over_time(self.shown, self.fmt, self.page)


@dataclass(frozen=True)
class FileRequest:
    """A document as a file; ``fmt`` is what its name ends in. It is its asker's: never kept with pictures."""

    document: Document
    fmt: str

    def drawn(self) -> bytes:
        """The file's bytes. Raises ``FileNotWritten``."""
        from bot.files.formats import FileFormat  # the libraries that write files are this process' alone
        from bot.files.writing import write

        return write(self.document, FileFormat(self.fmt)).content


@dataclass(frozen=True)
class FitCheck:
    """Whether every radar of a bundle can be drawn: no picture, but the reasons why not, a line each."""

    bundle: Bundle

    def drawn(self) -> bytes:
        """The reasons in UTF-8; nothing where all can be drawn."""
        return "\n".join(unfit(self.bundle)).encode()
