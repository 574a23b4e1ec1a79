"""The Danish sentences of suggestions a team argues with: what is not relevant for it, and why."""

from __future__ import annotations

DISMISS = "Ikke relevant for os"
TITLE = "Ikke relevant for os"
LEAD = (
    "Vælg en teknologi, og skriv, hvorfor den ikke er relevant for jer. De andre forslag kommer i en ny rækkefølge, "
    "og begrundelsen står i opsummeringen. Alle her kan se den."
)
LEAD_ALONE = (
    "Vælg en teknologi, og skriv, hvorfor den ikke er relevant for jer. De andre forslag kommer i en ny rækkefølge, "
    "og begrundelsen står i opsummeringen."
)
PICK = "Hvilken teknologi?"
PICK_HINT = "Vælg en teknologi"
REASON_LABEL = "Hvorfor ikke?"
REASON_HINT = "Fx at I ikke har den slags opgaver"
SAVE = "Gem"
UNDO = "Tag med igen"
ITEM = "**{name}:** {reason}"
SAID_BY = "Skrevet af {name}"
MORE = "Der er {count} mere. De står i opsummeringen."

DISMISSED = "Begrundelsen er gemt. Teknologien er ikke længere blandt forslagene."
UNDONE = "Teknologien er blandt forslagene igen."
