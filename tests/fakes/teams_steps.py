"""Steps that many scenarios share."""

from __future__ import annotations

from dialogs.reflection.state import QUESTIONS
from dialogs.texts import common as texts
from dialogs.texts import ending
from tests.fakes.teams_people import Person

SUNDHED = "Sundhed og ældre"
SKOLE = "Børn, unge og skole"


async def begins(person: Person, fagomraade: str = SUNDHED) -> None:
    """Starts a reflection by text and card, as far as the first question."""
    await person.says("start refleksion")
    await person.presses(texts.GO, kommune="Vejle", fagomraade=fagomraade)


async def answers(person: Person, words: str, rating: int | None = None) -> None:
    """Answers the group's question by *Svar* and *Gem*."""
    await person.presses(texts.ANSWER)
    if rating is None:
        await person.presses(texts.SAVE, text=words)
    else:
        await person.presses(texts.SAVE, text=words, rating=rating)


async def finishes(person: Person) -> None:
    """Writes that it is to end, reads what that costs, and says yes."""
    await person.says("afslut")
    await person.presses(ending.YES_FINISH)


async def cancels(person: Person) -> None:
    """Writes that it is to be given up, reads what that costs, and says yes."""
    await person.says("annullér")
    await person.presses(ending.YES_CANCEL)


async def answers_the_rest(person: Person, start: int = 1) -> None:
    """Alone, saves a short answer to every question from ``start`` on."""
    for number in range(start, QUESTIONS + 1):
        await person.presses(texts.SAVE_AND_GO, text=f"Svar {number}")


async def moves_to_the_summary(person: Person, start: int = 1) -> None:
    """In a group, moves on from question ``start`` to the summary."""
    for _ in range(start, QUESTIONS):
        await person.presses(texts.NEXT)
    await person.presses(texts.TO_SUMMARY)
