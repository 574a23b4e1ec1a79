"""A kommune fills in its own radar: several people, over several visits, by hand or by spreadsheet; and compares."""

from __future__ import annotations

from dialogs.texts import common as texts
from dialogs.texts import own_use as own
from dialogs.texts import result as result_texts
from radar_core.lookup import radar_for
from radar_core.model import Ring
from radar_core.own_use.model import Stage, Value
from radar_core.spelling import technologies
from tests.fakes.shipped import shipped
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_cards import Filled
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins

BUNDLE = shipped().bundle("eksempel")
RADAR = radar_for(BUNDLE, "sundhed-og-aeldre")
FIRST_PAGE = RADAR.entries[:5]
ONE, TWO = (entry.technology for entry in FIRST_PAGE[:2])


def levels(*chosen: tuple[str, Stage], words: str = "") -> dict[str, Filled]:
    """Inputs of a page: levels by technology, each with the same words."""
    filled: dict[str, Filled] = {}
    for technology, stage in chosen:
        filled[f"u.{technology}"] = stage.value
        filled[f"e.{technology}"] = words
    return filled


async def opens(person: Person) -> None:
    """Says where, and opens the first page with something unanswered."""
    await person.says("egen radar sundhed")
    if "kommune" in person.card().inputs:
        await person.presses(own.CHOOSE, kommune="Vejle")
    await person.presses(own.FILL)


async def test_it_is_filled_in_five_at_a_time_and_resumed_where_it_was_left(teams: FakeTeams) -> None:
    me = teams.person()
    await opens(me)
    assert own.PAGE.format(where="Sundhed og ældre", page=1, pages=5) in me.card(own.SAVE_NEXT).says
    await me.presses(own.SAVE_NEXT, **levels(*((e.technology.id, Stage.OVERVEJER) for e in FIRST_PAGE)))
    assert own.SAVED.format(count=technologies(5)) in me.card(own.SAVE_BACK).says
    await me.says("egen radar sundhed")
    assert own.PROGRESS.format(done=5, all=len(RADAR.entries)) in me.card(own.FILL_ON).says
    await me.presses(own.FILL_ON)
    assert own.PAGE.format(where="Sundhed og ældre", page=2, pages=5) in me.card(own.SAVE_NEXT).says
    await me.presses(own.SAVE_BACK)
    assert me.card(own.SAVE_NEXT).inputs[f"u.{ONE.id}"]["value"] == Stage.OVERVEJER.value


async def test_two_people_of_one_kommune_fill_in_the_same_radar_in_different_chats(teams: FakeTeams) -> None:
    me, other = teams.person("Deltager Første"), teams.person("Deltager Anden")
    await opens(me)
    await me.presses(own.SAVE_NEXT, **levels((ONE.id, Stage.I_DRIFT), words="I tre plejehjem"))
    await other.says("egen radar sundhed")
    # The kommune is asked for, once a chat: what was chosen in another is not taken for this one's.
    await other.presses(own.CHOOSE, kommune="Vejle")
    assert own.PROGRESS.format(done=1, all=len(RADAR.entries)) in other.card(own.FILL_ON).says
    await other.presses(own.FILL_ON)
    page = other.card(own.SAVE_NEXT)
    assert page.inputs[f"e.{ONE.id}"]["value"] == "I tre plejehjem"
    assert "Deltager Første" in page.says
    await other.presses(own.SAVE_NEXT, **levels((TWO.id, Stage.AFPROEVER)))
    await me.says("egen radar sundhed")
    assert own.PROGRESS.format(done=2, all=len(RADAR.entries)) in me.card(own.FILL_ON).says


async def test_what_somebody_else_saved_in_the_meantime_is_not_overwritten_and_nothing_typed_is_lost(
    teams: FakeTeams,
) -> None:
    me, other = teams.person("Deltager Første"), teams.person("Deltager Anden")
    await opens(me)
    await opens(other)
    await other.presses(own.SAVE_NEXT, **levels((ONE.id, Stage.I_DRIFT), words="I drift på sygehjemmet"))
    await me.presses(own.SAVE_NEXT, **levels((ONE.id, Stage.AFPROEVER), (TWO.id, Stage.OVERVEJER), words="Kun prøvet"))
    page = me.card(own.SAVE_NEXT)
    said = own.OVERTAKEN.format(name="Deltager Anden", stage="i drift", technology=FIRST_PAGE[0].name)
    assert said in page.says
    assert own.SAVED.format(count="1 teknologi") in page.says, "what nobody else had touched is saved"
    assert page.inputs[f"e.{ONE.id}"]["value"] == "Kun prøvet"
    assert page.inputs[f"u.{ONE.id}"]["value"] == Stage.AFPROEVER.value
    await me.presses(own.SAVE_NEXT)
    assert own.SAVED.format(count="1 teknologi") in me.card(own.SAVE_BACK).says, "pressed again, it is what is meant"


async def test_words_without_a_level_are_kept_in_the_card_and_a_level_is_asked_for(teams: FakeTeams) -> None:
    me = teams.person()
    await opens(me)
    await me.presses(own.SAVE_NEXT, **{f"e.{ONE.id}": "Vi ser på det"})
    page = me.card(own.SAVE_NEXT)
    assert own.WITHOUT_STAGE.format(names=ONE.name) in page.says
    assert page.inputs[f"e.{ONE.id}"]["value"] == "Vi ser på det"


async def test_a_personal_number_is_taken_out_and_nothing_is_saved(teams: FakeTeams) -> None:
    me = teams.person()
    await opens(me)
    await me.presses(own.SAVE_NEXT, **levels((ONE.id, Stage.I_DRIFT), words="Hos 010190-1234"))
    page = me.card(own.SAVE_NEXT)
    assert own.PERSONAL_NUMBER in page.says
    assert page.inputs[f"e.{ONE.id}"]["value"] == "Hos …"
    await me.says("egen radar sundhed")
    assert own.PROGRESS.format(done=0, all=len(RADAR.entries)) in me.card(own.FILL).says


async def test_the_comparison_is_for_everybody_the_gaps_in_words_and_every_technology(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    me, other = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await opens(me)
    await me.presses(own.SAVE_COMPARE, **levels((ONE.id, Stage.OVERVEJER), words="På vej"))
    shown = other.card(own.CANDIDATES).says
    assert FIRST_PAGE[0].ring is Ring.KLAR and FIRST_PAGE[0].name in shown
    assert "På radaren ligger 9 teknologier i AFPRØV og 6 i KLAR." in shown
    # Nothing is drawn here, so the message of the picture carries the same as text.
    table = other.sees[-1].replace("\\", "")
    assert all(f"{entry.number}. {entry.name} – " in table for entry in RADAR.entries)
    assert "overvejer, KLAR i eksemplet" in table


async def test_the_answers_to_question_5_stand_beside_the_numbers_once_they_are_opened(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    me = teams.person("Deltager Første", chat)
    await begins(me)
    await me.says("gå til 5")
    await answers(me, "Vi prøver for meget af")
    await me.says("egen radar")
    await me.presses(own.FILL)
    await me.presses(own.SAVE_COMPARE, **levels((ONE.id, Stage.AFPROEVER), words="Et forsøg"))
    assert "Vi prøver for meget af" not in me.card(own.CANDIDATES).says
    await me.presses(texts.REVEAL)
    await me.says("sammenlign")
    shown = me.card(own.CANDIDATES).says
    assert "Vi prøver for meget af" in shown
    assert "1 teknologi under afprøvning og 0 i drift" in shown
    await me.says("status")
    assert "1 teknologi under afprøvning og 0 i drift" in me.card(texts.ANSWER).says, "and beside question 5 itself"


async def test_cells_pasted_from_a_spreadsheet_are_saved_or_every_fault_is_told_by_its_cell(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("egen radar sundhed")
    await me.presses(own.CHOOSE, kommune="Vejle")
    await me.presses(own.PASTE)
    await me.presses(own.PASTE_SAVE, text=f"Teknologi\tStatus\n{ONE.name}\ti drft\nKvantefysik\ti drift")
    again = me.card(own.PASTE_SAVE)
    assert "B2" in again.says and "A3" in again.says
    assert again.inputs["text"]["value"].startswith("Teknologi\tStatus")
    await me.presses(own.PASTE_SAVE, text=f"Teknologi\tStatus\tBegrundelse\n{ONE.name}\ti drift\tPå to centre")
    assert own.IMPORTED.format(count="1 teknologi", where="Sundhed og ældre") in me.card(own.FILL_ON).says


async def test_a_forvaltnings_spreadsheet_counts_for_its_fagomraader_at_the_highest_level(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("egen radar sundhed")
    await me.presses(own.CHOOSE, kommune="Vejle")
    await me.presses(own.FORVALTNINGER)
    await me.presses(own.FORVALTNINGER_SAVE, text="Omsorg sundhed")
    assert "kolon" in me.card(own.FORVALTNINGER_SAVE).says
    await me.presses(own.FORVALTNINGER_SAVE, text="Omsorg: sundhed\nRehabilitering: sundhed, beskæftigelse")
    assert own.FORVALTNINGER_SAVED in me.card(own.PASTE).says
    for forvaltning, level in (("Omsorg", "i drift"), ("Rehabilitering", "overvejer")):
        await me.says("egen radar sundhed")
        await me.presses(own.PASTE)
        await me.presses(own.PASTE_SAVE, text=f"Teknologi\tStatus\n{ONE.name}\t{level}", forvaltning=forvaltning)
    await me.says("egen radar omsorg")
    await me.presses(own.FILL_ON)
    assert me.card(own.SAVE_NEXT).inputs[f"u.{ONE.id}"]["value"] == Stage.I_DRIFT.value


async def test_one_tenant_never_sees_what_another_has_said_of_the_same_kommune(teams: FakeTeams) -> None:
    me = teams.person()
    stranger = teams.person("Deltager Fremmed", teams.chat("personal", tenant="99999999-0000-0000-0000-000000000000"))
    await opens(me)
    await me.presses(own.SAVE_NEXT, **levels((ONE.id, Stage.I_DRIFT), words="Vores hemmelighed"))
    await opens(stranger)
    page = stranger.card(own.SAVE_NEXT)
    assert "Vores hemmelighed" not in str(page.content) and "Deltager Første" not in page.says


async def test_it_speaks_to_the_result_of_a_reflection_in_the_same_kommune(teams: FakeTeams) -> None:
    me = teams.person()
    await opens(me)
    klar = radar_for(BUNDLE, "sundhed-og-aeldre").in_ring(Ring.KLAR)[0].technology
    assert klar.id in {entry.technology.id for entry in FIRST_PAGE}
    await me.presses(own.SAVE_NEXT, **levels((klar.id, Stage.AFPROEVER)))
    await begins(me)
    await me.says("Mere tid til borgerne")
    await me.says("afslut")
    await me.says("ja, afslut")
    told = "I afprøver den. Kan afprøvningen blive til drift?"
    card = me.card(texts.OPEN_PICTURE)
    assert result_texts.OWN in card.says
    assert card.says.count(told) == 2, "in a line, and with all of it below"


async def test_how_far_it_is_and_what_it_gives_are_asked_apart_and_the_latter_counts_in_drift_only(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await opens(me)
    page = me.card(own.SAVE_NEXT)
    assert [each["value"] for each in page.inputs[f"u.{ONE.id}"]["choices"]] == [stage.value for stage in Stage]
    assert [each["value"] for each in page.inputs[f"v.{ONE.id}"]["choices"]] == [value.value for value in Value]
    chosen = {
        **{f"u.{ONE.id}": Stage.I_DRIFT.value, f"v.{ONE.id}": Value.DELVIST.value},
        **{f"u.{TWO.id}": Stage.OVERVEJER.value, f"v.{TWO.id}": Value.JA.value},
    }
    await me.presses(own.SAVE_NEXT, **chosen)
    await me.presses(own.SAVE_BACK)
    shown = me.card(own.SAVE_NEXT).inputs
    assert [shown[f"{part}.{ONE.id}"].get("value") for part in "uv"] == [Stage.I_DRIFT.value, Value.DELVIST.value]
    assert [shown[f"{part}.{TWO.id}"].get("value") for part in "uv"] == [Stage.OVERVEJER.value, None]
