"""A snapshot as blocks, for the PDF."""

from __future__ import annotations

from collections.abc import Iterator

from bot.files.paper import (
    Block,
    Circle,
    Grid,
    NewPage,
    Paper,
    Prose,
    RingGrid,
    StartHere,
    TextHeading,
    WriteHere,
)
from bot.files.snapshot import RadarSnapshot, ShownRadar
from dialogs.texts import files as words
from radar_core.known import danish_date
from radar_core.render.words.alt_text import alt_text, ended
from radar_core.render.words.overview import Overview
from radar_core.spelling import together

FIRST = 3
"""Technologies to start with that are told in full; the rest are named."""


def snapshot_paper(snapshot: RadarSnapshot) -> Paper[Block]:
    """The whole of it."""
    day = snapshot.made.isoformat()
    return Paper(
        title=snapshot.title,
        subject=words.SUBJECT,
        keywords=words.KEYWORDS.format(where=together([shown.where for shown in snapshot.radars])),
        day=day,
        foot=words.FOOT.format(title=snapshot.title, day=danish_date(day)),
        notice=snapshot.notice,
        blocks=(
            TextHeading(1, snapshot.title),
            *(block for place, shown in enumerate(snapshot.radars) for block in _radar(shown, place)),
            TextHeading(2, words.MOVED_TITLE),
            TextHeading(3, words.MOVED),
            *(Prose(ended(sentence)) for sentence in snapshot.moved),
            TextHeading(3, words.NOT_PUBLIC),
            *(Prose(ended(sentence)) for sentence in snapshot.not_public),
            *(_beside(snapshot.overview) if snapshot.overview else ()),
            NewPage(),
            TextHeading(2, words.DISCUSSION),
            Prose(words.SOURCE_OF_QUESTIONS, muted=True),
            *_questions(snapshot),
            TextHeading(2, words.SOURCES),
            Grid((words.SOURCE,), tuple((source,) for source in (*snapshot.sources, *cases(snapshot))), (0,)),
        ),
    )


def finding(shown: ShownRadar) -> str:
    """What the radar says first: »6 af 23 teknologier er klar«."""
    total, klar = len(shown.radar.entries), len(shown.start)
    if not total:
        return words.NOTHING_KNOWN
    if not klar:
        return words.READY_NONE.format(all=total)
    if shown.radar.hidden:
        return (words.READY_KNOWN_ONE if klar == 1 else words.READY_KNOWN).format(ready=klar, all=total)
    return (words.READY_FINDING_ONE if klar == 1 else words.READY_FINDING).format(ready=klar, all=total)


def cases(snapshot: RadarSnapshot) -> tuple[str, ...]:
    """Where the cases that are told can be read."""
    told = (start.url for shown in snapshot.radars for start in shown.start[:FIRST] if start.url)
    return tuple(dict.fromkeys(told))


def beside_head(overview: Overview) -> tuple[str, ...]:
    """The header row of the fagområder beside each other."""
    return (words.TECHNOLOGY, *(column.short for column in overview.columns))


def beside_told(overview: Overview) -> str:
    """What the signs in the table mean, and its order."""
    signs = (words.CELL_NOT_ON if overview.has_gaps else "") + (
        words.CELL_UNKNOWN if overview.is_partly_unknown else ""
    )
    return f"{words.ORDER_BY_DIFFERENCE} {signs}".strip()


def _radar(shown: ShownRadar, place: int) -> Iterator[Block]:
    picture = shown.picture
    if place:
        yield NewPage()
    yield TextHeading(2, f"{shown.where}: {finding(shown)[:1].lower()}{finding(shown)[1:]}")
    yield Prose(picture.subtitle, muted=True)
    if picture.strip:
        yield Prose(ended(picture.strip))
    if shown.radar.entries:
        yield Circle(shown.radar, picture, alt_text(picture))
    yield Prose(picture.source, muted=True)
    yield NewPage()
    yield TextHeading(3, words.START_WITH)
    if not shown.start:
        yield Prose(words.START_NONE)
        return
    yield Prose(words.START_LEAD, muted=True, leads=True)
    yield StartHere(shown.start[:FIRST])
    if rest := shown.start[FIRST:]:
        yield Prose(words.ALSO_READY.format(names=together([start.name for start in rest])))
    yield Prose(words.OUR_JUDGEMENT, muted=True)


def _beside(overview: Overview) -> Iterator[Block]:
    yield NewPage()
    yield TextHeading(2, words.SIDE_BY_SIDE)
    yield Prose(beside_told(overview), muted=True)
    rows = tuple((row.name, *(cell.word for cell in row.cells)) for row in overview.rows)
    yield RingGrid(beside_head(overview), rows)


def _questions(snapshot: RadarSnapshot) -> Iterator[Block]:
    for question in snapshot.questions:
        yield TextHeading(3, question.text, str(question.number))
        if question.is_rated:
            yield Prose(words.RATE, muted=True, leads=True)
        yield WriteHere(question.is_rated)
