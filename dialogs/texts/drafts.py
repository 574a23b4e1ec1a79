"""The Danish sentences about what somebody has written and not saved."""

from __future__ import annotations

STANDS = "Det, du har skrevet i feltet, er ikke gemt endnu."

LEFT_TITLE = "Ikke gemt: det, du skrev til spørgsmål {n}"
LEFT_DO = "Er det dit svar, så tryk på knappen, eller skriv **gem**. Ellers skriv **kassér**."
SAVE_AS = "Gem som svar på spørgsmål {n}"
ADD_TO = "Føj til dit svar på spørgsmål {n}"
DROP = "Kassér"
DROPPED = "Det, du skrev til spørgsmål {n}, er kasseret."

LOST = "Det, du skrev til spørgsmål {n}, er ikke gemt og bliver slettet: »{text}«"
EXPIRES = "Det, du skrev til spørgsmål {n}, er ikke gemt. Det bliver slettet, når refleksionen udløber."
EXPIRED = "Det, du skrev til spørgsmål {n} og ikke gemte, er slettet."

NOT_KEPT = "Det, du skrev, er ikke gemt:"
NOT_KEPT_LONG = "Det, du skrev, er ikke gemt, og det er for langt til at vise her."
