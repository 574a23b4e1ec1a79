"""Every Danish sentence the bot says, in one catalogue. Plain words, the same word for the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.events import Refusal

COMMANDS = (
    ("start refleksion", "gå KL's ni spørgsmål igennem sammen"),
    ("radar sundhed", "se et fagområdes radar med det samme"),
    ("status", "hent det åbne kort frem igen"),
    ("svar: …", "svar på spørgsmålet med ord"),
    ("spring over", "lad et spørgsmål stå ubesvaret"),
    ("tilbage · gå til 4", "gå til et andet spørgsmål"),
    ("pause · fortsæt", "læg refleksionen væk og tag den frem igen"),
    ("afslut · annullér", "slut af og se radaren, eller opgiv"),
)

WELCOME_TITLE = "Hej – jeg er Teknologiradar-botten"
WELCOME = (
    "Jeg går KL's ni spørgsmål om teknologi igennem med jer og viser, hvilke teknologier der er klar "
    "til at starte med på jeres fagområde."
)
WELCOME_GROUP = "I en gruppe eller kanal hører jeg kun det, der begynder med mit navn, fx **@Teknologiradar start**."
HELP_TITLE = "Det kan du skrive"
HELP_OPEN = "I har en refleksion i gang: {where}."
HELP_NONE = "Der er ingen refleksion i gang."
SETUP_PLACE = "kommune og fagområde mangler"
SHOW_OPEN = "Vis det åbne kort"
NOT_UNDERSTOOD = "Det forstod jeg ikke. Du kan fx skrive:"
DRAFT = "Skal det være dit svar? Tryk **{button}**, så gemmer jeg det. Intet er gemt endnu."
DRAFT_GROUP = "Skal det være dit svar på spørgsmål {n}? Så skriv **svar:** foran – eller tryk **Svar** på kortet."

START_TITLE = "Start en refleksion"
START_LEAD = (
    "Ni spørgsmål fra KL om, hvorfor og hvordan I bruger teknologi. Til sidst får I radaren for jeres "
    "fagområde og de teknologier, der er klar til at starte med."
)
KOMMUNE = "Kommune"
KOMMUNE_HINT = "Skriv de første bogstaver"
KOMMUNE_KNOWN = "Kommune: **{name}**"
KOMMUNE_CHANGE = "Skift kommune"
FAGOMRAADE = "Fagområde"
FAGOMRAADE_HINT = "Vælg et fagområde"
START = "Start refleksion"
GO = "Start"

QUESTION = "Spørgsmål {n} af 9"
YOUR_ANSWER = "Dit svar"
COMMENT = "Kommentar"
ANSWER_HINT = "Skriv her"
RATING = "Hvor enige er I?"
RATING_ALONE = "Hvor enig er du?"
RATINGS = {1: "1 – slet ikke", 2: "2 – i mindre grad", 3: "3 – i nogen grad", 4: "4 – i høj grad", 5: "5 – helt"}
TICK_NEEDS = "Kryds af, hvad teknologi skal hjælpe jer med"
TICK_IN_OPERATION = "Kryds af, hvad I allerede har i drift (klar på radaren)"
SAVE_AND_GO = "Gem og gå videre"
SAVE = "Gem"
CLOSE_INPUT = "Luk uden at gemme"
SKIP = "Spring over"
BACK = "Tilbage"
ANSWER = "Svar"
EDIT_ANSWER = "Ret dit svar"
NEXT = "Næste spørgsmål"
TO_SUMMARY = "Til opsummering"
REFRESH = "Opdater"
NOBODY_ANSWERED = "Ingen har svaret endnu."
ANSWERED_BY = "Har svaret: {names}"
ANSWERED_BY_MANY = "{count} har svaret, senest {names}"
ANSWERS_LATER = "Svarene vises i opsummeringen."

SUMMARY_TITLE = "Opsummering"
SUMMARY_PAGE = "Opsummering – side {page} af {pages}"
SUMMARY_LEAD = "Se svarene igennem. I kan stadig rette."
SUMMARY_CLOSED = "Refleksionen er afsluttet."
SKIPPED = "Sprunget over"
UNANSWERED = "Ikke besvaret"
TICKED = "Krydset af: {names}"
EDIT_QUESTION = "Ret et svar"
EDIT_WHICH = "Vælg spørgsmål"
FINISH = "Afslut og vis radaren"
MORE = "Næste side"
LESS = "Forrige side"

PAUSED_TITLE = "Refleksionen er på pause"
PAUSED = "Alle svar er gemt. Tryk **Fortsæt**, eller skriv **fortsæt**, når I vil videre."
RESUME = "Fortsæt"
CANCELLED_TITLE = "Refleksionen er annulleret"
CANCELLED = "Skriv **start refleksion**, når I vil begynde forfra."
RETIRED = "Refleksionen fortsætter længere nede."

READY_TITLE = "{where}: klar til at starte med"
READY_NONE = "Ingen teknologier er placeret som KLAR på denne radar."
READY_ALSO = "Også klar: {names}."
SHOW_ALL = "Vis alle {count} klar"
SHOW_FEWER = "Vis de første tre"
OPEN_PICTURE = "Åbn billedet"
PICK_RADAR = "Hvilket fagområde vil du se?"
PICK_RADAR_UNKNOWN = "Jeg kender ikke fagområdet »{text}«. Vælg et af dem her:"
SAMLET_NAME = "Samlet – alle fagområder"
SHOW_RADAR = "Vis radaren"
EVIDENCE = "Belæg: {kinds}."
NO_ENTRIES = "Der er ingen placeringer på denne radar."
EXPERIENCE = "Erfaring: [{title}]({url})"
ETHICS = "**Dataetik:** {point} [Kilde]({url})"
DISCUSS_TITLE = "Tag den med i jeres drøftelse"
DISCUSS = (
    "Virker det, vi har indført?",
    "Giver det mening for ledere og medarbejdere?",
    "Skaber det værdi i mødet med borgerne?",
    "Afprøver vi for lidt eller for meget?",
)
FROM_TICKS = "Rækkefølgen følger det, I krydsede af."
FROM_RADAR = "Rækkefølgen følger radaren. I en refleksion kan I krydse jeres behov af."

SAVED = "Gemt: dit svar på spørgsmål {n}."
SAVED_EDIT = "Rettet og gemt: dit svar på spørgsmål {n}."
QUESTION_SKIPPED = "Spørgsmål {n} er sprunget over. I kan altid gå tilbage."
RESUMED = "Så er I i gang igen."

NOT_SAVED = "Ikke gemt – prøv igen om lidt. Bliver det ved, så giv jeres it-afdeling dette nummer: {reference}"
TOO_MANY = "Det går lidt hurtigt for mig. Det sidste er ikke gemt – vent et øjeblik, og prøv igen."

REFUSALS = {
    Refusal.NO_REFLECTION: "Der er ingen refleksion i gang. Skriv **start refleksion** for at begynde.",
    Refusal.ALREADY_OPEN: "Der er allerede en refleksion i gang her. Afslut eller annullér den, før I starter en ny.",
    Refusal.KOMMUNE_MISSING: "Vælg også jeres kommune.",
    Refusal.FAGOMRAADE_MISSING: "Vælg også et fagområde.",
    Refusal.SETUP_FIRST: "Vælg først kommune og fagområde.",
    Refusal.PAUSED: "Refleksionen er på pause. Skriv **fortsæt**, når I vil videre.",
    Refusal.NOT_PAUSED: "Refleksionen er ikke på pause.",
    Refusal.STALE_CARD: "Det kort er forældet. Her er det, der gælder nu.",
    Refusal.NO_SUCH_QUESTION: "Der er ni spørgsmål. Vælg et nummer fra 1 til 9.",
    Refusal.FIRST_QUESTION: "I er ved det første spørgsmål.",
    Refusal.EMPTY_ANSWER: "Der stod ikke noget i svaret. Skriv et par ord, eller tryk **Spring over**.",
    Refusal.ANSWER_TOO_LONG: "Svaret er for langt. Hold det under 4.000 tegn.",
    Refusal.WHICH_QUESTION: "Hvilket spørgsmål? Skriv fx **svar 3: …** eller **gå til 3**.",
}


def join(names: Sequence[str]) -> str:
    """Names as Danish lists them: »a, b og c«."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} og {names[-1]}"
