"""The screens of a group that reflects, shared ones under names that begin with ``faelles``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bot.cards.elements import Card, good, warning
from bot.cards.pictured import Drawn
from bot.cards.reflection.answers import answers_card
from bot.cards.reflection.dismissal import dismissal_card
from bot.cards.reflection.first_steps import first_steps_card
from bot.cards.reflection.follow_up import choice_card, evaluation_card, evaluations_card, step_card, steps_card
from bot.cards.reflection.question import input_card, shared_card
from bot.cards.reflection.status import moved_status_card, status_card, status_of, told_on
from bot.cards.reflection.summary import summary_card
from bot.cards.reflection.team import conclusion_card, history_card, menu_card, not_facilitator_card
from dialogs.people import Person
from dialogs.reflection.events import Refusal
from dialogs.reflection.result import result_in
from dialogs.reflection.state import (
    Phase,
    Reflection,
)
from dialogs.texts import common as texts
from tests.fakes.reflections import (
    BUNDLE,
    EVERY_SORT,
    LAST,
    LEADER,
    LONG,
    NOW,
    PEOPLE,
    TECHNOLOGIES,
    address,
    all_klar,
    without_names,
)
from tests.fakes.results import result_answer


def group_screens(kind: str, shown: Reflection) -> Iterator[tuple[str, Callable[[], Card]]]:
    """What a group sees, shared cards under names that begin with ``faelles``."""
    last = without_names(LAST) if shown.anonymous else LAST
    last = replace(last, salt=None)
    for number in EVERY_SORT:
        at = replace(shown, current=number)
        yield f"faelles-{kind}-{number}", partial(shared_card, at, BUNDLE, good("Gemt."))
        yield f"faelles-{kind}-sidst-{number}", partial(shared_card, at, BUNDLE, good("Gemt."), last)
        yield f"input-{kind}-{number}", partial(input_card, at, BUNDLE, number, PEOPLE[2], previous=last)
        yield (
            f"input-{kind}-ny-{number}",
            partial(input_card, at, BUNDLE, number, Person("29:x", "X"), warning("Gem igen."), LONG[:2000]),
        )
        yield (
            f"konklusion-{kind}-{number}",
            partial(conclusion_card, at, BUNDLE, number, warning("Rettet."), LONG[:2000], last),
        )
        yield f"faelles-status-{kind}-{number}", partial(told_on, status_card(status_of(at)), good("Gemt."))
        yield f"historik-{kind}-{number}", partial(history_card, at, BUNDLE, number)
        for page in (1, 2, 9):
            yield f"faelles-svar-{kind}-{number}-{page}", partial(answers_card, at, BUNDLE, number, page)
    for person in (LEADER, PEOPLE[2]):
        yield f"mere-{kind}-{person.id}", partial(menu_card, shown, BUNDLE, person)
    yield f"mere-pause-{kind}", partial(menu_card, replace(shown, phase=Phase.PAUSED), BUNDLE, PEOPLE[2])
    yield (
        f"ikke-facilitator-{kind}",
        partial(not_facilitator_card, shown, BUNDLE, texts.REFUSALS[Refusal.NOT_FACILITATOR]),
    )
    for phase in (Phase.REVIEW, Phase.PAUSED, Phase.FINISHED, Phase.CANCELLED):
        yield f"faelles-status-{kind}-{phase.value}", partial(status_card, status_of(replace(shown, phase=phase)))
    unseen = replace(shown, revealed=frozenset(), nudged=frozenset({1}))
    yield f"faelles-status-{kind}-mindet", partial(status_card, status_of(replace(unseen, current=1)))
    yield f"faelles-status-{kind}-skjult", partial(status_card, status_of(replace(unseen, current=2)))
    yield f"faelles-status-{kind}-ingen", partial(status_card, status_of(replace(unseen, answers=())))
    yield (
        f"konklusion-{kind}-videre",
        partial(conclusion_card, replace(shown, current=9), BUNDLE, 9, good("Vist."), leads=True),
    )
    for phase in (Phase.REVIEW, Phase.FINISHED):
        for page in (1, 2, 9, 999):
            card = partial(summary_card, replace(shown, phase=phase), BUNDLE, good("Gemt."), page, last)
            yield f"opsummering-{kind}-{phase.value}-{page}", card
    yield f"skridt-{kind}", partial(steps_card, shown, BUNDLE, good("Gemt."))
    yield f"skridt-{kind}-nyt", partial(step_card, shown, BUNDLE, None)
    yield (
        f"skridt-{kind}-ret",
        partial(step_card, shown, BUNDLE, 7, warning("Hvornår?"), (LONG[:500], LONG[:100], "2027-05-25")),
    )
    yield f"faelles-status-{kind}-flyttet", moved_status_card
    yield f"valg-{kind}", partial(choice_card, shown, BUNDLE)
    yield f"evaluer-{kind}-en", partial(evaluations_card, shown, BUNDLE, TECHNOLOGIES[:1])
    yield f"evaluer-{kind}-fem", partial(evaluations_card, shown, BUNDLE, TECHNOLOGIES[:5])
    yield f"evaluer-{kind}-alle", partial(evaluations_card, shown, BUNDLE, TECHNOLOGIES)
    for which, bundle in (("", BUNDLE), ("-alle-klar", all_klar())):
        for seen in (frozenset[int](), frozenset(range(1, 10))):
            for drawn in Drawn:
                now = replace(shown, revealed=seen, ended_at=NOW)
                result = partial(result_answer, now, bundle, address, today=NOW.date(), said=good("Gemt."), drawn=drawn)
                yield f"resultat-{kind}{which}-{len(seen)}-{drawn.name}", result
        opened = replace(shown, revealed=frozenset(range(1, 10)))
        found = result_in(opened, bundle)[1]
        for lacking in (False, True):
            steps = partial(first_steps_card, opened, bundle, found, None, ("rpa", LONG[:100], ""), lacking)
            yield f"foerste-skridt-{kind}{which}-{lacking}", steps
        yield f"fravalg-{kind}{which}", partial(dismissal_card, shown, bundle)
        for lacks in (Refusal.WHICH_TECHNOLOGY, Refusal.NO_REASON, Refusal.REASON_TOO_LONG):
            yield (
                f"fravalg-{kind}{which}-{lacks.name}",
                partial(dismissal_card, shown, bundle, "blockchain", "😀" * 4000, lacks),
            )
    yield f"evaluering-{kind}", partial(evaluation_card, shown, BUNDLE, TECHNOLOGIES[3], warning("Vælg."), LONG[:2000])
