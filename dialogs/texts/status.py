"""The Danish sentences of the message that says who in a group has answered."""

from __future__ import annotations

NOBODY = "Spørgsmål {n}: ingen har svaret endnu"
SOME = "Spørgsmål {n}: {count} af {people} har svaret"
ALL = "Spørgsmål {n}: {count} har svaret"
ANSWERED = "**Har svaret:** {names}"
ANSWERED_MANY = "**Har svaret:** {names} og {count} til"
MISSING = "**Mangler:** {names}"
MISSING_MANY = "**Mangler:** {names} og {count} til"
FEW = "Svarene er anonyme. De kan vises, når mindst fire har svaret."
REMINDED = "Dem, der mangler, har fået en påmindelse."
SHOWN = "Svarene er vist. De står på kortet med spørgsmålet."
AT_SUMMARY = "I er ved opsummeringen. Skriv **status** for at få den frem igen."
AT_PAUSE = "Refleksionen er på pause. Skriv **fortsæt**, når I vil videre."
OVER = "Refleksionen er slut. Skriv **start refleksion** for at begynde en ny."
MOVED_DOWN = "Hvem der har svaret, står nu længere nede."

NUDGE = "Mind dem, der mangler"
NUDGE_SAYS = "I mangler at svare på spørgsmål {n}. Tryk **Svar** på kortet med spørgsmålet."
NUDGE_SAYS_ONE = "Du mangler at svare på spørgsmål {n}. Tryk **Svar** på kortet med spørgsmålet."
NUDGED = "Jeg har mindet dem, der mangler, om spørgsmål {n}."
