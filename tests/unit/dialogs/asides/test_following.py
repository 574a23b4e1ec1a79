"""Following a radar: what a command changes, what is news of an edition, and what a card says of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.changed import changed_lines
from bot.cards.elements import MAX_CARD_BYTES, Card, plain, weight
from bot.cards.following.moved import News, moved_card
from bot.editions.snapshot import Snapshot
from bot.storage.follows import LastTold
from bot.turns.following.replies import FollowScene, compose_following
from bot.turns.following.telling import news_of
from bot.turns.verbs import command_of
from bot.wire import Press
from dialogs.asides import following as f
from dialogs.texts import changed
from dialogs.texts import following as words
from radar_core.editions.catalog import Catalog
from radar_core.editions.details import Detail, DetailSubject
from radar_core.editions.diff import Move, RadarDiff, Stand
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Placement, Ring
from radar_core.render import alt_text, describe
from radar_core.render.words.description import EXAMPLE_NOTICE
from radar_core.spelling import together
from tests.fakes.shipped import shipped

LIVE = shipped().bundle("eksempel")
SUNDHED, SKOLE = "sundhed-og-aeldre", "boern-unge-og-skole"
RADAR = radar_for(LIVE, SUNDHED)
FIRST, SECOND, THIRD = (entry for entry in RADAR.entries[:3])


def address(radar: object, fmt: str, page: int = 1, view: str = "radar", since: Bundle | None = None) -> str:
    moved = f"&siden={since.sha256[:16]}" if since else ""
    return f"https://radar.example.org/radar/eksempel/x.png?v=0123456789abcdef{moved}"


def earlier(*changed: tuple[str, str, Ring | None], **edition: Any) -> Bundle:
    """The edition before the live one: these placements stood in another ring, or (None) not at all."""
    rings = {(technology, fagomraade): ring for technology, fagomraade, ring in changed}
    placements = []
    for placed in LIVE.edition.placements:
        key = (placed.technology, placed.fagomraade)
        if key not in rings:
            placements.append(placed)
        elif (ring := rings.pop(key)) is not None:
            placements.append(replace(placed, ring=ring))
    placements += [
        Placement(technology, fagomraade, ring, FIRST.placement.belaeg, "")
        for (technology, fagomraade), ring in rings.items()
        if ring is not None
    ]
    changes: dict[str, Any] = {"placements": tuple(placements), **edition}
    return replace(LIVE, edition=replace(LIVE.edition, **changes), sha256="e" * 64)


def other(ring: Ring) -> Ring:
    return next(each for each in Ring if each is not ring)


MOVED = earlier((FIRST.technology.id, SUNDHED, other(FIRST.ring)))


def news(before: Bundle, *followed: str, live: Bundle = LIVE) -> tuple[News, ...]:
    catalog = Catalog((before, live))
    return news_of(Snapshot(catalog, live, 2), [LastTold(each, before.sha256, 1) for each in followed])


def made(before: Bundle, *followed: str, live: Bundle = LIVE) -> Card:
    return moved_card(news(before, *followed, live=live), followed, live, address)


def said(card: Card) -> str:
    return json.dumps(card, ensure_ascii=False)


def test_what_was_not_public_before_is_told_as_known_now_and_not_as_new() -> None:
    placements = tuple(p for p in LIVE.edition.placements if p.fagomraade == SAMLET)
    total = ((SAMLET, len(placements)),)
    live = replace(LIVE, edition=replace(LIVE.edition, placements=placements, totals=total), sha256="b" * 64)
    before = replace(live, edition=replace(live.edition, placements=placements[1:]), sha256="a" * 64)
    card = said(made(before, SAMLET, live=live))
    assert "Nu kendt i " in card and "Ny i " not in card
    gone = said(made(replace(live, sha256="a" * 64), SAMLET, live=replace(before, sha256="b" * 64)))
    assert "Ikke længere kendt: " in gone and "1 af" in gone and "Væk: " not in gone


class TestCommands:
    """What is followed after a command."""

    def test_following_is_added_once_and_kept_sorted(self) -> None:
        step = f.apply_following(LIVE, (SUNDHED,), f.Follow(SKOLE))
        assert step == f.FollowStep((SKOLE, SUNDHED), f.Followed(SKOLE, already=False))
        assert f.apply_following(LIVE, step.followed, f.Follow(SKOLE)).event == f.Followed(SKOLE, already=True)

    @pytest.mark.parametrize("command", [f.Follow(), f.Follow(unknown="kvantefysik"), f.Follow("er-der-ikke")])
    def test_without_a_fagomraade_we_know_nothing_is_followed_and_it_is_asked_which(self, command: f.Follow) -> None:
        step = f.apply_following(LIVE, (SKOLE,), command)
        assert step.followed == (SKOLE,)
        assert step.event == f.FollowWanted(command.unknown or command.fagomraade)

    def test_one_is_let_go_of_or_all(self) -> None:
        assert f.apply_following(LIVE, (SKOLE, SUNDHED), f.Unfollow(SKOLE)).followed == (SUNDHED,)
        assert f.apply_following(LIVE, (SKOLE, SUNDHED), f.Unfollow()) == f.FollowStep(
            (), f.Unfollowed((SKOLE, SUNDHED))
        )

    def test_what_is_not_followed_cannot_be_let_go_of(self) -> None:
        assert f.apply_following(LIVE, (SKOLE,), f.Unfollow(SUNDHED)) == f.FollowStep((SKOLE,), f.NotFollowed(SUNDHED))

    def test_a_fagomraade_that_the_edition_has_lost_can_still_be_let_go_of(self) -> None:
        assert f.apply_following(LIVE, ("nedlagt", SKOLE), f.Unfollow("nedlagt")).followed == (SKOLE,)


class TestPresses:
    """What cards carry, and what is no command of ours."""

    @pytest.mark.parametrize(
        ("verb", "data", "command"),
        [
            ("follow", {"fagomraade": SUNDHED}, f.Follow(SUNDHED)),
            ("follow", {}, f.Follow()),
            ("follow", {"fagomraade": ["x"]}, f.Follow()),
            ("follow", {"fagomraade": "x" * 65}, f.Follow()),
            ("unfollow", {"stop": "*"}, f.Unfollow()),
            ("unfollow", {"stop": SAMLET, "fagomraade": SUNDHED}, f.Unfollow(SAMLET)),
            ("unfollow", {"f": SUNDHED}, f.Unfollow(SUNDHED)),
            ("unfollow", {}, f.ShowFollowed()),
            ("followed", {"f": 7}, f.ShowFollowed()),
            ("followed", {"f": SUNDHED}, f.ShowFollowedRadar(SUNDHED)),
        ],
    )
    def test_a_press_is_the_command_it_says(self, verb: str, data: dict[str, Any], command: f.FollowCommand) -> None:
        assert command_of(Press(verb, data), None, LIVE) == command

    def test_stop_with_nothing_chosen_never_stops_everything(self) -> None:
        assert command_of(Press("unfollow", {"stop": ""}), None, LIVE) == f.ShowFollowed()


class TestNews:
    """What is worth a card."""

    def test_a_move_is_news_of_its_own_radar_alone(self) -> None:
        assert [each.fagomraade for each in news(MOVED, SAMLET, SKOLE, SUNDHED)] == [SUNDHED]

    def test_nothing_is_news_where_the_radar_stands_as_it_did(self) -> None:
        reworded = earlier(source="Et andet sted", title="Før")
        assert news(reworded, SUNDHED) == ()
        assert news(LIVE, SUNDHED) == ()

    def test_a_bundle_that_is_gone_is_nothing_to_compare_with(self) -> None:
        assert news_of(Snapshot(Catalog((LIVE,)), LIVE, 2), [LastTold(SUNDHED, "9" * 64, 1)]) == ()

    def test_where_the_methods_differ_nothing_moves_and_the_card_says_why(self) -> None:
        before = earlier((FIRST.technology.id, SUNDHED, other(FIRST.ring)), method="en anden metode")
        (told,) = news(before, SUNDHED)
        assert told.change is not None and told.change.moved == () and len(told.change.unlike) == 1
        assert told.since is None, "no movement is marked on the picture"
        card = said(made(before, SUNDHED))
        assert changed.NOT_COMPARABLE in card and "→" not in card and "flyttet" not in card

    def test_another_method_with_the_same_rings_is_no_news(self) -> None:
        assert news(earlier(method="en anden metode"), SUNDHED) == ()

    def test_without_a_radar_of_its_own_a_fagomraade_is_told_of_the_samlet_one_and_once(self) -> None:
        bare = replace(
            LIVE,
            edition=replace(
                LIVE.edition, placements=tuple(p for p in LIVE.edition.placements if p.fagomraade == SAMLET)
            ),
            sha256="b" * 64,
        )
        first, *rest = bare.edition.placements
        before = replace(
            bare,
            edition=replace(bare.edition, placements=(replace(first, ring=other(first.ring)), *rest)),
            sha256="a" * 64,
        )
        (told,) = news(before, SAMLET, SKOLE, SUNDHED, live=bare)
        names = [bare.fagomraade_by_id[each].name for each in (SKOLE, SUNDHED)]
        assert told.fagomraade == SAMLET and list(told.stands_in_for) == names
        reason = f"Eksemplet har ingen radar for {together(names)}"
        assert words.FROM_SAMLET.format(reason=reason) in said(made(before, SKOLE, SUNDHED, live=bare))

    def test_a_radar_that_is_new_is_said_in_one_sentence(self) -> None:
        before = earlier(*((e.technology.id, SUNDHED, None) for e in RADAR.entries))
        card = said(made(before, SUNDHED))
        count = f"{len(RADAR.entries)} teknologier"
        assert changed.NEW_RADAR.format(where="Sundhed og ældre", count=count) in card
        assert "Ny i " not in card

    def test_a_radar_that_is_gone_is_said_and_the_samlet_one_shown(self) -> None:
        before = replace(LIVE, sha256="e" * 64)
        live = replace(earlier(*((e.technology.id, SUNDHED, None) for e in RADAR.entries)), sha256="f" * 64)
        assert changed.GONE_RADAR.format(where="Sundhed og ældre") in said(made(before, SUNDHED, live=live))

    def test_a_fagomraade_that_is_gone_is_said_once(self) -> None:
        live = replace(
            LIVE, fagomraader=tuple(each for each in LIVE.fagomraader if each.id != SUNDHED), sha256="f" * 64
        )
        live = replace(
            live,
            edition=replace(
                live.edition, placements=tuple(p for p in live.edition.placements if p.fagomraade != SUNDHED)
            ),
        )
        card = made(LIVE, SUNDHED, live=live)
        assert words.GONE_FAGOMRAADE.format(where="Sundhed og ældre") in said(card)
        assert [action["title"] for action in card["actions"]] == [words.STOP]
        assert news(replace(live, sha256="1" * 64), SUNDHED, live=live) == ()


class TestCard:
    """One card, whatever has changed."""

    def test_it_tells_what_moved_is_new_and_left_the_edition_and_shows_the_radar(self) -> None:
        gone = next(t for t in LIVE.technologies if t.id not in {e.technology.id for e in RADAR.entries})
        before = earlier(
            (FIRST.technology.id, SUNDHED, other(FIRST.ring)),
            (SECOND.technology.id, SUNDHED, None),
            (gone.id, SUNDHED, Ring.AFVENT),
        )
        card = made(before, SUNDHED)
        told = "\n".join(
            element.get("text", "") for section in card["body"] for element in [section, *section.get("items", [])]
        )
        moved = changed.MOVE.format(name=plain(FIRST.name), before=other(FIRST.ring).value, after=FIRST.ring.value)
        new = changed.NEW_ONE.format(name=plain(SECOND.name), ring=SECOND.ring.value)
        left = changed.GONE_ONE.format(name=plain(gone.name), ring="AFVENT")
        assert f"- {moved}\n- {new}\n- {left}" in told
        assert LIVE.edition.title in told and EXAMPLE_NOTICE in told
        assert describe(RADAR).source not in told, "it stands on the radar, which a press away is"
        (shown,) = [e for s in card["body"] for e in s.get("items", []) if e["type"] == "Image"]
        marked = {FIRST.technology.id: "ind" if FIRST.ring.order < other(FIRST.ring).order else "ud"}
        marked |= {SECOND.technology.id: "ny"}
        assert shown["url"] == address(RADAR, "png", 1, "radar", before)
        assert shown["altText"] == alt_text(describe(RADAR, marked)) != alt_text(describe(RADAR))

    def test_several_radars_stand_on_one_card_and_stop_asks_which(self) -> None:
        before = earlier((FIRST.technology.id, SUNDHED, other(FIRST.ring)), (FIRST.technology.id, SAMLET, Ring.AFVENT))
        card = made(before, SAMLET, SUNDHED)
        assert words.NEWS_TITLE_SEVERAL in said(card)
        stop = card["actions"][-1]
        assert (stop["title"], stop["verb"]) == (words.STOP, "follows")

    def test_sixty_moves_fit_and_the_rest_is_counted(self) -> None:
        moves = tuple(Move(f"t{n}", f"{'Å' * 36} {n}", Ring.AFPROEV, Ring.KLAR) for n in range(60))
        change = RadarDiff(SUNDHED, "sundhed og ældre", moves, (), ())
        card = moved_card([News(SUNDHED, "Sundhed og ældre", RADAR, change)], [SUNDHED], LIVE, address)
        assert weight(card) <= MAX_CARD_BYTES
        assert "- 60 flyttet.\\n- I KLAR står nu " in said(card)

    @pytest.mark.parametrize("is_comparable", [True, False])
    @pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 60])
    def test_each_radar_has_three_lines_at_most_with_no_belaeg_and_no_sources(
        self, count: int, is_comparable: bool
    ) -> None:
        moves = tuple(Move(f"t{n}", f"Teknologi {n}", Ring.AFPROEV, Ring.KLAR) for n in range(count))
        stands = tuple(Stand(f"s{n}", f"Anden {n}", Ring.AFVENT) for n in range(count))
        reworded = (Detail("RPA på sundhed og ældre: belægget er ændret fra eksempel til kl", (DetailSubject.BELAEG,)),)
        for new, gone, is_new, is_gone in (
            (stands, stands, False, False),
            (stands, (), True, False),
            ((), stands, False, True),
        ):
            change = RadarDiff(
                SUNDHED,
                "sundhed og ældre",
                *(moves if is_comparable else (), new, gone, reworded, is_new, is_gone),
                unlike=() if is_comparable else moves,
            )
            lines = changed_lines(change, "Sundhed og ældre", RADAR, is_comparable=is_comparable)
            assert len(lines) <= 3
            assert not any("belæg" in line or "kilde" in line for line in lines)
            assert (changed.NOT_COMPARABLE in lines) is not is_comparable
            assert is_comparable or not any("flyttet" in line or "→" in line for line in lines)

    def test_many_changes_are_counted_with_what_stands_in_klar_and_few_are_named(self) -> None:
        def lines(new: int, gone: int, **more: Any) -> tuple[str, ...]:
            stands = [tuple(Stand(f"{n}", f"T{n}", Ring.AFVENT) for n in range(count)) for count in (new, gone)]
            return changed_lines(RadarDiff(SUNDHED, "", (), *stands, **more), "Sundhed og ældre", RADAR)

        names = [plain(entry.name) for entry in RADAR.in_ring(Ring.KLAR)]
        assert len(names) > 4
        ready = f"I KLAR står nu {', '.join(names[:3])} og {len(names) - 3} til."
        assert lines(4, 2) == ("4 nye og 2 væk.", ready)
        assert lines(1, 3) == ("1 ny og 3 væk.", ready)
        assert lines(4, 2, hid=True, hides=True) == ("4 nu kendt og 2 ikke længere kendt.", ready)
        assert lines(1, 1) == ("Ny i AFVENT: T0", "Væk: T0, der stod i AFVENT")


def test_one_technology_cannot_be_followed_and_that_is_said() -> None:
    step = f.apply_following(LIVE, (SKOLE,), f.Follow(technology="droner"))
    scene = FollowScene(step, LIVE, address, dt.date(2026, 11, 29), None, in_place=True)
    assert step.followed == (SKOLE,)
    said = words.ONE_TECHNOLOGY.format(name="Droner")
    assert said in json.dumps(compose_following(scene).card, ensure_ascii=False)
