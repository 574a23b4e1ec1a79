"""The Danish sentences about a team's reflections over time."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.over_time.outcomes import TechnologyOutcome

TITLE = "Udvikling · {where}"
PICTURE_TITLE = "Jeres vurderinger over tid"
PICTURE_TITLE_ALONE = "Dine vurderinger over tid"

CONFIRM = "Er det de samme refleksioner, I vil se ved siden af hinanden?"
CONFIRM_CHANNEL = (
    "Er det jer, der har lavet dem alle? Nogle af dem er fra andre tråde her i kanalen. Vælg kun dem, der er jeres."
)
EACH = "**{day}** · {what}"
ANSWERED = "{count} har svaret"
ANONYMOUS = "anonyme svar"
OPEN = "er i gang nu"
YES = "Ja, vis udviklingen"
PICK = "Vælg, hvilke der er jeres"
PICK_LABEL = "Jeres refleksioner"
PICK_TOO_FEW = "Kryds mindst to af, så de kan vises ved siden af hinanden."
SHOW = "Vis udviklingen"
BELOW = "Udviklingen står i beskeden herunder."
WHO_SEES = "Alle her i chatten kan se den. Den viser kun svar, som gruppen allerede har vist."

TIMES = "{count} refleksioner: {labels}"
MIDDLE = "{label}: {middle} ({count})"
MIDDLE_ALONE = "{label}: {middle}"
LACK = "{label}: {lack}"
QUESTION = "**{n}. {text}** {verdict}"
EXPLAINED = "Tallet er midten af svarene på en skala fra 1 til 5."
PICTURE_COMES = "Billedet kommer i den næste besked."
NOTHING_RATED = "Ingen af refleksionerne har tal, der kan vises ved siden af hinanden."

BECAME = "Det blev der af teknologierne"
BECAME_NONE = "Der er ikke valgt eller fravalgt nogen teknologier."
TECHNOLOGY = "**{name}:** {said}"
SAID = "{when} {what}"
MORE_TECHNOLOGIES = "{count} teknologier mere er der ikke plads til her."
STEPS = "Næste skridt, der er skrevet: {counts}."
STEPS_EACH = "{count} i {label}"
STEPS_HOW = "Skriv **næste skridt** for at se jeres skridt, og hvad der skal evalueres."
STEPS_HOW_ALONE = "Skriv **næste skridt** for at se dine skridt, og hvad der skal evalueres."

TOO_FEW = "Udvikling kan vises, når der er mindst to afsluttede refleksioner om det samme fagområde her i chatten."
TOO_FEW_ONE = "Der er kun én refleksion om {where} her, fra {day}."
TOO_FEW_NONE = "Der er ingen afsluttede refleksioner om {where} her."
TOO_FEW_ANY = "Der er ingen afsluttede refleksioner her endnu."
WHICH = "Hvilket fagområde vil I se udviklingen for?"
UNKNOWN = "Jeg kender ikke fagområdet »{text}«."
OF = "Vis {where}"

OUTCOMES: Mapping[TechnologyOutcome, str] = {
    TechnologyOutcome.STARTED: "valgt",
    TechnologyOutcome.IN_OPERATION: "i drift",
    TechnologyOutcome.DUE: "skal evalueres",
    TechnologyOutcome.SCALED: "evalueret – udbredes",
    TechnologyOutcome.ADJUSTED: "evalueret – justeres",
    TechnologyOutcome.STOPPED: "evalueret – stoppet",
    TechnologyOutcome.LEFT: "valgt fra igen",
    TechnologyOutcome.DISMISSED: "ikke relevant",
}
COUNTED: Mapping[TechnologyOutcome, str] = {
    TechnologyOutcome.SCALED: "{count} udbredes",
    TechnologyOutcome.ADJUSTED: "{count} justeres",
    TechnologyOutcome.IN_OPERATION: "{count} i drift",
    TechnologyOutcome.STARTED: "{count} i gang",
    TechnologyOutcome.DUE: "{count} skal evalueres",
    TechnologyOutcome.STOPPED: "{count} stoppet",
    TechnologyOutcome.LEFT: "{count} valgt fra igen",
    TechnologyOutcome.DISMISSED: "{count} ikke relevant",
}
"""How many it has come to so, in the order it is told."""
