"""Mentions, markup and invisible characters, as a client or an attacker may send them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.reflection.commands import Answer, Command, Start, Unknown
from dialogs.understanding.understand import (
    clean,
    find_fagomraade,
    find_kommune,
    find_technology,
    nearest_fagomraader,
    understand,
)
from radar_core.model import Bundle, Edition, Fagomraade, Status
from tests.fakes.chance import cases

BUNDLE = Bundle(
    Edition("proeve", "Prøve", Status.EKSEMPEL, "proeve", "proeve", None, "Opdigtet", (), ()),
    (),
    (Fagomraade("sundhed", "Sundhed", (), citizen_contact=True, note="Opdigtet"),),
    (),
    (),
    (),
    (),
    "0" * 64,
)


@pytest.mark.parametrize(
    ("sent", "cleaned"),
    [
        # where a mention may stand
        ("<at>Radar</at> hjælp", "hjælp"),
        ("hjælp <at>Radar</at>", "hjælp"),
        ("start <at>Radar</at> refleksion", "start refleksion"),
        ("start<at>Radar</at>refleksion", "start refleksion"),
        ("<at>Radar</at><at>En anden</at> hjælp", "hjælp"),
        ("<at>Radar</at>: hjælp", "hjælp"),
        ("hjælp <at>Radar</at>.", "hjælp"),
        ("Godt. <at>Radar</at>!", "Godt."),
        ("<at>Radar</at>", ""),
        ("<at></at>hjælp", "hjælp"),
        ("<at>Rad\nar</at>\nhjælp", "hjælp"),
        # what is replied to, quoted
        ('<quoted messageId="1700000000001"/> svar: ja', "svar: ja"),
        ("<quoted messageId='1'/><at>Radar</at> hjælp", "hjælp"),
        ("<at>Radar</at> <quoted messageId=1/>hjælp", "hjælp"),
        ("<quoted messageId=1 />\nhjælp", "hjælp"),
        ("hjælp <QUOTED messageid=1/>", "hjælp"),
        ("&lt;quoted messageId=&quot;1&quot;/&gt; hjælp", "hjælp"),
        ('<quoted messageId="1">afslut</quoted> hjælp', "hjælp"),
        ('<quoted messageId="1"><at>Radar</at> afslut</quoted>hjælp', "hjælp"),
        ('<quoted messageId="1"> hjælp', "hjælp"),
        ("<quoted/>", ""),
        ("<at>Radar<quoted messageId=1/></at> hjælp", "hjælp"),
        # how its tag may be written
        ("<AT>Radar</At> hjælp", "hjælp"),
        ('<at id="0">Radar</at> hjælp', "hjælp"),
        ("<at\tid='0' class=x>Radar</at > hjælp", "hjælp"),
        ("&lt;at&gt;Radar&lt;/at&gt; hjælp", "hjælp"),
        ("&lt;at id=&quot;0&quot;&gt;Radar&lt;/at&gt; hjælp", "hjælp"),
        ("&amp;lt;at&amp;gt;Radar&amp;lt;/at&amp;gt; hjælp", "hjælp"),
        ("&#60;at&#62;Radar&#x3c;/at&#x3E; hjælp", "hjælp"),
        ("<\u200bat>Radar</a\u200bt> hjælp", "hjælp"),
        # broken ones: what a person wrote is never swallowed
        ("<at>Radar hjælp", "Radar hjælp"),
        ("Radar</at> hjælp", "Radar hjælp"),
        ("<at/> hjælp", "hjælp"),
        ("<at>Radar<at>Bot</at></at> hjælp", "hjælp"),
        ("<at><at>Radar</at> hjælp", "hjælp"),
        ("<at>Radar</at></at> hjælp", "hjælp"),
        ("<a<at>x</at>t>Radar</at> hjælp", "Radar hjælp"),
        ("<attest>behold</attest>", "<attest>behold</attest>"),
        ("<at", "<at"),
        # markup
        ("<p>hjælp</p>", "hjælp"),
        ("<div><p>a</p><p>b</p></div>", "a\nb"),
        ("a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
        ("a<br><br>b", "a\n\nb"),
        ("syge<strong>pleje</strong>rske", "sygeplejerske"),
        ('<span style="color:red">a</span>', "a"),
        ("a&nbsp;b", "a b"),
        ("teknik &amp; milj&oslash;", "teknik & miljø"),
        ("a < b og c > d", "a < b og c > d"),
        ("<navn> & R&D &notat; AT&T;", "<navn> & R&D &notat; AT&T;"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        # invisible characters
        ("h\u200bj\u00ada\u0000\u0007l\ufeffp", "hjalp"),
        ("\u202ehjælp\u202c", "hjælp"),
        ("a\u2028b\r\nc\rd\x0be", "a\nb\nc\nd\ne"),
        ("a\ud800b\udfff", "ab"),
        ("a\uffffb\U000e0041", "ab"),
        ("👩\u200d⚕\ufe0f ja\u200dtak", "👩\u200d⚕\ufe0f jatak"),
        ("a\u030a", "å"),
        ("a\tb", "a\tb"),
        # quotation marks
        ("»hjælp«", "hjælp"),
        ("«hjælp»", "hjælp"),
        ('"hjælp"', "hjælp"),
        ("“hjælp”", "hjælp"),
        ("„hjælp“", "hjælp"),
        ("'hjælp'", "hjælp"),
        ('»"hjælp"«', "hjælp"),
        ('"', '"'),
        ('""', ""),
        ("»a« og »b«", "»a« og »b«"),
        ("5'", "5'"),
    ],
)
def test_wrapping_comes_off_and_what_was_written_stays(sent: str, cleaned: str) -> None:
    assert clean(sent) == cleaned


def test_a_colleague_mentioned_in_an_answer_keeps_the_name() -> None:
    sent = "<p><at>Radar</at> svar: <at>Prøve Person</at> og <at>En Anden</at> tager den</p>"
    assert understand(sent, BUNDLE) == Answer("Prøve Person og En Anden tager den")


def test_a_mention_inside_the_head_of_an_answer_hides_nothing() -> None:
    assert understand("svar <at>Radar</at>: ja", BUNDLE) == Answer("Radar: ja")
    assert understand("svar<at>Radar</at> ja", BUNDLE) == Answer("ja")


def test_a_name_that_looks_like_a_command_is_no_command() -> None:
    assert understand("<at>svar: stop</at> start", BUNDLE) == Start()
    assert understand("<at>stop</at>", BUNDLE) == Unknown("")


MANY = 50_000


@pytest.mark.parametrize(
    "sent",
    [
        "<at>" * MANY,
        "</at>" * MANY,
        "<at>" * MANY + "</at>" * MANY,
        "<at>x</at>" * MANY,
        "<at " * MANY,
        "<at" + " " * MANY,
        "<" * MANY,
        "<a" + "t" * MANY,
        "<" * MANY + "at>" * MANY,
        "<p>" * MANY,
        "&amp;" * MANY,
        "&" + "amp;" * MANY,
        "&" * MANY,
        "&l" * MANY + "t;" * MANY,
        "&#" + "9" * MANY + ";",
        "<<p>p>" * MANY,
        "<" * MANY + "b>" * MANY,
        "»" * MANY + "«" * MANY,
        "'\"" * MANY,
        " " * MANY + "x",
        "x" + " \n" * MANY + "x",
        "@x " * MANY,
        "a" + "\u0300\u0316" * MANY,
        "\u0344" * MANY,
        "\u200d" * MANY,
        "😀\u200d" * MANY,
        "\x1e\x1f" * MANY,
        "\ud800" * MANY,
        "\ufdfa" * MANY,
        "svar " + "3" * MANY + ":",
        "svar" + " " * MANY + ":",
        "svar på" + " " * MANY + ":",
        "svar på spm" + " " * MANY + "x",
        "svar" + "\n " * MANY + "3:",
        "svar spm 3" + " \t" * MANY + "x",
        "svar: " + "<at>x</at> " * MANY,
        "gå til " + "9" * MANY,
        "radar " + "sundhed " * MANY,
        "start " * MANY,
        "9" * MANY,
    ],
    ids=range(40),
)
def test_hostile_text_ends_in_a_command_and_stays_clean(sent: str) -> None:
    command = understand(sent, BUNDLE)
    assert isinstance(command, Command)
    cleaned = clean(sent)
    assert clean(cleaned) == cleaned
    find_fagomraade(sent, BUNDLE)
    find_kommune(sent, BUNDLE)
    find_technology(sent, BUNDLE)
    nearest_fagomraader(sent, BUNDLE)


PIECES = st.sampled_from(
    [
        *(
            "<at>",
            "</at>",
            "<at id='0'>",
            "<",
            ">",
            "/",
            "at",
            "p>",
            "<b>",
            "</p>",
            "<br>",
            "&lt;",
            "&gt;",
            "&amp;",
            "&#38;",
        ),
        *(
            "&",
            "#38;",
            "lt;",
            "amp;",
            "\u200b",
            "\u200d",
            "\x1e",
            "\x1f",
            "»",
            "«",
            '"',
            "'",
            " ",
            "\n",
            "\r",
            ":",
            ".",
        ),
        *("a", "å", "a\u030a", "\u0338", "\u0344", "😀", "\ud83d", "\ude00", "svar: ", "ja"),
    ]
)
WRAPPED = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(st.characters(codec=None)))


@settings(max_examples=cases(1000))
@given(WRAPPED)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    named = clean(text, keep_names=True)
    assert clean(named, keep_names=True) == named


@settings(max_examples=cases(500))
@given(WRAPPED)
def test_nothing_that_breaks_a_document_or_a_database_survives_cleaning(text: str) -> None:
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert "<at>" not in cleaned
    assert "</at>" not in cleaned
    assert cleaned == unicodedata.normalize("NFC", cleaned).strip()
    cleaned.encode("utf-8")


@given(st.text(st.characters(categories=["L", "Nd", "Zs"])))
def test_letters_digits_and_words_pass_unchanged(text: str) -> None:
    assert clean(text).split() == unicodedata.normalize("NFC", text).split()
