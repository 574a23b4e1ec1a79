"""A reflection's protocol: what was asked, answered and concluded, as far as whoever asks for it may see.

- It holds never more than the asker could see in the chat that minute. Answers that are not opened are counted and
  never printed, the asker's own among them: a file goes on to others.
- Anonymous: no participants, no facilitator, no times, and no answers to what fewer than four have answered.
- Alone: for whoever it belongs to, and for nobody else.
- What the result says is from answers that are opened.
- Given up, nothing that people wrote can be seen in the chat, and none of it is in the file.
- Nothing of another conversation, and nothing that is only a draft. Earlier reflections only where the team has said
  that they are its own, and of them only how it rated itself, as the chat shows it: see ``dialogs.over_time``.
- What people wrote is neither shortened nor put in another order; ``bot.files.signs`` says what becomes of odd signs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.errors import NotTheirs
from bot.files.signs import clean
from bot.files.snapshot import StartingPoint, unknown
from bot.files.team_result import TeamResultTold, told_of
from dialogs.danish.dates import local
from dialogs.people import Person
from dialogs.reflection.choices import tick_names, ticked
from dialogs.reflection.spread import Spread, spread
from dialogs.reflection.spread import words as spread_words
from dialogs.reflection.state import ANONYMOUS_FROM, Conclusion, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import files as words
from dialogs.texts import team
from dialogs.texts.editions import GONE
from radar_core.lookup import radar_for, ready
from radar_core.model import SAMLET, Bundle, Edition, Question, Radar, Ticks
from radar_core.own_use.comparison import ComparisonRow, compare
from radar_core.own_use.gaps import gaps
from radar_core.own_use.model import STAGE_CAPTION, OwnRadar
from radar_core.render.words.description import Picture, describe
from radar_core.render.words.over_time import OverTime
from radar_core.spelling import together


@dataclass(frozen=True)
class ProtocolAnswer:
    """One answer that may be seen."""

    by: str
    """Who gave it; blank where that is not told."""
    rating: int | None
    ticks: tuple[str, ...]
    """Names of what was ticked."""
    text: str


@dataclass(frozen=True)
class ProtocolConclusion:
    """One version of a conclusion; a blank one was taken back."""

    version: int
    text: str
    by: str
    on: dt.date | None


@dataclass(frozen=True)
class ProtocolQuestion:
    """One of the nine, and what became of it."""

    number: int
    text: str
    is_rated: bool
    conclusion: str
    """As it stands; blank where there is none."""
    history: tuple[ProtocolConclusion, ...]
    """Every version, oldest first; empty where there is only one."""
    answers: tuple[ProtocolAnswer, ...]
    """Those that may be seen, in the order of the chat."""
    instead: str
    """Why there are none, or how many are not shown; blank where answers are."""
    spread: Spread | None
    """How the ratings lie, where they may be seen."""
    spread_words: str


@dataclass(frozen=True)
class ProtocolStep:
    """What is done next."""

    number: int
    what: str
    who: str
    when: dt.date | None


@dataclass(frozen=True)
class ProtocolEvaluation:
    """A technology the team starts with or has in drift, and what it said of it."""

    name: str
    on: dt.date
    judged: tuple[tuple[str, str], ...]
    """Question and judgement."""
    decision: str
    comment: str


@dataclass(frozen=True)
class ProtocolDismissal:
    """A technology that is not relevant for the team, and why."""

    name: str
    reason: str
    by: str


@dataclass(frozen=True)
class ReflectionProtocol:
    """What a protocol says; every text is Danish and clean."""

    title: str
    made: dt.date
    kommune: str
    """Name; blank where it is not known."""
    fagomraade: str
    """The same."""
    case_number: str
    """The kommune's own number of its case; blank where none was given."""
    edition: Edition
    notice: str | None
    """What must not be overlooked on any page."""
    status: str
    begun: dt.date
    ended: dt.date | None
    participants_told: str
    participants: tuple[str, ...]
    """Names; none where they are not told."""
    facilitator: str
    """Name; blank where there is none or it is not told."""
    answered: str
    remarks: tuple[str, ...]
    """What a reader must know of the protocol itself, such as why answers are left out."""
    in_short: tuple[tuple[str, str], ...]
    """What the answers say, a label and a text each."""
    lead: str
    """What stands above what to start with, or in its place."""
    start: tuple[StartingPoint, ...]
    """What to start with, three at most; none where the reflection has no fagområde, or nothing fits."""
    trial: tuple[StartingPoint, ...]
    """What to try with others, where too little is klar."""
    more: tuple[tuple[str, str], ...]
    """What else the result says, a label and a text each."""
    steps: tuple[ProtocolStep, ...]
    evaluations: tuple[ProtocolEvaluation, ...]
    dismissals: tuple[ProtocolDismissal, ...]
    questions: tuple[ProtocolQuestion, ...]
    over_time: OverTime | None
    """How the team has rated itself up to this one; None where there is nothing beside it."""
    radar: Radar | None
    picture: Picture | None
    """The same in words."""
    own: tuple[ComparisonRow, ...]
    """The kommune's own radar beside it; empty where it has none."""
    own_told: tuple[str, ...]
    unknown: tuple[str, ...]
    """What of the radar is not known."""
    sources: tuple[str, ...]


@dataclass(frozen=True)
class _View:
    """What may be seen, by whom it is asked for."""

    reflection: Reflection
    bundle: Bundle
    asker: Person
    everything: bool

    @property
    def reads(self) -> bool:
        """Whether what people wrote can be read at all."""
        return self.everything or self.reflection.phase is not Phase.CANCELLED

    def opens(self, question: int) -> bool:
        """Whether the answers to a question can be seen."""
        if not self.reads:
            return False
        few = self.reflection.anonymous and len(self.reflection.answers_to(question)) < ANONYMOUS_FROM
        return not few and (self.everything or self.reflection.is_open_to_all(question))

    def ticks(self, sort: Ticks) -> tuple[str, ...]:
        """Ids of what was ticked of a sort, of the questions that can be seen."""
        asked = [q.number for q in self.bundle.questions if q.ticks is sort and self.opens(q.number)]
        return ticked(self.reflection, self.bundle, sort, asked)

    def name(self, person: Person | None) -> str:
        """Who it was, where that is told."""
        return clean(person.name) if person and not self.reflection.anonymous else ""

    def on(self, at: dt.datetime) -> dt.date | None:
        """Which day it was, where that is told."""
        return None if self.reflection.anonymous else local(at).date()


def protocol_of(
    reflection: Reflection,
    asker: Person,
    at: dt.datetime,
    bundle: Bundle,
    own: OwnRadar | None = None,
    over_time: OverTime | None = None,
    *,
    case_number: str = "",
    everything: bool = False,
) -> ReflectionProtocol:
    """The protocol of a reflection for ``asker`` at a moment (aware). It changes nothing.

    ``bundle`` is the one the reflection is pinned to, ``own`` its kommune's own radar, ``over_time`` what everybody in
    the conversation may see beside it. That the asker is in the conversation is the caller's to know. ``everything`` is
    an operator's view: answers that are not opened too, and still nothing that anonymity forbids. Raises ``NotTheirs``
    where it is one person's own and another asks.
    """
    if not (everything or reflection.group or asker.id == reflection.started_by.id):
        raise NotTheirs(words.NOT_YOURS)
    view = _View(reflection, bundle, asker, everything)
    today = local(at).date()
    area = bundle.fagomraade_by_id.get(reflection.fagomraade or "")
    kommune = bundle.kommune_by_code.get(reflection.kommune or "")
    radar = radar_for(bundle, area.id) if area else None
    read = reflection if view.reads else replace(reflection, conclusions=(), dismissals=())
    told = told_of(read, bundle, radar, view.opens, own) if radar else TeamResultTold()
    picture = describe(radar) if radar else None
    names = bundle.technology_by_id
    compared = compare(radar, own, names) if radar and own and own.uses else ()
    return ReflectionProtocol(
        title=words.PROTOCOL_TITLE.format(where=area.name) if area else words.PROTOCOL_TITLE_ALONE,
        made=today,
        kommune=kommune.name if kommune else "",
        fagomraade=area.name if area else "",
        case_number=clean(case_number),
        edition=bundle.edition,
        notice=describe(radar_for(bundle, SAMLET)).notice,
        status=words.STATUSES[reflection.phase].format(current=reflection.current),
        begun=local(reflection.started_at).date(),
        ended=local(reflection.ended_at).date() if reflection.ended_at else None,
        participants_told=_participants_told(view),
        participants=_participants(view),
        facilitator=view.name(reflection.facilitator),
        answered=words.ANSWERED_OF.format(count=len(reflection.answered), all=len(bundle.questions)),
        remarks=tuple(_remarks(view)),
        in_short=(*told.said, *_in_short(view)),
        lead=told.lead,
        start=told.start,
        trial=told.trial,
        more=told.more,
        steps=tuple(ProtocolStep(s.number, clean(s.what), clean(s.who), s.when) for s in reflection.next_steps)
        if view.reads
        else (),
        evaluations=tuple(_evaluations(view, radar)) if view.reads else (),
        dismissals=tuple(_dismissals(view, radar)) if view.reads else (),
        questions=tuple(_question(view, question) for question in bundle.questions),
        over_time=_over_time(over_time) if over_time and view.reads else None,
        radar=radar,
        picture=picture,
        own=compared,
        own_told=(*gaps(radar, own, names).sentences, STAGE_CAPTION) if radar and own and compared else (),
        unknown=tuple(unknown(radar, today)) if radar else (),
        sources=picture.sources if picture else (bundle.edition.source,),
    )


def _participants(view: _View) -> tuple[str, ...]:
    reflection = view.reflection
    if reflection.anonymous:
        return ()
    people = reflection.participants if reflection.group else (reflection.started_by,)
    return tuple(filter(None, (clean(person.name) for person in people)))


def _participants_told(view: _View) -> str:
    reflection = view.reflection
    if not reflection.group:
        return words.ALONE
    return words.ANONYMOUS if reflection.anonymous else words.NAMED.format(count=len(reflection.participants))


def _remarks(view: _View) -> Iterator[str]:
    if view.everything:
        yield words.FULL
    elif not view.reads:
        yield words.GIVEN_UP


def _in_short(view: _View) -> Iterator[tuple[str, str]]:
    reflection, bundle = view.reflection, view.bundle
    needs = [bundle.need_by_id[t].name for t in view.ticks(Ticks.BEHOV) if t in bundle.need_by_id]
    if needs:
        yield words.NEEDS, f"{together(needs)}."
    named = {t.id: t.name for t in bundle.technologies}
    if running := [named[t] for t in view.ticks(Ticks.I_DRIFT) if t in named]:
        yield words.IN_OPERATION, f"{together(running)}."
    rated = [q for q in bundle.questions if q.is_rated and view.opens(q.number)]
    told = [(q.number, spread(reflection, q.number)) for q in rated]
    if lines := [words.RATED_ONE.format(n=n, words=spread_words(found)) for n, found in told if found.number]:
        yield words.RATED, "\n".join(lines)


def _question(view: _View, question: Question) -> ProtocolQuestion:
    reflection, number = view.reflection, question.number
    is_open = view.opens(number)
    named = tick_names(question, reflection, view.bundle) if is_open else {}
    found = spread(reflection, number) if is_open and question.is_rated else None
    versions = [c for c in reflection.conclusions if c.question == number] if view.reads else []
    return ProtocolQuestion(
        number=number,
        text=question.text,
        is_rated=question.is_rated,
        conclusion=_concluded(question, reflection.conclusion(number)) if view.reads else "",
        history=tuple(
            ProtocolConclusion(c.revision, _concluded(question, c), view.name(c.by), view.on(c.at)) for c in versions
        )
        if len(versions) > 1
        else (),
        answers=tuple(
            ProtocolAnswer(
                view.name(a.by) if reflection.group else "",
                a.rating,
                tuple(named[t] for t in a.ticks if t in named),
                clean(a.text),
            )
            for a in reflection.answers_to(number)
        )
        if is_open
        else (),
        instead=_instead(view, number),
        spread=found if found and found.number else None,
        spread_words=spread_words(found) if found and found.number else "",
    )


def _concluded(question: Question, stands: Conclusion | None) -> str:
    """What the team chose and wrote, each on a line."""
    if stands is None:
        return ""
    option = question.option(stands.choice)
    return "\n".join(filter(None, [words.CHOSEN.format(name=option.name) if option else "", clean(stands.text)]))


def _instead(view: _View, number: int) -> str:
    reflection = view.reflection
    count = len(reflection.answers_to(number))
    if not count:
        return texts.SKIPPED if number in reflection.skipped else texts.UNANSWERED
    if view.opens(number):
        return ""
    if reflection.anonymous and count < ANONYMOUS_FROM:
        return team.FEW_HIDDEN
    return (words.COUNTED if view.reads else words.COUNTED_GIVEN_UP).format(count=count)


def _over_time(shown: OverTime) -> OverTime:
    rows = tuple(replace(row, text=clean(row.text)) for row in shown.rows)
    return replace(shown, title=clean(shown.title), subtitle=clean(shown.subtitle), rows=rows)


def _evaluations(view: _View, radar: Radar | None) -> Iterator[ProtocolEvaluation]:
    for x in view.reflection.chosen:
        asked = ((team.WORKS, x.works), (team.MAKES_SENSE, x.makes_sense), (team.GIVES_VALUE, x.gives_value))
        name = _technology(view, radar, x.technology)
        yield ProtocolEvaluation(
            name=words.IS_RUNNING.format(name=name) if x.in_operation else name,
            on=x.on,
            judged=tuple((question, team.JUDGEMENTS[says]) for question, says in asked if says),
            decision=team.DECISIONS[x.decision] if x.decision else "",
            comment=clean(x.comment),
        )


def _dismissals(view: _View, radar: Radar | None) -> Iterator[ProtocolDismissal]:
    for x in view.reflection.dismissed:
        by = view.name(x.by) if view.reflection.group else ""
        yield ProtocolDismissal(_technology(view, radar, x.technology), clean(x.reason), by)


def _technology(view: _View, radar: Radar | None, technology: str) -> str:
    """What it is called on the reflection's radar, or else in general; its id where it is gone."""
    named = {entry.technology.id: entry.name for entry in ready(radar)} if radar else {}
    known = view.bundle.technology_by_id.get(technology)
    return named.get(technology) or (known.name if known else GONE.format(name=technology))
