"""What a typed text is taken to mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import understand as u
from dialogs.commands import (
    Answer,
    Back,
    Cancel,
    Command,
    Conclude,
    Finish,
    GoTo,
    Help,
    Next,
    OpenAnswer,
    OpenChoice,
    OpenConclusion,
    OpenEvaluation,
    OpenStep,
    Pause,
    Remind,
    RemoveStep,
    Reopen,
    Resume,
    Reveal,
    SaveStep,
    SetNaming,
    ShowHistory,
    ShowMenu,
    ShowRadar,
    ShowStatus,
    ShowSteps,
    ShowSummary,
    Skip,
    Start,
    TakeOver,
    Unknown,
    Withdraw,
)
from radar_core.model import (
    SAMLET,
)
from tests.chat_bundle import BUNDLE, JOB, SKOLE, SUNDHED, TEKNIK

MAIL = (
    "Kære alle\n\nTak for et godt møde. Vi starter refleksionen på tirsdag, og så ser vi på radaren for sundhed.\n"
    "Stop gerne op, hvis noget er uklart. Hjælp hinanden, og spring ikke over.\n\n"
) * 30


def _radar(fagomraade: str | None = None, *, unknown: str | None = None, alle: bool = False) -> ShowRadar:
    return ShowRadar(fagomraade, unknown, alle)


KEPT: list[tuple[str, Command]] = [
    ("konklusion: »Vi vil«, i år\n– og næste år", Conclude("»Vi vil«, i år\n– og næste år")),
    ("KONKLUSION 3: vi", Conclude("vi", 3)),
    ("konklussion på spm. 3: vi", Conclude("vi", 3)),
    ("konklusion 10:30 er for tidligt", Unknown("konklusion 10:30 er for tidligt")),
    ("konklusionen er klar", Unknown("konklusionen er klar")),
    ("<at>Teknologiradar</at> konklusion: <at>Prøve Person</at> gør det", Conclude("Prøve Person gør det")),
    ("konklusion: " + "æ" * 5000, Conclude("æ" * 5000)),
    ("næste skridt: Spørg it – Prøve Person – 3/12", SaveStep("Spørg it", "Prøve Person", "3/12")),
    ("næste skridt: Spørg it - 3/12 - Prøve Person", SaveStep("Spørg it", "Prøve Person", "3/12")),
    ("næste skridt: Spørg it; Prøve Person", SaveStep("Spørg it", "Prøve Person")),
    ("næste skridt: Spørg it | om en uge", SaveStep("Spørg it", "", "om en uge")),
    ("næste skridt: Spørg it – og hr – Prøve Person – 3/12", SaveStep("Spørg it – og hr", "Prøve Person", "3/12")),
    ("næste skridt: e-post på 3-dages kursus", SaveStep("e-post på 3-dages kursus")),
    ("næste skridt: Spørg it – " + "og så " * 20, SaveStep(("Spørg it – " + "og så " * 20).strip())),
    ("næste skridt: Spørg it – <at>Prøve Person</at> – mandag", SaveStep("Spørg it", "Prøve Person", "mandag")),
    ("næste skridt: – mandag", SaveStep("– mandag")),
    ("pause til mandag kl. 10", Pause("mandag kl. 10")),
    ("hold pause indtil vi ved mere", Pause("vi ved mere")),
    ("pause i to uger!", Pause("to uger")),
    ("pause til efter ferien", Pause("efter ferien")),
    ("pause til alle", Unknown("pause til alle")),
]
"""What is kept as it was typed."""

UNDERSTOOD: list[tuple[str, Command]] = [
    # start
    ("start", Start()),
    ("Start!", Start()),
    ("START", Start()),
    ("»start«", Start()),
    ("'start'", Start()),
    ('"Start refleksion."', Start()),
    ("start refleksion", Start()),
    ("Start refleksionen", Start()),
    ("start en ny refleksion", Start()),
    ("start refleksion, tak", Start()),
    ("start   refleksion 🚀", Start()),
    ("start\nrefleksion", Start()),
    ("ny refleksion", Start()),
    ("refleksion", Start()),
    ("begynd refleksion", Start()),
    ("strat", Start()),
    ("strat refleksion", Start()),
    ("strt refleksion", Start()),
    ("start refleksoin", Start()),
    ("start reflektion", Start()),
    ("start reflection", Start()),
    ("@Teknologiradar start refleksion", Start()),
    ("start sundhed", Start(fagomraade=SUNDHED)),
    ("start refleksion for sundhed", Start(fagomraade=SUNDHED)),
    ("START REFLEKSION FOR SUNDHED", Start(fagomraade=SUNDHED)),
    ("start refleksion på ældreområdet", Start(fagomraade=SUNDHED)),
    ("start refleksion for sunhed", Start(fagomraade=SUNDHED)),
    ("start refleksion for Teknik & Miljø", Start(fagomraade=TEKNIK)),
    ("start refleksion i Vejle", Start(kommune="630")),
    ("start refleksion for sundhed i Aarhus Kommune", Start("751", SUNDHED)),
    ("start refleksion i århus for boern og unge", Start("751", SKOLE)),
    ("start refleksion for sundhed, Aeroe", Start("492", SUNDHED)),
    ("start refleksion skole høje taastrup", Start("169", SKOLE)),
    ("start med RPA", Unknown("start med RPA")),
    ("start refleksion for kvantefysik", Unknown("start refleksion for kvantefysik")),
    ("start refleksion for", Unknown("start refleksion for")),
    ("start i morgen", Unknown("start i morgen")),
    ("Starten var svær", Unknown("Starten var svær")),
    ("refleksionen er god", Unknown("refleksionen er god")),
    ("smart", Unknown("smart")),
    ("start refleksion klima, teknik og miljø i Høje-Taastrup Kommune", Start("169", TEKNIK)),
    ("lad os komme i gang", Start()),
    ("starter", Unknown("starter")),
    ("snart", Unknown("snart")),
    # radar
    ("radar", _radar()),
    ("Radar?", _radar()),
    ("vis radar", _radar()),
    ("vis radaren, tak", _radar()),
    ("radra", _radar()),
    ("radar sundhed", _radar(SUNDHED)),
    ("vis radar for sundhed", _radar(SUNDHED)),
    ("radaren for skole", _radar(SKOLE)),
    ("snapshot sundhed", _radar(SUNDHED)),
    ("snapsot sundhed", _radar(SUNDHED)),
    ("Må jeg se radaren for klima og miljø?", _radar(TEKNIK)),
    ("kan du vise radaren over ældreplejen", _radar(SUNDHED)),
    ("radar sunhed", _radar(SUNDHED)),
    ("radar aeldre", _radar(SUNDHED)),
    ("radar ÆLDRE", _radar(SUNDHED)),
    ("radar aldre", _radar(SUNDHED)),
    ("radar teknik & miljø", _radar(TEKNIK)),
    ("radar teknik og miljo", _radar(TEKNIK)),
    ("radar teknik+miljoe", _radar(TEKNIK)),
    ("radar teknik &amp; miljø", _radar(TEKNIK)),
    ("radar boern og unge", _radar(SKOLE)),
    ("radar børn/unge", _radar(SKOLE)),
    ("radar jobcentret", _radar(JOB)),
    ("radar skolerne", _radar(SKOLE)),
    ("radar for klimaet", _radar(TEKNIK)),
    ("radar: beskaeftigelse", _radar(JOB)),
    ("sundhed radar", _radar(SUNDHED)),
    ("sundhedsradar", _radar(SUNDHED)),
    ("vis sundhed", _radar(SUNDHED)),
    ("radar samlet", _radar(SAMLET)),
    ("vis den samlede radar", _radar(SAMLET)),
    ("radar hele kommunen", _radar(SAMLET)),
    ("radar for hele vores kommune", _radar(unknown="hele vores kommune")),
    ("radar alle", _radar(SAMLET)),
    ("radar på tværs", _radar(SAMLET)),
    ("samlet", _radar(SAMLET)),
    ("radar kvantefysik", _radar(unknown="kvantefysik")),
    ("radar Kvantefysik!", _radar(unknown="Kvantefysik")),
    ("vis radar for »kunstig intelligens«", _radar(unknown="kunstig intelligens")),
    ("radar børn og sundhed", _radar(unknown="børn og sundhed")),
    ("radar fælles", _radar(unknown="fælles")),
    ("radaren er fin", Unknown("radaren er fin")),
    ("radaren viser det hele", Unknown("radaren viser det hele")),
    ("vi har brug for en radar", Unknown("vi har brug for en radar")),
    ("radar er nok ikke noget for os i år", Unknown("radar er nok ikke noget for os i år")),
    ("vis alle", _radar(alle=True)),
    ("Vis alle klar", _radar(alle=True)),
    ("vis alle teknologier", _radar(alle=True)),
    ("vis alle sundhed", _radar(SUNDHED, alle=True)),
    ("vis alle for skole", _radar(SKOLE, alle=True)),
    ("vis alle klare teknologier for sunhed", _radar(SUNDHED, alle=True)),
    ("vis alle for hele kommunen", _radar(SAMLET, alle=True)),
    ("vis alle for kvantefysik", _radar(unknown="kvantefysik", alle=True)),
    ("alle", Unknown("alle")),
    ("hele kommunen", Unknown("hele kommunen")),
    ("vis alle hensyn frem", Unknown("vis alle hensyn frem")),
    # a fagområde alone
    ("sundhed", _radar(SUNDHED)),
    ("Sundhed og ældre", _radar(SUNDHED)),
    ("ældre og sundhed", _radar(SUNDHED)),
    ("sundhedsområdet", _radar(SUNDHED)),
    ("sunhed", _radar(SUNDHED)),
    ("AELDRE", _radar(SUNDHED)),
    ("klima, teknik og miljø", _radar(TEKNIK)),
    ("job", _radar(JOB)),
    ("sfo", _radar(SKOLE)),
    ("jobb", Unknown("jobb")),
    ("unde", Unknown("unde")),
    ("kvantefysik", Unknown("kvantefysik")),
    ("Vejle", Unknown("Vejle")),
    ("sundhed er vigtigst for os", Unknown("sundhed er vigtigst for os")),
    # status and summary
    ("status", ShowStatus()),
    ("Status?", ShowStatus()),
    ("statsu", ShowStatus()),
    ("hvor er vi", ShowStatus()),
    ("Hvor er vi nu?", ShowStatus()),
    ("hvor er de", Unknown("hvor er de")),
    ("statusmøde på fredag", Unknown("statusmøde på fredag")),
    ("vis svar", Reveal()),
    ("opsummering", ShowSummary()),
    # answers
    ("svar: Bedre hverdag.", Answer("Bedre hverdag.")),
    ("svar bedre hverdag", Answer("bedre hverdag")),
    ("SVAR: Bedre", Answer("Bedre")),
    ("svar, bedre", Answer("bedre")),
    ("svar - bedre", Answer("bedre")),
    ("svar:ja", Answer("ja")),
    ("svar: »Vi vil«", Answer("»Vi vil«")),
    ('"svar: Vi vil"', Answer("Vi vil")),
    ("svar: linje 1\nlinje 2\n\n- punkt\n", Answer("linje 1\nlinje 2\n\n- punkt")),
    ("svar\n- punkt 1\n- punkt 2", Answer("- punkt 1\n- punkt 2")),
    ("svar 3: fordi", Answer("fordi", question=3)),
    ("svar 12: fordi", Answer("fordi", question=12)),
    ("svar 7:4", Answer("4", question=7)),
    ("svar på spørgsmål 3: fordi", Answer("fordi", question=3)),
    ("svar paa spoergsmaal 3: fordi", Answer("fordi", question=3)),
    ("svar spm. 3: fordi", Answer("fordi", question=3)),
    ("svar 10:30 passer bedst", Answer("10:30 passer bedst")),
    ("svar 4", Answer("4")),
    ("svar: 4", Answer("4")),
    ("svar 4 – fordi vi kan", Answer("4 – fordi vi kan")),
    ("svar 3 ting mangler", Answer("3 ting mangler")),
    ("svar: [1, 3] Mindre papir", Answer("[1, 3] Mindre papir")),
    ("svar: pause", Answer("pause")),
    ("svar: stop", Answer("stop")),
    ("svar: start med RPA", Answer("start med RPA")),
    ("svar: 5 < 6 & 7 > 2 <navn>", Answer("5 < 6 & 7 > 2 <navn>")),
    ("svar: " + "æ" * 5000, Answer("æ" * 5000)),
    ("svar", OpenAnswer()),
    ("svar:", OpenAnswer()),
    ("svar 3:", OpenAnswer(3)),
    ("svar på spørgsmål 3", OpenAnswer(3)),
    ("svar-kort mangler", Unknown("svar-kort mangler")),
    ("svaret er nej", Unknown("svaret er nej")),
    ("spar: 3 mio. kr.", Unknown("spar: 3 mio. kr.")),
    # moving
    ("spring over", Skip()),
    ("Spring over!", Skip()),
    ("springover", Skip()),
    ("spring ovre", Skip()),
    ("spring spørgsmålet over", Skip()),
    ("skip", Skip()),
    ("spring 3 over", Skip(3)),
    ("spring spm. 3 over", Skip(3)),
    ("spring over spørgsmål tre", Skip(3)),
    ("skip 3", Skip(3)),
    ("spring i målet", Unknown("spring i målet")),
    ("tilbage", Back()),
    ("tibage", Back()),
    ("forrige", Back()),
    ("forige spørgsmål", Back()),
    ("back", Back()),
    ("tilbageløb", Unknown("tilbageløb")),
    ("næste", Next()),
    ("naeste", Next()),
    ("NÆSTE SPØRGSMÅL", Next()),
    ("naeste spoergsmaal", Next()),
    ("videre", Next()),
    ("vidre", Next()),
    ("gå videre", Next()),
    ("næsten", Unknown("næsten")),
    ("videreuddannelse", Unknown("videreuddannelse")),
    ("gå til 4", GoTo(4)),
    ("gaa til 4", GoTo(4)),
    ("ga til 4.", GoTo(4)),
    ("GÅ TIL SPØRGSMÅL 4", GoTo(4)),
    ("gå til spørgsmål fire", GoTo(4)),
    ("gå til sprøgsmål 4", GoTo(4)),
    ("gå tilbage til to", GoTo(2)),
    ("hop til nr. 9", GoTo(9)),
    ("spørgsmål 4", GoTo(4)),
    ("spm. 4", GoTo(4)),
    ("spm 4", GoTo(4)),
    ("ret spørgsmål 4", GoTo(4)),
    ("gå til det fjerde spørgsmål", GoTo(4)),
    ("go to question 4", GoTo(4)),
    ("gå til 0", GoTo(0)),
    ("gå til 12", GoTo(12)),
    ("gå til -1", GoTo(-1)),
    ("gå til 999999", GoTo(999999)),
    ("gå til " + "9" * 100, Unknown("gå til " + "9" * 100)),
    ("gå til 4 og 5", Unknown("gå til 4 og 5")),
    ("gå til 4,5", Unknown("gå til 4,5")),
    ("fra 3 til 4", Unknown("fra 3 til 4")),
    ("4", Unknown("4")),
    # pausing and ending
    ("pause", Pause()),
    ("Pause, tak", Pause()),
    ("pasue", Pause()),
    ("hold pause", Pause()),
    ("pause er nødvendig for personalet", Unknown("pause er nødvendig for personalet")),
    ("fortsæt", Resume()),
    ("fortsaet", Resume()),
    ("fortsat", Resume()),
    ("genoptag", Resume()),
    ("fortsæt det gode arbejde", Unknown("fortsæt det gode arbejde")),
    ("afslut", Finish()),
    ("Afslut.", Finish()),
    ("aflsut", Finish()),
    ("slut", Finish()),
    ("færdig", Finish()),
    ("faerdig!", Finish()),
    ("slet", Unknown("slet")),
    ("skut", Unknown("skut")),
    ("afslt nu", Unknown("afslt nu")),
    ("vi afslutter", Unknown("vi afslutter")),
    ("afslut tak for i dag", Unknown("afslut tak for i dag")),
    ("annullér", Cancel()),
    ("annuller", Cancel()),
    ("anuller", Cancel()),
    ("ANNULLÉR", Cancel()),
    ("annuler", Cancel()),
    ("annler", Unknown("annler")),
    ("afbryd", Cancel()),
    ("stop", Cancel()),
    ("STOP!!!", Cancel()),
    ("stol", Unknown("stol")),
    ("top", Unknown("top")),
    ("stop med at spørge", Unknown("stop med at spørge")),
    ("radar stop", _radar(unknown="stop")),
    ("annuller mødet på tirsdag", Unknown("annuller mødet på tirsdag")),
    # working as a team
    ("Vis svarene!", Reveal()),
    ("åbn svar", Reveal()),
    ("vis svar 3", Reveal(3)),
    ("vis svar på spørgsmål 3", Reveal(3)),
    ("vis svar på det tredje spørgsmål", Reveal(3)),
    ("vis svar på papir", Unknown("vis svar på papir")),
    ("konklusion", OpenConclusion()),
    ("konklusion 3", OpenConclusion(3)),
    ("konklusion:", OpenConclusion()),
    ("konklusion til spørgsmål 3:", OpenConclusion(3)),
    ("vis historik 3", ShowHistory(3)),
    ("næste skridt", ShowSteps()),
    ("nyt skridt", OpenStep()),
    ("ret skridt 2", OpenStep(2)),
    ("slet skridt 2", RemoveStep(2)),
    ("træk mit svar tilbage", Withdraw()),
    ("træk svar på spørgsmål 3 tilbage", Withdraw(3)),
    ("fortryd mit svar", Withdraw()),
    ("slet svar 3", Withdraw(3)),
    ("slet svarene", Unknown("slet svarene")),
    ("slet svær", Unknown("slet svær")),
    ("overtag", TakeOver()),
    ("genåbn", Reopen()),
    ("åbn refleksionen igen", Reopen()),
    ("påmind os", Remind(True)),
    ("slå påmindelser til", Remind(True)),
    ("slå påmindelser fra", Remind(False)),
    ("stop påmindelser", Remind(False)),
    ("svar anonymt", SetNaming(True)),
    ("gør den anonym", SetNaming(True)),
    ("svar med navne", SetNaming(False)),
    ("med savn", Unknown("med savn")),
    ("start refleksion anonymt", Start(anonymous=True)),
    ("start anonym refleksion for sundhed i Vejle", Start("630", SUNDHED, anonymous=True)),
    ("mere", ShowMenu()),
    ("vælg teknologier", OpenChoice()),
    ("evaluér", ShowSteps()),
    ("evaluer rpa", OpenEvaluation("rpa")),
    ("evaluering af softwarerobotter", OpenEvaluation("rpa")),
    ("evaluer det hele løbende", Unknown("evaluer det hele løbende")),
    # help and greetings
    ("hjælp", Help()),
    ("hjaelp", Help()),
    ("hjlp", Help()),
    ("hjlæp", Help()),
    ("HJÆLP!!!", Help()),
    ("help", Help()),
    ("?", Help()),
    (" ?? ", Help()),
    ("hej", Help()),
    ("Hej 👋", Help()),
    ("goddag", Help()),
    ("hallo?", Help()),
    ("hvad kan du?", Help()),
    ("teknologiradar, hjælp", Help()),
    ("hjælpemidler", Unknown("hjælpemidler")),
    ("hej, jeg er ny her", Unknown("hej, jeg er ny her")),
    # wrapped by Teams
    ("<at>Teknologiradar</at> start refleksion", Start()),
    ("<at>Teknologiradar</at>, hjælp", Help()),
    ("<p><at>Teknologiradar</at>&nbsp;radar&nbsp;sundhed</p>", _radar(SUNDHED)),
    ("stop <at>Teknologiradar</at>!", Cancel()),
    ("<at>En anden bot</at> <at>Teknologiradar</at> status", ShowStatus()),
    ("<at>Teknologiradar</at> svar: ja<br>nej", Answer("ja\nnej")),
    ("<at>Teknologiradar</at> svar: <at>Prøve Person</at> gør det", Answer("Prøve Person gør det")),
    ("st\u200bart", Start()),
    # nothing we know
    ("", Unknown("")),
    ("   \n ", Unknown("")),
    ("<at>Teknologiradar</at>", Unknown("")),
    ("👍", Unknown("👍")),
    ("👩‍⚕️", Unknown("👩‍⚕️")),
    ("...", Unknown("...")),
    ("ok", Unknown("ok")),
    ("asdfgh", Unknown("asdfgh")),
    ("vi vil gerne", Unknown("vi vil gerne")),
    ("what is this?", Unknown("what is this?")),
    ("Привет", Unknown("Привет")),
    ("こんにちは", Unknown("こんにちは")),
    (MAIL, Unknown(MAIL.strip())),
]


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


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT)
def test_any_text_is_some_command_and_never_an_error(text: str) -> None:
    command = u.understand(text, BUNDLE)
    assert isinstance(command, Command)
    if isinstance(command, Unknown):
        assert command.text == u.clean(text)


@settings(deadline=None, max_examples=200)
@given(ANY_TEXT)
def test_after_svar_every_visible_character_is_kept(text: str) -> None:
    written = u.clean(text)
    wrapped_again = u.clean("svar: " + written) != "svar: " + written and bool(written)
    numbered = u.understand("svar: " + written, BUNDLE)
    if not wrapped_again and written:
        assert numbered == Answer(written)


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_lookup_of_any_text_finds_one_of_the_bundle_or_nothing(text: str) -> None:
    assert u.find_fagomraade(text, BUNDLE) in (None, *BUNDLE.fagomraader)
    assert u.find_kommune(text, BUNDLE) in (None, *BUNDLE.kommuner)
    assert u.find_technology(text, BUNDLE) in (None, *BUNDLE.technologies)
    assert set(u.nearest_fagomraader(text, BUNDLE)) <= set(BUNDLE.fagomraader)
