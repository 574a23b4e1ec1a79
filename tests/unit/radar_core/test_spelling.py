"""»Mente du …?« is asked of what is nearly a word we know, and of nothing else."""

from __future__ import annotations

import pytest

from radar_core.lookup import technology_labels
from radar_core.spelling import counted, either, is_outright, nearest, site, technologies, together
from tests.fakes.shipped import shipped

TECHNOLOGIES = technology_labels(shipped().bundle("eksempel"))
RINGS = {"klar": "KLAR", "afproev": "AFPRØV", "holdoeje": "HOLD ØJE", "afvent": "AFVENT"}
NEAR = {
    "Chatbosts": "chatbots",
    "chatbotter": "chatbots",
    "Dronner": "droner",
    "dorner": "droner",
    "Clod": "cloud",
    "Clouds": "cloud",
    "Blokchain": "blockchain",
    "Blockchains": "blockchain",
    "Softwarerobotter (RAP)": "rpa",
    "Kunstig inteligens": "ai",
    "Kunstlig intelligents": "ai",
    "Augmented realiti": "ar",
    "Virtual realty": "vr",
    "Metavers (VR)": "metaverset",
    "Digitale tvilinger": "digitale-tvillinger",
    "Exoskeletet": "exoskelet",
    "Proces-mining": "process-mining",
    "Robottter": "fysiske-robotter",
    "Robots": "fysiske-robotter",
    "3D-printt": "3d-print",
    "Sociale teknologi": "sociale-teknologier",
}
FAR = """\
Kvanteteknologi · uv · GCP · Kvantecomputere · AWS · Azure · Kubernetes · Docker · GraphQL · Kafka · Vue · Vite
· React · Rust · Go · Dart · Deno · Python · Kotlin · Swift · Terraform · Ansible · Pulumi · Jest · Cypress ·
Playwright · Storybook · Figma · Jira · Slack · Miro · Trello · Grafana · Prometheus · Loki · Sentry · Redis ·
MongoDB · Cassandra · Neo4j · DuckDB · Snowflake · Databricks · Airflow · dbt · Spark · Flink · Hugging Face ·
LangChain · Ollama · Claude · Gemini · Mistral · RAG · SBOM · OIDC · SAML · mTLS · Istio · Envoy · Nginx · Helm
· Argo CD · Flux · Bazel · Maven · npm · pnpm · Yarn · Webpack · ESLint · Prettier · Storyblok · Contentful ·
Strapi · Sanity · Umbraco · Sitecore · Drupal · Power BI · Tableau · Qlik · SAP · Workday · ServiceNow · Digital
Post · MitID · NemLog-in · KOMBIT · 5G · LoRaWAN · Bluetooth · NFC · RFID · Lidar · Hololens · Maps · Kroner ·
Chips · Robin · Ridge · Clown · App Store Connect · Mob programming · Data mesh · Data lakehouse · Smart city ·
Digital signatur · Velfærdsteknologi · Sociale investeringer · Edge AI · Brint · Solceller"""


@pytest.mark.parametrize(("text", "meant"), NEAR.items())
def test_a_slip_of_the_keys_is_asked_about(text: str, meant: str) -> None:
    assert nearest(text, TECHNOLOGIES) == meant


def test_another_name_gets_no_guess() -> None:
    names = [" ".join(name.split()) for name in FAR.split("·")]
    assert len(names) > 110
    assert {name: guess for name in names if (guess := nearest(name, TECHNOLOGIES))} == {}


@pytest.mark.parametrize(
    ("text", "ring"),
    [
        ("KLARR", "KLAR"),
        ("Afprøves", "AFPRØV"),
        ("afrpøv", "AFPRØV"),
        ("Hold øjet", "HOLD ØJE"),
        ("Afventer", "AFVENT"),
        ("(AFPRØV)", "AFPRØV"),
        ("Hold øje / afvent", None),
        ("Ikke vurderet", None),
        ("KRAV", None),
        ("MÅSKE", None),
        ("Adopt", None),
        ("", None),
    ],
)
def test_a_ring_is_guessed_only_where_it_is_near(text: str, ring: str | None) -> None:
    assert nearest(text, RINGS) == ring


@pytest.mark.parametrize("text", ["KLAR", "Hold øje", "hold_oeje", "anden-hånd", "KLAR:", "1. KLAR", "i\u2011drift"])
def test_words_alone_are_outright(text: str) -> None:
    assert is_outright(text)


@pytest.mark.parametrize(
    "text", ["KLAR?", "(KLAR)", "~KLAR", "KLAR*", "KLAR!", "KLAR ✅", "→KLAR", "[KLAR]", "KLAR/AFPRØV"]
)
def test_any_other_sign_may_be_a_doubt(text: str) -> None:
    assert not is_outright(text)


@pytest.mark.parametrize(
    ("words", "all_of_them", "one_of_them"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a og b", "a eller b"), (list("abc"), "a, b og c", "a, b eller c")],
)
def test_a_list_is_said_as_danish_says_it(words: list[str], all_of_them: str, one_of_them: str) -> None:
    assert (together(words), either(words)) == (all_of_them, one_of_them)


def test_only_one_is_one() -> None:
    assert [technologies(count) for count in (0, 1, 2, 21)] == [
        "0 teknologier",
        "1 teknologi",
        "2 teknologier",
        "21 teknologier",
    ]
    assert counted(1, "konklusion", "konklusioner") == "1 konklusion"


def test_a_site_is_the_host_of_a_page_and_what_is_no_page_has_none() -> None:
    assert site("https://www.publit.dk/temaer?x=1") == "publit.dk" == site("https://publit.dk")
    assert site("Notat fra kommunen") is None
