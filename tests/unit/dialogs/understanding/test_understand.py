"""What a typed text is taken to mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.reflection.commands import (
    Answer,
    Command,
    ShowRadar,
    Unknown,
)
from dialogs.understanding import understand as u
from dialogs.understanding.commands import AnyCommand
from tests.fakes.chance import cases
from tests.fakes.chat_bundle import BUNDLE
from tests.fakes.understood import KEPT, UNDERSTOOD


@pytest.mark.parametrize(("text", "command"), UNDERSTOOD + KEPT, ids=[text[:40] for text, _ in UNDERSTOOD + KEPT])
def test_a_typed_text_means_this(text: str, command: Command) -> None:
    assert u.understand(text, BUNDLE) == command


PLAIN_COMMANDS = [
    text
    for text, command in UNDERSTOOD
    if not isinstance(command, Unknown | Answer) and "<" not in text and "&amp;" not in text
]


@pytest.mark.parametrize("text", PLAIN_COMMANDS)
@pytest.mark.parametrize("written", [str.upper, str.lower, str.title, lambda t: f"  »{t}«\n", lambda t: f"{t}\u200b"])
def test_case_and_wrapping_change_no_command(text: str, written: object) -> None:
    assert callable(written)
    command = u.understand(text, BUNDLE)
    again = u.understand(written(text), BUNDLE)
    if isinstance(command, ShowRadar) and command.unknown:
        assert isinstance(again, ShowRadar)
        assert (again.unknown or "").casefold() == command.unknown.casefold()
    else:
        assert again == command


@given(
    st.sampled_from(PLAIN_COMMANDS),
    st.sampled_from([("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ø", "o"), ("å", "a"), ("å", "a\u030a"), ("ø", "ö")]),
)
def test_a_keyboard_without_danish_letters_gives_the_same_command(text: str, spelling: tuple[str, str]) -> None:
    command = u.understand(text, BUNDLE)
    if not (isinstance(command, ShowRadar) and command.unknown):
        assert u.understand(text.replace(*spelling), BUNDLE) == command


PIECES = st.sampled_from(
    [
        *(
            "start",
            "radar",
            "svar",
            "svar 3:",
            "gå til",
            "vis alle",
            "spring",
            "over",
            "4",
            "-",
            "[1, 3]",
            "\n",
            " ",
            "@x",
        ),
        *(
            "<at>",
            "</at>",
            "<p>",
            "&lt;",
            "&amp;",
            "&#38;",
            "at&gt;",
            "\u200d",
            "»",
            "«",
            '"',
            "😀",
            "æ",
            "\ud800",
            "sundhed",
        ),
    ]
)
ANY_TEXT = st.one_of(st.text(), st.text(st.characters(codec=None)), st.lists(PIECES, max_size=20).map("".join))


@settings(max_examples=cases(300))
@given(ANY_TEXT)
def test_any_text_is_some_command_and_never_an_error(text: str) -> None:
    command = u.understand(text, BUNDLE)
    assert isinstance(command, AnyCommand)
    if isinstance(command, Unknown):
        assert command.text == u.clean(text)


@settings(max_examples=cases(200))
@given(ANY_TEXT)
def test_after_svar_every_visible_character_is_kept(text: str) -> None:
    written = u.clean(text)
    wrapped_again = u.clean("svar: " + written) != "svar: " + written and bool(written)
    numbered = u.understand("svar: " + written, BUNDLE)
    if not wrapped_again and written:
        assert numbered == Answer(written)


@given(ANY_TEXT)
def test_a_lookup_of_any_text_finds_one_of_the_bundle_or_nothing(text: str) -> None:
    assert u.find_fagomraade(text, BUNDLE) in (None, *BUNDLE.fagomraader)
    assert u.find_kommune(text, BUNDLE) in (None, *BUNDLE.kommuner)
    assert u.find_technology(text, BUNDLE) in (None, *BUNDLE.technologies)
    assert set(u.nearest_fagomraader(text, BUNDLE)) <= set(BUNDLE.fagomraader)
