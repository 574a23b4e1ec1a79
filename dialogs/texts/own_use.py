"""The Danish sentences about a kommune's own radar."""

from __future__ import annotations

TITLE = "Egen radar · {where}"
LEAD = (
    "Her skriver I, hvor langt I selv er med hver teknologi. Alle teams i kommunen kan se og rette svarene, og dit "
    "navn står ved det, du gemmer. Andre kommuner kan ikke se dem."
)
PROGRESS = "I har udfyldt {done} af {all} teknologier."
PROGRESS_DONE = "I har udfyldt alle {all} teknologier."
STANDS_IN = "{reason}. Her er teknologierne på den samlede radar."
FILL = "Udfyld"
FILL_ON = "Fortsæt udfyldningen"
CHANGE = "Ret svarene"
COMPARE = "Se sammenligningen"
PASTE = "Indsæt fra regneark"
FORVALTNINGER = "Jeres forvaltninger"
OVERVIEW = "Luk"

PAGE = "Egen radar · {where} · {page} af {pages}"
PAGE_LEAD = "Hvor langt er I? Skriv også kort, hvor I bruger teknologien, så andre kan se, hvad svaret bygger på."
ON_RADAR = "På radaren: {ring}"
STAGE_LABEL = "{name}: hvor langt er I?"
STAGE_HINT = "Vælg"
EVIDENCE_LABEL = "{name}: skriv kort, hvad svaret bygger på"
EVIDENCE_HINT = "Fx hvor den bruges, og hvad den har givet"
LAST = "Sidst skrevet af {name}, {day}"
VALUE_LABEL = "{name} i drift: giver den den forventede værdi?"
VALUE_HINT = "Kun hvis den er i drift"
SAVE_NEXT = "Gem og gå videre"
SAVE_COMPARE = "Gem og se sammenligningen"
SAVE_BACK = "Gem og gå tilbage"

SAVED = "{count} er gemt."
SAVED_NONE = "Der var intet nyt at gemme."
OVERTAKEN = (
    "Dit svar om {technology} er ikke gemt, for {name} har i mellemtiden gemt »{stage}«. Dit valg står i feltet. "
    "Gem igen, hvis det skal gælde."
)
WITHOUT_STAGE = "Vælg også, hvor langt I er med {names}. Det, du skrev, står i feltet og er ikke gemt."
PERSONAL_NUMBER = (
    "Intet er gemt endnu. Jeg har fjernet noget, der ligner et CPR-nummer. Læs teksten igennem, og gem igen."
)

RESULT_TITLE = "Jeres egen radar · {where}"
RESULT_LEAD = "Sammenlignet med {radar}."
NOTHING_SAID = "I har ikke udfyldt noget endnu. Tryk **Udfyld**."
CANDIDATES = "I KLAR på radaren, men ikke i drift hos jer"
QUESTIONABLE = "I drift hos jer, selv om radaren siger HOLD ØJE eller AFVENT"
WITHOUT_VALUE = "I drift, men værdien er udeblevet eller ikke kendt"
WITHOUT_EVIDENCE = "I drift, men I har ikke skrevet, hvor"
MORE = "Og {count} mere."
UNANSWERED = "I mangler {count}: {names}"
BALANCE = "Spørgsmål {n} · {question}"
BALANCE_CONCLUSION = "Jeres konklusion: {text}"
BALANCE_ANSWER = "{name}: {text}"
BALANCE_ANSWER_ANONYMOUS = "Et svar: {text}"
BALANCE_MORE = "Der er {count} svar mere. De står i opsummeringen."
BALANCE_NONE = "Der er ingen svar på spørgsmål {n} at vise i denne chat."
PICTURE_COMES = "Billedet kommer i en besked for sig."

PASTE_TITLE = "Indsæt fra et regneark · {where}"
PASTE_LEAD = (
    "Markér cellerne i regnearket med overskrifterne **Teknologi** og **Status** (og gerne **Begrundelse** og "
    "**Værdi**), kopiér dem, og sæt dem ind her. Status er bruger ikke, overvejer, afprøver eller i drift. "
    "Har I kun jeres egen placering på KL's ringe, så brug overskriften **Placering**: 1 (AFVENT) til 4 (KLAR)."
)
PASTE_LABEL = "Celler fra regnearket"
PASTE_WHOSE = "Hvem gælder regnearket for?"
PASTE_SAVE = "Læs og gem"
PASTE_LONG = "Det, I satte ind, er for langt til at stå her igen. Ret det i regnearket, og sæt det ind igen."
PASTE_FAULTS = "Intet er gemt. Ret dette, og prøv igen:"
IMPORTED = "{count} fra regnearket er gemt ({where})."
IMPORTED_NONE = "Alt i regnearket stod her allerede."

FORVALTNINGER_TITLE = "Jeres forvaltninger"
FORVALTNINGER_LEAD = (
    "Skriv en linje for hver forvaltning: navnet, et kolon og de fagområder, den arbejder med. Så kan I indsætte en "
    "forvaltnings regneark. Har flere forvaltninger samme fagområde, gælder svaret fra den, der er "
    "nået længst. Der regnes aldrig et gennemsnit."
)
FORVALTNINGER_LABEL = "Forvaltning: fagområde, fagområde"
FORVALTNINGER_KNOWN = "Fagområder: {names}"
FORVALTNINGER_SAVE = "Gem forvaltningerne"
FORVALTNINGER_SAVED = "Jeres forvaltninger er gemt."

KOMMUNE = "Hvilken kommunes egen radar?"
KOMMUNE_SEVERAL = "Der er flere kommuner i jeres organisation. Hvilken kommunes egen radar?"
FAGOMRAADE = "Hvilket fagområde?"
FAGOMRAADE_UNKNOWN = "Jeg kender hverken fagområdet eller forvaltningen »{text}«. Vælg her:"
FAGOMRAADE_AMONG = "Den forvaltning arbejder med flere fagområder. Vælg et:"
CHOOSE = "Vælg"
