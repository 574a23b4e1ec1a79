"""The Danish sentences of how a reflection ends: what is lost, the question whether it shall, and what then stands.

Each holds for a reflection with names or without one, of one person (``alone``) or of a group; which, its name says.
"""

from __future__ import annotations

from dialogs.reflection.commands import Loss
from dialogs.reflection.state import QUESTIONS, Phase, Reflection
from dialogs.texts.common import KEPT
from radar_core.spelling import counted, together

CANCEL_TITLE = "Vil I annullere refleksionen?"
CANCEL_TITLE_ALONE = "Vil du annullere refleksionen?"
FINISH_TITLE = "Vil I afslutte og se radaren?"
FINISH_TITLE_ALONE = "Vil du afslutte og se radaren?"
CHANGED = "Der er kommet noget til, siden du blev spurgt. Refleksionen er ikke slut endnu."

NO_RADAR = "Så får I ingen radar, og refleksionen er slut for alle."
NO_RADAR_ALONE = "Så får du ingen radar."
HIDDEN = "I kan ikke længere se {lost}."
HIDDEN_ALONE = "Du kan ikke længere se {lost}."
DELETED = "Så bliver {answers} slettet."
FEW_DELETED = "{answers} bliver slettet, for færre end fire har svaret på spørgsmålet."
UNLINKED = "Det bliver slettet, hvem der skrev hvad."
NEVER_AGAIN = "Refleksionen kan ikke åbnes igen."
CAN_REOPEN = "Tovholderen kan genåbne den, indtil I starter en ny."
CAN_REOPEN_ALONE = "Du kan genåbne den, indtil du starter en ny."
RATHER_PAUSE = "Vil I bare fortsætte en anden dag, så tryk **Hold pause**."
RATHER_PAUSE_ALONE = "Vil du bare fortsætte en anden dag, så tryk **Hold pause**."
IN_WORDS = "Tryk på en knap, eller skriv **{words}**."
SAY_FINISH = "ja, afslut"
SAY_CANCEL = "ja, annullér"

NONE_ANSWERED = "Ingen af de ni spørgsmål er besvaret."
ALL_ANSWERED = "Alle ni spørgsmål er besvaret."
UNANSWERED = "{count} af de ni spørgsmål er ikke besvaret."

HOLD_PAUSE = "Hold pause"
YES_CANCEL = "Ja, annullér"
YES_FINISH = "Ja, afslut og vis radaren"
NO = "Nej, fortsæt"
GOES_ON = "Intet er ændret. Refleksionen fortsætter."
WHAT_NOW = "Skriv **status** for at se, hvor langt I er, eller **hjælp** for at se, hvad jeg kan."
FINISHED_ABOVE = "Refleksionen er afsluttet. Opsummeringen står længere oppe, og radaren kommer herunder."

CANCELLED = (
    "Svarene er gemt, men kan ikke ses, så længe refleksionen er annulleret. Tryk **Genåbn**, hvis I vil fortsætte. "
    f"Det kan I, indtil I starter en ny. Svarene slettes {KEPT} efter den sidste ændring."
)
CANCELLED_ALONE = (
    "Dine svar er gemt, men kan ikke ses, så længe refleksionen er annulleret. Tryk **Genåbn**, hvis du vil fortsætte. "
    f"Det kan du, indtil du starter en ny. Svarene slettes {KEPT} efter den sidste ændring."
)
CANCELLED_EMPTY = "Der er ingen svar. Tryk **Genåbn**, hvis I vil fortsætte alligevel, eller start en ny."
CANCELLED_EMPTY_ALONE = "Der er ingen svar. Tryk **Genåbn**, hvis du vil fortsætte alligevel, eller start en ny."
CANCELLED_ANONYMOUS = "Ingen svar er gemt, og refleksionen kan ikke åbnes igen. I kan starte en ny."

EXPIRED = "Der er ikke sket noget længe, så refleksionen er udløbet. Alle svar er gemt, og I kan genåbne den."
EXPIRED_ALONE = "Der er ikke sket noget længe, så refleksionen er udløbet. Alle svar er gemt, og du kan genåbne den."
EXPIRED_EMPTY = "Der er ikke sket noget længe, så refleksionen er udløbet. Der er ingen svar i den."
EXPIRED_ANONYMOUS = (
    "Der er ikke sket noget længe, så refleksionen er udløbet. Svarene på spørgsmål, som mindst fire har svaret på, er "
    "gemt uden navn. Andre svar er slettet, og refleksionen kan ikke åbnes igen."
)

PAUSED_EMPTY = "Der er ingen svar endnu. Tryk **Fortsæt**, eller skriv **fortsæt**, når I vil videre."
PAUSED_EMPTY_ALONE = "Der er ingen svar endnu. Tryk **Fortsæt**, eller skriv **fortsæt**, når du vil videre."


def unanswered(loss: Loss) -> str:
    """How many of the nine stay without an answer."""
    if not loss.unanswered:
        return ALL_ANSWERED
    return NONE_ANSWERED if loss.unanswered == QUESTIONS else UNANSWERED.format(count=loss.unanswered)


def lost(loss: Loss) -> str:
    """»3 svar, 1 konklusion og 2 næste skridt«; blank where it is nothing."""
    parts = (
        (loss.answers, f"{loss.answers} svar"),
        (loss.conclusions, counted(loss.conclusions, "konklusion", "konklusioner")),
        (loss.steps, f"{loss.steps} næste skridt"),
        (loss.choices, f"{loss.choices} valg af teknologier"),
    )
    return together([words for count, words in parts if count])


def cancelled(reflection: Reflection) -> str:
    """What is left of a reflection that was given up, and what can be done."""
    if reflection.anonymous:
        return CANCELLED_ANONYMOUS
    if not reflection.answers:
        return CANCELLED_EMPTY if reflection.group else CANCELLED_EMPTY_ALONE
    return CANCELLED if reflection.group else CANCELLED_ALONE


def expired(reflection: Reflection) -> str:
    """The same of one that nobody had touched for long."""
    if reflection.anonymous:
        return EXPIRED_ANONYMOUS
    if not reflection.answers:
        return EXPIRED_EMPTY
    return EXPIRED if reflection.group else EXPIRED_ALONE


def cannot_reopen(reflection: Reflection) -> str:
    """Why an anonymous one stays closed, and what its answers are still good for."""
    match reflection.phase:
        case Phase.CANCELLED:
            return CANCELLED_ANONYMOUS
        case Phase.EXPIRED:
            return CLOSED_ANONYMOUSLY
        case _:
            return f"{CLOSED_ANONYMOUSLY} {NEXT_TIME}"


CLOSED_ANONYMOUSLY = (
    "Svarene var anonyme, og det er slettet, hvem der skrev hvad. Derfor kan refleksionen ikke åbnes igen."
)
NEXT_TIME = "Starter I en ny på samme fagområde, ser I de svar og konklusioner, I har vist her."
