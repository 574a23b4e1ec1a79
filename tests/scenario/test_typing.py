"""Alone, typing is answering: nine questions without a press, and nothing replaced, taken back or lost by the way."""

from __future__ import annotations

from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import asked as asked_texts
from dialogs.texts import common as texts
from dialogs.texts import ending, lines
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import begins

FIRST = "Mere tid til borgerne"
SECOND = "og mindre papir"


async def stands_in(teams: FakeTeams, me: Person) -> Reflection:
    """The reflection of a person's own chat."""
    stands = await reflection_of(teams, me.chat)
    assert stands is not None
    return stands


async def said_in(teams: FakeTeams, me: Person) -> list[tuple[int, str, int | None]]:
    """Question, words and number of every answer in it."""
    return [(each.question, each.text, each.rating) for each in (await stands_in(teams, me)).answers]


async def test_nine_questions_are_answered_by_typing_alone_with_a_question_to_the_bot_in_the_middle(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await me.says("start refleksion")
    await me.says("vi er Vejle, sundhed")
    lines_typed = (
        FIRST,
        "Borgerne venter for længe",
        "To ting om året",
        "Vi vælger tre ad gangen",
        "For meget på én gang",
    )
    for number, words in enumerate(lines_typed, 1):
        await me.says(words)
        assert texts.SAVED.format(n=number) in me.card(texts.QUESTION.format(n=number + 1)).says
        assert words in me.card(lines.SHORT[number]).says
    await me.says("hvad er RPA?")
    assert (await stands_in(teams, me)).current == 6, "what is asked is no answer"
    for words in ("2", "nok en 3'er", "i høj grad", "4 – vi følger med"):
        await me.says(words)
    stands = await stands_in(teams, me)
    assert stands.phase is Phase.REVIEW and texts.SUMMARY_TITLE in me.sees[-1]
    typed = [(number, words, None) for number, words in enumerate(lines_typed, 1)]
    assert await said_in(teams, me) == [*typed, (6, "", 2), (7, "", 3), (8, "", 4), (9, "vi følger med", 4)]
    assert [card for card in me.cards if texts.SAVE_AND_GO in card.buttons] == [], "one live card"


async def test_fortryd_opens_the_question_again_with_the_words_in_the_field_and_by_its_button_too(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says(FIRST)
    await me.says("fortryd")
    card = me.card(texts.SAVE_AND_GO)
    assert lines.TAKEN_BACK.format(n=1) in card.says and card.inputs["text"]["value"] == FIRST
    assert await said_in(teams, me) == []
    assert [each for each in me.cards if lines.EDIT in each.buttons] == [], "no line says what is taken back"
    await me.says(SECOND)
    assert await said_in(teams, me) == [(1, SECOND, None)]
    await me.presses(lines.TAKE_BACK)
    assert await said_in(teams, me) == [] and me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == SECOND
    for words in ("fortryd", "vi fortryder aftalen med leverandøren"):
        await me.says(words)
    assert await said_in(teams, me) == [(1, "vi fortryder aftalen med leverandøren", None)]


async def test_a_line_at_an_answered_question_is_asked_about_and_only_then_saved(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    for then, stands in (
        (lines.REPLACE, SECOND),
        (lines.ADD, f"{FIRST}\n{SECOND}"),
        (lines.LET_STAND, FIRST),
        ("erstat", SECOND),
        ("tilføj", f"{FIRST}\n{SECOND}"),
        ("lad stå", FIRST),
    ):
        await me.says(f"svar 1: {FIRST}")
        await me.says("gå til 1")
        await me.says(SECOND)
        asked = me.card(lines.REPLACE)
        assert FIRST in asked.says and SECOND in asked.says and lines.KEPT_TITLE.format(n=1) in asked.says
        assert await said_in(teams, me) == [(1, FIRST, None)], "nothing is replaced before somebody says so"
        await (me.presses(then) if then[0].isupper() else me.says(then))
        assert await said_in(teams, me) == [(1, stands, None)]
        assert (await stands_in(teams, me)).drafts == ()


async def test_ret_on_the_line_a_card_left_behind_corrects_it_there_and_the_open_question_stays(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says(FIRST)
    await me.presses(lines.EDIT)
    await me.presses(texts.SAVE, on=me.card(texts.CLOSE_INPUT), text=SECOND)
    assert await said_in(teams, me) == [(1, SECOND, None)]
    assert SECOND in me.card(lines.SHORT[1]).says
    open_cards = [card for card in me.cards if texts.SAVE_AND_GO in card.buttons]
    assert len(open_cards) == 1 and texts.QUESTION.format(n=2) in open_cards[0].says


async def test_what_is_closed_or_taken_back_on_such_a_line_is_a_line_again(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says(FIRST)
    for button, says in ((texts.CLOSE_INPUT, FIRST), (texts.WITHDRAW, lines.LEFT_UNANSWERED)):
        await me.presses(lines.EDIT)
        await me.presses(button, on=me.card(texts.CLOSE_INPUT))
        assert says in me.card(lines.SHORT[1]).says
        open_cards = [card for card in me.cards if texts.SAVE_AND_GO in card.buttons]
        assert len(open_cards) == 1 and texts.QUESTION.format(n=2) in open_cards[0].says
    assert await said_in(teams, me) == []


async def test_an_edit_of_the_message_edits_the_answer_and_of_a_number_the_number(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(FIRST)
    first = me.wrote
    await me.says("gå til 6")
    await me.says("2")
    await me.edits("nok en 3'er")
    await me.edits(SECOND, message=first)
    assert await said_in(teams, me) == [(1, SECOND, None), (6, "", 3)]
    assert (await stands_in(teams, me)).current == 7


async def test_a_comment_without_its_number_is_saved_and_the_number_is_asked_for(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 6")
    await me.says("Vi mangler tid")
    assert lines.RATING_WANTED.format(n=6) in me.card(texts.SAVE_AND_GO).says
    assert await said_in(teams, me) == [(6, "Vi mangler tid", None)] and (await stands_in(teams, me)).current == 6
    await me.says("i mindre grad")
    assert await said_in(teams, me) == [(6, "Vi mangler tid", 2)] and (await stands_in(teams, me)).current == 7
    await me.says("gå til 6")
    await me.says("4")
    assert await said_in(teams, me) == [(6, "Vi mangler tid", 2)], "a number replaces none"
    await me.presses(lines.REPLACE)
    assert await said_in(teams, me) == [(6, "", 4)]


async def test_ticks_are_typed_by_name_or_number_and_anything_else_is_words(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 2")
    await me.says("1 og hurtigere svar til borgerne")
    await me.says("gå til 5")
    await me.says("RPA")
    stands = await stands_in(teams, me)
    ticks = {answer.question: (answer.text, answer.ticks) for answer in stands.answers}
    assert ticks == {2: ("", ("mindre-manuelt-arbejde", "hurtigere-svar")), 5: ("", ("rpa",))}
    await me.says("fortryd")
    await me.says("RPA og alt for mange andre ting")
    assert [(a.text, a.ticks) for a in (await stands_in(teams, me)).answers_to(5)] == [
        ("RPA og alt for mange andre ting", ())
    ]


async def test_what_reads_as_a_question_to_the_bot_is_saved_only_by_a_press(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("kan du sende det her til min chef på mandag?")
    assert await said_in(teams, me) == []
    await me.presses(asked_texts.SAVE_AS_ANSWER)
    assert await said_in(teams, me) == [(1, "kan du sende det her til min chef på mandag?", None)]


async def test_a_restart_between_any_two_lines_and_two_lines_at_once_lose_nothing(teams: FakeTeams) -> None:
    me = teams.person()
    teams.restarts = True
    await begins(me)
    for words in (FIRST, SECOND, "fortryd", "noget tredje", "gå til 1", "en linje til"):
        await me.says(words)
    stands = await stands_in(teams, me)
    assert await said_in(teams, me) == [(1, FIRST, None), (2, "noget tredje", None)]
    assert stands.draft(1) == "en linje til"
    assert me.card(lines.REPLACE)


async def test_two_lines_in_a_row_leave_one_live_card_and_each_answer_on_its_own_line(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    async with teams.slow(me.chat):
        await me.says(FIRST)
        await me.says(SECOND)
    await teams.settled()
    assert await said_in(teams, me) == [(1, FIRST, None), (2, SECOND, None)]
    assert FIRST in me.card(lines.SHORT[1]).says and SECOND in me.card(lines.SHORT[2]).says
    assert [texts.QUESTION.format(n=3) in c.says for c in me.cards if texts.SAVE_AND_GO in c.buttons] == [True]


async def test_the_start_form_takes_kommune_and_fagomraade_out_of_a_sentence_and_nothing_it_is_not_sure_of(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await me.says("start refleksion")
    for words in ("vi er både skole og sundhed i Vejle", "vi vil have mere tid til borgerne", "vi er mange"):
        await me.says(words)
        assert (await stands_in(teams, me)).phase is Phase.SETUP and texts.NOT_KEPT in me.sees[-1]
    await me.says("vi er Vejle Kommune, og jeg arbejder på sundhedsområdet")
    stands = await stands_in(teams, me)
    assert (stands.phase, stands.kommune, stands.fagomraade) == (Phase.QUESTIONS, "630", "sundhed-og-aeldre")


async def test_ticks_typed_at_an_answer_that_has_none_are_added_to_it_and_it_is_said_that_they_are_missing(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says(FIRST)
    assert lines.TICKS_WANTED.format(n=1) not in me.card(texts.SAVE_AND_GO).says
    await me.says(SECOND)
    words_alone = me.wrote
    assert lines.TICKS_WANTED.format(n=2) in me.card(texts.SAVE_AND_GO).says
    await me.says("gå til 2")
    await me.says("mindre manuelt arbejde")
    (given,) = (await stands_in(teams, me)).answers_to(2)
    assert (given.text, given.ticks) == (SECOND, ("mindre-manuelt-arbejde",))
    assert texts.SAVED.format(n=2) in me.card(texts.SAVE_AND_GO).says, "nothing that stood was corrected"
    await me.edits("og meget mindre papir", message=words_alone)
    (given,) = (await stands_in(teams, me)).answers_to(2)
    assert (given.text, given.ticks) == ("og meget mindre papir", ("mindre-manuelt-arbejde",))
    await me.says("gå til 2")
    await me.says("2")
    assert me.card(lines.REPLACE), "ticks replace none"


async def test_what_is_asked_beside_a_question_is_followed_by_the_question_one_is_at(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    for words in ("hvad er RPA?", "hvad menes der med det her?"):
        await me.says(words)
        told = me.card(asked_texts.SAVE_AS_ANSWER).says
        assert asked_texts.STILL_AT.format(n=1) in told and "Hvad er formålet" in told


async def test_a_comment_is_never_the_answer_corrected_by_its_number_and_a_second_one_still_wants_it(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 6")
    await me.says("Vi mangler tid")
    await me.says("og folk")
    assert lines.KEPT_UNRATED in me.card(lines.REPLACE).says
    await me.says("tilføj")
    await me.says("3")
    assert await said_in(teams, me) == [(6, "Vi mangler tid\nog folk", 3)]
    assert texts.SAVED.format(n=6) in me.card(texts.SAVE_AND_GO).says


async def test_at_the_summary_a_yes_asks_and_what_is_not_understood_leads_on(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 9")
    await me.says("4")
    for words in ("ja", "ja tak", "det ser fint ud"):
        await me.says(words)
        assert ending.FINISH_TITLE_ALONE in me.sees[-1]
        assert (await stands_in(teams, me)).phase is Phase.REVIEW, "nothing ends by one word"
    await me.says("blåbærgrød på fredag")
    await me.presses("Afslut")
    assert ending.FINISH_TITLE_ALONE in me.sees[-1]
    assert (await stands_in(teams, me)).phase is Phase.REVIEW
    await me.says("ret 3")
    assert texts.QUESTION.format(n=3) in me.card(texts.SAVE_AND_GO).says
