"""What a typed text is taken to mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import understand as u
from dialogs.commands import (
    Answer,
    Back,
    Cancel,
    Command,
    Finish,
    GoTo,
    Help,
    Next,
    OpenAnswer,
    Pause,
    Resume,
    ShowRadar,
    ShowStatus,
    ShowSummary,
    Skip,
    Start,
    Unknown,
)
from dialogs.folding import fold
from radar_core.catalog import load_catalog
from radar_core.model import (
    SAMLET,
    Belaeg,
    Bundle,
    Edition,
    Fagomraade,
    Kommune,
    Placement,
    Question,
    QuestionKind,
    Ring,
    Status,
    Technology,
    Ticks,
)

DATA = Path(__file__).parents[2] / "data"


def _fagomraade(fagomraade_id: str, name: str, *aliases: str) -> Fagomraade:
    return Fagomraade(fagomraade_id, name, aliases, citizen_contact=True, note="Opdigtet til prøven")


def _technology(technology_id: str, name: str, *aliases: str) -> Technology:
    return Technology(technology_id, name, aliases, "", (), automates=False, source="Opdigtet til prøven")


SUNDHED, SKOLE, TEKNIK, JOB = "sundhed-og-aeldre", "boern-unge-og-skole", "klima-teknik-og-miljoe", "beskaeftigelse"
BUNDLE = Bundle(
    edition=Edition(
        id="proeve",
        title="Prøve",
        status=Status.EKSEMPEL,
        series="proeve",
        method="proeve",
        date=None,
        source="Opdigtet til prøven",
        fagomraader=(SUNDHED,),
        placements=(Placement("rpa", SAMLET, Ring.KLAR, Belaeg.EKSEMPEL, "", name="Flittige bits"),),
    ),
    technologies=(
        _technology("ai", "Kunstig intelligens (AI)", "AI", "maskinlæring", "robot"),
        _technology("rpa", "Softwarerobotter (RPA)", "RPA", "robot"),
        _technology("video", "Video og visuel kontakt", "skærmbesøg"),
    ),
    fagomraader=(
        _fagomraade(SUNDHED, "Sundhed og ældre", "ældre", "ældrepleje", "plejehjem", "omsorg", "fælles"),
        _fagomraade(SKOLE, "Børn, unge og skole", "dagtilbud", "folkeskole", "SFO", "fælles"),
        _fagomraade(TEKNIK, "Klima, teknik og miljø", "natur", "vej og park", "grønne områder"),
        _fagomraade(JOB, "Beskæftigelse og integration", "job", "jobcenter"),
    ),
    needs=(),
    questions=(),
    cases=(),
    kommuner=tuple(
        Kommune(code, name)
        for code, name in (
            *(("101", "København"), ("169", "Høje-Taastrup"), ("400", "Bornholm"), ("492", "Ærø"), ("563", "Fanø")),
            *(("580", "Aabenraa"), ("630", "Vejle"), ("741", "Samsø"), ("751", "Aarhus"), ("825", "Læsø")),
        )
    ),
    sha256="0" * 64,
)
MAIL = (
    "Kære alle\n\nTak for et godt møde. Vi starter refleksionen på tirsdag, og så ser vi på radaren for sundhed.\n"
    "Stop gerne op, hvis noget er uklart. Hjælp hinanden, og spring ikke over.\n\n"
) * 30


def _radar(fagomraade: str | None = None, *, unknown: str | None = None, alle: bool = False) -> ShowRadar:
    return ShowRadar(fagomraade, unknown, alle)


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
    ("vis svar", ShowSummary()),
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


@pytest.mark.parametrize(("text", "command"), UNDERSTOOD, ids=[text[:40] for text, _ in UNDERSTOOD])
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


# names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("aero", "492"), ("Ærø", "492"), ("aeroe", "492"), ("ÆRØ KOMMUNE", "492"), ("Aero Kommune", "492")),
        *(("aarhus", "751"), ("Århus", "751"), ("arhus", "751"), ("Aarhsu", "751"), ("A\u030arhus", "751")),
        *(("Åbenrå", "580"), ("aabenraa", "580"), ("Høje Tåstrup", "169"), ("hoeje-taastrup", "169")),
        *(("Københavns Kommune", "101"), ("Bornholms Regionskommune", "400"), ("101", "101"), ("samso", "741")),
        *(("", None), ("kommune", None), ("999", None), ("Atlantis", None), ("o", None), ("x" * 5000, None)),
    ],
)
def test_a_kommune_is_found_however_it_is_spelt(text: str, code: str | None) -> None:
    found = u.find_kommune(text, BUNDLE)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "technology_id"),
    [
        *(("AI", "ai"), ("ai", "ai"), ("Kunstig intelligens", "ai"), ("maskinlaering", "ai"), ("rpa", "rpa")),
        *(("softwarerobotter rpa", "rpa"), ("flittige bits", "rpa"), ("video & visuel kontakt", "video")),
        *(("skaermbesog", "video"), ("skærmbesøk", "video")),
        *(("robot", None), ("rp", None), ("ar", None), ("kontakt", None), ("kvantefysik", None)),
    ],
)
def test_a_technology_is_found_by_any_of_its_names_but_never_guessed(text: str, technology_id: str | None) -> None:
    found = u.find_technology(text, BUNDLE)
    assert (found.id if found else None) == technology_id


@pytest.mark.parametrize(
    "text", ["", "og", "området", "kvantefysik", "fælles", "børn og sundhed", "jo", "sund", "helt andre ting", "🚀"]
)
def test_no_fagomraade_is_guessed(text: str) -> None:
    assert u.find_fagomraade(text, BUNDLE) is None


def test_a_name_spelt_right_wins_over_a_typo_of_another() -> None:
    both = (_fagomraade("kultur", "Kultur"), _fagomraade("kulturo", "Kulturo"))
    bundle = Bundle(BUNDLE.edition, (), both, (), (), (), (), "1")
    assert u.find_fagomraade("kultur", bundle) == both[0]
    assert u.find_fagomraade("kulturo", bundle) == both[1]


def test_a_typo_halfway_between_two_names_is_neither() -> None:
    both = (_fagomraade("a", "Kulturx"), _fagomraade("b", "Kultury"))
    bundle = Bundle(BUNDLE.edition, (), both, (), (), (), (), "1")
    assert u.find_fagomraade("kulturz", bundle) is None


@pytest.mark.parametrize(
    ("text", "code", "fagomraade"),
    [
        *(("sundhed i Vejle", "630", SUNDHED), ("Vejle, sundhed", "630", SUNDHED), ("for skole", None, SKOLE)),
        *(("Aarhus Kommune", "751", None), ("sunhed i Århsu", "751", SUNDHED), ("høje taastrup job", "169", JOB)),
    ],
)
def test_a_place_is_a_kommune_and_a_fagomraade_in_either_order(
    text: str, code: str | None, fagomraade: str | None
) -> None:
    place = u.find_place(text, BUNDLE)
    assert place is not None
    assert place.kommune == BUNDLE.kommune_by_code.get(code or "")
    assert place.fagomraade == BUNDLE.fagomraade_by_id.get(fagomraade or "")


@pytest.mark.parametrize(
    "text", ["", "i", "sundhed i Atlantis", "Vejle er fin", "Vejle Aarhus", "sundhed skole", "i " * 99]
)
def test_a_word_left_over_makes_it_no_place(text: str) -> None:
    assert u.find_place(text, BUNDLE) is None


def test_the_nearest_fagomraader_come_closest_first_and_no_more_than_asked() -> None:
    assert [f.id for f in u.nearest_fagomraader("børn og sundhde", BUNDLE)] == [SKOLE, SUNDHED]
    assert [f.id for f in u.nearest_fagomraader("børn og sundhde", BUNDLE, limit=1)] == [SKOLE]
    assert u.nearest_fagomraader("kvantefysik", BUNDLE) == ()


@pytest.mark.parametrize("edition", ["2020", "2021-vejle", "eksempel"])
def test_every_name_that_is_shipped_finds_its_own_item(edition: str) -> None:
    bundle = load_catalog(DATA).bundle(edition)
    for fagomraade in bundle.fagomraader:
        for name in (fagomraade.id, fagomraade.name, *fagomraade.aliases):
            assert u.find_fagomraade(name, bundle) == fagomraade, name
            assert u.find_fagomraade(_ascii(name).upper(), bundle) == fagomraade, name
            assert u.understand(f"radar {name}", bundle) == ShowRadar(fagomraade.id), name
            assert u.understand(f"start refleksion for {name}", bundle) == Start(fagomraade=fagomraade.id), name
    for kommune in bundle.kommuner:
        for name in (kommune.code, kommune.name, _ascii(kommune.name), f"{kommune.name} Kommune"):
            assert u.find_kommune(name, bundle) == kommune, name
        assert u.understand(f"start refleksion i {kommune.name}", bundle) == Start(kommune=kommune.code), kommune.name
    for technology in bundle.technologies:
        for name in (technology.id, technology.name, *technology.aliases):
            assert u.find_technology(name, bundle) == technology, name
    for placement in bundle.edition.placements:
        if placement.name:
            assert u.find_technology(placement.name, bundle) == bundle.technology_by_id[placement.technology]


def _ascii(name: str) -> str:
    return name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


# ratings and ticks in an answer

FREE = Question(2, "?", (), QuestionKind.FRITEKST, Ticks.BEHOV)
RATED = Question(6, "?", (), QuestionKind.SELVVURDERING)
OPTIONS = ("tid", "papir", "transport")


@pytest.mark.parametrize(
    ("written", "rating", "text"),
    [
        *(("4 – fordi vi kan", 4, "fordi vi kan"), ("4: fordi", 4, "fordi"), ("4/5 vi er på vej", 4, "vi er på vej")),
        *(("4", 4, ""), ("4.", 4, ""), ("Fire", 4, ""), ("fire – fordi", 4, "fordi"), ("4 af 5: ja", 4, "ja")),
        *(
            ("4 ud af 5 – ja", 4, "ja"),
            ("4 - ja", 4, "ja"),
            ("4, vi er på vej", 4, "vi er på vej"),
            ("1\nNej.", 1, "Nej."),
        ),
        *(("4 fordi vi kan", 4, "fordi vi kan"), ("5 (næsten)", 5, "(næsten)"), ("4: 3 ud af 10", 4, "3 ud af 10")),
        *(("4 – to ting mangler", 4, "to ting mangler"), ("3: a\n  b\n", 3, "a\n  b\n"), ("2: [1, 3]", 2, "[1, 3]")),
        *(("0", None, "0"), ("6", None, "6"), ("10", None, "10"), ("4,5", None, "4,5"), ("4/10", None, "4/10")),
        *(("4-5 stykker", None, "4-5 stykker"), ("4 – 5 stykker", None, "4 – 5 stykker")),
        *(("4, 5 og 6", None, "4, 5 og 6"), ("fem, seks kolleger", None, "fem, seks kolleger")),
        *(
            ("3 ting mangler", None, "3 ting mangler"),
            ("4-dages uge", None, "4-dages uge"),
            ("4 % af os", None, "4 % af os"),
        ),
        *(
            ("fireogtyve", None, "fireogtyve"),
            ("1. Ja\n2. Nej", None, "1. Ja\n2. Nej"),
            ("4:30 om dagen", None, "4:30 om dagen"),
        ),
        *(("Vi er på 4", None, "Vi er på 4"), ("", None, ""), ("en god idé", None, "en god idé"), ("²", None, "²")),
    ],
)
def test_a_rating_in_front_of_a_self_assessment_is_taken_out(written: str, rating: int | None, text: str) -> None:
    assert u.interpret(Answer(written, 6), RATED, ()) == Answer(text, 6, rating)


def test_a_rating_is_only_read_where_one_is_asked_for() -> None:
    assert u.interpret(Answer("4 – fordi"), FREE, OPTIONS) == Answer("4 – fordi")


def test_a_rating_given_in_the_card_is_kept_and_the_text_left_whole() -> None:
    assert u.interpret(Answer("4 – fordi", rating=2), RATED, ()) == Answer("4 – fordi", rating=2)


@pytest.mark.parametrize(
    ("written", "ticks", "text"),
    [
        *(("[1, 3] mindre kørsel", ("tid", "transport"), "mindre kørsel"), ("[2]", ("papir",), "")),
        *(("[3 1,3]: ja", ("transport", "tid"), "ja"), ("[1 og 2] ja", ("tid", "papir"), "ja")),
        *(("[4] ja", None, "[4] ja"), ("[1, 9] ja", None, "[1, 9] ja"), ("[0] ja", None, "[0] ja")),
        *(
            ("[] ja", None, "[] ja"),
            ("[tid] ja", None, "[tid] ja"),
            ("1, 3 ja", None, "1, 3 ja"),
            ("[1, 3", None, "[1, 3"),
        ),
        *((f"[{'9' * 5000}] ja", None, f"[{'9' * 5000}] ja"), ("ja [1]", None, "ja [1]"), ("[og] ja", None, "[og] ja")),
    ],
)
def test_a_tick_list_in_front_is_taken_out_when_every_number_is_an_option(
    written: str, ticks: tuple[str, ...] | None, text: str
) -> None:
    assert u.interpret(Answer(written), FREE, OPTIONS) == Answer(text, ticks=ticks)


def test_ticks_and_rating_may_come_in_either_order() -> None:
    expected = Answer("godt", rating=4, ticks=("tid", "papir"))
    assert u.interpret(Answer("[1, 2] 4 – godt"), RATED, OPTIONS) == expected
    assert u.interpret(Answer("4: [1, 2] godt"), RATED, OPTIONS) == expected


def test_ticks_given_in_the_card_are_kept() -> None:
    assert u.interpret(Answer("[1] ja", ticks=()), FREE, OPTIONS) == Answer("[1] ja", ticks=())


def test_where_the_person_was_going_is_kept() -> None:
    assert u.interpret(Answer("4: ja", then=Skip(6)), RATED, ()) == Answer("ja", rating=4, then=Skip(6))


@settings(deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"(\[[1-3, ]*\])?[1-5]?[-–:, /]{0,3}5?.*", fullmatch=True)))
def test_what_is_left_of_an_answer_is_always_its_end(written: str) -> None:
    for question in (FREE, RATED):
        read = u.interpret(Answer(written), question, OPTIONS)
        assert written.endswith(read.text)
        if read.rating is None and read.ticks is None:
            assert read.text == written


@pytest.mark.parametrize(
    "written",
    [
        *(
            "4" + " " * 50_000 + "x",
            "4 ud" + " " * 50_000 + "x",
            "4" + "." * 50_000 + "x",
            "4 –" + " \n" * 50_000 + "5",
        ),
        *("[" + "1," * 50_000, "[" + "og" * 50_000, "[1]" + " " * 50_000 + "x", "4/5" * 50_000, "fire " * 50_000),
    ],
    ids=range(9),
)
def test_a_hostile_answer_is_read_to_its_end(written: str) -> None:
    for question in (FREE, RATED):
        assert written.endswith(u.interpret(Answer(written), question, OPTIONS).text)


# folding


@settings(deadline=None)
@given(st.text("abdeorsxyzæøåäöéü ÆØÅ0149-_&+.,!"))
def test_folding_knows_no_case_and_no_outer_space(text: str) -> None:
    assert fold(f" {text.upper()} ") == fold(text) == fold(text.lower())
    assert fold(fold(text)) == fold(text)


def test_folding_brings_the_danish_spellings_together() -> None:
    assert fold("Børn & Unge") == fold("boern OG unge") == fold("born og unge")
    assert fold("Aabenraa") == fold("Åbenrå") == "abenra"
    assert fold("annullér") == "annuller"
