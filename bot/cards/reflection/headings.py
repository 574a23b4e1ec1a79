"""What stands on top of a card, and the lists of questions one chooses from."""

from __future__ import annotations

import datetime as dt

from bot.cards.elements import Element, banner, bullets, choice_set, plain, quiet, text
from dialogs.danish.dates import MORNING, danish_day, local
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from radar_core.model import Bundle, Question
from radar_core.render.words.description import EXAMPLE_NOTICE


def where(reflection: Reflection, bundle: Bundle) -> str:
    """»Sundhed og ældre · Vejle«."""
    fagomraade = bundle.fagomraade_by_id.get(reflection.fagomraade or "")
    kommune = bundle.kommune_by_code.get(reflection.kommune or "")
    return " · ".join(x.name for x in (fagomraade, kommune) if x)


def example(bundle: Bundle) -> Element | None:
    """That the radar is made up, where it is."""
    return banner(EXAMPLE_NOTICE) if bundle.edition.is_example else None


def naming(reflection: Reflection) -> Element | None:
    """How a group answers and who facilitates; None alone."""
    if not reflection.group:
        return None
    facilitator = reflection.facilitator
    how = texts.ANONYMOUS if reflection.anonymous else texts.NAMED
    named = texts.FACILITATOR.format(name=plain(facilitator.name)) if facilitator else None
    return quiet(" · ".join(filter(None, [how, named])), spacing="None")


def anonymity(reflection: Reflection) -> Element | None:
    """That answers are without names, where they are: on the cards that say nothing else of who is who."""
    return quiet(texts.ANONYMOUS, spacing="None") if reflection.anonymous else None


def heading(
    reflection: Reflection, bundle: Bundle, question: Question, *, prompts: bool = True
) -> list[Element | None]:
    """The question, where it belongs, and what helps one to answer it."""
    return [
        example(bundle),
        quiet(f"{texts.QUESTION.format(n=question.number)} · {where(reflection, bundle)}"),
        naming(reflection),
        text(question.text, size="Large", weight="Bolder", style="heading", spacing="Small"),
        bullets(question.prompts) if prompts else None,
    ]


def options(question: Question, chosen: str | None) -> Element | None:
    """What can be chosen beside the text of a question, marked as ours; ``chosen`` is an id. None where nothing can."""
    offered = [(option.id, option.name) for option in question.options]
    return choice_set("option", texts.OPTION, offered, style="expanded", value=chosen) if offered else None


def question_choice(bundle: Bundle, label: str, placeholder: str) -> Element:
    """A choice of one of the nine, by number and first words."""
    options = [(str(q.number), f"{q.number}. {short(q.text)}") for q in bundle.questions]
    return choice_set("question", label, options, placeholder=placeholder)


def short(words: str, most: int = 60) -> str:
    """The first words of something, for a list one chooses from; the number before them says which it is."""
    one_line = " ".join(words.split())
    if len(one_line) <= most:
        return one_line
    at_space = one_line.rfind(" ", 1, most)
    return f"{one_line[:at_space]} …" if at_space > 0 else f"{one_line[:most]}…"


def danish_time(at: dt.datetime) -> str:
    """»mandag den 30. november«, with the time of day where it is another than in the morning."""
    when = local(at)
    day = danish_day(when.date())
    return day if when.time() == MORNING else f"{day} kl. {when:%H.%M}"
