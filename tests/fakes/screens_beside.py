"""The screens beside a reflection: a kommune's own radar, what is followed, and what is kept of one person."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bot.cards import erasing, over_time, taking
from bot.cards.elements import Card, good, info, warning
from bot.cards.following.follow import following_card
from bot.cards.following.moved import News, moved_card
from bot.cards.own_use.fill import fagomraade_card, forvaltninger_card, kommune_card, own_card, page_card, paste_card
from bot.cards.own_use.result import result_card
from bot.files.formats import FileFormat
from dialogs.asides.erasing import EraseBy, Fate, Mine, MyChat, MyPart
from dialogs.over_time.commands import Confirming, OverTimeWanted, Picking, TooFew
from dialogs.over_time.ratings import Time
from dialogs.own_use.commands import OwnSaid
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.own_use.reducer import on_page, pages
from dialogs.texts import common as texts
from dialogs.texts import erasing as erasing_texts
from dialogs.texts import taking as taking_texts
from radar_core.editions.diff import Move, RadarDiff, Stand
from radar_core.lookup import radar_for
from radar_core.model import Ring
from radar_core.own_use.levels import Forvaltning
from radar_core.own_use.model import OwnUse, Stage, Value
from tests.fakes.reflections import (
    BUNDLE,
    CATALOG,
    FEW,
    LAST,
    LONG,
    NOW,
    OPENED,
    PEOPLE,
    TECHNOLOGIES,
    address,
    all_klar,
    without_names,
)


def own_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """A kommune's own radar: nothing said, and everything said in as many words as there is room for."""
    radar, crowded = radar_for(BUNDLE, "sundhed-og-aeldre"), radar_for(all_klar(), "sundhed-og-aeldre")
    nothing = KommuneUse("630")
    words = LONG[:500].replace("Vi", "😀")
    said = tuple(
        KeptUse(where, OwnUse(t, stage, words, value, PEOPLE[0].name, NOW), PEOPLE[0], 999)
        for where in ("sundhed-og-aeldre", "samlet")
        for t, (stage, value) in zip(TECHNOLOGIES, itertools.cycle(EVERY_LEVEL), strict=False)
    )
    forvaltninger = tuple(Forvaltning(f"Forvaltning {n} {'Å' * 60}", ("sundhed-og-aeldre",)) for n in range(30))
    full = KommuneUse("630", said, forvaltninger)
    faults = [
        f"C{n}: »{LONG[:60]}« er ingen status. Skriv bruger ikke, overvejer, afprøver eller i drift."
        for n in range(300)
    ]
    for kind, kommune_use, shown in (("tom", nothing, radar), ("fuld", full, radar), ("trang", full, crowded)):
        bundle = all_klar() if shown is crowded else BUNDLE
        where = shown.slug
        yield f"egen-{kind}", partial(own_card, shown, kommune_use, where, bundle, good("Gemt: 5 teknologier."))
        for page in range(1, pages(shown) + 1):
            yield f"egen-{kind}-{page}", partial(page_card, shown, kommune_use, where, bundle, page, good("Gemt."))
        drafts = [OwnSaid(e.technology.id, None, None, words, "") for e in on_page(shown, 1)]
        yield (
            f"egen-{kind}-igen",
            partial(page_card, shown, kommune_use, where, bundle, 1, warning(LONG[:1000]), drafts),
        )
        yield f"egen-{kind}-resultat", partial(result_card, shown, kommune_use, where, bundle, OPENED, good("Gemt."))
        yield (
            f"egen-{kind}-resultat-anonym",
            partial(result_card, shown, kommune_use, where, bundle, without_names(OPENED)),
        )
        yield f"egen-{kind}-regneark", partial(paste_card, kommune_use, where, bundle)
        yield (
            f"egen-{kind}-regneark-fejl",
            partial(paste_card, kommune_use, where, bundle, faults, "Teknologi\tStatus\nåøæ\n" * 320),
        )
        yield f"egen-{kind}-forvaltninger", partial(forvaltninger_card, kommune_use, where, bundle)
        yield (
            f"egen-{kind}-forvaltninger-fejl",
            partial(forvaltninger_card, kommune_use, where, bundle, faults, "å" * 3000),
        )
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


def taking_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """Files to take along: the menu in full and where only one sort was asked for, and what becomes of a file."""
    radar = ("sundhed-og-aeldre", "Sundhed og ældre")
    yield "fil-menu", partial(taking.menu_card, "r", radar, said=warning(taking_texts.NO_SUCH.format(kind="Billede")))
    yield "fil-menu-pdf", partial(taking.menu_card, "r", radar, (FileFormat.PDF,))
    yield "fil-menu-kun-radar", partial(taking.menu_card, None, radar)
    yield "fil-laves", partial(taking.making_card, "f" * 32, info(taking_texts.STILL_MAKING))
    yield "fil-laves-herunder", partial(taking.below_card)
    yield "fil-laves-her", partial(taking.making_card)
    for size in (1, 85_432, 9_999_999):
        name = f"refleksionsprotokol-{'sundhed-' * 12}2026-11-28.docx"
        yield f"fil-klar-{size}", partial(taking.ready_card, name, size, NOW, "https://bot.example/files/" + "A" * 43)
    for stopped in (True, False):
        yield f"fil-fejl-{stopped}", partial(taking.failed_card, stopped=stopped)
    yield "fil-vaek", partial(taking.gone_card)
    esdh = "https://bot.example/files/" + "B" * 48
    yield "fil-klar-esdh", partial(taking.ready_card, "teknologiradar.pdf", 85_432, NOW, esdh, beside=esdh)
    for beside in (None, esdh):
        yield f"fil-spurgt-{bool(beside)}", partial(taking.asked_card, "teknologiradar.pdf", 85_432, NOW, beside)
        yield f"fil-lagt-{bool(beside)}", partial(taking.placed_card, "teknologiradar.pdf", NOW, beside)
    yield "fil-nej", partial(taking.declined_card)
    yield (
        "fil-ikke-lagt",
        partial(taking.ready_card, "a.pdf", 9, NOW, "https://bot.example/files/A", warning(taking_texts.UNPLACED)),
    )
    yield "fil-kun-personligt", partial(taking.only_in_person_card)


def over_time_screens() -> Iterator[tuple[str, Callable[[], Card]]]:
    """Reflections beside each other: whether they are all the team's, and how it has gone, from two to seven times."""
    fields = tuple(f.id for f in BUNDLE.fagomraader)
    yield "udvikling-hvilket", partial(over_time.which_card, OverTimeWanted(fields, LONG[:300]), BUNDLE)
    yield "udvikling-intet", partial(over_time.which_card, OverTimeWanted(()), BUNDLE)
    for found in ((), (LAST,)):
        few = TooFew(fields[0], found, fields[1:])
        yield f"udvikling-{len(found)}", partial(over_time.too_few_card, few, BUNDLE, NOW.date())
    yield "udvikling-ingen", partial(over_time.too_few_card, TooFew(None, (), ()), BUNDLE, NOW.date())
    yield "udvikling-herunder", partial(over_time.below_card)
    for number in (2, 7):
        every = (LAST, without_names(replace(OPENED, salt=None)), FEW, LAST, FEW, LAST, LAST)
        years = [
            replace(each, id=f"r{n}" * 8, ended_at=NOW.replace(year=2019 + n)) for n, each in enumerate(every[:number])
        ]
        alone = [replace(each, group=False) for each in years]
        times = [Time(each, BUNDLE.questions) for each in years]
        sure, picked = Confirming(fields[0], tuple(years)), Picking(fields[0], tuple(years), too_few=True)
        for threads in (True, False):
            name = f"udvikling-enige-{number}-{threads}"
            yield name, partial(over_time.confirm_card, sure, years, BUNDLE, threads=threads)
        yield f"udvikling-vaelg-{number}", partial(over_time.picking_card, picked, years, BUNDLE)
        called = partial(str.format, "»{}«")
        yield f"udvikling-vist-{number}", partial(over_time.over_time_card, times, BUNDLE, called, more=number > 2)
        own = [Time(each, BUNDLE.questions) for each in alone]
        yield f"udvikling-alene-{number}", partial(over_time.over_time_card, own, BUNDLE, called)
        nothing = [Time(each, ()) for each in years]
        yield f"udvikling-uden-tal-{number}", partial(over_time.over_time_card, nothing, BUNDLE, called)


EVERY_LEVEL = [(stage, None) for stage in Stage] + [(Stage.I_DRIFT, value) for value in Value]
