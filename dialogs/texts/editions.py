"""The Danish sentences of a reflection that is offered the edition KL has made live meanwhile."""

from __future__ import annotations

OFFER_TITLE = "Der er kommet en ny udgave"
OFFER = "Den nye udgave er **{new}**. Jeres refleksion bruger stadig **{old}**."
OFFER_ALONE = "Den nye udgave er **{new}**. Din refleksion bruger stadig **{old}**."
SAFE = "Jeres svar bliver stående, hvis I skifter."
SAFE_ALONE = "Dine svar bliver stående, hvis du skifter."
EDITION = "»{title}« fra {date}"
EDITION_UNDATED = "»{title}«"
NOTHING_CHANGES = "På radaren for jeres fagområde er der ikke noget nyt, væk eller flyttet."
NOTHING_CHANGES_SAMLET = "På den samlede radar er der ikke noget nyt, væk eller flyttet."
FACILITATOR_CHOOSES = "Tovholderen vælger for gruppen."
SWITCH = "Skift til den nye"
KEEP = "Behold den gamle"

SWITCHED = "Refleksionen bruger nu udgaven {edition}. Ingen svar er ændret."
SWITCHED_BY = "{name} har skiftet til udgaven {edition}. Ingen svar er ændret."
KEPT = "Refleksionen bliver ved udgaven {edition}. Skriv **skift udgave**, hvis det skal være den nye alligevel."

LACKS = "Den nye udgave har ikke {missing}. Derfor bliver refleksionen ved den gamle udgave."
FAGOMRAADE = "fagområdet »{name}«"
KOMMUNE = "kommunen »{name}«"

GONE = "{name} (findes ikke i denne udgave)"
"""A technology the team has ticked or chosen, by its id, where the edition no longer has its name."""
