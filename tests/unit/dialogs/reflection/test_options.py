"""What is chosen beside the text of a question: kept with the answer, and with the team's conclusion."""

from __future__ import annotations

from bot.storage import notes
from bot.turns.press import Pressed
from bot.turns.reflection import reading
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.choices import option_of, tick_names, ticked
from dialogs.reflection.events import Refusal, Refused
from radar_core.model import Ticks
from tests.fakes.shipped import shipped
from tests.fakes.walks import FIRST, SECOND, THIRD, begun, walk

BUNDLE = shipped().bundle("eksempel")
THIRD_QUESTION, FIFTH = BUNDLE.questions[2], BUNDLE.questions[4]


def press(question: int, **typed: object) -> Pressed:
    return Pressed({"q": question, **typed}, begun(), BUNDLE)


def test_kls_third_and_fifth_question_have_a_choice_of_ours_and_no_other_has() -> None:
    assert [q.number for q in BUNDLE.questions if q.options] == [3, 5]
    assert [o.name for o in THIRD_QUESTION.options] == ["Blandt de første", "Efter andre", "Kun det sikre"]
    assert [o.name for o in FIFTH.options] == ["For mange", "Passende", "For få"]


def test_an_option_alone_is_an_answer_and_what_is_no_option_is_none() -> None:
    assert reading.given(press(3, option="efter-andre")) == c.Answer("", 3, None, ("efter-andre",))
    assert reading.given(press(3, option="for-mange")) is None
    assert reading.given(press(4, option="efter-andre")) is None


def test_beside_technologies_in_operation_the_option_is_no_technology() -> None:
    given = reading.given(press(5, ticks="rpa,videoloesninger", option="for-faa"))
    assert given is not None
    reflection, _ = walk(begun(), given)
    assert ticked(reflection, BUNDLE, Ticks.I_DRIFT) == ("rpa", "videoloesninger")
    chosen = option_of(FIFTH, reflection.answer_of(FIRST, 5))
    assert chosen is not None and chosen.name == "For få"
    assert tick_names(FIFTH, reflection, BUNDLE)["for-faa"] == "For få"


def test_words_typed_later_leave_the_option_as_it_was() -> None:
    reflection, _ = walk(begun(), c.Answer("", 3, ticks=("efter-andre",)), c.Answer("To ad gangen", 3))
    assert reflection.answer_of(FIRST, 3).ticks == ("efter-andre",)  # type: ignore[union-attr]


def test_a_team_concludes_with_an_option_with_words_or_with_both() -> None:
    said = reading.conclusion(press(3, option="kun-det-sikre", text="", v=0))
    assert said == c.Conclude("", 3, 0, choice="kun-det-sikre")
    reflection, events = walk(begun(), (SECOND, said))
    assert events == (e.Concluded(3),)
    assert (reflection.concluded_choice(3), reflection.conclusion_text(3)) == ("kun-det-sikre", "")
    worded, _ = walk(reflection, (THIRD, c.Conclude("Én ad gangen", 3)))
    assert (worded.concluded_choice(3), worded.conclusion_text(3)) == ("kun-det-sikre", "Én ad gangen")
    back, _ = walk(worded, (THIRD, c.Conclude("", 3, choice="")))
    assert (back.concluded_choice(3), back.conclusion_text(3)) == ("", "")
    assert walk(back, (THIRD, c.Conclude("", 3, choice="")))[1] == (Refused(Refusal.EMPTY_CONCLUSION),)
    assert walk(begun(), c.Conclude("", 3, choice=""))[1] == (Refused(Refusal.EMPTY_CONCLUSION),)


def test_where_nothing_can_be_chosen_a_conclusion_says_nothing_of_it() -> None:
    assert reading.conclusion(press(1, option="efter-andre", text="Mere tid", v=0)) == c.Conclude("Mere tid", 1, 0)


def test_a_conclusion_is_read_back_as_it_was_kept_also_from_before_there_was_a_choice() -> None:
    reflection, _ = walk(begun(), c.Conclude("Ro på", 3, choice="kun-det-sikre"), c.Conclude("Mere tid", 1))
    rows = [notes.note_row("t", "r1", note) for note in reflection.conclusions]
    assert set(notes.conclusions(rows)) == set(reflection.conclusions)
    assert [row["body"] for row in rows if row["key"] == "1"] == [{"text": "Mere tid"}]
