"""A chat follows the radar of a fagområde, KL makes a new edition live, and the chat is told what has changed: once."""

from __future__ import annotations

import pytest

from bot.app import EDITIONS, FOLLOWERS, REPEATED
from bot.cards.elements import plain
from dialogs.texts import common as texts
from dialogs.texts import following as words
from dialogs.texts.changed import MOVE
from radar_core.model import Bundle
from radar_core.push.signing import sign
from radar_core.render.words.description import EXAMPLE_NOTICE
from radar_core.spelling import together
from tests.fakes.signed import KEY, KEYS, Change, activation, bundle, moved
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_chats import Kind
from tests.fakes.teams_steps import begins

SUNDHED, SKOLE = "Sundhed og ældre", "Børn, unge og skole"
OF_SUNDHED = "sundhed-og-aeldre"
NEWS = words.NEWS_TITLE.format(where=SUNDHED)


async def _draws_nothing(*_: object) -> None:
    """Pictures are drawn when they are asked for; nobody asks here."""


async def _is_fit(*_: object) -> tuple[str, ...]:
    return ()


async def publishes(teams: FakeTeams, serial: int, *changes: Change) -> None:
    """KL makes an edition live that is the example changed so, and everybody who is to be told is."""
    await goes_live(teams, serial, *changes)
    await looks(teams)


async def goes_live(teams: FakeTeams, serial: int, *changes: Change) -> None:
    """An edition that is the example changed so is live."""

    def change(fields: dict[str, object]) -> None:
        for each in changes:
            each(fields)

    editions = teams.bot.app[EDITIONS]
    editions.keys, editions.prepare, editions.unfit = KEYS, _draws_nothing, _is_fit
    content = bundle(revision=serial, change=change)
    await editions.push(sign(content, KEY))
    await editions.activate(activation(serial, content))


async def looks(teams: FakeTeams) -> None:
    """The bot looks for somebody to tell."""
    await teams.bot.app[FOLLOWERS].look()
    await teams.settled()


def a_move(live: Bundle, fagomraade: str = OF_SUNDHED) -> tuple[Change, str]:
    """A technology that is not klar becomes so, and the line that tells it."""
    technologies = live.technology_by_id
    placed = next(p for p in live.edition.placements if p.fagomraade == fagomraade and p.ring.value != "KLAR")
    name = placed.name or technologies[placed.technology].name
    line = MOVE.format(name=plain(name), before=placed.ring.value, after="KLAR")
    return moved(placed.technology, fagomraade, "KLAR"), line


@pytest.mark.parametrize("kind", ["personal", "groupChat", "channel"])
async def test_a_chat_that_follows_is_told_once_what_moved(teams: FakeTeams, bundle: Bundle, kind: Kind) -> None:
    me, stranger = teams.person("Deltager Første", teams.chat(kind)), teams.person("Deltager Anden")
    await stranger.says("radar sundhed")
    await me.says("følg sundhed")
    assert words.NOW_FOLLOWED.format(name=SUNDHED) in me.sees[-1]
    change, line = a_move(bundle)
    before = len(stranger.sees)
    await publishes(teams, 1, change)
    card = me.card(NEWS)
    assert line in card.says and EXAMPLE_NOTICE in card.says
    assert card.buttons == [texts.SHOW_RADAR, words.STOP]
    for _ in range(2):
        await looks(teams)
    assert sum(NEWS in said for said in me.sees) == 1
    assert len(stranger.sees) == before, "who does not follow is not told"


async def test_taking_an_edition_back_is_told_as_the_way_back(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    change, line = a_move(bundle)
    await publishes(teams, 1, change)
    await publishes(teams, 2)
    name, _, rings = line.rpartition(": ")
    back = " → ".join(reversed(rings.split(" → ")))
    assert f"{name}: {back}" in me.sees[-1]


async def test_what_changes_on_other_radars_is_not_told(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    before = len(me.sees)
    await publishes(teams, 1, a_move(bundle, "boern-unge-og-skole")[0])
    assert len(me.sees) == before


async def test_several_radars_are_told_of_on_one_card_and_stop_asks_which(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    await me.says("følg skole")
    (one, first), (two, second) = a_move(bundle), a_move(bundle, "boern-unge-og-skole")
    before = len(me.sees)
    await publishes(teams, 1, one, two)
    assert len(me.sees) == before + 1
    card = me.card(words.NEWS_TITLE_SEVERAL)
    assert first in card.says and second in card.says
    await me.presses(words.STOP, on=card)
    await me.presses(words.STOP, on=me.card(words.LEAD), stop=SKOLE)
    assert words.UNFOLLOWED.format(names=SKOLE) in me.card(words.LEAD).says
    assert words.FOLLOWING.format(names=SUNDHED) in me.card(words.LEAD).says


async def test_whoever_begins_to_follow_is_told_nothing_old(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await publishes(teams, 1, a_move(bundle)[0])
    await me.says("følg sundhed")
    before = len(me.sees)
    await looks(teams)
    assert len(me.sees) == before


async def test_while_the_reflection_is_paused_nothing_is_told_and_it_is_once_it_goes_on(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    await me.says("følg sundhed")
    await me.says("pause")
    before = len(me.sees)
    await publishes(teams, 1, a_move(bundle)[0])
    assert len(me.sees) == before
    await me.says("fortsæt")
    await looks(teams)
    assert sum(NEWS in said for said in me.sees) == 1


async def test_the_news_shows_the_radar_as_it_is_now_even_where_a_reflection_keeps_the_old_one(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    await me.says("følg sundhed")
    change, _ = a_move(bundle)

    def renamed(fields: dict[str, object]) -> None:
        change(fields)
        edition = fields["udgave"]
        assert isinstance(edition, dict)
        edition["kilde"] = "En helt ny kilde"

    await publishes(teams, 1, renamed)
    await me.presses(texts.SHOW_RADAR, on=me.card(NEWS))
    assert "En helt ny kilde" in me.card(texts.READY_TITLE.format(where=SUNDHED)).says


async def test_stop_on_the_news_is_enough_and_the_next_edition_is_not_told(teams: FakeTeams, bundle: Bundle) -> None:
    chat = teams.chat("groupChat")
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await me.says("følg sundhed")
    await publishes(teams, 1, a_move(bundle)[0])
    await other.presses(words.STOP, on=other.card(NEWS))
    assert words.UNFOLLOWED.format(names=SUNDHED) in other.card(words.TITLE).says
    before = len(me.sees)
    await publishes(teams, 2)
    assert len(me.sees) == before


async def test_an_old_stop_button_pressed_another_day_says_what_stands_and_the_card_it_gives_stops(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    await publishes(teams, 1, a_move(bundle)[0])
    old = me.card(NEWS)
    await me.presses(words.STOP, on=old)
    await me.says("følg sundhed")
    teams.bot.clock.passes(3600)
    pressed = await me.presses(words.STOP, on=old)
    assert texts.PRESSED_BEFORE in pressed.says and "I følger Sundhed og ældre." in pressed.says
    await me.presses(words.STOP, on=next(card for card in me.cards if card.message == old.message))
    await me.says("hvad følger vi")
    assert words.NOTHING in me.sees[-1]


async def test_following_is_chosen_on_a_card_and_shown_and_stopped_in_words(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("følg")
    assert words.NOTHING in me.card(words.FOLLOW).says
    await me.presses(words.FOLLOW, fagomraade=SKOLE)
    assert words.NOW_FOLLOWED.format(name=SKOLE) in me.card(words.FOLLOW).says
    await me.says("følg samlet")
    await me.says("hvad følger vi")
    assert words.FOLLOWING.format(names=together([SKOLE, words.SAMLET])) in me.sees[-1]
    await me.says("stop med at følge")
    assert words.UNFOLLOWED.format(names=together([SKOLE, words.SAMLET])) in me.sees[-1]
    assert words.NOTHING in me.sees[-1]


async def test_a_fagomraade_nobody_knows_is_answered_as_the_radar_command_does(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("følg kvantefysik")
    assert texts.PICK_RADAR_UNKNOWN.format(text="kvantefysik") in me.sees[-1]
    assert SUNDHED in me.card(words.FOLLOW).choices["fagomraade"]
    await me.says("stop med at følge sundhed")
    assert words.NOT_FOLLOWED.format(name=SUNDHED) in me.sees[-1]


async def test_a_bot_that_ends_before_it_has_told_anybody_tells_them_when_it_starts_again(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    for each in teams.bot.app[REPEATED]:
        await each.stop()
    await goes_live(teams, 1, a_move(bundle)[0])
    assert not any(NEWS in said for said in me.sees)
    await teams.bot.restart()
    await looks(teams)
    assert sum(NEWS in said for said in me.sees) == 1
