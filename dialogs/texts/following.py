"""The Danish sentences about following the radar of a fagområde."""

from __future__ import annotations

TITLE = "Følg en radar"
LEAD = (
    "Når KL ændrer en radar, I følger, skriver jeg her i chatten, hvad der er flyttet, hvad der er nyt, "
    "og hvad der ikke længere er med."
)
NOTHING = "I følger ikke nogen radar."
FOLLOWING = "I følger {names}."
SAMLET, SAMLET_RADAR = "den samlede radar", "Den samlede radar"
CHOOSE = "Hvilket fagområde vil I følge?"
STOP_LABEL = "Fagområde, I vil stoppe med at følge"
STOP_ALL = "Alle"
FOLLOW = "Følg"
STOP = "Stop med at følge"

NOW_FOLLOWED = "Nu følger I {name}."
ALREADY = "I følger allerede {name}."
STANDS_IN = "{reason}. Indtil det kommer, får I at vide, hvad der sker på den samlede radar."
UNFOLLOWED = "I følger ikke længere {names}."
NOT_FOLLOWED = "I følger ikke {name}."
ONE_TECHNOLOGY = (
    "Jeg kan ikke følge én teknologi for sig. Følg et fagområde, så skriver jeg, når {name} eller en anden teknologi "
    "flytter ring dér."
)
UNKNOWN_FOLLOWED = "I følger ikke »{text}«."

NEWS_TITLE = "Nyt på radaren: {where}"
NEWS_TITLE_SEVERAL = "Nyt på de radarer, I følger"
EDITION = "Nu gælder udgaven »{title}«."
FROM_SAMLET = "{reason}. Det her er den samlede radar."
GONE_FAGOMRAADE = "{where} er ikke længere et fagområde på radaren."
WHY = "I får kortet, fordi I følger radaren. Skriv **stop med at følge**, hvis I ikke vil have flere."
SHOW_ONE = "Vis {where}"
