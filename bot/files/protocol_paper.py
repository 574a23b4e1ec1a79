"""A protocol as blocks: the first page for who reads one page, then the nine questions, the radar and the sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.files.paper import (
    Bars,
    Circle,
    Grid,
    LabelledFacts,
    NewPage,
    Paper,
    Prose,
    RatedTimes,
    StartHere,
    TextHeading,
    WordBlock,
)
from bot.files.protocol import ProtocolAnswer, ProtocolQuestion, ReflectionProtocol
from dialogs.reflection.spread import HIGHEST
from dialogs.texts import files as words
from dialogs.texts import result as result_words
from radar_core.known import danish_date
from radar_core.render.words.alt_text import alt_text, ended
from radar_core.render.words.over_time import (
    Lack,
    OverTime,
    Sample,
    count,
    figure,
    over_time_alt_text,
    over_time_parts,
)

_DAY, _WHO, _NUMBER = 34.0, 42.0, 12.0
"""Widths of columns, mm."""
_TIME, _RATED, _BESIDE = 26.0, 35.0, 4
"""Of the table over time: those of its columns, mm, and how many questions stand beside each other."""


def protocol_paper(protocol: ReflectionProtocol) -> Paper[WordBlock]:
    """The whole of it."""
    return Paper(
        title=protocol.title,
        subject=words.SUBJECT,
        keywords=words.KEYWORDS.format(where=protocol.fagomraade or words.RADAR),
        day=protocol.made.isoformat(),
        foot=words.FOOT.format(title=protocol.title, day=danish_date(protocol.made.isoformat())),
        notice=protocol.notice,
        blocks=(
            TextHeading(1, protocol.title),
            LabelledFacts(tuple(facts(protocol)), columns=2),
            *([Prose(", ".join(protocol.participants), f"{words.PARTICIPANTS}:")] if protocol.participants else []),
            *(Prose(remark) for remark in protocol.remarks),
            *_in_short(protocol),
            *_next(protocol),
            *_start(protocol),
            *_more(protocol),
            NewPage(),
            TextHeading(2, words.QUESTIONS),
            *([Prose(words.BARS_KEY, muted=True)] if any(q.spread for q in protocol.questions) else []),
            *(block for question in protocol.questions for block in _question(question)),
            *_over_time(protocol),
            *_evaluations(protocol),
            *_dismissals(protocol),
            *_radar(protocol),
            *_own(protocol),
            TextHeading(2, words.SOURCES_AND_UNKNOWN),
            *(Prose(sentence) for sentence in protocol.unknown),
            Grid((words.SOURCE,), tuple((source,) for source in (*protocol.sources, *_cases(protocol))), (0,)),
        ),
    )


def facts(protocol: ReflectionProtocol) -> Iterator[tuple[str, str]]:
    """Label and text of everything that says which reflection it is."""
    yield words.KOMMUNE, protocol.kommune or words.NOT_SAID
    yield words.FAGOMRAADE, protocol.fagomraade or words.NOT_SAID
    yield words.BEGUN, day(protocol.begun)
    if protocol.ended:
        yield words.ENDED, day(protocol.ended)
    yield words.STATUS, protocol.status
    yield words.ANSWERED, protocol.answered
    yield words.PARTICIPANTS, protocol.participants_told
    if protocol.facilitator:
        yield words.FACILITATOR, protocol.facilitator
    yield words.EDITION, edition_told(protocol)
    yield words.MADE, day(protocol.made)
    if protocol.case_number:
        yield words.CASE_NUMBER, protocol.case_number


def edition_told(protocol: ReflectionProtocol) -> str:
    """Which edition of the radar it is on."""
    edition = protocol.edition
    when = danish_date(edition.date) if edition.date else "uden dato"
    return edition.title if when in edition.title else f"{edition.title}, {when}"


def day(date: dt.date) -> str:
    """»10. marts 2027«."""
    return danish_date(date.isoformat())


def told(answer: ProtocolAnswer) -> str:
    """What somebody ticked and wrote, as one text."""
    ticked = words.TICKED.format(names=", ".join(answer.ticks)) if answer.ticks else ""
    return "\n".join(filter(None, [answer.text, ticked]))


def _in_short(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.in_short:
        yield TextHeading(2, words.IN_SHORT)
        yield LabelledFacts(protocol.in_short)


def _start(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.lead or protocol.start:
        yield TextHeading(2, words.START)
    if protocol.lead:
        yield Prose(protocol.lead, muted=True, leads=bool(protocol.start))
    if protocol.start:
        yield StartHere(protocol.start)
    if protocol.trial:
        yield TextHeading(2, result_words.TRIAL)
        yield StartHere(protocol.trial)
    if protocol.start or protocol.trial:
        yield Prose(words.OUR_PART, muted=True)


def _more(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.more:
        yield TextHeading(2, words.MORE_OF_RESULT)
        yield LabelledFacts(protocol.more)


def _next(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    yield TextHeading(2, words.NEXT_STEPS)
    if not protocol.steps:
        yield Prose(words.NO_STEPS, muted=True)
        return
    rows = tuple((str(s.number), s.what, s.who, day(s.when) if s.when else "") for s in protocol.steps)
    yield Grid((words.NUMBER, words.WHAT, words.WHO, words.WHEN), rows, (_NUMBER, 0, _WHO, _DAY))


def _question(question: ProtocolQuestion) -> Iterator[WordBlock]:
    yield TextHeading(3, question.text, str(question.number))
    if question.conclusion:
        yield Prose(question.conclusion, lead=words.CONCLUSION, field=True)
    elif question.answers:
        yield Prose(words.NO_CONCLUSION, muted=True, leads=True)
    if question.spread:
        counts = zip(range(1, HIGHEST + 1), question.spread.counts, strict=True)
        told_counts = ", ".join(words.BAR.format(rating=rating, count=count) for rating, count in counts)
        alt = words.BARS_ALT.format(n=question.number, told=told_counts, words=question.spread_words)
        yield Bars(question.spread, question.spread_words, alt)
    if question.instead:
        yield Prose(ended(question.instead), muted=True)
    if question.answers:
        yield answers_grid(question)
    if question.history:
        yield TextHeading(4, words.HISTORY)
        rows = tuple(
            (str(c.version), c.text or words.TAKEN_BACK, c.by, day(c.on) if c.on else "") for c in question.history
        )
        yield _without_empty(
            Grid((words.VERSION, words.CONCLUSION.rstrip(":"), words.SAID_BY, words.DAY), rows, (16, 0, _WHO, _DAY))
        )


def answers_grid(question: ProtocolQuestion) -> Grid:
    """The answers to a question as a table; what no answer has takes no column."""
    rows = tuple((a.by, str(a.rating) if a.rating else "", told(a)) for a in question.answers)
    return _without_empty(Grid((words.WHO, words.RATING, words.ANSWER), rows, (_WHO, _NUMBER, 0)))


def _without_empty(grid: Grid) -> Grid:
    """The table without the columns that nothing stands in; the first of them where nothing stands in any."""
    kept = [i for i in range(len(grid.head)) if any(row[i] for row in grid.rows)] or [0]
    if 0 not in [grid.widths[i] for i in kept]:
        kept.append(list(grid.widths).index(0))
    kept.sort()
    return Grid(
        tuple(grid.head[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in grid.rows),
        tuple(grid.widths[i] for i in kept),
    )


def _over_time(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    """As a picture, and as a table of as many questions as stand beside each other."""
    shown = protocol.over_time
    if shown is None:
        return
    yield TextHeading(2, shown.title)
    yield Prose(words.OVER_TIME if shown.group else words.OVER_TIME_ALONE, muted=True, leads=True)
    for part in over_time_parts(shown):
        yield RatedTimes(part, over_time_alt_text(part))
    for first in range(0, len(shown.rows), _BESIDE):
        rows = shown.rows[first : first + _BESIDE]
        yield Grid(
            (words.WHEN, *(f"{row.question} {row.text}" for row in rows)),
            (
                *((label, *(rated(row.samples[i], shown) for row in rows)) for i, label in enumerate(shown.labels)),
                (words.FIRST_TO_LAST, *(row.verdict or "–" for row in rows)),
            ),
            (_TIME, *[_RATED] * (len(rows) - 1), 0),
        )


def rated(sample: Sample, shown: OverTime) -> str:
    """How a question was rated one time: »3 (5 svar)«, or why that is not shown."""
    if sample.middle is None:
        return (sample.lack or Lack.NONE).value
    return f"{figure(sample.middle)} ({count(sample)})" if shown.group else figure(sample.middle)


def _evaluations(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.evaluations:
        yield TextHeading(2, words.EVALUATIONS)
        rows = tuple(
            (
                x.name,
                day(x.on),
                "\n".join(f"{question} {judgement}." for question, judgement in x.judged),
                "\n".join(filter(None, [x.decision and f"{words.DECIDED}: {x.decision}", x.comment])),
            )
            for x in protocol.evaluations
        )
        head = (words.TECHNOLOGY, words.EVALUATE_ON, words.JUDGED, words.COMMENT)
        yield _without_empty(Grid(head, rows, (_WHO, _DAY, 44, 0)))


def _dismissals(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.dismissals:
        yield TextHeading(2, words.NOT_RELEVANT)
        rows = tuple((x.name, x.reason, x.by) for x in protocol.dismissals)
        yield _without_empty(Grid((words.TECHNOLOGY, words.REASON, words.SAID_BY), rows, (_WHO, 0, _WHO)))


def _radar(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.radar and protocol.picture and protocol.radar.entries:
        yield NewPage()
        yield TextHeading(2, words.RADAR)
        yield Prose(protocol.picture.subtitle, muted=True)
        yield Circle(protocol.radar, protocol.picture, alt_text(protocol.picture))


def _own(protocol: ReflectionProtocol) -> Iterator[WordBlock]:
    if protocol.own:
        yield TextHeading(2, words.OWN_RADAR)
        for sentence in protocol.own_told:
            yield Prose(sentence)
        rows = tuple((row.name, row.national.value if row.national else "", row.words) for row in protocol.own)
        yield Grid((words.TECHNOLOGY, words.ON_RADAR, words.OWN_HERE), rows, (60, 28, 0))


def _cases(protocol: ReflectionProtocol) -> tuple[str, ...]:
    return tuple(dict.fromkeys(start.url for start in (*protocol.start, *protocol.trial) if start.url))
