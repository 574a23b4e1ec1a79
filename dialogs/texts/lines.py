"""The Danish sentences about lines that are answers, and what an earlier card leaves behind."""

from __future__ import annotations

from collections.abc import Mapping

SHORT: Mapping[int, str] = {
    1: "Formål",
    2: "Behov",
    3: "Ambitioner",
    4: "Prioritering",
    5: "Afprøvning",
    6: "Organisation",
    7: "It-landskab",
    8: "Samarbejde",
    9: "Andres erfaringer",
}
"""The nine questions in a word or two."""

LEFT = "**{n} · {name}:** {text}"
LEFT_RATED = "{rating} af 5"
LEFT_SKIPPED = "sprunget over"
LEFT_UNANSWERED = "ikke besvaret"
EDIT = "Ret"
TAKE_BACK = "Fortryd"
TAKEN_BACK = "Fortrudt. Dit svar på spørgsmål {n} er ikke gemt mere. Ret det i feltet, eller skriv et nyt."
TICKS_WANTED = "Forslagene til sidst bygger på krydserne. Skriv **gå til {n}**, hvis du vil sætte dem."
RATING_WANTED = "Gemt: din kommentar til spørgsmål {n}. Skriv også et tal fra 1 til 5."

KEPT_TITLE = "Du har allerede svaret på spørgsmål {n}"
KEPT_STANDS = "**Der står:** {text}"
KEPT_NEW = "**Du skrev nu:** {text}"
KEPT_UNRATED = "Der mangler også et tal fra 1 til 5. Det kan du bare skrive."
KEPT_ASK = "Skal det nye erstatte dit svar eller føjes til? Lader du svaret stå, gemmer jeg ikke det nye."
REPLACE = "Erstat"
ADD = "Tilføj"
LET_STAND = "Lad stå"
