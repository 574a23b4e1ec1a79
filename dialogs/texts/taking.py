"""What is said of files that people take along."""

from __future__ import annotations

MAKE_FILE = "Lav filen"
MENU_TITLE = "Tag den med"
MENU_LEAD = "Du får det, du selv kan se i chatten nu. Svar, der ikke er vist, bliver kun talt."
PROTOCOL = "Protokollen: spørgsmål, svar, konklusioner og næste skridt"
NO_PROTOCOL = "Der er ingen refleksion her, du kan få en protokol af."
RADAR = "Radaren: {where}"
NO_SUCH = "Det findes ikke som {kind}. Du kan vælge mellem de her:"

MAKING_TITLE = "Jeg laver den – et øjeblik"
MAKING_HERE = "Filen kommer her i chatten."
MAKING_BELOW = "Filen kommer som en besked her i chatten."
MAKING_FETCH = "Tryk **Hent filen** om lidt. Kun du kan se det her."
FETCH = "Hent filen"
FETCH_BESIDE = "Hent fil til ESDH"
STILL_MAKING = "Den er ikke færdig endnu. Prøv igen om et øjeblik."

READY_TITLE = "Filen er klar"
READY = "{name} · {size}"
READY_UNTIL = "Du kan hente den til kl. {until}. Indtil da kan alle, der har adressen, hente filen."
BESIDE = (
    "Skal den i jeres ESDH, så hent også filen til det. I den står titel, kommune, fagområde og dato, "
    "men ikke et sagsnummer."
)
BESIDE_UNTIL = "Filen til ESDH kan hentes til kl. {until}."

CONSENT = "Filen bliver lagt i dit OneDrive, hvis du siger ja."
ASKED = "Sig ja i kortet herunder, så lægger jeg den i dit OneDrive. Du kan sige ja til kl. {until}."
PLACED = "{name} ligger i dit OneDrive."
DECLINED = "Filen er ikke lagt i dit OneDrive. Vil du have den alligevel, så tryk **Lav filen** igen."
UNPLACED = "Jeg kunne ikke lægge filen i dit OneDrive. Du kan hente den her i stedet."

WRITTEN = "Filen ligger her: {path}"
WRITTEN_BESIDE = "Til ESDH ligger der en her: {path}"
WORD = "fil"
NO_SUCH_NUMBER = "Den fil er der ikke. Du kan skrive {there}."

FAILED_TITLE = "Filen blev ikke lavet"
FAILED = "Noget gik galt, eller den blev for stor. Prøv igen, eller vælg et andet format."
STOPPED = "Botten blev genstartet imens. Tryk **Lav filen** igen."
GONE_TITLE = "Filen er væk"
GONE = "En fil kan hentes i 15 minutter, og den bliver slettet, hvis nogen sletter det, der står i den. Lav en ny."
ONLY_IN_PERSON = (
    "Her kan alle se, hvad jeg svarer, og filen er kun til dig. "
    "Opdatér Teams og prøv igen, eller skriv til mig i en personlig chat."
)
