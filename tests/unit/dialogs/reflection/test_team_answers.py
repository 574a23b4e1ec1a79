"""Own answer first, then everybody's, then what the team concludes."""

from __future__ import annotations

import pytest

from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.state import Phase, Reflection
from tests.fakes.walks import CANCEL, FINISH, FIRST, FOURTH, MONDAY, PEOPLE, SECOND, THIRD, begun, walk


def answered(anonymous: bool = False, people: int = 4) -> Reflection:
    given = [(person, c.Answer(f"Svar fra nr. {n}")) for n, person in enumerate(PEOPLE[:people], 1)]
    return walk(begun(anonymous), *given)[0]


def test_answers_open_to_all_only_by_vis_svar() -> None:
    reflection = answered()
    assert not reflection.is_open_to_all(1)
    opened, events = walk(reflection, (SECOND, c.Reveal(1)))
    assert opened.is_open_to_all(1) and events == (e.Revealed((1,)),)


def test_whoever_has_not_answered_may_not_look_first() -> None:
    reflection = answered(people=2)
    assert walk(reflection, (THIRD, c.Reveal(1)))[1] == (Refused(Refusal.ANSWER_FIRST),)
    ready, events = walk(reflection, (THIRD, c.Answer("mit eget")), (THIRD, c.Reveal(1)))
    assert events == (e.Revealed((1,)),) and ready.revealed == {1}


def test_the_facilitator_may_open_without_an_answer_of_their_own() -> None:
    reflection, _ = walk(begun(), (SECOND, c.Answer("svar")))
    assert walk(reflection, (FIRST, c.Reveal()))[1] == (e.Revealed((1,)),)


def test_there_is_nothing_to_open_where_nobody_has_answered() -> None:
    assert walk(begun(), c.Reveal())[1] == (Refused(Refusal.NOTHING_ANSWERED),)


@pytest.mark.parametrize("people", [1, 2, 3])
def test_anonymous_answers_never_open_with_fewer_than_four(people: int) -> None:
    reflection = answered(anonymous=True, people=people)
    stands, events = walk(reflection, (FIRST, c.Reveal()))
    assert events == (Refused(Refusal.TOO_FEW_TO_OPEN),) and not stands.is_open_to_all(1)


def test_anonymous_answers_open_with_four_and_close_again_where_one_is_taken_back() -> None:
    opened, _ = walk(answered(anonymous=True), (FIRST, c.Reveal()))
    assert opened.is_open_to_all(1)
    left, _ = walk(opened, (FOURTH, c.Withdraw(1)))
    assert not left.is_open_to_all(1)


def test_in_the_summary_vis_svar_opens_all_that_can_be_opened() -> None:
    reflection, _ = walk(answered(), (SECOND, c.Answer("to", 2)), c.GoTo(9), c.Next())
    assert reflection.phase is Phase.REVIEW
    assert walk(reflection, (SECOND, c.Reveal()))[1] == (e.Revealed((1, 2)),)
    assert walk(reflection, (THIRD, c.Reveal()))[1] == (e.Revealed((1,)),), "not what they have not answered"


def test_a_withdrawn_answer_is_gone_and_can_be_given_anew() -> None:
    reflection, events = walk(answered(), (SECOND, c.Withdraw()))
    assert events == (e.AnswerWithdrawn(1),) and reflection.answer_of(SECOND, 1) is None
    assert walk(reflection, (SECOND, c.Withdraw()))[1] == (Refused(Refusal.NOTHING_TO_WITHDRAW),)
    again, _ = walk(reflection, (SECOND, c.Answer("nyt", 1)))
    given = again.answer_of(SECOND, 1)
    assert given is not None and (given.text, given.revision) == ("nyt", 1)


def test_nobody_withdraws_anothers_answer() -> None:
    reflection, _ = walk(begun(), (SECOND, c.Answer("svar")))
    assert walk(reflection, (THIRD, c.Withdraw(1)))[0].answers == reflection.answers


def test_answering_ahead_of_the_group_moves_only_the_one_who_does() -> None:
    ahead = c.Answer("svar", 1, then=c.OpenAnswer(2))
    reflection, events = walk(begun(), (SECOND, ahead))
    assert reflection.current == 1 and events == (e.AnswerSaved(1, SECOND, edited=False), e.InputOpened(2))
    assert walk(begun(), (SECOND, c.GoTo(7))) == (begun(), (e.InputOpened(7),))


def test_a_message_edited_edits_the_answer_it_was_and_moves_nobody() -> None:
    first = Said(c.Answer("svaar"), SECOND, MONDAY, message="m1")
    reflection, _ = walk(begun(), first, c.Next())
    mended = Said(c.Answer("svar"), SECOND, MONDAY, message="m1", edited=True)
    after, events = walk(reflection, mended)
    assert [(a.question, a.text, a.revision) for a in after.answers] == [(1, "svar", 2)]
    assert after.current == 2 and events == (e.AnswerSaved(1, SECOND, edited=True),)
    bare = Said(c.Unknown("uden kolon"), SECOND, MONDAY, message="m1", edited=True)
    assert walk(reflection, bare)[0].answers[0].text == "uden kolon"


def test_an_edited_message_is_never_a_command() -> None:
    reflection, _ = walk(begun(), Said(c.Answer("svar"), SECOND, MONDAY, message="m1"))
    for command in (CANCEL, FINISH, c.Next(), c.Start()):
        edit = Said(command, FIRST, MONDAY, message="m1", edited=True)
        assert walk(reflection, edit) == (reflection, (Refused(Refusal.EDIT_NOT_READ),))


def test_nobody_edits_anothers_answer_by_editing_a_message() -> None:
    reflection, _ = walk(begun(), Said(c.Answer("svar"), SECOND, MONDAY, message="m1"))
    edit = Said(c.Unknown("andet"), THIRD, MONDAY, message="m1", edited=True)
    assert walk(reflection, edit) == (reflection, (Refused(Refusal.EDIT_NOT_READ),))


def test_a_conclusion_is_anyones_and_keeps_its_history() -> None:
    reflection, events = walk(begun(), (SECOND, c.Conclude("først")), (THIRD, c.Conclude("siden", 1, 1)))
    assert events == (e.Concluded(1),) and reflection.conclusion_text(1) == "siden"
    assert [(x.text, x.by, x.revision) for x in reflection.conclusions] == [
        ("først", SECOND, 1),
        ("siden", THIRD, 2),
    ]


def test_nobody_writes_over_a_conclusion_they_have_not_seen() -> None:
    reflection, _ = walk(begun(), (SECOND, c.Conclude("først", 1, 0)))
    stands, events = walk(reflection, (THIRD, c.Conclude("samtidig", 1, 0)))
    assert stands == reflection and events == (Refused(Refusal.CONCLUSION_CHANGED),)


def test_the_same_conclusion_again_is_no_new_revision() -> None:
    reflection, _ = walk(begun(), c.Conclude("det samme"))
    assert walk(reflection, (THIRD, c.Conclude("det samme", 1, 0))) == (reflection, (e.Concluded(1),))


def test_with_or_without_names_is_settled_before_the_first_answer_and_never_after() -> None:
    reflection, events = walk(begun(), (SECOND, c.SetNaming(anonymous=True)))
    assert reflection.anonymous and reflection.salt == "salt" and events == (e.NamingSet(anonymous=True),)
    fixed, _ = walk(reflection, (SECOND, c.Answer("svar")))
    assert walk(fixed, c.SetNaming(anonymous=False)) == (fixed, (Refused(Refusal.NAMING_FIXED),))


def test_an_answer_promised_to_be_anonymous_is_not_saved_with_a_name() -> None:
    late = c.Answer("svar", 1, anonymous=True)
    assert walk(begun(), (SECOND, late)) == (begun(), (Refused(Refusal.NAMING_CHANGED),))


def test_an_anonymous_answer_typed_for_all_to_see_is_not_taken() -> None:
    typed = Said(c.Answer("svar"), SECOND, MONDAY, message="m1")
    assert walk(begun(anonymous=True), typed)[1] == (Refused(Refusal.ANONYMOUS_BY_TEXT),)


def test_in_an_anonymous_reflection_one_edits_ones_own_answer_and_no_name_is_kept() -> None:
    reflection, _ = walk(begun(anonymous=True), (SECOND, c.Answer("først")), (SECOND, c.Answer("siden", 1)))
    (given,) = reflection.answers
    assert (given.text, given.revision, given.by.name) == ("siden", 2, "")
    assert SECOND.id not in given.by.id and SECOND.name not in str(reflection.answers)
    concluded, _ = walk(reflection, (SECOND, c.Conclude("fælles")), (SECOND, c.SaveStep("gør det")))
    assert SECOND.name not in str(concluded) and SECOND.id not in str(concluded)


def test_closing_an_anonymous_reflection_leaves_nothing_that_leads_to_a_person() -> None:
    reflection = answered(anonymous=True)
    few, _ = walk(reflection, (SECOND, c.Answer("kun mig", 2)))
    ended, _ = walk(few, FINISH)
    assert ended.salt is None and "kun mig" not in str(ended), "fewer than four are never kept"
    assert {a.by.id for a in ended.answers} == {"1", "2", "3", "4"}
    assert {(a.at, a.revision, a.message, a.by.name) for a in ended.answers} == {(ended.ended_at, 1, None, "")}
    assert {a.text for a in ended.answers} == {a.text for a in reflection.answers}
    assert all(ended.answer_of(person, 1) is None for person in PEOPLE)


def test_of_an_anonymous_reflection_that_was_given_up_no_answer_is_kept() -> None:
    ended, _ = walk(answered(anonymous=True), CANCEL)
    assert (ended.answers, ended.salt) == ((), None), "it cannot be opened again: nobody could ever see one"


def test_the_order_of_anonymous_answers_is_not_that_in_which_they_were_given() -> None:
    orders = set()
    for salt in "abcdefgh":
        reflection, _ = walk(begun(), c.SetNaming(anonymous=True), salt=salt)
        for person in PEOPLE:
            reflection, _ = walk(reflection, (person, c.Answer(person.id)))
        orders.add(tuple(a.text for a in reflection.answers_to(1)))
    assert len(orders) > 3


@pytest.mark.parametrize(
    "command",
    [
        c.Answer("min mors nr. er 010190-1234"),
        c.Unknown("010190 1234"),
        c.Conclude("borgeren 0101901234"),
        c.SaveStep("Ring til", "010190-1234"),
        c.ShowRadar(unknown="010190-1234"),
    ],
)
def test_what_looks_like_a_personal_number_is_never_kept(command: c.Command) -> None:
    """The number is made up."""
    assert walk(begun(), (SECOND, command)) == (begun(), (Refused(Refusal.PERSONAL_NUMBER),))
