"""The main job as people meet it: KL's nine questions in the client's page, then the radar and what is klar."""

from __future__ import annotations

import re

import pytest

from dialogs.texts import common as texts
from dialogs.texts import result as result_texts
from dialogs.texts import status
from radar_core.lookup import radar_for, ready
from tests.e2e.conftest import StartTeams, Teams
from tests.fakes.shipped import shipped

pytestmark = pytest.mark.e2e

BUNDLE = shipped().bundle("eksempel")
QUESTIONS = [question.text for question in BUNDLE.questions]


def klar_names(fagomraade: str) -> set[str]:
    return {entry.name for entry in ready(radar_for(BUNDLE, fagomraade))}


def klar_on_page(teams: Teams) -> set[str]:
    """Names of the klar technologies as the radar card shows them."""
    lines = teams.page.texts(card="her kan I begynde")
    return {match[1] for line in lines if (match := re.fullmatch(r"\d+\. (.+?)(?:\s›)?", line))}


def test_one_person_walks_the_nine_questions_and_gets_the_radar_of_the_fagomraade(teams: Teams) -> None:
    page = teams.page
    page.say("start refleksion")
    page.wait_text("Start en refleksion")
    page.choose("Kommune", "Vejle")
    page.choose("Fagområde", "Sundhed og ældre")
    page.screenshot_card("chat-start")
    page.press("Start")

    page.wait_text(QUESTIONS[0])
    page.fill("Dit svar", "Vi vil frigive tid til borgerne – æøå.")
    page.screenshot("personlig-2-spoergsmaal")
    page.press("Gem og gå videre")
    page.wait_text(QUESTIONS[1])
    page.tick(texts.TICK_NEEDS, "Mindre manuelt arbejde", "Møder med borgere uden transport")
    page.fill("Dit svar", "For meget papir.")
    page.press(texts.RADAR_SAYS)
    page.wait_text("»Mindre manuelt arbejde«: ")
    page.screenshot_card("hvad-siger-radaren")
    page.press(texts.RADAR_SAYS)
    page.expect_typed("Dit svar", "For meget papir.")
    page.screenshot_card("chat-spoergsmaal")
    page.press("Gem og gå videre")

    page.wait_text(QUESTIONS[2])
    page.press("Spring over")
    page.wait_text(QUESTIONS[3])
    page.fill("Dit svar", "Vi vælger tre ting.")
    page.press("Gem og gå videre")
    page.wait_text(QUESTIONS[4])
    page.press("Tilbage")
    page.wait_text(QUESTIONS[3])
    page.fill("Dit svar", "Vi vælger to ting.")
    page.press("Gem og gå videre")
    page.wait_text("Dit svar på spørgsmål 4 er rettet og gemt.")
    page.wait_text(QUESTIONS[4])
    page.tick(texts.TICK_IN_OPERATION, "Videoløsninger")
    page.press("Gem og gå videre")
    for number in range(6, 10):
        page.wait_text(QUESTIONS[number - 1])
        page.choose(texts.RATING_ALONE, texts.RATINGS[number - 4])
        page.fill("Kommentar", f"Kommentar {number}")
        page.screenshot(f"personlig-4-selvvurdering-{number}")
        page.press("Gem og gå videre")

    page.wait_text("Opsummering")
    page.wait_text("Vi vælger to ting.")
    page.wait_text("Sprunget over")
    page.screenshot("personlig-5-opsummering")
    page.press("Afslut og vis radaren")

    page.wait_text(result_texts.TITLE)
    assert page.image_size(re.compile("Teknologiradar · Sundhed og ældre")) == (1024, 1024)
    page.screenshot("personlig-6-radar")
    page.wait_text(result_texts.FRAMED)
    page.screenshot_card("chat-radar", card=result_texts.TITLE)
    page.press(result_texts.MORE, card=result_texts.TITLE)
    page.wait_text(re.compile("Spørg jeres databeskyttelsesrådgiver"))
    page.screenshot_card("personlig-7-vis-mere", card=result_texts.TITLE)
    page.press(result_texts.TAKE_STEPS, card=result_texts.TITLE)
    page.wait_text(result_texts.STEPS_TITLE)
    page.screenshot_card("personlig-8-foerste-skridt", card=result_texts.STEPS_TITLE)
    page.press(result_texts.SAVE_STEPS, card=result_texts.STEPS_TITLE)
    page.wait_text(result_texts.STEPS_TAKEN)


def test_a_manager_gets_a_fagomraades_radar_at_once_without_a_reflection(teams: Teams) -> None:
    page = teams.page
    page.say("radar skole")
    page.wait_text("Børn, unge og skole: her kan I begynde")
    assert page.image_size(re.compile("Teknologiradar · Børn, unge og skole")) == (1024, 1024)
    page.press(texts.SHOW_ALL.format(count=len(klar_names("boern-unge-og-skole"))), card="Børn, unge og skole")
    page.wait_text(re.compile(r"^\d+\. 3D-print"))
    assert klar_on_page(teams) == klar_names("boern-unge-og-skole")


def test_in_a_group_a_colleague_answers_and_the_facilitator_moves_on_to_the_radar(each_way: Teams) -> None:
    page, other = each_way.page, each_way.colleague(1)
    page.open_chat("group")
    page.wait_text("Hej! Jeg er Teknologiradar")
    page.screenshot("gruppe-1-velkomst")
    page.mention_and_say("strat refleksion")
    page.wait_text("Start en refleksion")
    page.choose("Kommune", "Vejle")
    page.choose("Fagområde", "Børn, unge og skole")
    page.screenshot_card("chat-navne", card="Start en refleksion")
    page.press("Start")
    page.wait_text("Spørgsmål 1: ingen har svaret endnu")

    page.press("Svar")
    page.fill("Dit svar", "Mit svar på 1")
    page.press("Gem")
    page.wait_text("Dit svar på spørgsmål 1 er gemt.")
    shared = each_way.wire.wait_card(QUESTIONS[0], "group")
    opened = other.press("Svar", on=shared)
    saved = other.press("Gem", {"text": "Kollegaens svar på 1"}, on=opened.card)
    assert "Dit svar på spørgsmål 1 er gemt." in saved.card.text
    page.press("Næste spørgsmål")
    page.wait_text(QUESTIONS[1])
    page.press("Mere")
    page.press("Spring over")
    page.wait_text(QUESTIONS[2])
    page.press("Mere")
    page.press("Tilbage")
    page.wait_text(QUESTIONS[1])
    page.wait_text(status.NOBODY.format(n=2))
    for number in range(2, 9):
        page.press("Næste spørgsmål")
        page.wait_text(QUESTIONS[number])
        # The button is of the question that the message with the count tells of, and that is told after the question.
        page.wait_text(status.NOBODY.format(n=number + 1))
    page.press("Til opsummering")
    page.wait_text("2 svar, ikke vist endnu")
    page.press("Vis alle svar")
    page.wait_text("Kollegaens svar på 1")
    page.press("Afslut og vis radaren")
    page.wait_text(result_texts.NO_NEEDS)
    assert page.image_size(re.compile("Teknologiradar · Børn, unge og skole")) == (1024, 1024)


def test_text_that_is_no_command_is_the_answer_and_nothing_is_lost(teams: Teams) -> None:
    page = teams.page
    page.open_chat("personal")
    page.say("start refleksion teknik & miljo")
    page.wait_text("Spørgsmål 1 af 9 · Klima, teknik og miljø · Vejle")  # the kommune is asked once per conversation
    page.say("vi vil gerne have renere vandløb")
    page.wait_text("Dit svar på spørgsmål 1 er gemt.")
    page.say("mindre papir")
    page.wait_text("Dit svar på spørgsmål 2 er gemt.")
    page.say("gå til 2")
    page.say("og mere tid")
    page.wait_text("Du har allerede svaret på spørgsmål 2")
    page.say("næste")
    page.wait_text("Ikke gemt: det, du skrev til spørgsmål 2")
    page.screenshot_card("ikke-gemt", card="Ikke gemt: det, du skrev til spørgsmål 2")
    page.press("Føj til dit svar på spørgsmål 2")
    page.wait_text("Dit svar på spørgsmål 2 er rettet og gemt.")
    page.say("stop")
    page.wait_text("Vil du annullere refleksionen?")
    page.screenshot_card("annuller", card="Vil du annullere refleksionen?")
    page.press("Ja, annullér")
    page.wait_text("Refleksionen er annulleret")
    page.press("Genåbn")
    page.wait_text("Refleksionen er åben igen.")
    page.wait_text("mindre papir")
    page.say("ja, annullér")
    page.wait_text("Refleksionen er annulleret")


def test_five_people_get_a_result_of_four_lines_the_circle_and_three_lines_a_suggestion(
    start_teams: StartTeams,
) -> None:
    teams = start_teams()  # a chat where no card of another reflection has the question's words
    page, wire = teams.page, teams.wire
    me, *others = [teams.colleague(n) for n in range(5)]
    page.open_chat("group")
    me.say("start refleksion sundhed", "group")
    me.say("Vejle", "group")
    page.wait_text("Spørgsmål 1: ingen har svaret endnu")
    for number in (1, 2, 3, 6, 7):
        me.say(f"gå til {number}", "group")
        shared = wire.wait_card(QUESTIONS[number - 1], "group")
        for place, person in enumerate((me, *others)):
            opened = person.press("Svar", on=shared)
            saved = person.press("Gem", {"text": "Mere tid hos borgerne.", **given(number, place)}, on=opened.card)
            assert f"Dit svar på spørgsmål {number} er gemt." in saved.card.text
        me.say("vis svar", "group")
    me.say("gå til 9", "group")
    me.say("næste", "group")
    page.wait_text(re.compile("Se svarene igennem"))
    page.press("Afslut og vis radaren")
    page.wait_text(result_texts.TITLE)
    page.wait_text(result_texts.MEANS)
    page.wait_text(result_texts.FRAMED)  # by an update, where nobody has had just these in a frame before
    page.screenshot_card("gruppe-resultat", card=result_texts.TITLE)
    lines = page.texts(card=result_texts.TITLE)
    labels = [result_texts.PURPOSE, result_texts.READINESS, result_texts.DISAGREEMENT, result_texts.MEANS]
    assert [line for line in lines if line in labels] == labels
    assert len([line for line in lines if line.startswith("Første skridt:")]) == 3
    assert page.image_size(re.compile("Teknologiradar · Sundhed og ældre")) == (1024, 1024)


def given(number: int, place: int) -> dict[str, str]:
    """What one of the five gives beside the text."""
    match number:
        case 2:
            return {"ticks": "mindre-manuelt-arbejde,moede-uden-transport"}
        case 3:
            return {"option": "efter-andre"}
        case 6:
            return {"rating": "4"}
        case 7:
            return {"rating": "12224"[place]}
        case _:
            return {}
