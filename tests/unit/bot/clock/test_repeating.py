"""What is done again and again goes on after a failure, and ends at once when it is told to."""

from __future__ import annotations

import asyncio

from bot.clock.repeating import Repeating


async def test_it_is_done_again_after_it_has_gone_wrong() -> None:
    done: list[int] = []
    thrice = asyncio.Event()

    async def work() -> None:
        done.append(len(done))
        if len(done) == 3:
            thrice.set()
        raise RuntimeError("made up for this test")

    repeating = Repeating("made up", 0.0, work)
    repeating.start()
    async with asyncio.timeout(30):
        await thrice.wait()
    await repeating.stop()
    stopped = len(done)
    await asyncio.sleep(0)
    assert len(done) == stopped >= 3


async def test_it_ends_in_the_middle_of_its_work() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    repeating = Repeating("made up", 0.0, work)
    repeating.start()
    await begun.wait()
    async with asyncio.timeout(30):
        await repeating.stop()


async def test_what_was_never_begun_can_be_ended() -> None:
    async def work() -> None:
        """Nothing."""

    await Repeating("made up", 0.0, work).stop()
