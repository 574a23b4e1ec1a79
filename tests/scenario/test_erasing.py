"""»slet mine svar«: the list first, for whoever asks alone; then it is asked; then it is gone in every chat."""

from __future__ import annotations

import pytest

from bot.app import TURNS
from bot.cards.erasing import Policy
from bot.turns.erasing.turns import Erasing
from bot.turns.features import features
from dialogs.asides.erasing import EraseBy
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import erasing as words
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import kommune_of, reflection_of
from tests.fakes.teams_chats import Kind
from tests.fakes.teams_steps import answers, begins

MINE = "mere tid til zebraerne"
SUNDHED = "Sundhed og ældre"


async def test_alone_the_list_comes_first_then_it_is_asked_and_then_nothing_is_left(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar: {MINE}")
    await me.says("følg sundhed")
    await me.says("slet mine svar")
    listed = me.card(words.TITLE)
    assert f"**{SUNDHED}**" in listed.says and "1 svar" in listed.says and words.GOES_WHOLE in listed.says
    assert "Vejle" in listed.says and "følger" in listed.says and words.KOMMUNEN_DECIDES in listed.says
    assert words.NOT_REACHED in listed.says
    assert MINE not in listed.says, "a list has no words of theirs in it"
    assert await reflection_of(teams, me.chat) is not None, "nothing is erased before it is asked"
    await me.presses(words.ERASE, on=listed)
    assert words.ERASED_TITLE in me.card(words.NOT_REACHED).says
    assert await reflection_of(teams, me.chat) is None
    assert await kommune_of(teams, me.chat) is None
    await me.says("slet mine svar")
    assert words.NOTHING in me.sees[-1]


async def test_keeping_it_keeps_everything(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar: {MINE}")
    before = await reflection_of(teams, me.chat)
    await me.says("slet mine svar")
    await me.presses(words.KEEP)
    assert words.KEPT in me.sees[-1]
    assert await reflection_of(teams, me.chat) == before


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_in_a_group_only_whoever_presses_sees_their_list_and_the_group_goes_on_without_them(
    teams: FakeTeams, kind: Kind
) -> None:
    chat = teams.chat(kind)
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(me)
    await me.says(f"svar: {MINE}")
    await other.says("svar: deres eget")
    await me.says("vis svar")
    assert any(MINE in said for said in other.sees)
    await me.says("slet mine svar")
    asked = other.card(words.ASK_TITLE)
    assert SUNDHED not in asked.says and "1 svar" not in asked.says
    await other.presses(words.SHOW, on=asked)
    assert words.GOES_ON in other.card(words.TITLE).says
    await me.presses(words.SHOW, on=me.card(words.ASK_TITLE))
    listed = me.card(words.TITLE)
    await other.says("status")
    await me.presses(words.ERASE, on=listed)
    assert words.ERASED_TITLE in me.card(words.ERASED).says
    stands = await reflection_of(teams, chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS
    assert [a.text for a in stands.answers] == ["deres eget"]
    assert stands.facilitator is None and stands.started_by.id == ""
    live = [said for said in other.sees if "Spørgsmål 1 af 9" in said][-1]
    assert MINE not in live and "deres eget" in live
    await other.says("overtag")
    await other.says("næste")
    moved = await reflection_of(teams, chat)
    assert moved is not None and moved.current == 2


async def test_it_reaches_every_chat_of_theirs_and_nobody_elses(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    alone = teams.person("Deltager Første")
    await begins(other)
    await other.says("svar: deres eget")
    await me.says(f"svar: {MINE}")
    await begins(alone)
    await alone.says(f"svar: {MINE}")
    (known,) = await teams.bot.store.people.by_entra(chat.tenant, str(me.activity({})["from"]["aadObjectId"]))
    assert known.person.name == "Deltager Første" and len(known.mine.parts) == 2, "an operator finds the same"
    await alone.says("slet mine svar")
    assert words.LEAD.format(count=2) in alone.card(words.TITLE).says
    await alone.presses(words.ERASE)
    stands = await reflection_of(teams, chat)
    assert stands is not None and [a.text for a in stands.answers] == ["deres eget"]
    assert await reflection_of(teams, alone.chat) is None


async def test_what_came_after_the_list_is_shown_before_it_is_erased(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar: {MINE}")
    await me.says("slet mine svar")
    listed = me.card(words.TITLE)
    await me.says("svar: og et til")
    await me.presses(words.ERASE, on=listed)
    assert words.CHANGED in me.card(words.TITLE).says and "2 svar" in me.card(words.TITLE).says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and len(stands.answers) == 2


@pytest.mark.parametrize("said", ["slet mine svar", "slet mine svar tak", "slt mine svar", "kan du slette mine data?"])
async def test_at_a_question_these_words_are_no_answer_and_no_draft(teams: FakeTeams, said: str) -> None:
    me = teams.person()
    await begins(me)
    await me.says(said)
    assert not any("Skal det være dit svar" in seen for seen in me.sees)
    if "?" not in said:
        await me.says(f"svar: {said}")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == ()
    assert words.NEARLY_TITLE in me.sees[-1] or words.TITLE in me.sees[-1]


async def test_nor_are_they_in_the_field_of_a_card(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(other)
    await other.says("svar: deres eget")
    await me.presses(texts.ANSWER)
    await me.presses(texts.SAVE, text="Slet mine svar!")
    stands = await reflection_of(teams, chat)
    assert stands is not None and [a.text for a in stands.answers] == ["deres eget"]
    assert words.NOTHING in me.cards[0].says


async def test_nearly_the_same_words_are_asked_about(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar: {MINE}")
    await me.says("kan du slette mine svar?")
    await me.presses(words.SHOW, on=me.card(words.NEARLY_TITLE))
    assert words.GOES_WHOLE in me.card(words.TITLE).says


async def test_a_client_that_shows_every_card_to_all_is_shown_no_list(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    me = teams.person("Deltager Første", chat, submits=True)
    other = teams.person("Deltager Anden", chat)
    await begins(me)
    await me.says(f"svar: {MINE}")
    await me.says("slet mine svar")
    await me.presses(words.SHOW, on=me.card(words.ASK_TITLE))
    assert words.ASK_ALONE in me.sees[-1]
    assert not any(words.TITLE in said.splitlines() for said in other.sees)


async def test_answers_that_are_opened_anonymously_stay_and_it_is_said_why(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    people = [teams.person(f"Deltager {name}", chat) for name in ("Første", "Anden", "Tredje", "Fjerde")]
    await people[0].says("start refleksion sundhed anonymt")
    await people[0].presses(texts.GO, kommune="Vejle")
    for each in people:
        await answers(each, "hemmeligt")
    await people[1].says("vis svar")
    await people[1].says("slet mine svar")
    await people[1].presses(words.SHOW, on=people[1].card(words.ASK_TITLE))
    listed = people[1].card(words.TITLE)
    assert words.ANSWERS_STAY in listed.says and words.WHY_ANSWERS_STAY in listed.says
    assert words.ERASE not in listed.buttons
    stands = await reflection_of(teams, chat)
    assert stands is not None and len(stands.answers) == 4


async def test_where_the_kommune_decides_the_wish_is_sent_by_the_person_and_nothing_is_erased(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.says(f"svar: {MINE}")
    await me.says("slet mine svar")
    before = me.card(words.TITLE)
    turns = teams.bot.app[TURNS]
    turns.features = features(Erasing(Policy(EraseBy.DPO, "dpo@kommune.example")))
    vars(turns).pop("_feature_of", None)
    await me.says("slet mine svar")
    listed = me.card(words.TITLE)
    assert "dpo@kommune.example" in listed.says and words.ERASE not in listed.buttons
    assert "29:person-0" in listed.says
    await me.presses(words.ERASE, on=before)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [MINE]
