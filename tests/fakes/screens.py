"""Every screen the bot can show, ordinary and at its largest, by a name that says which."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from bot.cards.areas import areas_card, nothing_to_compare_card
from bot.cards.elements import Card, good, info, warning
from bot.cards.pictured import Drawn
from bot.cards.radar import pick_radar_card, radar_card
from bot.cards.reflection import asked, lines, notices
from bot.cards.reflection.drafts import left_card, not_kept
from bot.cards.reflection.edition import decided_card, offer_card
from bot.cards.reflection.ending import chosen_card, ending_card
from bot.cards.reflection.facts import cases_card
from bot.cards.reflection.follow_up import choice_card
from bot.cards.reflection.question import input_card, question_card
from bot.cards.reflection.start import start_card
from bot.cards.reflection.summary import summary_card
from bot.cards.technology import pick_technology_card, technology_card
from dialogs.reflection.closing import lost_by
from dialogs.reflection.commands import Cancel, Finish
from dialogs.reflection.events import EditionLacks, EndingAsked
from dialogs.reflection.state import Draft, Phase
from dialogs.understanding.guesses import guesses, otherwise
from radar_core.advice.suggest import suggest
from radar_core.advice.technology import about
from radar_core.errors import NothingToCompare
from radar_core.lookup import radar_for
from radar_core.model import Ring
from radar_core.render.words.overview import describe_overview
from tests.fakes.reflections import (
    ALONE,
    BUNDLE,
    CATALOG,
    DAY,
    DRAFTED,
    FEW,
    FULL,
    LAST,
    LONG,
    NOW,
    OPENED,
    PEOPLE,
    TECHNOLOGIES,
    address,
    all_klar,
    reflection,
    without_names,
)
from tests.fakes.screens_beside import (
    erasing_screens,
    following_screens,
    over_time_screens,
    own_screens,
    taking_screens,
)
from tests.fakes.screens_of_groups import group_screens


def screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    for number in range(1, 10):
        yield (
            f"alene-{number}",
            partial(question_card, replace(ALONE, current=number), BUNDLE, PEOPLE[0], good("Gemt."), LONG[:2000]),
        )
        yield f"alene-udkast-{number}", partial(question_card, replace(DRAFTED, current=number), BUNDLE, PEOPLE[0])
        yield (
            f"alene-sidst-{number}",
            partial(question_card, replace(ALONE, current=number), BUNDLE, PEOPLE[0], previous=LAST),
        )
    for page in range(1, 61):
        yield f"opsummering-{page}", partial(summary_card, replace(OPENED, phase=Phase.REVIEW), BUNDLE, page=page)
    yield "opsummering-tom", partial(summary_card, reflection(phase=Phase.REVIEW, skipped=frozenset({3})), BUNDLE)
    yield "opsummering-alene", partial(summary_card, replace(ALONE, phase=Phase.FINISHED), BUNDLE)
    yield "opsummering-udloebet", partial(summary_card, replace(FULL, phase=Phase.EXPIRED), BUNDLE)
    yield "start", partial(start_card, reflection(kommune=None, fagomraade=None, phase=Phase.SETUP), BUNDLE)
    yield "start-kendt", partial(start_card, reflection(phase=Phase.SETUP), BUNDLE, warning("Vælg også et fagområde."))
    yield "start-alene", partial(start_card, reflection(group=False, phase=Phase.SETUP), BUNDLE)
    yield from small_screens()
    yield from looking_screens()
    yield from own_screens()
    yield from following_screens()
    yield from erasing_screens()
    yield from taking_screens()
    yield from over_time_screens()
    for kind, shown in (("navne", FULL), ("aabne", OPENED), ("faa", FEW), ("ny", reflection())):
        yield from group_screens(kind, shown)
        yield from group_screens(f"anonym-{kind}", without_names(shown))
    for edition in CATALOG.bundles:
        for fagomraade in ("samlet", "sundhed-og-aeldre"):
            radar = radar_for(edition, fagomraade)
            yield (
                f"radar-{edition.edition.id}-{fagomraade}",
                partial(radar_card, radar, suggest(edition, radar), address, today=NOW.date()),
            )
    crowded = all_klar()
    radar = radar_for(crowded, "sundhed-og-aeldre")
    needs = [need.id for need in BUNDLE.needs]
    yield (
        "radar-alle-klar",
        partial(
            radar_card,
            radar,
            suggest(crowded, radar, needs),
            address,
            reflection="r1",
            all_ready=True,
            today=NOW.date(),
        ),
    )
    yield "valg-alle-klar", partial(choice_card, OPENED, crowded)
    yield (
        "svar-alle-klar",
        partial(input_card, replace(FEW, current=5), crowded, 5, PEOPLE[0], good("Gemt."), LONG[:2000], LAST),
    )


def looking_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """A technology, and fagområder beside each other: in every edition, and at their largest."""
    yield (
        "vaelg-teknologi",
        partial(pick_technology_card, BUNDLE, {"f": "samlet"}, info(LONG[:200]), is_open=True),
    )
    for bundle in CATALOG.bundles:
        name = bundle.edition.id
        for technology, where in zip(TECHNOLOGIES, itertools.cycle(("samlet", "sundhed-og-aeldre")), strict=False):
            found = about(bundle, technology, where, CATALOG.bundles)
            yield f"teknologi-{name}-{technology}-{where}", partial(technology_card, found, bundle, address, where)
        for drawn in Drawn:
            found = about(bundle, "rpa", "sundhed-og-aeldre")
            shown = partial(technology_card, found, bundle, address, "samlet", why=True, is_open=True, drawn=drawn)
            yield f"teknologi-{name}-hvorfor-{drawn.name}", shown
        every = [f.id for f in bundle.fagomraader]
        for named in ([], every[:2]):
            try:
                overview = describe_overview(bundle, named)
            except NothingToCompare:
                nothing = partial(nothing_to_compare_card, bundle, ["Skole", "Sundhed"], is_open=True)
                yield f"fagomraader-{name}-{len(named)}-intet", nothing
                continue
            for page, drawn in ((1, Drawn.COMES), (1, Drawn.AT_HAND), (2, Drawn.AT_HAND), (9, Drawn.NEVER)):
                shown = partial(areas_card, overview, bundle, address, page, is_open=True, drawn=drawn)
                yield f"fagomraader-{name}-{len(named)}-{page}-{drawn.name}", shown
    longest = tuple(replace(t, name=f"{'Å' * 37} {n}") for n, t in enumerate(BUNDLE.technologies))
    overview = describe_overview(replace(BUNDLE, technologies=longest))
    shown = partial(areas_card, overview, BUNDLE, address, 2, is_open=True, drawn=Drawn.AT_HAND)
    yield "fagomraader-lange-navne", shown


def _with_take_back(made: Callable[[], Card]) -> Card:
    return lines.with_take_back(made(), ALONE, 1)


def small_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    yield "hjaelp", partial(notices.help_card, None, BUNDLE)
    yield "hjaelp-aaben", partial(notices.help_card, FULL, BUNDLE, heading="Det forstod jeg ikke.")
    yield "om", partial(asked.about_card, None, BUNDLE, group=False)
    yield "om-gruppe", partial(asked.about_card, FULL, BUNDLE, group=True)
    yield "privatliv", partial(asked.privacy_card, FULL, group=True)
    yield "privatliv-alene", partial(asked.privacy_card, None, group=False)
    for question in BUNDLE.questions:
        at = replace(ALONE, current=question.number)
        yield f"hjaelp-til-{question.number}", partial(asked.question_help_card, at, BUNDLE)
    yield "hjaelp-til-intet", partial(asked.question_help_card, None, BUNDLE)
    yield "andre-refleksioner", partial(asked.others_card, FULL, BUNDLE)
    yield "ringe", partial(asked.ring_meaning_card, None)
    for ring in Ring:
        yield f"ring-{ring.value}", partial(asked.ring_card, all_klar(), ring, "sundhed-og-aeldre")
        yield f"ring-2020-{ring.value}", partial(asked.ring_card, CATALOG.bundle("2020"), ring, "sundhed-og-aeldre")
    yield "fortryd-intet", partial(asked.undo_card, None, None)
    yield "fortryd-svar", partial(asked.undo_card, FULL, 2)
    for given in (ALONE.answers[0], replace(ALONE.answers[0], text=LONG[:4000])):
        name = f"{len(given.text)}-tegn"
        stands = replace(ALONE, current=given.question, answers=(given,))
        kept = replace(stands, drafts=(Draft(given.question, given.text[::-1]),))
        yield f"svar-og-linje-{name}", partial(lines.kept_card, kept, BUNDLE, given)
        yield f"efterladt-{name}", partial(lines.left_behind_card, stands, BUNDLE, given, given.question)
        back = partial(question_card, replace(ALONE, answers=()), BUNDLE, PEOPLE[0], undone=given)
        yield f"fortrudt-{name}", back
        yield f"fortryd-knap-{name}", partial(_with_take_back, back)
    yield "efterladt-sprunget-over", partial(lines.left_behind_card, ALONE, BUNDLE, None, 1)
    yield "fortryd-udkast", partial(asked.undo_card, DRAFTED, 2)
    for kind, one in (
        ("ingen", None),
        ("alene", ALONE),
        ("gruppe", FULL),
        ("pause", replace(FULL, phase=Phase.PAUSED)),
    ):
        yield f"mente-{kind}", partial(asked.guesses_card, "Mente du?", otherwise(one, BUNDLE), one, BUNDLE)
        near = guesses("erfaringer med droner", one, BUNDLE)
        yield f"mente-teknologi-{kind}", partial(asked.guesses_card, "Mente du?", near, one, BUNDLE)
    yield "var-det-svaret", partial(asked.answer_beside_card, ALONE, BUNDLE, LONG[:4000])
    yield "hjaelp-pause", partial(notices.help_card, replace(FULL, phase=Phase.PAUSED), BUNDLE)
    yield "velkomst", partial(notices.welcome_card, BUNDLE)
    yield "erfaringer", partial(cases_card, BUNDLE, None, None, said=info(LONG[:200]))
    yield "erfaringer-rpa", partial(cases_card, BUNDLE, "rpa", "sundhed-og-aeldre")
    yield "ny-udgave", partial(offer_card, FULL, CATALOG.bundle("2020"), BUNDLE)
    yield "ny-udgave-mangler", partial(offer_card, FULL, CATALOG.bundle("2020"), BUNDLE, EditionLacks(True, True))
    yield "ny-udgave-valgt", partial(decided_card, FULL, BUNDLE, LONG[:200])
    yield "pause", partial(notices.paused_card, FULL, BUNDLE)
    yield "pause-til", partial(notices.paused_card, replace(FULL, paused_until=NOW + dt.timedelta(days=6)), BUNDLE)
    yield "paamindelse", partial(notices.reminder_card, FULL, BUNDLE)
    yield "paamindelse-opsummering", partial(notices.reminder_card, replace(FULL, phase=Phase.REVIEW), BUNDLE)
    yield "udloeber", partial(notices.warned_card, FULL, BUNDLE, DAY)
    yield "udloebet", partial(notices.expired_card, FULL, BUNDLE)
    yield (
        "andetsteds",
        partial(notices.elsewhere_card, [("Sundhed", "Spørgsmål 3 af 9", "https://x.example/1")], BUNDLE),
    )
    threads = [(f"Sundhed og ældre · Kommune {n}", "på pause", f"https://x.example/{n}" * 9) for n in range(60)]
    yield "andetsteds-mange", partial(notices.elsewhere_card, threads, BUNDLE)
    for kind, one in (("navne", FULL), ("anonym", without_names(FULL)), ("alene", ALONE), ("udkast", DRAFTED)):
        yield f"annulleret-{kind}", partial(notices.cancelled_card, replace(one, phase=Phase.CANCELLED))
        yield f"pause-{kind}", partial(notices.paused_card, replace(one, phase=Phase.PAUSED), BUNDLE)
        yield f"udloebet-{kind}", partial(notices.expired_card, replace(one, phase=Phase.EXPIRED), BUNDLE, one.drafts)
        yield f"udloeber-{kind}", partial(notices.warned_card, one, BUNDLE, DAY)
        for at in (one, replace(one, phase=Phase.PAUSED)):
            for command in (Finish(), Cancel()):
                for changed in (False, True):
                    ends = EndingAsked(isinstance(command, Cancel), lost_by(at, command), changed)
                    yield (
                        f"slut-{kind}-{at.phase.value}-{type(command).__name__}-{changed}",
                        partial(ending_card, at, BUNDLE, ends, good("Gemt.")),
                    )
    yield "slut-valgt", partial(chosen_card, "Refleksionen fortsætter.")
    for draft in DRAFTED.drafts:
        yield f"ikke-gemt-{draft.question}", partial(left_card, DRAFTED, draft)
    full = input_card(FULL, BUNDLE, 1, PEOPLE[2], good("Gemt."), LONG[:2000])
    yield "ikke-gemt-paa-kort", partial(not_kept, full, [LONG[:1900]])
    yield "ikke-gemt-for-lang", partial(not_kept, full, ["😀*" * 2000])
    yield "ikke-gemt-alt-for-lang", partial(not_kept, full, ["😀*" * 2000] * 3)
    yield "pensioneret", partial(notices.retired_card)
    yield "ikke-med", partial(notices.not_here_card)
    yield "afvist", partial(notices.refusal_card, "Der er ingen refleksion i gang.")
    yield "vaelg-radar", partial(pick_radar_card, BUNDLE, info("Jeg kender ikke »x«."))


class Screens(Mapping[str, Card]):
    """Every screen by its name. The names are known at once; a card is built when it is first looked at, and kept."""

    def __init__(self, how: Iterator[tuple[str, Callable[[], Card]]]) -> None:
        self._how = dict(how)
        self._built: dict[str, Card] = {}

    def __getitem__(self, name: str) -> Card:
        if name not in self._built:
            self._built[name] = self._how[name]()
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._how)

    def __len__(self) -> int:
        return len(self._how)


ALL = Screens(screens())
