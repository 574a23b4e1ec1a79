"""KL makes another edition live while a reflection is under way: it is offered once, and nothing is lost either way."""

from __future__ import annotations

from bot.app import TURNS
from bot.cards.elements import plain
from bot.cards.reflection.edition import changes, edition_name
from bot.editions.snapshot import fixed
from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import editions as words
from dialogs.texts import own_use as own
from dialogs.texts import suggestions as argued
from dialogs.texts import team
from radar_core.editions.catalog import Catalog
from radar_core.lookup import radar_for
from radar_core.model import Bundle
from radar_core.spelling import together
from tests.fakes.new_edition import GONE_NEED, GONE_TECHNOLOGY, MOVED, TITLE, next_edition
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import Filled
from tests.fakes.teams_delivery import renamed
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, SUNDHED, answers, begins
from tests.fakes.teams_team_steps import begins_anonymously, closes, looks, people, stored, unnamed

SUNDHED_ID = "sundhed-og-aeldre"


def goes_live(teams: FakeTeams, old: Bundle, new: Bundle) -> None:
    """From now on the bot answers from ``new``; reflections on ``old`` still find theirs."""
    teams.bot.app[TURNS].snapshot = fixed(Catalog((old, new)), new)


async def stands(teams: FakeTeams, person: Person) -> Reflection:
    found = await reflection_of(teams, person.chat)
    assert found is not None
    return found


def offers(person: Person) -> list[str]:
    return [said for said in person.sees if said.splitlines() and words.OFFER_TITLE in said.splitlines()]


def ticked(bundle: Bundle, *ids: str) -> tuple[str, ...]:
    """The titles under which ids can be ticked."""
    names = {t.id: t.name for t in bundle.technologies} | {n.id: n.name for n in bundle.needs}
    return tuple(names[each] for each in ids)


async def half_way(me: Person, bundle: Bundle) -> None:
    """Alone, with needs and technologies ticked, at question 6."""
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Formålet")
    await me.presses(texts.SAVE_AND_GO, text="Behov", ticks=ticked(bundle, GONE_NEED, "hurtigere-svar"))
    await me.says("gå til 5")
    await me.presses(texts.SAVE_AND_GO, text="Drift", ticks=ticked(bundle, GONE_TECHNOLOGY, MOVED, "apps"))


async def test_the_new_edition_is_offered_once_below_the_next_card_with_what_changes_for_the_team(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    new = next_edition(bundle)
    goes_live(teams, bundle, new)
    answered = await me.presses(texts.SAVE_AND_GO, text="Formålet")
    assert texts.QUESTION.format(n=2) in answered.says, "the turn itself is what it was"
    (offer,) = offers(me)
    assert edition_name(new.edition) in offer and edition_name(bundle.edition) in offer
    assert "»Eksempel to« fra november 2026" in offer
    told = changes(await stands(teams, me), bundle, new)
    assert len(told) == 2 and all(line in offer for line in told)
    assert f"- {plain('Softwarerobotter (RPA)')}: KLAR → AFPRØV" in offer
    assert words.SAFE_ALONE in offer and words.FACILITATOR_CHOOSES not in offer
    await me.presses(texts.SAVE_AND_GO, text="Behov")
    await me.says("status")
    await me.says("hjælp")
    assert len(offers(me)) == 1
    assert (await stands(teams, me)).bundle == bundle.sha256


async def test_nothing_is_offered_where_nobody_acts_and_nothing_has_been_pushed(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    await me.says("status")
    assert offers(me) == []
    goes_live(teams, bundle, next_edition(bundle))
    await looks(teams)
    assert offers(me) == [], "it comes with somebody's next turn"
    await me.says("pause")
    assert offers(me) == [], "what is put away is left in peace"
    await me.says("fortsæt")
    assert len(offers(me)) == 1


async def test_it_is_not_offered_again_after_a_restart_and_a_yet_newer_one_is(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await begins(me)
    first, second = next_edition(bundle), next_edition(bundle, 2)
    goes_live(teams, bundle, first)
    await me.says("status")
    await teams.ends()
    await teams.bot.restart()
    goes_live(teams, bundle, first)
    await me.says("status")
    assert len(offers(me)) == 1
    goes_live(teams, bundle, second)
    old = me.card(words.SWITCH)
    again = await me.presses(words.SWITCH, on=old)
    assert words.OFFER_TITLE in again.says, "what was offered is not what would be switched to now"
    assert (await stands(teams, me)).bundle == bundle.sha256
    await me.presses(words.SWITCH, on=me.card(words.SWITCH))
    assert (await stands(teams, me)).bundle == second.sha256


async def test_switching_keeps_every_answer_and_what_is_gone_crashes_no_card(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await half_way(me, bundle)
    await me.says("ikke relevant: videoløsninger, fordi vi mødes")
    await me.says("vælg teknologier")
    await me.presses(team.SAVE_CHOICE, technologies=(GONE_TECHNOLOGY, MOVED))
    new = next_edition(bundle)
    goes_live(teams, bundle, new)
    await me.says("status")
    before = await stands(teams, me)
    said = words.SWITCHED.format(edition=edition_name(new.edition))
    assert said in (await me.presses(words.SWITCH)).says
    after = await stands(teams, me)
    assert after.bundle == new.sha256
    assert after.answers == before.answers
    assert (after.dismissals, after.evaluations) == (before.dismissals, before.evaluations)

    for number in range(1, 10):
        await me.says(f"gå til {number}")
        assert texts.QUESTION.format(n=number) in me.card(texts.SAVE_AND_GO).says
    await me.says("gå til 5")
    offered = me.card(texts.SAVE_AND_GO)
    assert not set(ticked(bundle, GONE_TECHNOLOGY, MOVED)) & set(offered.choices["ticks"])
    assert offered.inputs["ticks"]["value"] == "apps", "only what can be ticked stands ticked"
    await me.says("opsummering")
    summary = me.card(texts.SUMMARY_TITLE).says
    assert texts.TICKED.format(names=together(ticked(bundle, MOVED, "apps"))) in summary
    gone = words.GONE.format(name=GONE_TECHNOLOGY)
    assert f"**{gone}:** vi mødes" in summary
    await me.says("næste skridt")
    assert gone in me.card(team.STEPS_TITLE).says
    await me.says("vælg teknologier")
    assert me.card(team.SAVE_CHOICE).inputs["technologies"]["value"].split(",") == [MOVED, GONE_TECHNOLOGY]
    await me.presses(team.SAVE_CHOICE)
    assert {x.technology for x in (await stands(teams, me)).chosen} == {GONE_TECHNOLOGY, MOVED}
    await me.says("radar")
    assert argued.UNDONE in (await me.presses(argued.UNDO)).says
    assert (await stands(teams, me)).dismissed == ()
    await me.says("gå til 9")
    await me.presses(texts.SAVE_AND_GO, rating=3)
    await me.presses(texts.FINISH)
    assert (await stands(teams, me)).phase is Phase.FINISHED
    assert "Eksempel to" not in offers(me) and "EKSEMPELDATA" in me.card("Jeres resultat").says


async def test_an_answer_saved_anew_after_the_switch_only_loses_the_tick_that_is_gone(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await half_way(me, bundle)
    goes_live(teams, bundle, next_edition(bundle))
    await me.says("skift udgave")
    await me.says("gå til 2")
    await me.presses(texts.SAVE_AND_GO)
    (given,) = (await stands(teams, me)).answers_to(2)
    assert (given.text, given.ticks, given.revision) == ("Behov", ("hurtigere-svar",), 2)


async def test_keeping_the_old_one_is_one_press_and_it_can_still_be_switched_by_words(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    new = next_edition(bundle)
    goes_live(teams, bundle, new)
    await me.says("svar: Formålet")
    kept = await me.presses(words.KEEP)
    assert words.KEPT.format(edition=edition_name(bundle.edition)) in kept.says
    assert words.SWITCH not in me.card(words.KEPT[:20]).buttons
    assert (await stands(teams, me)).bundle == bundle.sha256
    await me.says("behold udgaven")
    assert words.KEPT.format(edition=edition_name(bundle.edition)) in me.sees[-1]
    await me.says("skift udgave")
    assert words.SWITCHED.format(edition=edition_name(new.edition)) in me.sees[-1]
    assert texts.QUESTION.format(n=2) in me.sees[-1]
    await me.says("skift udgave")
    assert texts.REFUSALS[Refusal.NO_NEWER_EDITION] in me.sees[-1]
    assert len(offers(me)) == 0, "the offer has been answered, and its place says how"


async def test_in_a_group_only_the_facilitator_chooses_and_everybody_sees_it(teams: FakeTeams, bundle: Bundle) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    new = next_edition(bundle)
    goes_live(teams, bundle, new)
    await third.says("status")
    assert len(offers(first)) == 1 and words.FACILITATOR_CHOOSES in offers(first)[0]
    offer = third.card(words.OFFER_TITLE)
    for button in (words.SWITCH, words.KEEP):
        refused = await third.presses(button, on=offer)
        assert texts.REFUSALS[Refusal.NOT_FACILITATOR] in refused.says
    assert (await stands(teams, first)).bundle == bundle.sha256
    await third.says("skift udgave")
    assert texts.REFUSALS[Refusal.NOT_FACILITATOR] in third.sees[-1]
    posted = len(first.chat.messages)
    await first.presses(words.SWITCH)
    said = words.SWITCHED_BY.format(name="Deltager Første", edition=edition_name(new.edition))
    for person in (first, second, third):
        assert said in person.card(said).says and offers(person) == []
        assert texts.QUESTION.format(n=1) in person.card(texts.MENU).says
    assert len(first.chat.messages) == posted, "the offer is changed in its place, and nothing new is posted"
    assert [a.text for a in (await stands(teams, first)).answers] == ["Et svar"]


async def test_a_facilitator_who_writes_it_brings_the_card_of_the_new_edition_down_for_everybody(
    teams: FakeTeams, bundle: Bundle
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    new = next_edition(bundle)
    goes_live(teams, bundle, new)
    await first.says("skift udgaven")
    said = words.SWITCHED_BY.format(name="Deltager Første", edition=edition_name(new.edition))
    assert said in second.sees[-2] and texts.ANSWER in second.cards[-2].buttons
    assert offers(second) == [], "who asks for it need not be offered it"


async def test_a_client_without_execute_gets_the_choice_as_a_message_and_the_offer_is_answered(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person(submits=True)
    await begins(me)
    new = next_edition(bundle)
    goes_live(teams, bundle, new)
    await me.says("status")
    await me.presses(words.SWITCH)
    said = words.SWITCHED.format(edition=edition_name(new.edition))
    assert said in me.sees[-1] and texts.QUESTION.format(n=1) in me.sees[-1]
    assert offers(me) == [] and words.SWITCH not in {button for card in me.cards for button in card.buttons}
    assert len([card for card in me.cards if texts.SAVE_AND_GO in card.buttons]) == 1


async def test_a_start_named_on_an_old_card_asks_for_what_the_new_edition_does_not_have(
    teams: FakeTeams, bundle: Bundle
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await closes(first)
    goes_live(teams, bundle, next_edition(bundle, without_fagomraade=SUNDHED_ID, without_kommune="630"))
    summary = first.card(texts.SUMMARY_TITLE)
    pressed = {"type": "Action.Execute", "verb": "start", "data": {"verb": "start", "f": SUNDHED_ID}}
    value = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": pressed}}
    await teams.act({**first.activity(value), "replyToId": summary.message})
    stood = await stands(teams, first)
    assert (stood.phase, stood.kommune, stood.fagomraade) == (Phase.SETUP, None, None)


async def test_without_names_only_the_facilitator_is_named(teams: FakeTeams, bundle: Bundle) -> None:
    first, second, _ = unnamed(teams)
    await begins_anonymously(first)
    await answers(second, "Et svar")
    goes_live(teams, bundle, next_edition(bundle))
    await second.says("status")
    await first.presses(words.SWITCH)
    assert not any("Deltager Anden" in said for said in first.sees)
    assert {row["name"] for row in stored(teams)["answers"]} == {""}


async def test_while_setting_up_the_new_edition_is_simply_taken(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await me.says("start refleksion")
    new = next_edition(bundle, without_fagomraade="boern-unge-og-skole")
    goes_live(teams, bundle, new)
    refused = await me.presses(texts.GO, kommune="Vejle", fagomraade=SKOLE)
    assert texts.REFUSALS[Refusal.FAGOMRAADE_MISSING] in refused.says
    assert SKOLE not in me.card(texts.GO).choices["fagomraade"]
    await me.presses(texts.GO, fagomraade=SUNDHED)
    stood = await stands(teams, me)
    assert (stood.bundle, stood.phase, stood.kommune) == (new.sha256, Phase.QUESTIONS, "630")
    assert offers(me) == []


async def test_an_edition_without_the_fagomraade_or_the_kommune_is_told_of_and_cannot_be_switched_to(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    goes_live(teams, bundle, next_edition(bundle, without_fagomraade=SUNDHED_ID, without_kommune="630"))
    await me.says("svar: Formålet")
    missing = f"{words.FAGOMRAADE.format(name=SUNDHED)} og {words.KOMMUNE.format(name='Vejle')}"
    refusal = words.LACKS.format(missing=missing)
    (offer,) = offers(me)
    assert refusal in offer and words.SWITCH not in me.card(words.OFFER_TITLE).buttons
    await me.says("skift udgave")
    assert me.sees[-1] == refusal
    assert (await stands(teams, me)).bundle == bundle.sha256
    await me.says("gå til 9")
    await me.presses(texts.SAVE_AND_GO, rating=3)
    await me.presses(texts.FINISH)
    assert "Jeres resultat" in me.sees[-2]


async def test_after_the_end_nothing_is_offered_and_what_is_asked_anew_is_of_the_new_edition(
    teams: FakeTeams, bundle: Bundle
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await closes(first)
    new = next_edition(bundle, without_fagomraade=SUNDHED_ID)
    goes_live(teams, bundle, new)
    await second.says("radar")
    assert texts.PICK_RADAR in second.sees[-1], "there is no such radar any more"
    await second.says("radar sundhed")
    assert texts.PICK_RADAR_UNKNOWN.format(text="sundhed") in second.sees[-1]
    await second.says("erfaringer")
    await second.presses(team.SHOW_SUMMARY)
    assert offers(first) == []
    await first.says("start refleksion sundhed")
    await first.says("start refleksion")
    assert (await stands(teams, first)).phase is Phase.SETUP
    assert (await stands(teams, first)).bundle == new.sha256
    assert TITLE not in "".join(first.sees)


async def test_a_kommunes_own_radar_outlives_what_the_new_edition_leaves_out(teams: FakeTeams, bundle: Bundle) -> None:
    me = teams.person()
    await me.says("egen radar sundhed")
    await me.presses(own.CHOOSE, kommune="Vejle")
    await me.presses(own.FILL)
    shown = [e.technology.id for e in radar_for(bundle, SUNDHED_ID).entries[:5]]
    assert GONE_TECHNOLOGY in shown
    old_page = me.card(own.SAVE_NEXT)
    filled: dict[str, Filled] = {f"u.{each}": "i-drift" for each in shown}
    await me.presses(own.SAVE_NEXT, **filled)
    goes_live(teams, bundle, next_edition(bundle))
    await me.says("sammenlign sundhed")
    assert any(own.RESULT_LEAD.split("{")[0] in said for said in me.sees)
    await me.says("egen radar sundhed")
    await me.presses(own.FILL_ON)
    assert me.card(own.SAVE_NEXT)
    await me.presses(own.SAVE_NEXT, on=old_page, **{f"e.{GONE_TECHNOLOGY}": "Det bruger vi stadig"})
    await me.says("sammenlign sundhed")
    await me.says("egen radar skole")
    assert texts.NOT_SAVED.split("{")[0] not in "\n".join(me.sees)


async def test_keeping_the_old_edition_delivered_again_when_yet_another_is_live_offers_nothing_by_itself(
    teams: FakeTeams, bundle: Bundle
) -> None:
    me = teams.person()
    await begins(me)
    goes_live(teams, bundle, next_edition(bundle))
    await me.presses(texts.SAVE_AND_GO, text="Formålet")
    await me.presses(words.KEEP)
    repeated = teams.posted[-1]
    goes_live(teams, bundle, next_edition(bundle, 2))
    before, said = await stands(teams, me), len(me.chat.messages)
    await teams.send(renamed(repeated))
    await teams.settled()
    assert (await stands(teams, me), len(me.chat.messages)) == (before, said)
