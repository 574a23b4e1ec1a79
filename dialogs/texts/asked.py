"""What the bot answers about itself, the rings and the question at hand; and what it says where it is not sure."""

from __future__ import annotations

from collections.abc import Mapping

from radar_core.model import Ring

ABOUT_TITLE = "Hej! Jeg er Teknologiradar"
ABOUT_ALONE = (
    "Jeg hjælper dig gennem KL's ni spørgsmål om ny teknologi. Til sidst får du dit fagområdes radar og forslag til, "
    "hvor I kan begynde."
)
ABOUT_GROUP = (
    "Jeg hjælper jer gennem KL's ni spørgsmål om ny teknologi. Til sidst får I jeres fagområdes radar og forslag til, "
    "hvor I kan begynde."
)
ABOUT_ASK = "Du kan også spørge mig, fx »hvad er RPA?« eller »hvad er klar på skole?«."

THANKS = "Selv tak! Skriv **hjælp**, hvis du vil se, hvad jeg ellers kan."
THANKS_OPEN = "Selv tak! Skriv **status**, når {you} vil videre."
BETWEEN = "Skriv **hjælp**, hvis du vil se, hvad jeg kan."
BETWEEN_OPEN = "Det har jeg ikke gemt som svar. Skriv **status**, når {you} vil videre."
ENGLISH = (
    "I only speak Danish. I take municipal teams in Denmark through KL's nine questions about new technology "
    "and show which technologies are ready (KLAR). The project's README is in English."
)

PRIVACY_TITLE = "Hvem kan se dine svar?"
PRIVACY_ALONE = "Her i chatten er det kun dig, der kan se dine svar."
PRIVACY_NAMED = "Alle i gruppen kan se, hvem der har svaret, og efter **Vis svar** også hvad."
PRIVACY_ANONYMOUS = (
    "Alle kan se, hvor mange der har svaret. Svarene vises uden navn, og kun når mindst fire har svaret."
)
PRIVACY_BOTH = "Svarer du alene, er det kun dig, der kan se dine svar. I en gruppe kan alle i gruppen se dem."
PRIVACY_OTHERS = (
    "De, der passer serveren, har også adgang. Andre kommuner og KL får ikke svarene. "
    "Refleksionen bliver slettet to år efter sidste ændring."
)
PRIVACY_MORE = (
    "Læs mere på siden **Privatliv**, eller spørg jeres databeskyttelsesrådgiver. "
    "Skriv **slet mine svar** for at se og slette det, jeg har gemt om dig."
)

OTHERS_TITLE = "Andre refleksioner i kommunen"
OTHERS_NOT_SHOWN = (
    "Dem kan jeg ikke vise, heller ikke til en leder. Svar og status bliver i den chat, hvor de er givet."
)
OTHERS_INSTEAD = (
    "Vil du have overblik, så bed hver tovholder om at dele gruppens referat: De skriver **protokol** i deres chat. "
    "Kommunens egen radar er fælles for alle teams."
)

QUESTION_TITLE = "Hjælp til spørgsmål {n}"
QUESTION_EXAMPLE = "**Et opdigtet svar kan være:** »{text}«"
QUESTION_WHO = "Spørg en kollega, der kender området, eller spring over og vend tilbage. Et halvt svar er også et svar."
QUESTION_NONE = "Der er ikke noget spørgsmål åbent lige nu."
EXAMPLES: Mapping[int, str] = {
    1: "Medarbejderne skal bruge mindre tid på papir og mere tid sammen med borgerne.",
    2: "Vi taster det samme i to systemer, og borgerne venter for længe i telefonen.",
    3: "Vi kan nå to nye teknologier i år, og vi vil hellere lære af andre end være de første.",
    4: "Ledergruppen vælger højst tre ting ad gangen og stopper det, der ikke virker efter et halvt år.",
    5: "Vi prøver for meget af. Kun ét af fire forsøg er blevet en del af hverdagen.",
    6: "3 – vi har viljen, men mangler tid til at lære det nye.",
    7: "2 – vores systemer taler ikke sammen.",
    8: "4 – vi har et fast samarbejde med nabokommunen.",
    9: "3 – vi hører om andres erfaringer, men bruger dem sjældent.",
}
"""Made up, and said to be."""

RINGS_TITLE = "KL's fire ringe"
RINGS: Mapping[Ring, str] = {
    Ring.KLAR: "teknologien er moden og i drift i mange kommuner",
    Ring.AFPROEV: "værd at prøve af",
    Ring.HOLD_OEJE: "kun noget at holde øje med",
    Ring.AFVENT: "teknologien er mindre moden, og meget få kommuner har prøvet den",
}
RING_MEANS = "**{ring}:** {means}."
RINGS_HOW = (
    "Fra 2021 afgør to ting placeringen: hvor moden teknologien er, og hvor udbredt den er. "
    "I 2020 var det modenhed og relevans. De nøjagtige grænser har KL ikke offentliggjort."
)

RING_TITLE = "{ring} – {where}"
RING_NONE = "Jeg kender ingen teknologier i {ring} på denne radar."
RING_FALLBACK = "Udgaven har ingen radar for {asked}. Her er teknologierne på den samlede radar."

UNDO_ANSWER = "Skal dit svar på spørgsmål {n} trækkes tilbage, eller vil du rette det?"
UNDO_DRAFT = "Det, du skrev til spørgsmål {n}, er ikke gemt. Skal det kasseres?"
UNDO_NOTHING = "Der er ikke noget svar fra dig, jeg kan fortryde."
EDIT = "Ret svaret"

DID_YOU_MEAN = "Det forstod jeg ikke. Mente du en af dem her?"
DID_YOU_MEAN_OPEN = "Det forstod jeg ikke, og det er ikke gemt. Mente du en af dem her?"
LOST = "Det forstod jeg ikke. Skriv **hjælp** for at se, hvad jeg kan."
LOST_OPEN = "Det forstod jeg ikke, og det er ikke gemt. Skriv **hjælp** for at se, hvad jeg kan."
OR_DID_YOU_MEAN = "Var det ikke dit svar? Så mente du måske:"
STILL_AT = "Du er stadig ved spørgsmål {n}. Skriv dit svar her, når du vil."
WAS_IT_AN_ANSWER = "Var det dit svar på spørgsmål {n}? Det er ikke gemt."
SAVE_AS_ANSWER = "Gem som svar"
