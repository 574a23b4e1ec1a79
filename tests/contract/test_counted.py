"""The message that says who has answered, as it is when it is sent: what stands then, of its own conversation alone."""

from __future__ import annotations

import dataclasses

from bot.cards.elements import stamped
from bot.cards.reflection.status import status_card, status_of
from bot.storage.store import Store
from bot.turns.reflection.counted import status_now
from dialogs.reflection.state import Phase
from tests.contract.test_departed import moved
from tests.fakes.store_turns import ANNA, BENT, HERE, NOW, OTHER_TENANT, SECOND, answer, begun, standing, turn


async def test_it_says_what_stands_whoever_wrote_it(store: Store, other: Store) -> None:
    await turn(store, begun(answers=(answer(ANNA),)))
    first = await status_now(store, HERE, "r1", "n")
    await turn(other, begun(answers=(answer(ANNA), answer(BENT, at=NOW + 9 * SECOND))))
    now = await status_now(store, HERE, "r1", "n")
    assert ANNA.name in str(first) and BENT.name not in str(first)
    assert ANNA.name in str(now) and BENT.name in str(now)
    assert now == stamped(status_card(status_of(await standing(other))), "n"), "and its buttons have their mark"


async def test_it_waits_for_nobody_who_has_left(store: Store) -> None:
    here = begun(answers=(answer(ANNA), answer(BENT, 2)), current=2)
    await turn(store, here)
    before = await status_now(store, HERE, "r1", "n")
    await moved(store, HERE, left={ANNA.id})
    after = await status_now(store, HERE, "r1", "n")
    assert ANNA.name in str(before) and ANNA.name not in str(after)


async def test_it_says_that_it_is_over_and_of_an_older_one_too(store: Store) -> None:
    await turn(store, begun(phase=Phase.FINISHED, ended_at=NOW))
    await turn(store, begun("r2", started_at=NOW + SECOND))
    assert await status_now(store, HERE, "r1", "n") == status_card(status_of(begun(phase=Phase.FINISHED)))


async def test_there_is_none_of_another_conversation_tenant_or_reflection_or_of_somebody_alone(store: Store) -> None:
    await turn(store, begun())
    elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
    await turn(store, begun("r2", group=False), where=elsewhere)
    for where, reflection in ((elsewhere, "r1"), (OTHER_TENANT, "r1"), (HERE, "r3"), (elsewhere, "r2")):
        assert await status_now(store, where, reflection, "n") is None
