"""»udvikling«: the team says which reflections are its own, and sees how it has rated itself, and what came of it.

No picture is shown here, so the message of the picture carries the same as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from PIL import Image

from bot.app import OUTBOX, PICTURES, STORE, TURNS
from bot.pictures.pictures import drawn_here
from bot.turns.over_time.pictures import TeamPictures
from bot.wire import Address, ChatKind, OwnPicture, TeamPicture
from dialogs.texts import common as texts
from dialogs.texts import erasing as erasing
from dialogs.texts import over_time as words
from dialogs.texts import team
from radar_core.render.words.over_time import Lack
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_chats import Chat
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, SUNDHED, answers, begins
from tests.fakes.teams_team_steps import all_cards, begins_anonymously, closes, people, time_passes, unnamed

SIX = "Er organisationen parat?"


async def rates(group: Sequence[Person], *ratings: int, shown: bool = True) -> None:
    """Each answers question 6 by a number, the last one shows it, and the facilitator closes the reflection."""
    leader = group[0]
    await leader.says("gå til 6")
    for person, rating in zip(group, ratings, strict=True):
        await answers(person, "Derfor", rating)
    if shown:
        await group[-1].presses(texts.REVEAL)
    await closes(leader)


async def three_years(teams: FakeTeams, chat: Chat | None = None) -> list[Person]:
    """Three people who reflect on the same each year: 2, then without showing it, then 4 in the middle."""
    group = people(teams, 3, chat)
    for ratings, shown in (((1, 2, 2), True), ((3, 3, 3), False), ((3, 4, 5), True)):
        await begins(group[0], SUNDHED)
        await rates(group, *ratings, shown=shown)
        await time_passes(teams, 200)
    return group


def picture_of(person: Person) -> str:
    """The words that go with the picture."""
    return person.sees[-1].replace("\\", "")


async def test_the_team_is_asked_whether_they_are_its_own_and_then_everybody_sees_how_it_has_gone(
    teams: FakeTeams,
) -> None:
    first, second, third = await three_years(teams)
    await second.says("udvikling")
    asked = third.card(words.YES)
    assert words.CONFIRM in asked.says and asked.says.count("3 har svaret") == 3
    assert not asked.inputs, "an update of a card that all see would erase what somebody fills in"
    assert words.PICTURE_TITLE not in "".join(third.sees), "nothing is shown before one of them says so"
    await third.presses(words.YES)
    assert words.BELOW in third.card(words.BELOW).says
    for person in (first, second, third):
        shown = person.card(words.BECAME)
        assert f"**6. {SIX}** højere 2 → 4" in shown.says and "4 (3 svar)" in shown.says
        assert Lack.HIDDEN.value in shown.says
        assert not re.search(r"^(- )?\d+\. ", "\n".join([shown.says, person.sees[-1]]), re.MULTILINE), (
            "no day is a list"
        )
        told = picture_of(person)
        assert told.startswith(f"**{words.PICTURE_TITLE}**") and "3 svar (1 gav 1, 2 gav 2), midten 2" in told
        assert "3 gav 3" not in told, "what the group never showed is not shown here either"
        assert "Spørgsmål 7, Er it-landskabet klar" in told and Lack.NONE.value in told
        assert "Kun 3 svar hver gang: én person kan flytte midten." in told


async def test_the_summary_of_the_second_one_leads_to_it_and_stays_as_it_is(teams: FakeTeams) -> None:
    group = people(teams, 2)
    first, second = group
    for ratings in ((1, 2), (4, 4)):
        assert not [card for card in second.cards if words.SHOW in card.buttons]
        await begins(first, SUNDHED)
        await rates(group, *ratings)
    summary = second.card(words.SHOW)
    assert texts.SUMMARY_CLOSED in summary.says
    await second.presses(words.SHOW)
    assert summary in second.cards and words.CONFIRM in first.card(words.YES).says
    await first.presses(words.YES)
    assert "højere 1,5 → 4" in picture_of(second)


async def test_the_team_picks_those_that_are_its_own(teams: FakeTeams) -> None:
    first, second, _ = await three_years(teams)
    await first.says("vis udviklingen")
    await second.presses(words.PICK)
    choice = second.card(words.SHOW)
    every = choice.choices["reflections"]
    assert len(every) == 3
    assert "reflections" not in first.card(words.YES).inputs, "only whoever pressed fills it in"
    await second.presses(words.SHOW, reflections=every[:1])
    assert words.PICK_TOO_FEW in second.card(words.SHOW).says
    before = len(first.chat.messages)
    await second.presses(words.SHOW, reflections=every[::2])
    told = picture_of(first)
    assert len(first.chat.messages) == before + 2
    assert Lack.HIDDEN.value not in told and "højere 2 → 4" in told


async def test_one_reflection_is_too_few_and_another_fagomraade_is_another_matter(teams: FakeTeams) -> None:
    group = people(teams, 2)
    await group[0].says("udvikling")
    assert words.TOO_FEW_ANY in group[1].sees[-1]
    for fagomraade in (SKOLE, SUNDHED):
        await begins(group[0], fagomraade)
        await rates(group, 2, 3)
    await group[1].says("udvikling")
    assert words.TOO_FEW_ONE.partition("{")[0] in group[0].sees[-1] and SUNDHED in group[0].sees[-1]
    await begins(group[0], SKOLE)
    await rates(group, 4, 4)
    await group[1].says("udvikling sundhed")
    assert SUNDHED in group[0].sees[-1]
    await group[1].presses(words.OF.format(where=SKOLE))
    await group[1].presses(words.YES)
    assert "højere 2,5 → 4" in picture_of(group[0])


async def test_alone_nothing_is_asked_and_nobody_is_counted(teams: FakeTeams) -> None:
    me = teams.person()
    for rating in (4, 2):
        await begins(me, SUNDHED)
        await me.says("gå til 6")
        await me.presses(texts.SAVE_AND_GO, rating=texts.RATINGS[rating], text="Derfor")
        await me.says("ja, afslut")
    await me.says("er vi blevet bedre siden sidst?")
    shown = me.card(words.BECAME).says
    assert f"**6. {SIX}** lavere 4 → 2" in shown and "svar)" not in shown
    told = picture_of(me)
    assert told.startswith(f"**{words.PICTURE_TITLE_ALONE}**") and "midten" not in told


async def test_of_anonymous_answers_only_the_middle_of_four_or_more_is_told(teams: FakeTeams) -> None:
    group = unnamed(teams, 5)
    for ratings in ((1, 2, 2, 5, 5), (1, 1, 5)):
        await begins_anonymously(group[0])
        await rates(group[: len(ratings)], *ratings, shown=len(ratings) > 3)
    await group[1].says("udvikling")
    assert words.ANONYMOUS in group[2].card(words.YES).says
    await group[1].presses(words.YES)
    told = picture_of(group[3])
    assert "5 svar, midten 2" in told and "gav" not in told
    assert Lack.FEW.value in told and "3 svar" not in told


async def test_the_threads_of_a_channel_are_together_and_other_places_are_not(teams: FakeTeams) -> None:
    threads = [teams.chat("channel", f"19:kanal@thread.tacv2;messageid={n}") for n in (1, 2)]
    for chat, ratings in zip(threads, ((2, 2), (5, 5)), strict=True):
        group = people(teams, 2, chat)
        await begins(group[0], SUNDHED)
        await rates(group, *ratings)
    await group[0].says("udvikling sundhed")
    assert words.CONFIRM_CHANNEL in group[1].card(words.YES).says
    elsewhere = teams.person("Deltager Anden", teams.chat("groupChat"))
    await elsewhere.says("udvikling sundhed")
    assert words.TOO_FEW in elsewhere.sees[-1] and words.YES not in elsewhere.card(words.TOO_FEW).buttons
    stolen = group[1].card(words.YES).pressed(words.YES, {}, submit=False)
    answer = await teams.act(elsewhere.activity(stolen))
    assert words.TOO_FEW in answer.says and "midten" not in "".join(elsewhere.sees)
    await group[1].presses(words.YES)
    assert "højere 2 → 5" in picture_of(group[0])


async def test_what_became_of_the_technologies_is_told_year_by_year(teams: FakeTeams) -> None:
    group = people(teams, 2)
    first, second = group
    await begins(first, SUNDHED)
    await rates(group, 2, 2)
    await first.says("næste skridt")
    await first.presses(team.CHOOSE)
    chosen = first.card(team.SAVE_CHOICE).choices["technologies"][:2]
    await first.presses(team.SAVE_CHOICE, technologies=chosen)
    await first.says("næste skridt: Ring til nabokommunen")
    await time_passes(teams, 200)
    await first.presses(team.EVALUATE.format(name=evaluated(first)))
    await first.presses(team.SAVE_EVALUATION, decision=team.DECISIONS[next(iter(team.DECISIONS))])
    await begins(first, SUNDHED)
    await rates(group, 3, 3)
    await second.says("udvikling")
    await second.presses(words.YES)
    shown = first.card(words.BECAME).says
    assert "1 udbredes og 1 skal evalueres." in shown
    assert f"**{evaluated(first)}:**" in shown and "evalueret – udbredes" in shown
    assert "Næste skridt, der er skrevet: 1 i " in shown and "nabokommunen" not in shown


async def test_what_a_person_erased_is_gone_from_it(teams: FakeTeams) -> None:
    group = await three_years(teams)
    first, second, third = group
    await first.says("udvikling")
    mine = teams.person(third.name)
    await mine.says("slet mine svar")
    await mine.presses(erasing.ERASE)
    await second.presses(words.YES)
    told = picture_of(second)
    assert "2 svar (1 gav 1, 1 gav 2), midten 1,5" in told and "3 svar" not in told
    assert "2 svar (1 gav 3, 1 gav 4), midten 3,5" in told


async def test_the_picture_has_no_address_and_is_drawn_from_what_its_own_chat_may_see(teams: FakeTeams) -> None:
    first, *_ = await three_years(teams)
    await first.says("udvikling")
    await first.presses(words.YES)
    assert "udvikling" not in "".join(str(card) for card in all_cards(teams) if "/radar/" in str(card))
    store, app = teams.bot.app[STORE], teams.bot.app
    here = first.activity({})
    where = Address(
        *(here["conversation"]["tenantId"], first.chat.id, ChatKind.GROUP, "https://teams.example/", "bot", "bot")
    )
    ids = tuple(each.id for each in await store.earlier(where))
    assert len(ids) == 3
    drawing = TeamPictures(store, app[TURNS].snapshot, app[PICTURES])
    for other in (
        Address("another tenant", where.conversation, where.kind, where.service_url, "bot", "bot"),
        Address(where.tenant, "another chat", where.kind, where.service_url, "bot", "bot"),
    ):
        assert await drawing.draw(other, TeamPicture(ids)) is None


async def test_the_picture_is_drawn_for_the_message_that_is_sent(teams: FakeTeams) -> None:
    group = people(teams, 2)
    for ratings in ((1, 2), (4, 4)):
        await begins(group[0], SUNDHED)
        await rates(group, *ratings)
    drawn: list[bytes | None] = []

    async def draw(where: Address, wanted: OwnPicture | TeamPicture) -> bytes | None:
        drawn.append(await teams.bot.draws_for_real(where, wanted))
        return None  # the Teams of the tests counts the bytes of a picture, as the real one does not

    teams.bot.app[PICTURES]._draw, teams.bot.app[OUTBOX]._draw = drawn_here, draw
    await group[0].says("udvikling")
    await group[1].presses(words.YES)
    (png,) = drawn
    assert png is not None
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width == 1024 and picture.height <= 1024


def evaluated(person: Person) -> str:
    """The technology whose evaluation is asked for first."""
    buttons = [button for card in person.cards for button in card.buttons if button.startswith("Evaluér ")]
    return buttons[0].removeprefix("Evaluér ")
