"""The verbs of a reflection's cards: what each is read as, and what holds for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.buttons import (
    BACK,
    COMPARE_AREAS,
    FINISH,
    GO_TO,
    NEXT,
    OPEN_ANSWER,
    OPEN_CONCLUSION,
    PAUSE,
    PICK_RADAR,
    READ_BELOW,
    REMIND,
    REOPEN,
    RESUME,
    REVEAL,
    SHOW_ANSWERS,
    SHOW_RADAR,
    SHOW_STATUS,
    SHOW_STEPS,
    SHOW_SUMMARY,
    SHOW_TECHNOLOGY,
    SKIP,
    START,
)
from bot.cards.radar import OPEN_DISMISSAL
from bot.cards.reflection import repeated as now
from bot.cards.reflection.asked import SAY
from bot.cards.reflection.dismissal import SAVE_DISMISSAL, UNDO_DISMISSAL
from bot.cards.reflection.drafts import DROP_DRAFT, SAVE_DRAFT
from bot.cards.reflection.edition import KEEP_EDITION, SWITCH_EDITION
from bot.cards.reflection.ending import CANCEL, GO_ON
from bot.cards.reflection.facts import SHOW_CASES
from bot.cards.reflection.first_steps import OPEN_FIRST_STEPS, SAVE_FIRST_STEPS
from bot.cards.reflection.follow_up import (
    OPEN_CHOICE,
    OPEN_EVALUATION,
    OPEN_STEP,
    REMOVE_STEP,
    SAVE_CHOICE,
    SAVE_EVALUATION,
    SAVE_STEP,
)
from bot.cards.reflection.lines import TAKE_BACK
from bot.cards.reflection.question import SAVE_AND_GO_AHEAD, SAVE_ANSWER, SET_NAMING, SHOW_MENU, WITHDRAW
from bot.cards.reflection.start import SET_UP
from bot.cards.reflection.status import NUDGE
from bot.cards.reflection.team import SAVE_CONCLUSION, SHOW_HISTORY, TAKE_OVER
from bot.cards.taking import WISH_FILE
from bot.turns.press import Pressed, Verb
from bot.turns.reflection import forms, reading
from dialogs.reflection import commands as c
from dialogs.texts import common as texts
from dialogs.texts import editions as edition_texts
from dialogs.texts import lines as line_texts
from dialogs.texts import status as status_texts
from dialogs.texts import suggestions as suggestion_texts
from dialogs.texts import team
from dialogs.texts import technology as technology_texts


def _question(press: Pressed) -> int | None:
    """Carried by the button, or chosen from a list."""
    return press.question or press.number("question")


def _naming(carried: Mapping[str, Any]) -> str:
    return texts.MAKE_ANONYMOUS if carried.get("a") is True else texts.MAKE_NAMED


def _remind(carried: Mapping[str, Any]) -> str:
    return team.REMIND_ON if carried.get("on") is True else texts.REMIND_OFF


VERBS = (
    Verb(
        START,
        lambda p: c.Start(fagomraade=p.known(p.bundle.fagomraade_by_id, "f")),
        changes=True,
        label=texts.START,
    ),
    Verb(SET_UP, reading.setup, changes=True, label=texts.GO),
    # Questions
    Verb(SAVE_ANSWER, reading.answer, changes=True, draft=forms.answer_draft, stands=now.answer),
    Verb(SAVE_AND_GO_AHEAD, reading.ahead, changes=True, draft=forms.answer_draft, stands=now.answer),
    Verb(SKIP, reading.skip, changes=True, draft=forms.answer_draft, label=texts.SKIP),
    Verb(BACK, reading.back, changes=True, draft=forms.answer_draft, label=texts.BACK),
    Verb(WITHDRAW, lambda p: c.Withdraw(_question(p)), changes=True, label=texts.WITHDRAW, stands=now.answer),
    Verb(OPEN_ANSWER, lambda p: c.OpenAnswer(_question(p))),
    Verb(NEXT, lambda p: c.Next(p.question), changes=True, label=texts.NEXT),
    Verb(GO_TO, lambda p: c.GoTo(p.number("question") or 0), changes=True, label=team.GO_TO),
    Verb(SAVE_DRAFT, reading.save_draft, changes=True),
    Verb(DROP_DRAFT, lambda p: c.DropDraft(p.question), changes=True),
    Verb(TAKE_BACK, lambda p: c.TakeBack(p.question), changes=True, label=line_texts.TAKE_BACK, stands=now.answer),
    # Together
    Verb(REVEAL, lambda p: c.Reveal(p.question), changes=True, label=texts.REVEAL),
    Verb(NUDGE, lambda p: c.Nudge(p.question), changes=True, label=status_texts.NUDGE),
    Verb(SHOW_ANSWERS, lambda p: c.ShowAnswers(_question(p) or 0, p.number("page") or 1), older=True),
    Verb(OPEN_CONCLUSION, lambda p: c.OpenConclusion(_question(p))),
    Verb(
        SAVE_CONCLUSION,
        reading.conclusion,
        changes=True,
        draft=forms.conclusion_draft,
        stands=now.conclusion,
    ),
    Verb(SHOW_HISTORY, lambda p: c.ShowHistory(_question(p) or 0), older=True),
    Verb(SET_NAMING, lambda p: c.SetNaming(p.flag("a")), changes=True, label=_naming, stands=now.naming),
    Verb(REMIND, lambda p: c.Remind(p.flag("on")), changes=True, label=_remind, stands=now.reminders),
    Verb(TAKE_OVER, lambda _: c.TakeOver(), changes=True, label=team.TAKE_OVER, stands=now.facilitator),
    # The course of it
    Verb(PAUSE, lambda _: c.Pause(), changes=True, label=team.PAUSE),
    Verb(RESUME, lambda _: c.Resume(), changes=True, label=texts.RESUME),
    Verb(FINISH, lambda p: c.Finish(reading.told(p)), changes=True, label=texts.FINISH),
    Verb(CANCEL, lambda p: c.Cancel(reading.told(p)), changes=True),
    Verb(GO_ON, lambda _: c.GoOn()),
    Verb(REOPEN, lambda _: c.Reopen(), changes=True, label=team.REOPEN),
    Verb(
        SWITCH_EDITION,
        lambda p: c.SwitchEdition(p.typed("b") or None),
        changes=True,
        label=edition_texts.SWITCH,
    ),
    Verb(KEEP_EDITION, lambda p: c.KeepEdition(p.typed("b") or None), changes=True, label=edition_texts.KEEP),
    # Looking
    Verb(SHOW_STATUS, lambda _: c.ShowStatus(), changes=True),
    Verb(SHOW_MENU, lambda _: c.ShowMenu()),
    Verb(SHOW_SUMMARY, lambda p: c.ShowSummary(p.number("page") or 1), older=True),
    Verb(WISH_FILE, lambda p: c.WishFile(c.FileKind.ANY, p.fagomraade(samlet=True)), older=True),
    Verb(SHOW_CASES, reading.cases),
    Verb(SAY, reading.said),
    Verb(PICK_RADAR, lambda p: c.ShowRadar(p.fagomraade(samlet=True))),
    Verb(SHOW_RADAR, lambda p: c.ShowRadar(p.fagomraade(samlet=True), all_ready=p.flag("all")), older=True),
    Verb(SHOW_TECHNOLOGY, reading.shown_technology, older=True),
    # It posts a card: pressed twice it is one.
    Verb(READ_BELOW, lambda _: c.ShowTechnology(None), changes=True, label=technology_texts.READ_ABOUT),
    Verb(COMPARE_AREAS, reading.compared, older=True),
    # What comes after the answers
    Verb(SHOW_STEPS, lambda _: c.ShowSteps(), older=True),
    Verb(OPEN_STEP, lambda p: c.OpenStep(p.number("k")), older=True),
    Verb(
        SAVE_STEP,
        lambda p: c.SaveStep(p.typed("what"), p.typed("who"), p.typed("when"), p.number("k")),
        changes=True,
        older=True,
        draft=forms.step_draft,
        stands=now.steps,
    ),
    Verb(OPEN_FIRST_STEPS, lambda _: c.OpenFirstSteps(), older=True),
    Verb(
        SAVE_FIRST_STEPS,
        reading.first_steps,
        changes=True,
        older=True,
        draft=forms.first_steps_draft,
        stands=now.steps,
    ),
    Verb(
        REMOVE_STEP,
        lambda p: c.RemoveStep(p.number("k") or 0),
        changes=True,
        older=True,
        label=team.REMOVE_STEP,
        stands=now.steps,
    ),
    Verb(OPEN_CHOICE, lambda _: c.OpenChoice(), older=True),
    Verb(
        SAVE_CHOICE,
        reading.choose,
        changes=True,
        older=True,
        draft=forms.choice_draft,
        label=team.SAVE_CHOICE,
        stands=now.chosen,
    ),
    Verb(OPEN_EVALUATION, lambda p: c.OpenEvaluation(reading.technology(p)), older=True),
    Verb(
        SAVE_EVALUATION,
        reading.evaluate,
        changes=True,
        older=True,
        draft=forms.evaluation_draft,
        stands=now.chosen,
    ),
    Verb(OPEN_DISMISSAL, lambda _: c.OpenDismissal(), older=True),
    Verb(
        SAVE_DISMISSAL,
        lambda p: c.Dismiss(p.known(p.bundle.technology_by_id, "t") or "", p.typed("text")),
        changes=True,
        older=True,
        draft=forms.dismissal_draft,
    ),
    Verb(
        UNDO_DISMISSAL,
        lambda p: c.UndoDismissal(reading.technology(p)),
        changes=True,
        older=True,
        label=suggestion_texts.UNDO,
    ),
)
