"""What is kept, why, in which tables and how long: one table for the sweeper and the DPO's folder.

The sweeper takes its times from here (``bot.storage.erasure``), and the folder's table is made from the same rows, so
that neither can say what the other does not do. Every table of the database is named by a row; a test holds that. The
page ``/privatliv`` tells it in prose of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

REFLECTIONS_KEPT = dt.timedelta(days=730)
"""How long a reflection is kept after somebody last changed it; who wrote of a kommune's own use as long.

``dialogs.texts.common.KEPT`` says so to people."""

REPLIES_KEPT = dt.timedelta(days=1)
"""How long a repeat gets its first answer again; after that an empty one."""

INBOX_KEPT = dt.timedelta(days=30)
"""How long a repeat is known as one."""

DEAD_KEPT = dt.timedelta(days=7)
"""How long a message that was given up is kept, for whoever wants to know why."""

PICTURES_KEPT = dt.timedelta(days=90)
"""How long a public picture is kept before it is drawn anew."""

FILES_KEPT = dt.timedelta(minutes=15)
"""How long a file can be fetched once it is made; ``dialogs.texts.files`` says so to people."""

BACKUPS_KEPT = dt.timedelta(days=35)
"""How long copies of the database are taken to be kept where ``TR_BACKUP_DAYS`` says nothing else."""

_WORDS = {1: "et døgn", 7: "syv dage", 730: "to år"}


@dataclass(frozen=True)
class Retained:
    """One sort of what is kept, in Danish. ``people`` is whether it can say anything of a person."""

    what: str
    why: str
    tables: tuple[str, ...]
    until: str
    people: bool = True


def spelled(time: dt.timedelta) -> str:
    """»to år«, »30 dage«, »15 minutter«: whole days, or minutes of less than one, as they stand in a sentence."""
    if time < dt.timedelta(days=1):
        return f"{time // dt.timedelta(minutes=1)} minutter"
    return _WORDS.get(time.days, f"{time.days} dage")


RETAINED = (
    Retained(
        "Svar på de ni spørgsmål: tekst, vurdering og krydser, også de tidligere, med navn, id i Teams og tidspunkt",
        "For at gruppen kan se, rette og bruge sine svar",
        ("answers",),
        f"Slettes {spelled(REFLECTIONS_KEPT)} efter, at nogen sidst ændrede refleksionen. Trækkes et svar tilbage, "
        "slettes alt om det med det samme. Er refleksionen anonym, er der en nøgle i stedet for navnet; nøgle, "
        "tidspunkter og rækkefølge slettes, når den lukkes",
    ),
    Retained(
        "Konklusioner, næste skridt og evalueringer, med navn og tidspunkt (uden navn i en anonym refleksion)",
        "For at gruppen kan handle på det, den blev enig om",
        ("notes",),
        f"Slettes {spelled(REFLECTIONS_KEPT)} efter, at nogen sidst ændrede refleksionen",
    ),
    Retained(
        "Refleksionen: hvem der startede den og er facilitator, kommune, fagområde, hvor langt I er, kladder",
        "For at I kan fortsætte, hvor I slap",
        ("reflections",),
        f"Slettes {spelled(REFLECTIONS_KEPT)} efter, at nogen sidst ændrede den. En kladde slettes, når den gemmes "
        "eller kasseres, eller når refleksionen slutter",
    ),
    Retained(
        "Deltagere: navn, id i Teams og et aftryk af id'et i Entra, hvor man starter, styrer eller svarer med navn",
        "For at vise, hvem der har svaret, og for at kommunen kan finde det, der er om én person",
        ("participants",),
        f"Slettes {spelled(REFLECTIONS_KEPT)} efter, at nogen sidst ændrede refleksionen",
    ),
    Retained(
        "Kommunens egen radar: niveau, begrundelse og værdi for hver teknologi, og hvem der skrev det hvornår",
        "For at kommunen kan følge sin egen brug og holde den op imod radaren",
        ("own_use", "forvaltninger"),
        "Bliver stående, til kommunen sletter det. Hvem der skrev, slettes "
        f"{spelled(REFLECTIONS_KEPT)} efter, at det blev skrevet",
    ),
    Retained(
        "Chatten: dens id, dens teams id, organisationens id i Entra, Teams' adresse for den, hvilken dag der sidst "
        "blev talt til botten, eller nogen kom eller gik, og et aftryk af hver, der har forladt den (intet navn)",
        "For at svare det rigtige sted, og ikke dem, der ikke er med længere",
        ("conversations",),
        "Slettes, når der ikke er gemt andet om chatten, og ingen har talt til botten i den i "
        f"{spelled(REFLECTIONS_KEPT)}",
    ),
    Retained(
        "Hvilke fagområder en chat følger (ikke hvem der bad om det)",
        "For at sige til, når radaren ændrer sig",
        ("follows",),
        "Til nogen siger stop, eller chatten slettes",
    ),
    Retained(
        "Beskeder ind: et id og et tidspunkt for hver, og hvad der blev svaret",
        "For at den samme besked ikke tæller to gange",
        ("inbox",),
        f"Svaret slettes efter {spelled(REPLIES_KEPT)}, resten efter {spelled(INBOX_KEPT)}",
    ),
    Retained(
        "Beskeder og kort på vej ud; de kan gengive det, I har skrevet",
        "For at intet går tabt, når Teams ikke svarer",
        ("outbox",),
        f"Slettes, når de er leveret; dem, der måtte opgives, efter {spelled(DEAD_KEPT)}",
    ),
    Retained(
        "Filer, som nogen har bedt om (hvem og i hvilken chat), med det, de selv kunne se, da de bad; og et aftryk af "
        "hver adresse, de fik",
        "For at den, der bad om filen, kan hente den",
        ("files", "file_tokens"),
        f"Kan hentes i {spelled(FILES_KEPT)} og slettes ved den første oprydning derefter (hver time). Slettes med det "
        "samme, når nogen sletter sine oplysninger eller trækker et svar tilbage",
    ),
    Retained(
        "Radarbilleder, uden svar og navne",
        "For ikke at tegne det samme to gange",
        ("pictures",),
        f"Slettes efter {spelled(PICTURES_KEPT)}",
        people=False,
    ),
    Retained(
        "KL's udgaver af radaren, hvornår de gik i luften, og hvilken nøgle der skrev under",
        "For at vise den rigtige udgave og kunne gøre rede for den",
        ("bundles", "activations", "edition_log", "edition_processes"),
        "Bliver stående",
        people=False,
    ),
    Retained(
        "Listen over det, der er slettet: et aftryk (SHA-256) af id'er og et tidspunkt for hver sletning; intet navn, "
        "ingen tekst, og ikke hvad det var",
        "For at det, der er slettet, ikke kommer tilbage, når en sikkerhedskopi lægges tilbage",
        ("erasures",),
        f"Slettes efter {spelled(BACKUPS_KEPT)}, eller det I har sat i `TR_BACKUP_DAYS`: så længe I har kopierne",
    ),
    Retained(
        "Tidspunkter, som botten selv skriver",
        "For at se, at uret og databasen virker",
        ("heartbeats",),
        "Overskrives hele tiden",
        people=False,
    ),
)
"""All that is kept; a table of the database that no row names does not exist."""


def as_markdown() -> str:
    """The rows as a table in Markdown, as it stands in the DPO's folder; ends in a line break."""
    rows = ["| Hvad | Hvorfor | Hvor (tabel) | Hvor længe | Om personer |", "| --- | --- | --- | --- | --- |"]
    for kept in RETAINED:
        tables = ", ".join(f"`{table}`" for table in kept.tables)
        rows.append(f"| {kept.what} | {kept.why} | {tables} | {kept.until} | {'Ja' if kept.people else 'Nej'} |")
    return "\n".join(rows) + "\n"
