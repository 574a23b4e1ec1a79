"""Every Danish sentence the bot says, in one catalogue. Plain words, the same word for the same thing.

What a group does together once it has answered stands in ``team_texts``.
"""

from __future__ import annotations

from dialogs.reflection.events import Refusal

COMMANDS = (
    ("start refleksion", "gå KL's ni spørgsmål igennem sammen"),
    ("radar sundhed", "se et fagområdes radar med det samme"),
    ("status", "se, hvor langt I er"),
    ("svar: …", "svar med dine egne ord"),
    ("vis svar", "vis gruppens svar for alle"),
    ("konklusion: …", "skriv jeres fælles konklusion"),
    ("næste skridt: …", "skriv, hvad I gør nu"),
    ("egen radar", "skriv, hvor langt I selv er, og sammenlign"),
    ("vis udviklingen", "se, hvordan det er gået siden sidst"),
    ("følg sundhed", "få besked, når KL ændrer et fagområdes radar"),
    ("erfaringer chatbot", "se, hvad andre kommuner har prøvet"),
    ("protokol", "få svar og konklusioner med som en fil"),
    ("spring over", "lad et spørgsmål stå ubesvaret"),
    ("tilbage · gå til 4", "gå til et andet spørgsmål"),
    ("pause · fortsæt", "hold pause, og fortsæt en anden dag"),
    ("pause til mandag", "hold pause til en bestemt dag"),
    ("påmind os", "få en påmindelse, højst én om dagen"),
    ("overtag", "bliv tovholder"),
    ("mind dem, der mangler", "nævn dem, der ikke har svaret, én gang"),
    ("slet mine svar", "se, hvad jeg har gemt om dig, og slet det"),
    ("afslut", "bliv færdig, og se radaren"),
    ("annullér", "stop uden at få radaren"),
)

KEPT = "to år"
"""How long a reflection is kept after it was last changed."""

WELCOME_TITLE = "Hej! Jeg er Teknologiradar"
WELCOME = (
    "Jeg hjælper jer gennem KL's ni spørgsmål om ny teknologi. Til sidst får I jeres fagområdes radar og forslag til, "
    "hvor I kan begynde."
)
WELCOME_GROUP = "I en gruppechat eller kanal læser jeg kun beskeder, hvor I nævner mig, fx **@Teknologiradar start**."
HELP_TITLE = "Det kan du skrive"
HELP_OPEN = "I har en refleksion i gang: {where}."
HELP_OPEN_ALONE = "Du har en refleksion i gang: {where}."
HELP_PAUSED = "Den er på pause."
HELP_NONE = "Der er ingen refleksion i gang."
SETUP_PLACE = "kommune og fagområde mangler"
SHOW_OPEN = "Vis kortet igen"
DRAFT_ANONYMOUS = (
    "Det er ikke gemt. Svarene her er anonyme, og alle kan se, hvad du skriver i chatten. "
    "Er det dit svar på spørgsmål {n}, så tryk **Svar** på kortet i stedet."
)
DRAFT_GROUP = (
    "Det er ikke gemt. Er det dit svar på spørgsmål {n}, så skriv **svar:** foran, eller tryk **Svar** på kortet."
)

START_TITLE = "Start en refleksion"
START_LEAD = (
    "KL's ni spørgsmål om, hvorfor og hvordan I bruger ny teknologi. Til sidst får I jeres fagområdes radar og forslag "
    "til, hvor I kan begynde."
)
START_LEAD_ALONE = (
    "KL's ni spørgsmål om, hvorfor og hvordan I bruger ny teknologi. Til sidst får du dit fagområdes radar og forslag "
    "til, hvor I kan begynde."
)
KOMMUNE = "Kommune"
KOMMUNE_HINT = "Skriv de første bogstaver"
KOMMUNE_KNOWN = "Kommune: **{name}**"
KOMMUNE_CHANGE = "Skift kommune"
FAGOMRAADE = "Fagområde"
FAGOMRAADE_HINT = "Vælg et fagområde"
NAMING = "Sådan svarer I"
NAMED = "Svar med navn"
ANONYMOUS = "Anonyme svar"
ANONYMOUS_MEANS = (
    "Anonyme svar vises i tilfældig rækkefølge og først, når mindst fire har svaret. "
    "I kan skifte, indtil det første svar er givet."
)
START = "Start refleksion"
GO = "Start"

QUESTION = "Spørgsmål {n} af 9"
YOUR_ANSWER = "Dit svar"
COMMENT = "Kommentar"
OPTION = "Hvad passer bedst? (vores ord, ikke KL's)"
ANSWER_HINT = "Skriv her"
ANSWER_HINT_ALONE = "Skriv her, eller skriv bare i chatten"
RATING_ALONE = "Hvad er din vurdering?"
RATINGS = {
    1: "1 – slet ikke",
    2: "2 – i mindre grad",
    3: "3 – i nogen grad",
    4: "4 – i høj grad",
    5: "5 – i meget høj grad",
}
TICK_NEEDS = "Kryds af, hvad teknologi skal hjælpe jer med"
TICK_IN_OPERATION = "Kryds det af, I allerede har i drift (kun det, der står i KLAR)"
SAVE_AND_GO = "Gem og gå videre"
SAVE = "Gem"
CLOSE_INPUT = "Luk uden at gemme"
SAVE_AND_AHEAD = "Gem og svar på det næste"
WITHDRAW = "Træk svaret tilbage"
SKIP = "Spring over"
BACK = "Tilbage"
ANSWER = "Svar"
REVEAL = "Vis svar"
MENU = "Mere"
MAKE_ANONYMOUS = "Skift til anonyme svar"
MAKE_NAMED = "Skift til svar med navn"
FACILITATOR = "Tovholder: {name}"
NEXT = "Næste spørgsmål"
TO_SUMMARY = "Til opsummering"
REFRESH = "Opdatér"
ANSWERS_LATER = "Svarene er skjult, til en af jer trykker **Vis svar**."
FEW_ANSWERS = "Svarene er anonyme. De kan vises, når mindst fire har svaret."
SEEN_AT_ONCE = "Gruppen har allerede vist svarene. De andre ser dit svar, så snart du gemmer."

NOTICE_ALONE = (
    "Kun du ser dine svar her i chatten. De bruges til din opsummering og til at foreslå teknologier på radaren."
)
NOTICE_NAMED = (
    "De andre ser først dit svar, når gruppen viser svarene – og så med dit navn. "
    "Svarene bruges til jeres drøftelse, konklusioner og næste skridt."
)
NOTICE_ANONYMOUS = (
    "De andre ser først dit svar, når gruppen viser svarene: uden navn, i tilfældig rækkefølge, og kun når mindst fire "
    "har svaret. Du kan rette det, til refleksionen er afsluttet. Derefter er det slettet, hvem der skrev hvad. Har "
    "færre end fire svaret på et spørgsmål, bliver de svar også slettet. Svarene bruges til jeres drøftelse, "
    "konklusioner og næste skridt."
)
NOTICE_KEPT = f"Svarene slettes {KEPT} efter den sidste ændring."
NOTICE_OTHERS = "Skriv ikke navne eller CPR-numre på borgere eller kolleger."

SUMMARY_TITLE = "Opsummering"
SUMMARY_PAGE = "Opsummering – side {page} af {pages}"
SUMMARY_LEAD = "Se svarene igennem. I kan stadig rette."
SUMMARY_LEAD_ALONE = "Se svarene igennem. Du kan stadig rette."
SUMMARY_CLOSED = "Refleksionen er afsluttet."
SUMMARY_EXPIRED = "Refleksionen er udløbet."
SKIPPED = "Sprunget over"
UNANSWERED = "Ikke besvaret"
TICKED = "Krydset af: {names}"
EDIT_QUESTION = "Ret et svar"
EDIT_WHICH = "Vælg spørgsmål"
FINISH = "Afslut og vis radaren"
SHOW_MORE = "Vis mere"
SHOW_LESS = "Vis mindre"
MORE = "Næste side"
LESS = "Forrige side"

PAUSED_TITLE = "Refleksionen er på pause"
PAUSED_UNTIL_TITLE = "Pause til {when}"
PAUSED_RETURNS = "Alle svar er gemt. Jeg skriver igen den dag. Tryk **Fortsæt**, hvis I vil i gang før."
PAUSED_RETURNS_EMPTY = "Jeg skriver igen den dag. Tryk **Fortsæt**, hvis I vil i gang før."
PAUSED = "Alle svar er gemt. Tryk **Fortsæt**, eller skriv **fortsæt**, når I vil videre."
PAUSED_RETURNS_ALONE = "Alle svar er gemt. Jeg skriver igen den dag. Tryk **Fortsæt**, hvis du vil i gang før."
PAUSED_RETURNS_EMPTY_ALONE = "Jeg skriver igen den dag. Tryk **Fortsæt**, hvis du vil i gang før."
PAUSED_ALONE = "Alle svar er gemt. Tryk **Fortsæt**, eller skriv **fortsæt**, når du vil videre."
RESUME = "Fortsæt"
CANCELLED_TITLE = "Refleksionen er annulleret"
REMINDER_TITLE = "Husk jeres refleksion"
REMINDER_QUESTION = "I er nået til spørgsmål {n} af 9. Der er stadig tid til at svare og til at rette."
REMINDER_REVIEW = "I er nået til opsummeringen. Den venter på jer."
REMIND_OFF = "Slå påmindelser fra"
WARNED_TITLE = "Refleksionen udløber snart"
WARNED = "Der er ikke sket noget længe. Refleksionen udløber {day}."
WARNED_DO = "Vil I holde den i gang, så svar på et spørgsmål, eller gå videre."
WARNED_DO_ALONE = "Vil du holde den i gang, så svar på et spørgsmål, eller gå videre."
EXPIRED_TITLE = "Refleksionen er udløbet"
ELSEWHERE_TITLE = "I har en refleksion i gang i en anden tråd"
ELSEWHERE = "I har {count} refleksioner i gang i andre tråde"
ELSEWHERE_DO = "Åbn tråden, og skriv dér. Eller start en ny her."
ELSEWHERE_ITEM = "**{place}:** {state}"
ELSEWHERE_MORE = "Og {count} mere."
OPEN_THREAD = "Åbn {place}"
NOT_HERE = "Du er ikke med her længere, så jeg gjorde ikke noget: bed en, der er med, om at tilføje dig igen."
RETIRED = "Det nyeste kort står længere nede."

RADAR_SAYS = "Hvad siger radaren?"
FACT_SOURCE = "Kilde: {source}."
CASES_TITLE = "Erfaringer fra kommuner"
CASES_OF = "Erfaringer fra kommuner: {about}"
CASES_PAGE = "{heading} – side {page} af {pages}"
CASES_NONE = "Jeg har ingen erfaringer med det, som jeg kan vise en kilde til."
CASES_SOURCED = "Alle erfaringerne har en kilde. Læs den, før I bruger dem til at beslutte noget."
CASES_UNKNOWN = "Jeg kender ikke »{text}«. Her er alle de erfaringer, jeg har."
CASE_OF = "{areas} · {when}"
CASE_GENERAL = "Flere fagområder"
READ_SOURCE = "Læs kilden"

READY_TITLE = "{where}: her kan I begynde"
READY_NONE = "Ingen teknologier står i KLAR på denne radar."
READY_NOT_KNOWN = "Jeg kender ingen teknologier i KLAR på denne radar."
BEGIN_HERE = "Her kan I begynde"
READY_ALSO = "Også i KLAR: {names}."
SHOW_ALL = "Vis alle {count} i KLAR"
SHOW_FEWER = "Vis de første tre"
NO_PICTURE = "Billedet bliver tegnet og kommer her om lidt. Imens er her radaren som tekst:"
NO_PICTURE_YET = "Billedet er ikke tegnet endnu. Tryk på Vis billedet om lidt. Her er radaren som tekst:"
PICTURE_FAILED = "Billedet kunne ikke tegnes. Her er radaren som tekst:"
SHOW_PICTURE = "Vis billedet"
OPEN_PICTURE = "Se radaren i stort"
PICK_RADAR = "Hvilket fagområde vil du se?"
PICK_RADAR_UNKNOWN = "Jeg kender ikke fagområdet »{text}«. Vælg et af dem her:"
SAMLET_NAME = "Samlet – alle fagområder"
SHOW_RADAR = "Vis radaren"
EVIDENCE = "Om placeringerne: {kinds}."
NO_ENTRIES = "Jeg kender ingen placeringer på denne radar."
EXPERIENCE = "Erfaring ({when}): [{title}]({url})"
UNKNOWN_YEAR = "årstal ikke oplyst"
ETHICS = "**Dataetik:** {point} [Kilde]({url})"
DISCUSS_TITLE = "Tag radaren med i jeres drøftelse"
DISCUSS = (
    "Virker det, vi har indført?",
    "Giver det mening for ledere og medarbejdere?",
    "Skaber det værdi i mødet med borgerne?",
    "Afprøver vi for lidt eller for meget?",
)
FROM_RADAR = "Rækkefølgen følger radaren. I en refleksion kan I krydse jeres behov af."

SAVED = "Dit svar på spørgsmål {n} er gemt."
SAVED_EDIT = "Dit svar på spørgsmål {n} er rettet og gemt."
QUESTION_SKIPPED = "Spørgsmål {n} er sprunget over. Det kan altid besvares senere."
RESUMED = "Refleksionen er i gang igen."
PAUSE_ENDED = "Pausen er slut. Refleksionen er i gang igen."
WITHDRAWN = "Dit svar på spørgsmål {n} er trukket tilbage og slettet."
REVEALED = "Alle kan nu se svarene på spørgsmål {questions}."
TAKEN_OVER = "{name} er nu tovholder."
REOPENED = "Refleksionen er åben igen."
REMINDERS_ON = "Påmindelser er slået til. I får højst én om dagen, og kun på hverdage."
REMINDERS_OFF = "Påmindelser er slået fra."
NAMING_ANONYMOUS = "Svarene er nu anonyme."
NAMING_NAMED = "Svarene er nu med navn."
CONCLUDED = "Konklusionen på spørgsmål {n} er gemt."
STEP_SAVED = "Jeres næste skridt er gemt."
STEP_REMOVED = "Skridtet er fjernet."
CHOSEN = "Jeres valg er gemt."
EVALUATED = "Jeres evaluering er gemt."
TAKEN_OUT = "[nummer fjernet]"
NUMBER_TAKEN_OUT = (
    "Intet er gemt endnu. Jeg har fjernet noget, der ligner et CPR-nummer. Læs teksten igennem, og tryk **Gem**."
)

PRESSED_BEFORE = "Du har trykket på den knap før, og siden er noget ændret. Derfor har jeg ikke gjort noget nu."
STANDS_NOW = "Der står nu: {text}"
NO_ANSWER_NOW = "Du har ikke noget svar på spørgsmål {n} nu."
NO_CONCLUSION_NOW = "Der er ingen konklusion på spørgsmål {n} nu."
SAVE_INSTEAD = "Gem dette i stedet"
DO_IT_NOW = "Gør det nu"
AT_SETUP = "Refleksionen mangler kommune og fagområde."
AT_QUESTION = "Refleksionen er nu ved spørgsmål {n} af 9."
AT_SUMMARY = "Refleksionen er nu ved opsummeringen."
AT_PAUSE = "Refleksionen er på pause nu."

NOT_KEPT = "Det, du skrev, er ikke gemt."
NOT_SAVED = (
    "Der gik noget galt, og det sidste er ikke gemt. Prøv igen om lidt. "
    "Sker det igen, så giv jeres it-afdeling dette nummer: {reference}"
)
NOT_SHOWN = (
    "Det kunne jeg ikke vise lige nu. Prøv igen om lidt. "
    "Sker det igen, så giv jeres it-afdeling dette nummer: {reference}"
)
BUSY = "Der er rigtig mange, der skriver til mig lige nu. Det sidste er ikke gemt – prøv igen om lidt."
BUSY_ASKED = "Der er rigtig mange, der skriver til mig lige nu. Spørg igen om lidt."
TOO_MANY = "Det går lidt hurtigt for mig. Det sidste er ikke gemt – vent et øjeblik, og prøv igen."
TOO_MANY_ASKED = "Det går lidt hurtigt for mig. Vent et øjeblik, og spørg igen."

REFUSALS = {
    Refusal.NO_REFLECTION: "Der er ingen refleksion i gang. Skriv **start refleksion** for at begynde.",
    Refusal.ALREADY_OPEN: "Der er allerede en refleksion i gang her. Afslut eller annullér den, før I starter en ny.",
    Refusal.KOMMUNE_MISSING: "Vælg også jeres kommune.",
    Refusal.FAGOMRAADE_MISSING: "Vælg også et fagområde.",
    Refusal.SETUP_FIRST: "Vælg først kommune og fagområde, eller skriv dem her, fx »Vejle, sundhed«.",
    Refusal.PAUSED: "Refleksionen er på pause. Skriv **fortsæt**, når I vil videre.",
    Refusal.NOT_PAUSED: "Refleksionen er ikke på pause.",
    Refusal.STALE_CARD: "Det kort er gammelt. Her er det nye.",
    Refusal.NO_SUCH_QUESTION: "Der er ni spørgsmål. Vælg et nummer fra 1 til 9.",
    Refusal.FIRST_QUESTION: "I er ved det første spørgsmål.",
    Refusal.EMPTY_ANSWER: "Svaret er tomt. Skriv et par ord, eller tryk **Spring over**.",
    Refusal.ANSWER_TOO_LONG: "Teksten er for lang. Et svar må højst fylde 4.000 tegn, og et skridt højst 500.",
    Refusal.WHICH_QUESTION: "Hvilket spørgsmål? Skriv fx **svar 3: …** eller **gå til 3**.",
    Refusal.NOTHING_ANSWERED: "Der er ingen svar at vise endnu.",
    Refusal.NOT_FACILITATOR: "Kun tovholderen kan gå videre, skifte udgave og afslutte.",
    Refusal.PERSONAL_NUMBER: (
        "Teksten er ikke gemt, for noget i den ligner et CPR-nummer. Fjern nummeret, og prøv igen."
    ),
    Refusal.ANSWER_FIRST: "Svar først selv. Så kan du vise alles svar.",
    Refusal.TOO_FEW_TO_OPEN: "Svarene er anonyme. De kan vises, når mindst fire har svaret.",
    Refusal.NAMING_FIXED: "I kan ikke skifte længere, for det første svar er givet.",
    Refusal.NAMING_CHANGED: (
        "Dit svar er ikke gemt. Gruppen har i mellemtiden skiftet til svar med navn. "
        "Tryk **Gem** igen, hvis dit navn må stå ved svaret."
    ),
    Refusal.ANONYMOUS_BY_TEXT: (
        "Det er ikke gemt. Svarene her er anonyme, men alle kan se, hvad du skriver i chatten. "
        "Slet gerne din besked, og tryk **Svar** på kortet."
    ),
    Refusal.CONCLUSION_CHANGED: (
        "Din tekst er ikke gemt, for en anden har rettet konklusionen, mens du skrev. "
        "Se, hvad der står nu, og gem igen."
    ),
    Refusal.EMPTY_CONCLUSION: "Konklusionen er tom. Skriv et par ord.",
    Refusal.UNKNOWN_TIME: (
        "Jeg forstår ikke datoen. Skriv fx **mandag**, **3. december** eller **om to uger**. "
        "Det må højst være et år frem."
    ),
    Refusal.NO_SUCH_STEP: "Det skridt findes ikke længere.",
    Refusal.EMPTY_STEP: "Skriv, hvad I vil gøre.",
    Refusal.WHO_TOO_LONG: "Det er ikke gemt, for feltet »Hvem gør det?« er for langt. Der er plads til 100 tegn.",
    Refusal.TOO_MANY_STEPS: "I har allerede 30 skridt. Fjern et, før I skriver et nyt.",
    Refusal.NO_SUCH_TECHNOLOGY: "Den teknologi har I ikke valgt.",
    Refusal.EMPTY_EVALUATION: "Vælg, om I vil udbrede, justere eller stoppe.",
    Refusal.NOTHING_TO_WITHDRAW: "Du har ikke noget svar at trække tilbage.",
    Refusal.EDIT_NOT_READ: (
        "Du har rettet eller gendannet en besked, men jeg kan ikke se, hvilket svar den hører til. "
        "Skriv svaret igen, fx **svar 3: …**."
    ),
    Refusal.NEWER_STANDS: "Du har gendannet en besked, men du har svaret igen siden. Det er det nye svar, der står.",
    Refusal.ANSWER_STANDS: (
        "Du har slettet en besked, men refleksionen er slut, så dit svar i den står stadig. "
        "Bliver refleksionen åbnet igen med **genåbn**, kan du trække svaret tilbage."
    ),
    Refusal.SHARED_STANDS: (
        "Du har slettet en besked, men det fælles, du skrev i den, står stadig: en konklusion, et skridt eller "
        "hvorfor noget ikke er relevant. Ret eller fjern det på kortet, hvis det ikke skal stå."
    ),
    Refusal.NOT_CLOSED: "Refleksionen er allerede åben.",
    Refusal.CLOSED_ANONYMOUSLY: (
        "Svarene var anonyme, og det er slettet, hvem der skrev hvad. Derfor kan refleksionen ikke åbnes igen."
    ),
    Refusal.ONLY_IN_A_GROUP: "Det virker kun i en gruppechat eller kanal.",
    Refusal.NO_DRAFT: "Der er ikke noget udkast at gemme eller kassere.",
    Refusal.WHICH_TECHNOLOGY: "Det er ikke gemt endnu. Vælg også, hvilken teknologi det er.",
    Refusal.NO_REASON: "Det er ikke gemt endnu. Skriv også, hvorfor den ikke er relevant.",
    Refusal.REASON_TOO_LONG: "Begrundelsen er ikke gemt. Den må højst fylde 500 tegn.",
    Refusal.NUDGE_WITHOUT_NAMES: "Svarene er anonyme, så jeg ved ikke, hvem der mangler.",
    Refusal.NUDGED_BEFORE: "Jeg har allerede mindet dem om spørgsmålet. Det gør jeg kun én gang.",
    Refusal.NOBODY_MISSING: "Alle, jeg kender her, har svaret.",
    Refusal.NO_NEWER_EDITION: "Refleksionen bruger allerede den udgave, der gælder nu.",
}
