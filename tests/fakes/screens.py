"""Every screen the bot can show, ordinary and at its largest, by a name that says which."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from importlib import resources
from typing import Any

import fastjsonschema

from bot.cards import erasing
from bot.cards.areas import areas_card, nothing_to_compare_card
from bot.cards.elements import Card, good, info, warning
from bot.cards.following.follow import following_card
from bot.cards.following.moved import News, moved_card
from bot.cards.own_use.fill import fagomraade_card, forvaltninger_card, kommune_card, own_card, page_card, paste_card
from bot.cards.own_use.result import result_card
from bot.cards.pictured import Drawn
from bot.cards.radar import pick_radar_card, radar_card
from bot.cards.reflection import asked, notices
from bot.cards.reflection.answers import answers_card
from bot.cards.reflection.dismissal import dismissal_card
from bot.cards.reflection.drafts import left_card, not_kept
from bot.cards.reflection.edition import decided_card, offer_card
from bot.cards.reflection.ending import chosen_card, ending_card
from bot.cards.reflection.facts import cases_card
from bot.cards.reflection.follow_up import choice_card, evaluation_card, evaluations_card, step_card, steps_card
from bot.cards.reflection.question import input_card, question_card, shared_card
from bot.cards.reflection.start import start_card
from bot.cards.reflection.summary import summary_card
from bot.cards.reflection.team import conclusion_card, history_card, menu_card, not_facilitator_card
from bot.cards.technology import pick_technology_card, technology_card
from bot.turns.reflection.radar_answers import radar_answer
from dialogs.erasing import EraseBy, Fate, Mine, MyChat, MyPart
from dialogs.own_use.commands import OwnSaid
from dialogs.own_use.plot import KeptUse, OwnPlot
from dialogs.own_use.reducer import on_page, pages
from dialogs.people import Person
from dialogs.reflection.closing import lost_by
from dialogs.reflection.commands import Cancel, FileKind, Finish
from dialogs.reflection.events import EditionLacks, EndingAsked, Refusal
from dialogs.reflection.state import (
    Conclusion,
    Decision,
    Dismissal,
    Draft,
    Evaluation,
    GivenAnswer,
    Judgement,
    NextStep,
    Phase,
    Reflection,
)
from dialogs.texts import common as texts
from dialogs.texts import erasing as erasing_texts
from dialogs.understanding.guesses import guesses, otherwise
from radar_core.advice.suggest import suggest
from radar_core.advice.technology import about
from radar_core.editions.diff import Move, RadarDiff, Stand
from radar_core.errors import NothingToCompare
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Placement, Ring
from radar_core.own_use.levels import Forvaltning
from radar_core.own_use.model import OwnUse, Usage, Value
from radar_core.render.words.overview import describe_overview
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
SCHEMA = json.loads((resources.files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8"))
# Typeahead is documented for Teams and 1.5 (»style«: »filtered«); the schema file forgot it.
SCHEMA["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"].append("filtered")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.date(2027, 5, 25)
PEOPLE = tuple(Person(f"29:{n}", f"Deltager Nummer {n} Æøåsen") for n in range(60))
LEADER = Person("29:leder", "Facilitator Første")
LONG = "Vi skriver *det samme* tre steder [her](http://x) og kører `langt` æøå. " * 28
TECHNOLOGIES = [t.id for t in BUNDLE.technologies]
MOST_BUTTONS = 6
RATED = {question.number for question in BUNDLE.questions if question.is_rated}
EVERY_SORT = (1, 2, 5, 9)
"""Questions with words alone, with needs to tick, with technologies to tick, and the last, which is rated."""


def reflection(**changes: Any) -> Reflection:
    base = Reflection("r1", BUNDLE.sha256, True, LEADER, NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS)
    return replace(base, **{"facilitator": LEADER, **changes})


def sixty(words: str = LONG) -> tuple[GivenAnswer, ...]:
    """Sixty people's long answers to all nine questions."""
    ticks = tuple(need.id for need in BUNDLE.needs)
    return tuple(
        GivenAnswer(q, person, NOW, f"{words[:1980]} nr {q}-{n}", 3 if q in RATED else None, ticks if q == 2 else (), 1)
        for q in range(1, 10)
        for n, person in enumerate(PEOPLE)
    )


def worked_through(words: str = LONG) -> dict[str, Any]:
    """All that a team of sixty can have written beside its answers."""
    conclusions = tuple(
        Conclusion(q, f"{words[:1980]} konklusion {q} udgave {n}", PEOPLE[n], NOW, n + 1)
        for n in range(60)
        for q in range(1, 10)
    )
    steps = tuple(NextStep(n, f"{words[:480]} skridt {n}", words[:100], DAY, PEOPLE[n], NOW, 1) for n in range(1, 31))
    judged = {"works": Judgement.JA, "makes_sense": Judgement.DELVIST, "gives_value": Judgement.VED_IKKE}
    evaluations = tuple(
        Evaluation(
            technology, DAY, False, PEOPLE[n], NOW, 2, True, **judged, decision=Decision.JUSTER, comment=words[:1980]
        )
        for n, technology in enumerate(TECHNOLOGIES)
    )
    dismissals = tuple(Dismissal(t, words[:500], PEOPLE[n], NOW, 2) for n, t in enumerate(TECHNOLOGIES[::2]))
    return {"conclusions": conclusions, "steps": steps, "evaluations": evaluations, "dismissals": dismissals}


def without_names(full: Reflection) -> Reflection:
    """The same as an anonymous reflection has it: keys for people, and nobody's name."""
    nameless = replace(full, anonymous=True, salt="s")
    return replace(
        nameless,
        answers=tuple(replace(a, by=nameless.key_of(a.by)) for a in full.answers),
        conclusions=tuple(replace(c, by=Person("", "")) for c in full.conclusions),
        steps=tuple(replace(s, by=Person("", "")) for s in full.steps),
        evaluations=tuple(replace(x, by=Person("", "")) for x in full.evaluations),
        dismissals=tuple(replace(x, by=Person("", "")) for x in full.dismissals),
    )


ALL_NINE = frozenset(range(1, 10))
FULL = reflection(answers=sixty())
OPENED = reflection(answers=sixty(), revealed=ALL_NINE, **worked_through())
LAST = replace(OPENED, id="r0", phase=Phase.FINISHED)
FEW = reflection(answers=tuple(a for a in sixty("kort ") if a.by in PEOPLE[:3]))
OPENED_SHORT = replace(FEW, revealed=ALL_NINE)
DRAFTED = reflection(
    group=False,
    facilitator=None,
    answers=sixty("kort ")[:1],
    drafts=tuple(Draft(q, f"{LONG * 3}"[:4000] if q < 5 else "😀\\" * 2000) for q in range(1, 10)),
)
ALONE = reflection(group=False, facilitator=None, answers=sixty("kort ")[:3])


def all_klar() -> Bundle:
    """Every technology klar, under a name as long as may be."""
    placed = tuple(
        Placement(t.id, "sundhed-og-aeldre", Ring.KLAR, p.belaeg, p.source, name=(t.name + " Å" * 40)[:40])
        for t, p in zip(BUNDLE.technologies, BUNDLE.edition.placements, strict=False)
    )
    return replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placed))


def address(radar: object, fmt: str, *_: object) -> str:
    return "https://radar.example.org/radar/eksempel/x.png?v=0123456789abcdef"


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
    yield "ringe", partial(asked.ring_meaning_card, None)
    for ring in Ring:
        yield f"ring-{ring.value}", partial(asked.ring_card, all_klar(), ring, "sundhed-og-aeldre")
        yield f"ring-2020-{ring.value}", partial(asked.ring_card, CATALOG.bundle("2020"), ring, "sundhed-og-aeldre")
    yield "fil", partial(asked.file_card, FileKind.PPTX, "sundhed-og-aeldre")
    yield "fortryd-intet", partial(asked.undo_card, None, None)
    yield "fortryd-svar", partial(asked.undo_card, FULL, 2)
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
    yield "var-det-svaret", partial(asked.answer_beside_card, ALONE, LONG[:4000])
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
    yield "afvist", partial(notices.refusal_card, "Der er ingen refleksion i gang.")
    yield "vaelg-radar", partial(pick_radar_card, BUNDLE, info("Jeg kender ikke »x«."))


def own_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """A kommune's own radar: nothing said, and everything said in as many words as there is room for."""
    radar, crowded = radar_for(BUNDLE, "sundhed-og-aeldre"), radar_for(all_klar(), "sundhed-og-aeldre")
    nothing = OwnPlot("630")
    words = LONG[:500].replace("Vi", "😀")
    said = tuple(
        KeptUse(where, OwnUse(t, usage, words, value, PEOPLE[0].name, NOW), PEOPLE[0], 999)
        for where in ("sundhed-og-aeldre", "samlet")
        for t, (usage, value) in zip(TECHNOLOGIES, itertools.cycle(EVERY_LEVEL), strict=False)
    )
    forvaltninger = tuple(Forvaltning(f"Forvaltning {n} {'Å' * 60}", ("sundhed-og-aeldre",)) for n in range(30))
    full = OwnPlot("630", said, forvaltninger)
    faults = [
        f"C{n}: »{LONG[:60]}« er ingen status. Skriv bruger ikke, overvejer, afprøver eller i drift."
        for n in range(300)
    ]
    for kind, plot, shown in (("tom", nothing, radar), ("fuld", full, radar), ("trang", full, crowded)):
        bundle = all_klar() if shown is crowded else BUNDLE
        where = shown.slug
        yield f"egen-{kind}", partial(own_card, shown, plot, where, bundle, good("Gemt: 5 teknologier."))
        for page in range(1, pages(shown) + 1):
            yield f"egen-{kind}-{page}", partial(page_card, shown, plot, where, bundle, page, good("Gemt."))
        drafts = [OwnSaid(e.technology.id, None, None, words, "") for e in on_page(shown, 1)]
        yield f"egen-{kind}-igen", partial(page_card, shown, plot, where, bundle, 1, warning(LONG[:1000]), drafts)
        yield f"egen-{kind}-resultat", partial(result_card, shown, plot, where, bundle, OPENED, good("Gemt."))
        yield f"egen-{kind}-resultat-anonym", partial(result_card, shown, plot, where, bundle, without_names(OPENED))
        yield f"egen-{kind}-regneark", partial(paste_card, plot, where, bundle)
        yield (
            f"egen-{kind}-regneark-fejl",
            partial(paste_card, plot, where, bundle, faults, "Teknologi\tStatus\nåøæ\n" * 320),
        )
        yield f"egen-{kind}-forvaltninger", partial(forvaltninger_card, plot, where, bundle)
        yield f"egen-{kind}-forvaltninger-fejl", partial(forvaltninger_card, plot, where, bundle, faults, "å" * 3000)
    yield "egen-kommune", partial(kommune_card, (), None, BUNDLE)
    yield "egen-kommuner", partial(kommune_card, ("630", "101"), "samlet", BUNDLE)
    yield "egen-fagomraade", partial(fagomraade_card, nothing, "kvantefysik", (), BUNDLE)
    yield "egen-fagomraade-flere", partial(fagomraade_card, full, None, ("sundhed-og-aeldre",), BUNDLE)
    copied = CATALOG.bundle("2020")
    standing_in = radar_for(copied, "sundhed-og-aeldre")
    yield "egen-samlet-i-stedet", partial(page_card, standing_in, nothing, "sundhed-og-aeldre", copied, 1)


def following_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """What is followed, and the news of one radar and of every radar at once, from one change to far too many."""
    every = ["samlet", *(f.id for f in BUNDLE.fagomraader)]
    yield "foelger-intet", partial(following_card, (), BUNDLE, info(texts.PICK_RADAR_UNKNOWN.format(text=LONG[:100])))
    yield "foelger-en", partial(following_card, ("samlet",), BUNDLE, suggested="sundhed-og-aeldre")
    yield "foelger-alle", partial(following_card, tuple(every), BUNDLE, good("Nu følger I den samlede radar."))
    for count in (1, 60):
        moves = tuple(Move(f"t{n}", f"{'Å' * 36} {n}", Ring.AFPROEV, Ring.KLAR) for n in range(count))
        stands = tuple(Stand(f"s{n}", f"{'Å' * 36} {n}", Ring.HOLD_OEJE) for n in range(count))
        for live in (BUNDLE, all_klar()):
            changes = [
                News(each, each, radar_for(live, each), RadarDiff(each, each, moves, stands, stands)) for each in every
            ]
            name = f"nyt-{count}-{'alle-klar' if live is not BUNDLE else 'eksempel'}"
            yield name, partial(moved_card, changes[1:2], every[1:2], live, address)
            yield f"{name}-alle", partial(moved_card, changes, every, live, address)
            unlike = [
                replace(news, change=RadarDiff(news.fagomraade, news.name, (), stands, stands, unlike=moves))
                for news in changes
            ]
            yield f"{name}-kan-ikke-sammenlignes", partial(moved_card, unlike, every, live, address)
    gone = RadarDiff("x", "x", (), (), stands, is_gone=True)
    yield "nyt-fjernet", partial(moved_card, [News("x", "Fagområde X", None, gone)], ["x"], BUNDLE, address)


def erasing_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """What is kept of one person: nothing, a little, and far more than there is room for; erased by whom."""
    part = MyPart("t", "c", "r", "sundhed-og-aeldre", "630", NOW, Fate.PART, 9, 9, 30, 25, 25, leads=True, joined=True)
    stays = replace(part, fate=Fate.ANSWERS_STAY, fagomraade="Å" * 64, conclusions=0)
    whole = MyPart("t", "c", "r", None, None, NOW, Fate.WHOLE, joined=True)
    chats = tuple(MyChat("t", f"c{n}", "630", ("samlet", *(f.id for f in BUNDLE.fagomraader))) for n in range(40))
    by_mail = erasing.Policy(EraseBy.DPO, "databeskyttelse@kommune.example")
    by_page = erasing.Policy(EraseBy.DPO, "https://kommune.example/" + "x" * 300)
    for kind, mine in (
        ("intet", Mine()),
        ("lidt", Mine((whole,), 1, chats[:1])),
        ("bliver", Mine((replace(stays, leads=False, joined=False),))),
        ("meget", Mine((part, stays, whole) * 200, 999, chats)),
    ):
        yield (
            f"slet-{kind}",
            partial(erasing.mine_card, mine, BUNDLE, erasing.Policy(), "29:x", changed=True, is_open=True),
        )
        for policy in (by_mail, by_page):
            card = partial(erasing.mine_card, mine, BUNDLE, policy, "29:" + "_" * 197, is_open=True)
            yield f"slet-{kind}-{policy.dpo[:5]}", card
        yield f"slet-{kind}-slettet", partial(erasing.erased_card, mine, is_open=True)
    yield "slet-beholdt", partial(erasing.kept_card, is_open=True)
    yield "slet-mente-du", partial(erasing.nearly_card, is_open=True)
    yield "slet-i-en-gruppe", partial(erasing.ask_card, info(erasing_texts.ASK_ALONE))
    yield "slet-vaek", partial(erasing.gone_card)


EVERY_LEVEL = [(usage, None) for usage in Usage] + [(Usage.I_DRIFT, value) for value in Value]


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
    yield f"valg-{kind}", partial(choice_card, shown, BUNDLE)
    yield f"evaluer-{kind}-en", partial(evaluations_card, shown, BUNDLE, TECHNOLOGIES[:1])
    yield f"evaluer-{kind}-fem", partial(evaluations_card, shown, BUNDLE, TECHNOLOGIES[:5])
    yield f"evaluer-{kind}-alle", partial(evaluations_card, shown, BUNDLE, TECHNOLOGIES)
    for which, bundle in (("", BUNDLE), ("-alle-klar", all_klar())):
        for all_ready in (False, True):
            argued = partial(
                radar_answer, shown, bundle, address, today=NOW.date(), all_ready=all_ready, said=good("Gemt.")
            )
            yield f"forslag-{kind}{which}-{all_ready}", argued
        yield f"fravalg-{kind}{which}", partial(dismissal_card, shown, bundle)
        for lacks in (Refusal.WHICH_TECHNOLOGY, Refusal.NO_REASON, Refusal.REASON_TOO_LONG):
            yield (
                f"fravalg-{kind}{which}-{lacks.name}",
                partial(dismissal_card, shown, bundle, "blockchain", "😀" * 4000, lacks),
            )
    yield f"evaluering-{kind}", partial(evaluation_card, shown, BUNDLE, TECHNOLOGIES[3], warning("Vælg."), LONG[:2000])


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


@cache
def _schema() -> Callable[[Card], object]:
    # Its own defaults are not to be written into the card.
    return fastjsonschema.compile(copy.deepcopy(SCHEMA), use_default=False)


def check(card: Card) -> None:
    """Raises where a card is none by the schema."""
    _schema()(card)


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(inner)


def said_on(card: Card) -> str:
    """Everything a card shows, one piece a line."""
    lines = []
    for element in inside(card):
        lines += [element[name] for name in ("text", "title", "value", "label", "placeholder") if name in element]
    return "\n".join(map(str, lines))


def buttons(card: Card) -> dict[str, dict[str, Any]]:
    """The data a press on each button carries, by its title; those in the body too."""
    return {e["title"]: e.get("data", {}) for e in inside(card) if e.get("type") == "Action.Execute"}
