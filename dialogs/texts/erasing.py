"""The Danish sentences about what is kept of one person, and how it is erased. They claim no right and no duty."""

from __future__ import annotations

TITLE = "Det har jeg gemt om dig"
NOTHING = "Jeg har ikke gemt noget, der er dit."
LEAD_ONE = "Du er med i én refleksion:"
LEAD = "Du er med i {count} refleksioner:"
PART = "**{fagomraade}**, {day}: {what}. {fate}"
NO_FAGOMRAADE = "Uden fagområde"
ONLY_IN_IT = "kun at du er med"
MORE = "… og {count} til"
ANSWERS = ("svar", "svar")
CONCLUSIONS = ("konklusion", "konklusioner")
STEPS = ("næste skridt", "næste skridt")
EVALUATIONS = ("evaluering", "evalueringer")
DISMISSALS = ("fravalg", "fravalg")
COUNTED = (ANSWERS, CONCLUSIONS, STEPS, EVALUATIONS, DISMISSALS)
LEADS = "at du startede den eller er tovholder"
GOES_WHOLE = "Den går helt, for der er ikke andre i den."
GOES_ON = "Dit går, og de andre fortsætter uden dig."
ANSWERS_STAY = "Svarene kan ikke slettes endnu."
OWN = "**Egen radar:** {count}, som du skrev om sidst. Svaret er kommunens og bliver. Dit navn og dine ord går."
FILE = ("fil", "filer")
FILES = "**Lavet til dig:** {count}, som ellers slettes af sig selv. De går nu."
REMEMBERED = "**Din personlige chat:** {what}."
KOMMUNE = "jeg husker {name} som jeres kommune"
FOLLOWS = "du følger {names}"
IN_GROUPS = (
    "I en gruppe bliver jeres nyeste konklusion stående med »tidligere deltager« i stedet for dit navn. Næste skridt, "
    "som du skrev sidst, går; det samme gør din kommentar til en evaluering og din grund til et fravalg. Er du "
    "tovholder, kan alle gå videre, til en anden overtager."
)
WHY_ANSWERS_STAY = (
    "Hvor anonyme svar er vist, kan jeg ikke slette dine: så kunne de andre se, hvem der gik. Når refleksionen er "
    "afsluttet, er det slettet, hvem der skrev hvad, og så kan ingen finde dine."
)
NOT_REACHED = (
    "Det når jeg ikke: kort og beskeder, der allerede er i Teams, filer, nogen har hentet, "
    "sikkerhedskopier af databasen, det slettede i en PostgreSQL-database, til pladsen bruges igen, og dit navn, "
    "hvor andre har skrevet det."
)
STAYS = "At der kom en besked, og hvornår, husker jeg i 30 dage, så den ikke tæller to gange."
KOMMUNEN_DECIDES = (
    "Kommunen afgør, hvad der må slettes, og hvad der skal gemmes, fx til en sag eller et arkiv. Spørg dem, hvis du er "
    "i tvivl."
)
CHANGED = "Der er kommet noget til eller gået noget fra, siden du så listen. Intet er slettet. Sådan ser den ud nu."
ERASE = "Slet det"
KEEP = "Behold det"
CLOSE = "Luk"
KEPT = "Intet er slettet."

ERASED_TITLE = "Det er slettet"
ERASED = "Det, der var dit, er slettet i alle de chats, jeg er med i hos jer."
GONE = "Refleksionen er slettet. Skriv **start refleksion** for at begynde en ny."

ASK_TITLE = "Hvad har jeg gemt om dig?"
ASK = "Tryk på knappen, så ser du listen og kan slette det, der er dit. Kun du kan se den."
ASK_ALONE = (
    "Din Teams viser mit kort for alle her, så jeg viser ikke listen. Skriv **slet mine svar** til mig i en personlig "
    "chat."
)
SHOW = "Vis, hvad der er gemt om mig"
NEARLY_TITLE = "Mente du »slet mine svar«?"
NEARLY = (
    "Så viser jeg først, hvad der er gemt om dig, og spørger, før jeg sletter noget. Det, du skrev nu, er ikke gemt. "
    "Skulle det være et svar, så skriv det med andre ord."
)

BY_DPO = (
    "Hos jer er det ikke mig, der sletter: det afgør kommunen. Jeg sender ikke noget for dig. Skriv selv til {dpo}, "
    "for eksempel det her. Id'et er det, de skal bruge for at finde dig:"
)
WISH = "Jeg ønsker, at det, jeg har skrevet i Teknologiradar i Teams, bliver slettet. Mit id i botten er {person}."
WISH_SUBJECT = "Ønske om sletning i Teknologiradar"
WRITE_MAIL = "Skriv en mail"
OPEN_PAGE = "Åbn siden"
