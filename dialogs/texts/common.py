"""Every Danish sentence the bot says, in one catalogue. Plain words, the same word for the same thing.

What a group does together once it has answered stands in ``team_texts``.
"""

from __future__ import annotations

from dialogs.reflection.events import Refusal

COMMANDS = (
    ("start refleksion", "gå KL's ni spørgsmål igennem sammen"),
    ("radar sundhed", "se et fagområdes radar med det samme"),
    ("status", "hent det åbne kort frem igen"),
    ("svar: …", "svar på spørgsmålet med ord"),
    ("vis svar", "vis gruppens svar for alle"),
    ("konklusion: …", "skriv jeres fælles konklusion"),
    ("næste skridt: …", "skriv, hvad I gør nu"),
    ("egen radar", "skriv, hvor langt I selv er, og sammenlign"),
    ("følg sundhed", "få besked, når KL ændrer et fagområdes radar"),
    ("erfaringer chatbot", "se, hvad andre kommuner har prøvet"),
    ("protokol", "få svar og konklusioner med som en fil"),
    ("spring over", "lad et spørgsmål stå ubesvaret"),
    ("tilbage · gå til 4", "gå til et andet spørgsmål"),
    ("pause · fortsæt", "læg refleksionen væk og tag den frem igen"),
    ("pause til mandag", "læg den væk til en bestemt dag"),
    ("påmind os", "få en påmindelse, højst én om dagen"),
    ("overtag", "bliv den, der styrer refleksionen"),
    ("slet mine svar", "se, hvad jeg har gemt om dig, og slet det"),
    ("afslut · annullér", "slut af og se radaren, eller opgiv"),
)

KEPT = "to år"
"""How long a reflection is kept after it was last changed."""

WELCOME_TITLE = "Hej – jeg er Teknologiradar-botten"
WELCOME = (
    "Jeg går KL's ni spørgsmål om teknologi igennem med jer og viser, hvilke teknologier der er klar "
    "til at starte med på jeres fagområde."
)
WELCOME_GROUP = "I en gruppe eller kanal hører jeg kun det, der begynder med mit navn, fx **@Teknologiradar start**."
HELP_TITLE = "Det kan du skrive"
HELP_OPEN = "I har en refleksion i gang: {where}."
HELP_PAUSED = "Den er på pause."
HELP_NONE = "Der er ingen refleksion i gang."
SETUP_PLACE = "kommune og fagområde mangler"
SHOW_OPEN = "Vis det åbne kort"
DRAFT_ANONYMOUS = (
    "Det er ikke gemt. Svarene her er anonyme, og alle kan se, hvad du skriver i chatten. "
    "Er det dit svar på spørgsmål {n}, så tryk **Svar** på kortet i stedet."
)
DRAFT_GROUP = (
    "Det er ikke gemt. Er det dit svar på spørgsmål {n}, så skriv **svar:** foran, eller tryk **Svar** på kortet."
)

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
NAMING = "Sådan svarer I"
NAMED = "Svar med navn"
ANONYMOUS = "Anonyme svar"
ANONYMOUS_MEANS = (
    "Anonyme svar vises i blandet rækkefølge, og aldrig før fire har svaret. "
    "Valget kan ikke ændres, når det første svar er givet."
)
START = "Start refleksion"
GO = "Start"

QUESTION = "Spørgsmål {n} af 9"
YOUR_ANSWER = "Dit svar"
COMMENT = "Kommentar"
ANSWER_HINT = "Skriv her"
RATING_ALONE = "Hvor enig er du?"
RATINGS = {1: "1 – slet ikke", 2: "2 – i mindre grad", 3: "3 – i nogen grad", 4: "4 – i høj grad", 5: "5 – helt"}
TICK_NEEDS = "Kryds af, hvad teknologi skal hjælpe jer med"
TICK_IN_OPERATION = "Kryds af, hvad I allerede har i drift (klar på radaren)"
SAVE_AND_GO = "Gem og gå videre"
SAVE = "Gem"
CLOSE_INPUT = "Luk uden at gemme"
SAVE_AND_AHEAD = "Gem og gå til næste"
WITHDRAW = "Træk svaret tilbage"
SKIP = "Spring over"
BACK = "Tilbage"
ANSWER = "Svar"
REVEAL = "Vis svar"
MENU = "Mere"
MAKE_ANONYMOUS = "Gør anonym"
MAKE_NAMED = "Svar med navn"
FACILITATOR = "Facilitator: {name}"
NEXT = "Næste spørgsmål"
TO_SUMMARY = "Til opsummering"
REFRESH = "Opdater"
ANSWERS_LATER = "Ingen andre ser svarene, før I trykker **Vis svar**."
FEW_ANSWERS = "Svarene kan åbnes, når fire har svaret."
SEEN_AT_ONCE = "Svarene på spørgsmålet er vist, så de andre kan se dit svar med det samme."

NOTICE_ALONE = (
    "Kun du ser dine svar her i chatten. De bruges til din opsummering og til at foreslå teknologier på radaren."
)
NOTICE_NAMED = (
    "Ingen andre ser dit svar, før gruppen viser svarene. Så ser alle her det med dit navn. "
    "Svarene bruges til jeres drøftelse, konklusioner og næste skridt."
)
NOTICE_ANONYMOUS = (
    "Ingen andre ser dit svar, før gruppen viser svarene. Så ser alle her det uden navn og i blandet rækkefølge, "
    "og kun når mindst fire har svaret. Du kan rette det, til refleksionen afsluttes. Så slettes det, hvem der "
    "skrev hvad, og svar på spørgsmål, som færre end fire har svaret på. Svarene bruges til jeres drøftelse, "
    "konklusioner og næste skridt."
)
NOTICE_KEPT = f"Svarene slettes {KEPT} efter den sidste ændring."
NOTICE_OTHERS = "Skriv ikke navne eller CPR-numre på andre."

SUMMARY_TITLE = "Opsummering"
SUMMARY_PAGE = "Opsummering – side {page} af {pages}"
SUMMARY_LEAD = "Se svarene igennem. I kan stadig rette."
SUMMARY_CLOSED = "Refleksionen er afsluttet."
SUMMARY_EXPIRED = "Refleksionen er udløbet."
SKIPPED = "Sprunget over"
UNANSWERED = "Ikke besvaret"
TICKED = "Krydset af: {names}"
EDIT_QUESTION = "Ret et svar"
EDIT_WHICH = "Vælg spørgsmål"
FINISH = "Afslut og vis radaren"
MORE = "Næste side"
LESS = "Forrige side"

PAUSED_TITLE = "Refleksionen er på pause"
PAUSED_UNTIL_TITLE = "Pause til {when}"
PAUSED_RETURNS = "Alle svar er gemt. Jeg tager refleksionen frem igen den dag. Vil I videre før, så tryk **Fortsæt**."
PAUSED_RETURNS_EMPTY = "Jeg tager refleksionen frem igen den dag. Vil I videre før, så tryk **Fortsæt**."
PAUSED = "Alle svar er gemt. Tryk **Fortsæt**, eller skriv **fortsæt**, når I vil videre."
RESUME = "Fortsæt"
CANCELLED_TITLE = "Refleksionen er annulleret"
REMINDER_TITLE = "Husk jeres refleksion"
REMINDER_QUESTION = "I er nået til spørgsmål {n} af 9. Der er stadig tid til at svare og til at rette."
REMINDER_REVIEW = "I er nået til opsummeringen. Den venter på jer."
REMIND_OFF = "Slå påmindelser fra"
WARNED_TITLE = "Refleksionen udløber snart"
WARNED = "Der er ikke sket noget længe. Refleksionen udløber {day}, hvis ingen rører den."
WARNED_DO = "Svar på et spørgsmål, eller gå videre, så bliver den ved med at være åben."
EXPIRED_TITLE = "Refleksionen er udløbet"
ELSEWHERE_TITLE = "I har en refleksion i gang i en anden tråd"
ELSEWHERE = "I har {count} refleksioner i gang i andre tråde"
ELSEWHERE_DO = "Åbn tråden, og skriv dér. Eller start en ny her."
ELSEWHERE_ITEM = "**{place}:** {state}"
ELSEWHERE_MORE = "Og {count} mere."
OPEN_THREAD = "Åbn {place}"
RETIRED = "Det nyeste kort står længere nede."

RADAR_SAYS = "Hvad siger radaren?"
FACT_SOURCE = "Kilde: {source}."
CASES_TITLE = "Kommuners erfaringer"
CASES_OF = "Kommuners erfaringer: {about}"
CASES_PAGE = "{heading} – side {page} af {pages}"
CASES_NONE = "Jeg kender ingen erfaringer med kilde til det."
CASES_SOURCED = "Kun erfaringer, der kan læses i en kilde. Følg linket, før I bygger noget på dem."
CASES_UNKNOWN = "Jeg kender ikke »{text}«. Her er alle de erfaringer, jeg har."
CASE_OF = "{areas} · {when}"
CASE_GENERAL = "Flere fagområder"
READ_SOURCE = "Læs kilden"

READY_TITLE = "{where}: klar til at starte med"
READY_NONE = "Ingen teknologier er placeret som KLAR på denne radar."
READY_NOT_KNOWN = "Jeg kender ingen teknologier i KLAR på denne radar."
BEGIN_HERE = "Her kan I begynde"
READY_ALSO = "Også klar: {names}."
SHOW_ALL = "Vis alle {count} klar"
SHOW_FEWER = "Vis de første tre"
NO_PICTURE = "Billedet bliver tegnet og kommer her om lidt. Imens er her radaren som tekst:"
NO_PICTURE_YET = "Billedet er ikke tegnet endnu. Tryk på Vis billedet om lidt. Her er radaren som tekst:"
PICTURE_FAILED = "Billedet kunne ikke tegnes. Her er radaren som tekst:"
SHOW_PICTURE = "Vis billedet"
OPEN_PICTURE = "Åbn billedet"
PICK_RADAR = "Hvilket fagområde vil du se?"
PICK_RADAR_UNKNOWN = "Jeg kender ikke fagområdet »{text}«. Vælg et af dem her:"
SAMLET_NAME = "Samlet – alle fagområder"
SHOW_RADAR = "Vis radaren"
EVIDENCE = "Belæg: {kinds}."
NO_ENTRIES = "Jeg kender ingen placeringer på denne radar."
EXPERIENCE = "Erfaring ({when}): [{title}]({url})"
UNKNOWN_YEAR = "årstal ikke oplyst"
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
PAUSE_ENDED = "Pausen er slut. Så er I i gang igen."
WITHDRAWN = "Dit svar på spørgsmål {n} er trukket tilbage. Der er intet gemt af det."
REVEALED = "Svarene på spørgsmål {questions} er nu vist for alle."
TAKEN_OVER = "{name} styrer nu refleksionen."
REOPENED = "Refleksionen er åben igen."
REMINDERS_ON = "Påmindelser er slået til. I får højst én om dagen, og kun på hverdage."
REMINDERS_OFF = "Påmindelser er slået fra."
NAMING_ANONYMOUS = "Svarene er nu anonyme."
NAMING_NAMED = "Svarene er nu med navn."
CONCLUDED = "Gemt: konklusionen på spørgsmål {n}."
STEP_SAVED = "Gemt: jeres næste skridt."
STEP_REMOVED = "Det næste skridt er fjernet."
CHOSEN = "Gemt: de teknologier, I har valgt."
EVALUATED = "Gemt: jeres evaluering."
TAKEN_OUT = "[nummer taget ud]"
NUMBER_TAKEN_OUT = (
    "Der stod noget, der ligner et CPR-nummer. Jeg har taget det ud, og intet er gemt endnu. "
    "Læs teksten igennem, og gem igen."
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
NOT_SAVED = "Ikke gemt – prøv igen om lidt. Bliver det ved, så giv jeres it-afdeling dette nummer: {reference}"
NOT_SHOWN = (
    "Det kunne jeg ikke vise lige nu – prøv igen om lidt. "
    "Bliver det ved, så giv jeres it-afdeling dette nummer: {reference}"
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
    Refusal.SETUP_FIRST: "Vælg først kommune og fagområde.",
    Refusal.PAUSED: "Refleksionen er på pause. Skriv **fortsæt**, når I vil videre.",
    Refusal.NOT_PAUSED: "Refleksionen er ikke på pause.",
    Refusal.STALE_CARD: "Det kort er forældet. Her er det, der gælder nu.",
    Refusal.NO_SUCH_QUESTION: "Der er ni spørgsmål. Vælg et nummer fra 1 til 9.",
    Refusal.FIRST_QUESTION: "I er ved det første spørgsmål.",
    Refusal.EMPTY_ANSWER: "Der stod ikke noget i svaret. Skriv et par ord, eller tryk **Spring over**.",
    Refusal.ANSWER_TOO_LONG: "Teksten er for lang. Et svar må fylde 4.000 tegn, et næste skridt 500.",
    Refusal.WHICH_QUESTION: "Hvilket spørgsmål? Skriv fx **svar 3: …** eller **gå til 3**.",
    Refusal.NOTHING_ANSWERED: "Der er ingen svar at vise endnu.",
    Refusal.NOT_FACILITATOR: "Det er facilitatoren, der går videre, skifter udgave og slutter af.",
    Refusal.PERSONAL_NUMBER: (
        "Der står noget, der ligner et CPR-nummer, så teksten er ikke gemt. Tag nummeret ud, og prøv igen."
    ),
    Refusal.ANSWER_FIRST: "Svar først selv. Så kan du vise alles svar.",
    Refusal.TOO_FEW_TO_OPEN: "Svarene er anonyme. De kan åbnes, når fire har svaret.",
    Refusal.NAMING_FIXED: "Det første svar er givet, så I kan ikke længere skifte mellem navne og anonyme svar.",
    Refusal.NAMING_CHANGED: (
        "Imens er det ændret til svar med navn. Dit svar er ikke gemt. Tryk **Gem** igen, hvis det må stå med dit navn."
    ),
    Refusal.ANONYMOUS_BY_TEXT: (
        "Svarene her er anonyme, så det er ikke gemt: Det, du skriver i chatten, kan alle se. "
        "Tryk **Svar** på kortet i stedet, og slet gerne din besked."
    ),
    Refusal.CONCLUSION_CHANGED: (
        "En anden har rettet konklusionen imens, så din tekst er ikke gemt. Se, hvad der står nu, og gem så igen."
    ),
    Refusal.EMPTY_CONCLUSION: "Der stod ikke noget i konklusionen. Skriv et par ord.",
    Refusal.UNKNOWN_TIME: (
        "Jeg kan ikke læse, hvornår det er. Skriv fx **mandag**, **3. december** eller **om to uger**. "
        "Det må højst være et år frem."
    ),
    Refusal.NO_SUCH_STEP: "Det næste skridt findes ikke længere.",
    Refusal.EMPTY_STEP: "Skriv, hvad I vil gøre.",
    Refusal.WHO_TOO_LONG: "Ikke gemt endnu: feltet »Hvem gør det?« er for langt. Der er plads til 100 tegn.",
    Refusal.TOO_MANY_STEPS: "I har allerede 30 næste skridt. Fjern et, før I skriver et nyt.",
    Refusal.NO_SUCH_TECHNOLOGY: "Den teknologi har I ikke valgt.",
    Refusal.EMPTY_EVALUATION: "Vælg, om I vil skalere, justere eller stoppe.",
    Refusal.NOTHING_TO_WITHDRAW: "Du har ikke noget svar at trække tilbage.",
    Refusal.EDIT_NOT_READ: (
        "Du har rettet eller gendannet en besked, men jeg kan ikke se, hvilket svar den er. "
        "Skriv svaret igen, fx **svar 3: …**."
    ),
    Refusal.NEWER_STANDS: "Du har gendannet en besked, men du har svaret igen siden. Det er det nye svar, der står.",
    Refusal.ANSWER_STANDS: (
        "Du har slettet en besked, men refleksionen er lukket, så dit svar i den står stadig. "
        "Bliver refleksionen åbnet igen med **genåbn**, kan du trække svaret tilbage."
    ),
    Refusal.SHARED_STANDS: (
        "Du har slettet en besked, men det fælles, du skrev i den, står stadig: en konklusion, et næste skridt eller "
        "hvorfor noget ikke er relevant. Ret eller fjern det på kortet, hvis det ikke skal stå."
    ),
    Refusal.NOT_CLOSED: "Refleksionen er allerede åben.",
    Refusal.CLOSED_ANONYMOUSLY: (
        "Svarene var anonyme, og det er slettet, hvem der skrev hvad. Derfor kan refleksionen ikke åbnes igen."
    ),
    Refusal.ONLY_IN_A_GROUP: "Det kan man kun i en gruppe eller en kanal.",
    Refusal.NO_DRAFT: "Der er ikke noget udkast at gemme eller kassere.",
    Refusal.WHICH_TECHNOLOGY: "Ikke gemt endnu: vælg også, hvilken teknologi det er.",
    Refusal.NO_REASON: "Ikke gemt endnu: skriv også, hvorfor den ikke er relevant.",
    Refusal.REASON_TOO_LONG: "Ikke gemt endnu: begrundelsen er for lang. Den må fylde 500 tegn.",
    Refusal.NUDGE_WITHOUT_NAMES: "Svarene er anonyme, så jeg ved ikke, hvem der mangler.",
    Refusal.NUDGED_BEFORE: "Jeg har allerede mindet dem om spørgsmålet. Det gør jeg kun én gang.",
    Refusal.NOBODY_MISSING: "Alle, jeg kender her, har svaret.",
    Refusal.NO_NEWER_EDITION: "Refleksionen bruger allerede den udgave, der gælder nu.",
}
