"""The Danish sentences on what a new edition changes on one radar, as teams and followers are told it."""

from __future__ import annotations

MOVE = "{name}: {before} → {after}"
NEW_ONE = "Ny i {ring}: {name}"
KNOWN_ONE = "Nu kendt i {ring}: {name}"
GONE_ONE = "Væk: {name}, der stod i {ring}"
UNKNOWN_ONE = "Ikke længere kendt: {name}, der stod i {ring}"

MOVED = "{count} flyttet"
NEW, NEW_SEVERAL = "1 ny", "{count} nye"
GONE = "{count} væk"
KNOWN = "{count} nu kendt"
UNKNOWN = "{count} ikke længere kendt"
COUNTS = "{counts}."

READY = "I KLAR står nu {names}."
OTHERS = "{count} til"

NEW_RADAR = "Nu er der en radar for {where} med {count}."
NEW_SAMLET = "Nu er der en samlet radar med {count}."
GONE_RADAR = "Udgaven har ikke længere en radar for {where}. Nu gælder den samlede."
GONE_SAMLET = "Udgaven har ikke længere en samlet radar."
NOT_COMPARABLE = "Udgaven kan ikke sammenlignes med den før."
