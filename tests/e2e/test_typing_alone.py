"""The nine questions as somebody types who never reads help: not one press from »hej« to the protocol."""

from __future__ import annotations

import re

import pytest

from dialogs.texts import asked, ending, lines
from dialogs.texts import common as texts
from dialogs.texts import result as result_texts
from dialogs.texts import taking as taking_texts
from dialogs.texts import technology as told
from tests.e2e.conftest import Teams
from tests.fakes.shipped import shipped

pytestmark = [pytest.mark.e2e, pytest.mark.node]

QUESTIONS = [question.text for question in shipped().bundle("eksempel").questions]


def read(words: str) -> str:
    """Words as they stand on the page, where what is bold has no asterisks."""
    return words.replace("**", "")


def test_nine_questions_by_typing_alone_with_a_wrong_answer_a_question_and_the_protocol_in_them(teams: Teams) -> None:
    page = teams.page
    page.say("hej")
    page.wait_text(asked.ABOUT_ASK)
    page.say("jeg vil gerne i gang med de ni spørgsmål")
    page.wait_text("Start en refleksion")
    page.say("vi er Vejle kommune og jeg arbejder på sundhedsområdet")
    page.wait_text(QUESTIONS[0])

    page.say("mere tid til borgerne")
    page.wait_text(texts.SAVED.format(n=1))
    page.wait_text(QUESTIONS[1])
    page.wait_text(f"1 · {lines.SHORT[1]}: mere tid til borgerne")
    page.say("det skal jeg lige spørge Lone om")
    page.wait_text(QUESTIONS[2])
    page.wait_text(read(lines.TICKS_WANTED.format(n=2)))
    page.say("fortryd")
    page.wait_text(lines.TAKEN_BACK.format(n=2))
    page.wait_gone(f"2 · {lines.SHORT[2]}: det skal jeg lige spørge Lone om")
    page.say("mindre manuelt arbejde og møder med borgere uden transport")
    page.wait_text(QUESTIONS[2])
    page.say("vi kan nå to ting om året")
    page.wait_text(QUESTIONS[3])
    page.say("ledergruppen vælger, og vi stopper det, der ikke virker")
    page.wait_text(QUESTIONS[4])

    page.say("hvad er RPA?")
    page.wait_text(told.HERE.format(name="Sundhed og ældre", words="KLAR (opdigtet)").replace("**", ""))
    page.wait_text(asked.STILL_AT.format(n=5))
    page.screenshot_chat("chat-midt-i")
    page.say("videoløsninger")
    page.wait_text(QUESTIONS[5])

    page.say("vi har viljen, men ikke tiden")
    page.wait_text(lines.RATING_WANTED.format(n=6))
    page.say("nok en 3'er")
    page.wait_text(texts.SAVED.format(n=6))
    page.wait_text(f"6 · {lines.SHORT[6]}: 3 af 5 – vi har viljen, men ikke tiden")
    page.say("i høj grad")
    page.wait_text(QUESTIONS[7])
    page.say("2")
    page.wait_text(QUESTIONS[8])
    page.screenshot_chat("chat-skriv-svar")
    page.say("4 - vi følger med i, hvad andre har prøvet")
    page.wait_text(re.compile("Se svarene igennem"))

    page.say("protokol")
    page.wait_text(taking_texts.MENU_TITLE)
    page.say("det ser fint ud")
    page.wait_text(ending.FINISH_TITLE_ALONE)
    page.say("ja, afslut")
    page.wait_text(result_texts.TITLE)
    page.wait_text(result_texts.START_HERE)
    page.say("protokol")
    page.wait_times(taking_texts.MENU_TITLE, 2)
    page.screenshot_chat("alene-protokol")
    typed = [one for one in teams.wire.settled().activities("personal") if one["type"] == "message"]
    assert not [one for one in teams.wire.activities("personal") if one["type"] == "invoke"], "nothing was pressed"
    assert all("value" not in one for one in typed)


def test_three_fagomraader_are_compared_as_one_would_ask_for_it(teams: Teams) -> None:
    page = teams.page
    page.load()
    page.say("kan vi sammenligne skole, sundhed og social?")
    page.wait_text("med størst forskel.")
    assert page.image_size(re.compile("Social"))[0] == 1024
    shown = " ".join(page.texts(card="størst forskel"))
    for name in ("Sundhed", "Social", "Børn"):
        assert name in shown
    page.screenshot_card("chat-tre-fagomraader", card="størst forskel")
