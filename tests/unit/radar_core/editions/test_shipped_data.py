"""The data that ships says what the sources say, and is marked where it does not come from one.

The expected values are written out here a second time on purpose: they are the facts, not a reading of the files.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from radar_core.advice.suggest import suggest
from radar_core.editions.catalog import Catalog
from radar_core.editions.shipped import DATA_DIR
from radar_core.lookup import radar_for, ready
from radar_core.model import SAMLET, Belaeg, Bundle, QuestionKind, Ring, Status, Ticks
from tests.fakes.shipped import shipped

KL_2020 = "https://www.publit.dk/temaer/digitalisering/ny-teknologiradar-fra-kl"
PRESS_2020 = "https://itb.dk/maerkesager/offentlig-digitalisering/kommunerne-toever-med-ny-teknologi/"
VEJLE = "https://github.com/gryegelundpetersen/Teknologiradar/blob/fba980dd0b5d0b127c6247401c48d5c8428edea1/GenerateJSON.xlsm"

PUBLISHED_2020 = {
    "Apps": Ring.KLAR,
    "Skærme/selvbetjening": Ring.KLAR,
    "Video og visuel kontakt": Ring.KLAR,
    "RPA": Ring.KLAR,
    "Big data": Ring.KLAR,
    "Cloud": Ring.KLAR,
    "AI": Ring.AFPROEV,
    "Chatbots": Ring.AFPROEV,
    "IoT": Ring.AFPROEV,
}
COPIED_BY_VEJLE = {
    "Digital twin": Ring.HOLD_OEJE,
    "Blockchain": Ring.HOLD_OEJE,
    "Edge Computing": Ring.HOLD_OEJE,
    "Natural Language Processing": Ring.AFPROEV,
    "Proces Mining": Ring.AFPROEV,
    "AI / Machine Learning": Ring.AFPROEV,
    "IoT og sensorer": Ring.AFPROEV,
    "RPA": Ring.KLAR,
    "Cloud": Ring.KLAR,
    "Autonome Køretøjer": Ring.HOLD_OEJE,
    "Augmented Reality": Ring.AFPROEV,
    "Virtuelle Digitale Assistenter": Ring.AFPROEV,
    "Chatbot": Ring.AFPROEV,
    "VR": Ring.AFPROEV,
    "Wearables/Tracking": Ring.AFPROEV,
    "Fysiske robotter": Ring.AFPROEV,
    "Droner": Ring.AFPROEV,
    "3D print": Ring.AFPROEV,
    "Skærme og selvbetjening": Ring.KLAR,
    "Sociale teknologier": Ring.KLAR,
    "Apps": Ring.KLAR,
    "Videoløsninger": Ring.KLAR,
}
KLS_QUESTIONS = (
    "Hvad er formålet med at anvende ny teknologi i vores kommune?",
    "Hvilke behov og udfordringer skal teknologier bidrage til at løse i vores kommune?",
    "Hvad er et realistisk ambitionsniveau for at anvende ny teknologi i vores kommune?",
    "Hvordan får vi prioriteret skarpere i brugen og afprøvningen af nye teknologier i administrationen og på "
    "fagområderne?",
    "Prøver vi for mange teknologier af uden at få koblet til driften og skaleret? Eller afprøver vi for lidt og går "
    "glip af gevinster og står udenfor den digitale transformation?",
    "Er vores organisation parat til at gribe og implementere teknologierne?",
    "Er vores it-landskab klar til at understøtte ny teknologi?",
    "Er vi gode nok til at samarbejde med andre kommuner om at afprøve?",
    "Er vi gode nok til at stå på andre kommuners erfaringer?",
)
FAGOMRAADER = (
    "Sundhed og ældre",
    "Social og handicap",
    "Børn, unge og skole",
    "Beskæftigelse og integration",
    "Klima, teknik og miljø",
    "Administration og borgerservice",
)
KOMMUNER = """
101 København·147 Frederiksberg·151 Ballerup·153 Brøndby·155 Dragør·157 Gentofte·159 Gladsaxe·161 Glostrup·163 Herlev·
165 Albertslund·167 Hvidovre·169 Høje-Taastrup·173 Lyngby-Taarbæk·175 Rødovre·183 Ishøj·185 Tårnby·187 Vallensbæk·
190 Furesø·201 Allerød·210 Fredensborg·217 Helsingør·219 Hillerød·223 Hørsholm·230 Rudersdal·240 Egedal·
250 Frederikssund·253 Greve·259 Køge·260 Halsnæs·265 Roskilde·269 Solrød·270 Gribskov·306 Odsherred·316 Holbæk·320 Faxe·
326 Kalundborg·329 Ringsted·330 Slagelse·336 Stevns·340 Sorø·350 Lejre·360 Lolland·370 Næstved·376 Guldborgsund·
390 Vordingborg·400 Bornholm·410 Middelfart·420 Assens·430 Faaborg-Midtfyn·440 Kerteminde·450 Nyborg·461 Odense·
479 Svendborg·480 Nordfyns·482 Langeland·492 Ærø·510 Haderslev·530 Billund·540 Sønderborg·550 Tønder·561 Esbjerg·
563 Fanø·573 Varde·575 Vejen·580 Aabenraa·607 Fredericia·615 Horsens·621 Kolding·630 Vejle·657 Herning·661 Holstebro·
665 Lemvig·671 Struer·706 Syddjurs·707 Norddjurs·710 Favrskov·727 Odder·730 Randers·740 Silkeborg·741 Samsø·
746 Skanderborg·751 Aarhus·756 Ikast-Brande·760 Ringkøbing-Skjern·766 Hedensted·773 Morsø·779 Skive·787 Thisted·
791 Viborg·810 Brønderslev·813 Frederikshavn·820 Vesthimmerlands·825 Læsø·840 Rebild·846 Mariagerfjord·849 Jammerbugt·
851 Aalborg·860 Hjørring
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shipped()


@pytest.fixture(scope="module")
def example(catalog: Catalog) -> Bundle:
    return catalog.bundle("eksempel")


def rings(bundle: Bundle, fagomraade: str = SAMLET) -> dict[str, Ring]:
    """Ring by the name the radar shows."""
    return {entry.name: entry.ring for entry in radar_for(bundle, fagomraade).entries}


def test_the_three_editions_ship_and_the_published_one_is_kls_of_2020(catalog: Catalog) -> None:
    assert {e.id: e.status for e in catalog.editions()} == {
        "2020": Status.OFFENTLIGGJORT,
        "2021-vejle": Status.ANDENHAAND,
        "eksempel": Status.EKSEMPEL,
    }
    assert catalog.newest_published().edition.id == "2020"


def test_2020_weighs_something_else_than_the_later_copy_so_no_movement_can_be_drawn(catalog: Catalog) -> None:
    assert catalog.bundle("2020").edition.method != catalog.bundle("2021-vejle").edition.method


def test_2020_places_exactly_the_nine_published_technologies(catalog: Catalog) -> None:
    bundle = catalog.bundle("2020")
    assert rings(bundle) == PUBLISHED_2020
    assert {p.fagomraade for p in bundle.edition.placements} == {SAMLET}
    assert bundle.edition.fagomraader == ()


def test_2020_holds_20_technologies_of_which_11_are_not_public(catalog: Catalog) -> None:
    radar = radar_for(catalog.bundle("2020"))
    assert (radar.total, len(radar.entries), radar.hidden, radar.is_complete) == (20, 9, 11, False)


def test_of_vejles_copy_it_is_not_known_how_many_technologies_are_missing(catalog: Catalog) -> None:
    radar = radar_for(catalog.bundle("2021-vejle"))
    assert (radar.total, radar.hidden, radar.is_complete) == (None, 0, False)


def test_every_radar_of_the_example_is_known_to_be_complete(example: Bundle) -> None:
    for fagomraade in (SAMLET, *example.edition.fagomraader):
        assert radar_for(example, fagomraade).is_complete


def test_2020_says_kl_only_where_kl_said_it(catalog: Catalog) -> None:
    for placement in catalog.bundle("2020").edition.placements:
        if placement.ring is Ring.KLAR:
            assert (placement.belaeg, placement.source) == (Belaeg.KL, KL_2020)
        else:
            assert (placement.belaeg, placement.source) == (Belaeg.OMTALE, PRESS_2020)
            assert placement.note is not None and "vores læsning" in placement.note
        assert placement.position is None


def test_vejles_copy_has_the_22_rows_in_their_rings_and_their_spelling(catalog: Catalog) -> None:
    bundle = catalog.bundle("2021-vejle")
    assert len(COPIED_BY_VEJLE) == 22
    assert rings(bundle) == COPIED_BY_VEJLE
    assert {p.fagomraade for p in bundle.edition.placements} == {SAMLET}


def test_vejles_copy_is_marked_second_hand_and_without_date_or_positions(catalog: Catalog) -> None:
    edition = catalog.bundle("2021-vejle").edition
    assert {(p.belaeg, p.source, p.position) for p in edition.placements} == {(Belaeg.ANDENHAAND, VEJLE, None)}
    assert "Vejle Kommune" in edition.title and "udgave ikke angivet (formentlig 2021)" in edition.title
    assert edition.date is None


def test_the_example_agrees_with_the_sourced_editions_wherever_they_speak(catalog: Catalog, example: Bundle) -> None:
    shown = {p.technology: p.ring for p in example.edition.placements if p.fagomraade == SAMLET}
    for edition_id in ("2020", "2021-vejle"):
        for placement in catalog.bundle(edition_id).edition.placements:
            assert shown[placement.technology] is placement.ring


def test_the_example_claims_no_more_than_the_edition_it_cites(catalog: Catalog, example: Bundle) -> None:
    sourced = {
        (p.technology, p.ring, p.belaeg, p.source)
        for edition_id in ("2020", "2021-vejle")
        for p in catalog.bundle(edition_id).edition.placements
    }
    for placement in example.edition.placements:
        if placement.belaeg is Belaeg.EKSEMPEL:
            assert placement.source == "Opfundet til eksemplet" and placement.position is not None
        else:
            assert placement.fagomraade == SAMLET and placement.note
            assert (placement.technology, placement.ring, placement.belaeg, placement.source) in sourced


def test_the_example_is_complete(example: Bundle) -> None:
    assert example.edition.fagomraader == tuple(f.id for f in example.fagomraader)
    assert {e.technology.id for e in radar_for(example).entries} == set(example.technology_by_id)
    for fagomraade in example.edition.fagomraader:
        radar = radar_for(example, fagomraade)
        assert 15 <= len(radar.entries) <= 25
        assert all(radar.in_ring(ring) for ring in Ring)
        assert 3 <= len(ready(radar)) <= 8


def test_skole_and_sundhed_differ_in_rings_and_in_what_is_klar(example: Bundle) -> None:
    skole, sundhed = rings(example, "boern-unge-og-skole"), rings(example, "sundhed-og-aeldre")
    moved = {name for name in skole.keys() & sundhed.keys() if skole[name] is not sundhed[name]}
    assert len(moved) >= 8
    klar = [{e.name for e in ready(radar_for(example, f))} for f in ("boern-unge-og-skole", "sundhed-og-aeldre")]
    assert len(klar[0] - klar[1]) >= 2 and len(klar[1] - klar[0]) >= 2


def test_no_two_fagomraader_of_the_example_have_the_same_klar_list(example: Bundle) -> None:
    lists = [frozenset(e.name for e in ready(radar_for(example, f))) for f in example.edition.fagomraader]
    assert len(set(lists)) == len(lists)


def test_kls_nine_questions_are_word_for_word(example: Bundle) -> None:
    assert tuple(q.text for q in sorted(example.questions, key=lambda q: q.number)) == KLS_QUESTIONS
    assert [q.number for q in example.questions] == list(range(1, 10))


def test_questions_one_to_five_are_free_text_and_the_rest_self_assessments(example: Bundle) -> None:
    assert [q.kind for q in example.questions] == [QuestionKind.FRITEKST] * 5 + [QuestionKind.SELVVURDERING] * 4
    assert {q.number: q.ticks for q in example.questions if q.ticks} == {2: Ticks.BEHOV, 5: Ticks.I_DRIFT}


def test_the_six_fagomraader_have_their_names_and_say_whose_they_are(example: Bundle) -> None:
    assert tuple(f.name for f in example.fagomraader) == FAGOMRAADER
    kls = {f.name for f in example.fagomraader if f.note.startswith("Navnet er KL's eget")}
    assert kls == {"Beskæftigelse og integration", "Klima, teknik og miljø"}
    for fagomraade in example.fagomraader:
        assert "Navnet er" in fagomraade.note and "projektets vurdering" in fagomraade.note


@pytest.mark.parametrize(
    ("said", "fagomraade"),
    [
        ("sundhed", "sundhed-og-aeldre"),
        ("hjemmepleje", "sundhed-og-aeldre"),
        ("handicap", "social-og-handicap"),
        ("skole", "boern-unge-og-skole"),
        ("daginstitution", "boern-unge-og-skole"),
        ("jobcenter", "beskaeftigelse-og-integration"),
        ("teknik og miljø", "klima-teknik-og-miljoe"),
        ("borgerservice", "administration-og-borgerservice"),
        ("økonomi", "administration-og-borgerservice"),
    ],
)
def test_everyday_words_belong_to_a_fagomraade(example: Bundle, said: str, fagomraade: str) -> None:
    assert [f.id for f in example.fagomraader if said in f.aliases] == [fagomraade]


def test_the_98_kommuner_have_their_official_codes(example: Bundle) -> None:
    expected = [tuple(line.strip().split(" ", 1)) for line in KOMMUNER.split("·")]
    assert len(expected) == 98
    assert [(k.code, k.name) for k in example.kommuner] == expected


def test_every_technology_is_described_in_one_danish_sentence_of_its_own(example: Bundle) -> None:
    sentences = [t.description for t in example.technologies]
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert re.fullmatch(r"[A-ZÆØÅ0-9][^.!?\n]*\.", sentence), sentence


def test_every_technology_serves_a_need_and_every_need_is_served(example: Bundle) -> None:
    served = {need for t in example.technologies for need in t.needs}
    assert all(t.needs for t in example.technologies)
    assert served == set(example.need_by_id) and len(served) == 10


def test_names_fit_on_a_radar_and_needs_on_a_card(example: Bundle) -> None:
    for names in (example.technologies, example.fagomraader, example.needs):
        assert all(len(item.name) <= 40 for item in names)


def test_every_case_has_an_address_and_fits_on_a_card(example: Bundle) -> None:
    for case in example.cases:
        assert re.fullmatch(r"https?://\S+\.\S+/\S+", case.url), case.id
        sentences = len(re.findall(r"\. (?=[A-ZÆØÅ])", case.summary)) + 1
        assert len(case.title) <= 60 and sentences <= 2 and case.summary.endswith("."), case.id
        assert len(case.summary) <= 300, case.id


def test_a_case_keeps_the_reservations_of_its_source(example: Bundle) -> None:
    summary = {c.id: c.summary for c in example.cases}
    assert "10 af 16 kom i arbejde, men det er ikke bevist, at det skyldes VR" in summary["aarhus-vr"]
    assert "ikke en fuld digital tvilling" in summary["horsens-bymodel"]
    assert "uklart, hvor den giver mening" in summary["hoeje-taastrup-blockchain"]


def test_the_honest_failures_and_reservations_are_in_the_cases(example: Bundle) -> None:
    told = {c.id: c.summary for c in example.cases}
    for case_id, words in {
        "aalborg-foererloes-bus": "fordi økonomien ikke kunne bære mere",
        "slagelse-robotklippere": "blev solgt i 2014",
        "aarhus-plejeboliger": "den ventede effekt ikke kom af sig selv",
        "signaturprojekter-to-af-syv": "var to brugbare",
        "kalundborg-hul": "en cyklist kom til skade",
        "elektroniske-medicinaesker": "en beregning",
        "genoptraening-hjemme": "er en forventning",
        "aarhus-fleetoptimiser": "Ifølge en simulering",
        "koebenhavn-jobmatch": "Udfaldet er ikke oplyst",
        "gladsaxe-skraldespande": "leverandørens egen tekst",
        "albertslund-affald": "leverandørens egen tekst",
        "roskilde-hoeringssvar": "ikke i drift",
    }.items():
        assert words in told[case_id], case_id


def test_no_case_links_to_a_workbook_or_a_file_at_a_commit(example: Bundle) -> None:
    for case in example.cases:
        assert not re.search(r"/blob/|\.xls[xm]?$|\.json$", case.url), case.id


def test_where_no_case_can_be_read_none_is_shown(example: Bundle) -> None:
    assert not [case.id for case in example.cases if "process-mining" in case.technologies]


def test_a_case_says_when_it_is_from_or_that_it_is_undated(example: Bundle) -> None:
    not_noted = {case.id for case in example.cases if case.year is None}
    assert not_noted == {
        *("roedovre-kiri", "kiris-norske-soester", "ai-landkort", "silkeborg-vr", "aarhus-vr", "horsens-bymodel"),
    }
    for case in example.cases:
        assert case.year is None or re.search(r"\b20[0-2][0-9]\b|^udateret", case.year), case.id


def test_a_case_whose_source_was_only_begun_says_so(example: Bundle) -> None:
    excerpts = {case.id for case in example.cases if case.is_excerpt}
    assert len(excerpts) == 30
    assert not excerpts & {"virtuel-bostoette", "vejen-gps", "norddjurs-mails", "herlev-ar"}


def test_every_radar_of_every_edition_can_be_turned_into_suggestions_with_whole_sentences(catalog: Catalog) -> None:
    for bundle in catalog.bundles:
        for fagomraade in (SAMLET, *(f.id for f in bundle.fagomraader)):
            radar = radar_for(bundle, fagomraade)
            for suggestion in suggest(bundle, radar, ["mindre-manuelt-arbejde", "hurtigere-svar"], ["cloud"]):
                for sentence in (*suggestion.reasons, suggestion.ethics or "."):
                    assert sentence.endswith((".", "?")) and ".." not in sentence
                assert "KLAR" in suggestion.reasons[0]


def test_an_automating_technology_in_a_fagomraade_that_meets_citizens_carries_the_ethics_point(example: Bundle) -> None:
    by_id = {s.entry.technology.id: s for s in suggest(example, radar_for(example, "administration-og-borgerservice"))}
    assert {i for i, s in by_id.items() if s.ethics} == {"rpa", "chatbots"}
    climate = suggest(example, radar_for(example, "klima-teknik-og-miljoe"))
    assert [s.ethics for s in climate] == [None] * len(climate)


@pytest.mark.parametrize("path", sorted(DATA_DIR.rglob("*.yaml")), ids=lambda p: str(Path(p).relative_to(DATA_DIR)))
def test_a_data_file_holds_no_mail_address_and_ends_in_one_newline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "@" not in text
