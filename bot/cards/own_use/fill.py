"""A kommune's own radar to fill in: how far it has come, five technologies at a time, and pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import FILL_OWN, SHOW_OWN
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    banner,
    card,
    choice_set,
    container,
    execute,
    notice,
    plain,
    quiet,
    text,
    text_input,
    title,
    weight,
)
from bot.cards.rings import read_about
from dialogs.danish.dates import danish_day, local
from dialogs.own_use.commands import OwnSaid
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.own_use.reducer import MAX_FORVALTNINGER, answered, on_page, pages, seen_as
from dialogs.texts import common as texts
from dialogs.texts import own_use as own
from radar_core.known import no_own_radar
from radar_core.model import SAMLET, Bundle, Radar, RadarEntry
from radar_core.own_use.model import MAX_EVIDENCE, Stage, Value
from radar_core.render.words.description import EXAMPLE_NOTICE
from radar_core.spelling import together

COMPARE_OWN = "owncompare"
IMPORT_OWN = "ownimport"
OPEN_FORVALTNINGER = "ownmap"
SAVE_FORVALTNINGER = "ownmapsave"
OPEN_OWN_IMPORT = "ownpaste"
SAVE_OWN = "ownsave"

LONGEST_PASTE = 8_000
"""Characters of cells that can be pasted at once."""

_STAMP = 700
"""Bytes that the marks on a card's buttons add, and a little to spare."""

_LINE = 100
"""Bytes of a line beside its words."""

_FAULTS = 3_000
"""Bytes of faults that there is always room for."""


def own_card(
    radar: Radar, kommune_use: KommuneUse, fagomraade: str, bundle: Bundle, said: Notice | None = None
) -> Card:
    """How far the kommune has come, and the way on; the same for everybody."""
    done, every = answered(radar, kommune_use, fagomraade), len(radar.entries)
    data = place(kommune_use, fagomraade)
    progress = own.PROGRESS_DONE if done == every and every else own.PROGRESS
    fill = own.FILL if not done else own.CHANGE if done == every else own.FILL_ON
    return card(
        [
            notice(said),
            example(radar),
            quiet(whose(kommune_use, bundle)),
            title(own.TITLE.format(where=where(fagomraade, bundle))),
            text(progress.format(done=done, all=every)),
            stands_in(radar),
            quiet(own.LEAD),
        ],
        [
            execute(fill, FILL_OWN, data, primary=done < every),
            execute(own.COMPARE, COMPARE_OWN, data, primary=done == every) if kommune_use.kept else None,
            execute(own.PASTE, OPEN_OWN_IMPORT, data),
            execute(own.FORVALTNINGER, OPEN_FORVALTNINGER, data),
            read_about({"f": fagomraade}),
        ],
    )


def page_card(
    radar: Radar,
    kommune_use: KommuneUse,
    fagomraade: str,
    bundle: Bundle,
    page: int,
    said: Notice | None = None,
    drafts: Sequence[OwnSaid] = (),
) -> Card:
    """Five technologies to fill in, each as it stands, or as it was typed in ``drafts``."""
    last = pages(radar)
    data = {**place(kommune_use, fagomraade), "page": page}
    typed = {draft.technology: draft for draft in drafts}
    entries = on_page(radar, page)
    seen = {
        e.technology.id: typed[e.technology.id].seen
        if e.technology.id in typed
        else seen_as(kommune_use.kept_use(fagomraade, e.technology.id))
        for e in entries
    }
    data["seen"] = {technology: mark for technology, mark in seen.items() if mark}
    return card(
        [
            notice(said),
            example(radar),
            title(own.PAGE.format(where=where(fagomraade, bundle), page=page, pages=last)),
            stands_in(radar),
            quiet(own.PAGE_LEAD),
            *(_technology(entry, kommune_use, fagomraade, typed.get(entry.technology.id)) for entry in entries),
        ],
        [
            execute(own.SAVE_NEXT, SAVE_OWN, {**data, "then": page + 1}, primary=True) if page < last else None,
            execute(own.SAVE_COMPARE, SAVE_OWN, data, primary=page == last),
            execute(own.SAVE_BACK, SAVE_OWN, {**data, "then": page - 1}) if page > 1 else None,
            execute(texts.CLOSE_INPUT, SHOW_OWN, place(kommune_use, fagomraade), inputs=False),
        ],
    )


def paste_card(
    kommune_use: KommuneUse,
    fagomraade: str,
    bundle: Bundle,
    faults: Sequence[str] = (),
    draft: str = "",
    said: Notice | None = None,
) -> Card:
    """Cells to paste in; with what was pasted and every fault of it, as far as the card can carry them."""
    options = [("", where(fagomraade, bundle)), *((f.name, f.name) for f in kommune_use.forvaltninger)]
    whose_numbers = choice_set("forvaltning", own.PASTE_WHOSE, options) if kommune_use.forvaltninger else None

    def made(told: Element | None, pasted: str, long: str | None = None) -> Card:
        return card(
            [
                notice(said),
                told,
                title(own.PASTE_TITLE.format(where=where(fagomraade, bundle))),
                text(own.PASTE_LEAD),
                text(long) if long else None,
                whose_numbers,
                text_input("text", own.PASTE_LABEL, value=pasted, max_length=LONGEST_PASTE),
            ],
            [
                execute(own.PASTE_SAVE, IMPORT_OWN, place(kommune_use, fagomraade), primary=True),
                execute(texts.CLOSE_INPUT, SHOW_OWN, place(kommune_use, fagomraade), inputs=False),
            ],
        )

    room = MAX_CARD_BYTES - _STAMP - weight(made(None, "")) - weight({"": draft})
    if room < _FAULTS:
        return made(_faults(own.PASTE_FAULTS, faults, _FAULTS), "", own.PASTE_LONG)
    return made(_faults(own.PASTE_FAULTS, faults, room - _STAMP), draft)


def forvaltninger_card(
    kommune_use: KommuneUse,
    fagomraade: str,
    bundle: Bundle,
    faults: Sequence[str] = (),
    draft: str | None = None,
    said: Notice | None = None,
) -> Card:
    """A line for each forvaltning, as it stands or as it was written."""
    names = bundle.fagomraade_by_id
    lines = [
        f"{f.name}: {', '.join(names[i].name for i in f.fagomraader if i in names)}" for f in kommune_use.forvaltninger
    ]
    return card(
        [
            notice(said),
            _faults(own.PASTE_FAULTS, faults, MAX_CARD_BYTES // 2),
            title(own.FORVALTNINGER_TITLE),
            quiet(whose(kommune_use, bundle)),
            text(own.FORVALTNINGER_LEAD),
            quiet(own.FORVALTNINGER_KNOWN.format(names=together([f.name for f in bundle.fagomraader]))),
            text_input(
                "text",
                own.FORVALTNINGER_LABEL,
                value="\n".join(lines) if draft is None else draft,
                max_length=MAX_FORVALTNINGER * 200,
            ),
        ],
        [
            execute(own.FORVALTNINGER_SAVE, SAVE_FORVALTNINGER, place(kommune_use, fagomraade), primary=True),
            execute(texts.CLOSE_INPUT, SHOW_OWN, place(kommune_use, fagomraade), inputs=False),
        ],
    )


def kommune_card(among: Sequence[str], fagomraade: str | None, bundle: Bundle) -> Card:
    """Which kommune it is: one of the tenant's (codes) where it has several, else any."""
    codes = [code for code in among if code in bundle.kommune_by_code]
    options = [(k.code, k.name) for k in bundle.kommuner if not codes or k.code in codes]
    data = {"f": fagomraade} if fagomraade else {}
    return card(
        [
            text(own.KOMMUNE_SEVERAL if codes else own.KOMMUNE, weight="Bolder"),
            choice_set("kommune", texts.KOMMUNE, options, placeholder=texts.KOMMUNE_HINT),
        ],
        [execute(own.CHOOSE, SHOW_OWN, data, primary=True)],
    )


def fagomraade_card(kommune_use: KommuneUse, unknown: str | None, among: Sequence[str], bundle: Bundle) -> Card:
    """Which fagområde it is: among some (ids), or any."""
    options = [(f.id, f.name) for f in bundle.fagomraader if not among or f.id in among]
    lead = own.FAGOMRAADE_AMONG if among else own.FAGOMRAADE
    if unknown:
        lead = own.FAGOMRAADE_UNKNOWN.format(text=plain(unknown))
    return card(
        [
            text(lead, weight="Bolder"),
            choice_set(
                "fagomraade",
                texts.FAGOMRAADE,
                options if among else [(SAMLET, texts.SAMLET_NAME), *options],
                placeholder=texts.FAGOMRAADE_HINT,
            ),
        ],
        [execute(own.CHOOSE, SHOW_OWN, {"k": kommune_use.kommune}, primary=True)],
    )


def place(kommune_use: KommuneUse, fagomraade: str) -> dict[str, str]:
    """What every button carries: the kommune and the fagområde."""
    return {"k": kommune_use.kommune, "f": fagomraade}


def where(fagomraade: str, bundle: Bundle) -> str:
    """The fagområde in words."""
    return texts.SAMLET_NAME if fagomraade == SAMLET else bundle.fagomraade_by_id[fagomraade].name


def whose(kommune_use: KommuneUse, bundle: Bundle) -> str:
    """The kommune's name."""
    kommune = bundle.kommune_by_code.get(kommune_use.kommune)
    return kommune.name if kommune else kommune_use.kommune


def example(radar: Radar) -> Element | None:
    """That the national placements are made up, where they are."""
    return banner(EXAMPLE_NOTICE) if radar.edition.is_example else None


def stands_in(radar: Radar) -> Element | None:
    """That the samlet radar stands in for one the edition has not."""
    return (
        text(own.STANDS_IN.format(reason=no_own_radar(radar.edition, radar.asked.name)))
        if radar.is_fallback and radar.asked
        else None
    )


def _technology(entry: RadarEntry, kommune_use: KommuneUse, fagomraade: str, draft: OwnSaid | None) -> Element:
    technology = entry.technology.id
    kept = kommune_use.kept_use(fagomraade, technology)
    stage, value, evidence = (None, None, "")
    if kept:
        stage, value, evidence = kept.use.stage, kept.use.value, kept.use.evidence
    if draft:
        stage, value, evidence = draft.stage, draft.value, draft.evidence
    last = _last(kept)
    return container(
        [
            choice_set(
                f"u.{technology}",
                own.STAGE_LABEL.format(name=entry.name),
                [(each.value, each.label) for each in Stage],
                value=stage.value if stage else None,
                placeholder=own.STAGE_HINT,
            ),
            quiet(own.ON_RADAR.format(ring=entry.ring.value), spacing="None"),
            choice_set(
                f"v.{technology}",
                own.VALUE_LABEL.format(name=entry.name),
                [(each.value, each.label) for each in Value],
                value=value.value if value else None,
                placeholder=own.VALUE_HINT,
            ),
            text_input(
                f"e.{technology}",
                own.EVIDENCE_LABEL.format(name=entry.name),
                value=evidence,
                placeholder=own.EVIDENCE_HINT,
                max_length=MAX_EVIDENCE,
                lines=False,
            ),
            quiet(last, spacing="None") if last else None,
        ],
        separator=True,
        spacing="Medium",
    )


def _faults(heading: str, faults: Sequence[str], room: int) -> Element | None:
    if not faults:
        return None
    lines: list[str] = []
    for fault in faults:
        room -= len(fault.encode()) + _LINE
        if room < 0 or len(lines) == 40:
            lines.append(own.MORE.format(count=len(faults) - len(lines)))
            break
        lines.append(plain(fault))
    return container([text(heading, weight="Bolder"), *(quiet(line) for line in lines)], style="warning")


def _last(kept: KeptUse | None) -> str | None:
    if kept is None or kept.use.at is None or not kept.by.name:
        return None
    return own.LAST.format(name=plain(kept.by.name), day=danish_day(local(kept.use.at).date()))
