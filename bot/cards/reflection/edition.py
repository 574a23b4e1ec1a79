"""The card that offers a running reflection the edition KL has made live, and what is left of it once it is decided."""

from __future__ import annotations

from bot.cards.buttons import SHOW_STATUS
from bot.cards.changed import changed_lines, listed
from bot.cards.elements import Card, Element, card, execute, plain, quiet, text, title
from bot.cards.reflection.headings import anonymity, example, where
from dialogs.reflection.events import EditionLacks
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from dialogs.texts import editions as words
from dialogs.texts.following import SAMLET_RADAR
from radar_core.editions.diff import diff
from radar_core.known import danish_date
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Edition
from radar_core.spelling import together

KEEP_EDITION = "keepedition"
SWITCH_EDITION = "switchedition"


def offer_card(reflection: Reflection, bundle: Bundle, live: Bundle, lacks: EditionLacks | None = None) -> Card:
    """That another edition is live than the reflection's, what that changes for the team, and the choice.

    No choice where the live edition ``lacks`` what the reflection is about.
    """
    offer = words.OFFER if reflection.group else words.OFFER_ALONE
    data = {"r": reflection.id, "b": live.sha256}
    return card(
        [
            example(live),
            title(words.OFFER_TITLE),
            quiet(where(reflection, bundle), spacing="None"),
            anonymity(reflection),
            text(offer.format(new=edition_name(live.edition), old=edition_name(bundle.edition))),
            *([text(lacks_words(reflection, bundle, lacks))] if lacks else _choice(reflection, bundle, live)),
        ],
        [
            execute(words.SWITCH, SWITCH_EDITION, data, primary=True) if not lacks else None,
            execute(words.KEEP, KEEP_EDITION, data) if not lacks else None,
        ],
    )


def decided_card(reflection: Reflection, bundle: Bundle, said: str) -> Card:
    """What came of the offer, in its place: ``said`` is for everybody."""
    return card([example(bundle), text(said)], [execute(texts.SHOW_OPEN, SHOW_STATUS, {"r": reflection.id})])


def lacks_words(reflection: Reflection, bundle: Bundle, lacks: EditionLacks) -> str:
    """What the live edition does not have, by the names it has in the reflection's own."""
    fagomraade = bundle.fagomraade_by_id.get(reflection.fagomraade or "")
    kommune = bundle.kommune_by_code.get(reflection.kommune or "")
    missing = [
        words.FAGOMRAADE.format(name=fagomraade.name if fagomraade else reflection.fagomraade)
        if lacks.fagomraade
        else "",
        words.KOMMUNE.format(name=kommune.name if kommune else reflection.kommune) if lacks.kommune else "",
    ]
    return words.LACKS.format(missing=together([each for each in missing if each]))


def edition_name(edition: Edition) -> str:
    """»Teknologiradar« fra marts 2021, as far as its date is known."""
    if edition.date is None:
        return words.EDITION_UNDATED.format(title=plain(edition.title))
    return words.EDITION.format(title=plain(edition.title), date=danish_date(edition.date))


def changes(reflection: Reflection, bundle: Bundle, live: Bundle) -> tuple[str, ...]:
    """What changes on the radar that the team is shown, in three lines at most; empty where no ring does."""
    found = diff(bundle, live)
    fagomraade = _shown(reflection, bundle, live)
    shown = live.fagomraade_by_id.get(fagomraade) or bundle.fagomraade_by_id.get(fagomraade)
    radar = radar_for(live, fagomraade) if fagomraade == SAMLET or fagomraade in live.fagomraade_by_id else None
    name = shown.name if shown else SAMLET_RADAR
    return changed_lines(found.radar(fagomraade), name, radar, is_comparable=found.is_comparable)


def _choice(reflection: Reflection, bundle: Bundle, live: Bundle) -> list[Element | None]:
    lines = changes(reflection, bundle, live)
    return [
        text(listed(lines) if lines else _nothing_changes(reflection, bundle, live)),
        text(words.SAFE if reflection.group else words.SAFE_ALONE),
        quiet(words.FACILITATOR_CHOOSES, spacing="None") if reflection.group else None,
    ]


def _nothing_changes(reflection: Reflection, bundle: Bundle, live: Bundle) -> str:
    on_samlet = _shown(reflection, bundle, live) == SAMLET
    return words.NOTHING_CHANGES_SAMLET if on_samlet else words.NOTHING_CHANGES


def _shown(reflection: Reflection, bundle: Bundle, live: Bundle) -> str:
    """The fagområde whose radar the team is shown; the samlet one where neither edition has one for theirs."""
    fagomraade = reflection.fagomraade or SAMLET
    return SAMLET if _falls_back(bundle, fagomraade) and _falls_back(live, fagomraade) else fagomraade


def _falls_back(bundle: Bundle, fagomraade: str) -> bool:
    return fagomraade in bundle.fagomraade_by_id and radar_for(bundle, fagomraade).is_fallback
