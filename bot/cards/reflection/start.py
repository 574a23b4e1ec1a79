"""The start card: which kommune, which fagområde, and in a group whether answers come with names."""

from __future__ import annotations

from bot.cards.elements import Card, Notice, card, choice_set, container, execute, notice, quiet, text, title
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from radar_core.model import Bundle

SET_UP = "setup"


def start_card(reflection: Reflection, bundle: Bundle, said: Notice | None = None) -> Card:
    """Asks for what is missing; a kommune that is known is shown, and can be changed, but is not asked for again."""
    known = bundle.kommune_by_code.get(reflection.kommune or "")
    kommuner = sorted(((k.code, k.name) for k in bundle.kommuner), key=lambda pair: danish_order(pair[1]))
    choose = choice_set(
        "kommune", texts.KOMMUNE, kommuner, style="filtered", value=reflection.kommune, placeholder=texts.KOMMUNE_HINT
    )
    fagomraade = choice_set(
        "fagomraade",
        texts.FAGOMRAADE,
        [(f.id, f.name) for f in bundle.fagomraader],
        value=reflection.fagomraade,
        placeholder=texts.FAGOMRAADE_HINT,
    )
    naming = choice_set(
        "naming",
        texts.NAMING,
        [("navne", texts.NAMED), ("anonym", texts.ANONYMOUS)],
        style="expanded",
        value="anonym" if reflection.anonymous else "navne",
    )
    change = {
        "type": "Action.ToggleVisibility",
        "title": texts.KOMMUNE_CHANGE,
        "targetElements": ["vaelg-kommune"],
    }
    return card(
        [
            notice(said),
            title(texts.START_TITLE),
            text(texts.START_LEAD if reflection.group else texts.START_LEAD_ALONE),
            text(texts.KOMMUNE_KNOWN.format(name=known.name)) if known else None,
            container([choose], id="vaelg-kommune", isVisible=known is None),
            fagomraade,
            naming if reflection.group else None,
            quiet(texts.ANONYMOUS_MEANS, spacing="None") if reflection.group else None,
        ],
        [
            execute(texts.GO, SET_UP, {"r": reflection.id}, primary=True),
            change if known else None,
        ],
    )


def danish_order(name: str) -> str:
    """A sort key that puts æ, ø and å last, as Danish does (aa stands with å in place names)."""
    folded = name.casefold().replace("aa", "å")
    return folded.translate({ord("æ"): "{", ord("ø"): "|", ord("å"): "}"})
