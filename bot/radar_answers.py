"""The radar as an answer: asked for by name, or as the end of a reflection."""

from __future__ import annotations

from bot.cards import radar
from bot.cards.elements import Card, plain
from bot.cards.facts import cases_card
from bot.scene import Scene
from dialogs import events as e
from dialogs import texts
from dialogs.context import ticked
from dialogs.reflection import Reflection
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Ticks
from radar_core.suggest import suggest


def radar_reply(scene: Scene, asked: e.RadarAsked) -> Card:
    """The radar card that was asked for, or the card to choose one by."""
    reflection = scene.reflection
    if asked.unknown is not None:
        return radar.pick_radar_card(scene.bundle, texts.PICK_RADAR_UNKNOWN.format(text=plain(asked.unknown)))
    fagomraade = asked.fagomraade or (reflection.fagomraade if reflection else None)
    if fagomraade is None:
        return radar.pick_radar_card(scene.live)
    press = scene.incoming.press
    concluded = reflection is not None and press is not None and press.data.get("r") == reflection.id
    # A reflection keeps the edition it began on; once it is closed, what is asked anew is answered from the live one.
    pinned = reflection is not None and (concluded or not reflection.phase.is_closed)
    bundle = scene.bundle if pinned else scene.live
    if reflection is not None and reflection.fagomraade == fagomraade and bundle.sha256 == scene.bundle.sha256:
        return radar_answer(reflection, bundle, scene.address_of, all_ready=asked.all_ready)
    shown = radar_for(bundle, fagomraade)
    return radar.radar_card(shown, suggest(bundle, shown), scene.address_of, all_ready=asked.all_ready)


def cases_reply(scene: Scene, asked: e.CasesAsked) -> Card:
    """What other kommuner did; where nothing known was named, all of it, and it is said."""
    said = texts.CASES_UNKNOWN.format(text=plain(asked.unknown)) if asked.unknown else None
    return cases_card(scene.bundle, asked.technology, asked.fagomraade, asked.page, said)


def radar_answer(reflection: Reflection, bundle: Bundle, address_of: radar.Address, *, all_ready: bool = False) -> Card:
    """The radar card of a reflection's fagområde, ranked by what its people ticked."""
    shown = radar_for(bundle, reflection.fagomraade or "samlet")
    needs = ticked(reflection, bundle, Ticks.BEHOV)
    in_operation = ticked(reflection, bundle, Ticks.I_DRIFT)
    return radar.radar_card(
        shown,
        suggest(bundle, shown, needs, in_operation),
        address_of,
        reflection=reflection.id,
        all_ready=all_ready,
        ticked=bool(needs or in_operation),
    )
