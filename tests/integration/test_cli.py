"""The command line as an editor, a manager and an operator use it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from bot.cli.main import main
from bot.editions.live import Editions
from bot.editions.snapshot import starting
from bot.pictures.pictures import Pictures
from bot.settings import Settings
from bot.storage.store import Store
from radar_core.editions.catalog import load_catalog
from radar_core.editions.shipped import DATA_DIR
from radar_core.push.signing import sign
from tests.fakes.postgres import ready_file
from tests.fakes.signed import KEY, KEYS, activation, bundle

TEN_FAULTS = """\
id: "2099"
titel: Prøve
status: offentliggjort
serie: kl-teknologiradar
metode: 2021-modenhed-og-udbredelse
dato: "2099-02-30"
kilde: en kilde
farve: blå
fagomraader: []
placeringer:
  - teknologi: ap
    fagomraade: samlet
    ring: KLAR
    belaeg: kl
    kilde: en kilde
  - teknologi: cloud
    fagomraade: samlet
    ring: KLARR
    belaeg: kl
    kilde: en kilde
  - teknologi: rpa
    fagomraade: samlet
    ring: KLAR
    ring: AFVENT
    belaeg: kl
    kilde: en kilde
  - teknologi: droner
    fagomraade: samlet
    ring: AFPRØV
    belaeg: kl
    kilde: &kilde en kilde
  - teknologi: vr
    fagomraade: samlet
    ring: AFPRØV
    kilde: en kilde
  - teknologi: ar
    fagomraade: samlet
    ring: AFPRØV
    belaeg: kl
    kilde: en kilde
    position: 1.4
  - teknologi: blockchain
    fagomraade: samlet
    ring: AFVENT
    belaeg: kl
    kilde: en kilde
  - teknologi: blockchain
    fagomraade: samlet
    ring: AFVENT
    belaeg: kl
    kilde: en kilde
  - teknologi: big-data
\t  fagomraade: samlet
    ring: KLAR
    belaeg: kl
    kilde: en kilde
"""
FAULT_LINES = [6, 8, 11, 18, 24, 31, 32, 41, 47, 53]

CREDENTIALS = {
    "TR_APP_ID": "11111111-2222-3333-4444-555555555555",
    "TR_APP_PASSWORD": "not-used-here",
    "TR_TENANT_ID": "t",
    "TR_PUBLIC_URL": "https://radar.example.org",
}

SCRIPT = """\
start refleksion
Vejle, skole
svar: formålet er bedre undervisning
svar: [8] vi vil lære på nye måder
svar: et skridt ad gangen
spring over
svar: vi prøver for lidt
svar: 4 – ja
svar: 2 – nej
tilbage
svar: 3 – nogenlunde
svar: 5
svar: 3 – vi lytter
afslut
ja, afslut
vis alle
"""


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's own settings or files."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def rings(said: str) -> dict[str, list[str]]:
    """Ring to the names under it, as `radar` prints them."""
    found: dict[str, list[str]] = {}
    for line in said.splitlines():
        if ring := re.fullmatch(r"(KLAR|AFPRØV|HOLD ØJE|AFVENT) \(.+\)", line):
            found[ring[1]] = []
        elif row := re.fullmatch(r" +\d+  (.+?)  \(.+\)", line):
            found[list(found)[-1]].append(row[1])
    return found


def test_the_2020_radar_is_exactly_the_nine_published_placements(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["radar", "samlet", "--edition", "2020", "-o", "r.png"]) == 0
    assert rings(capsys.readouterr().out) == {
        "KLAR": ["Apps", "Skærme/selvbetjening", "Video og visuel kontakt", "RPA", "Big data", "Cloud"],
        "AFPRØV": ["AI", "Chatbots", "IoT"],
        "HOLD ØJE": [],
        "AFVENT": [],
    }
    assert Path("r.png").read_bytes().startswith(b"\x89PNG")


def test_a_fagomraade_without_a_radar_gets_the_whole_samlet_one_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["radar", "sundhed", "--edition", "2020"]) == 0
    said = capsys.readouterr().out
    assert "SAMLET" in said.splitlines()[0]
    assert "KL's placering pr. fagområde er ikke offentlig, heller ikke for Sundhed og ældre" in said
    assert sum(map(len, rings(said).values())) == 9


def test_in_the_example_school_and_health_differ(capsys: pytest.CaptureFixture[str]) -> None:
    seen = []
    for fagomraade in ("skole", "sundhed"):
        assert main(["radar", fagomraade, "--edition", "eksempel"]) == 0
        said = capsys.readouterr().out
        assert "EKSEMPELDATA – ikke KL's vurdering" in said
        seen.append(rings(said))
    assert seen[0]["KLAR"] != seen[1]["KLAR"]
    assert seen[0] != seen[1]


def test_a_name_with_typos_is_understood_and_drawn_as_svg(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["radar", "teknik og miljo", "--edition", "eksempel", "-o", "r.svg"]) == 0
    assert "Klima, teknik og miljø" in capsys.readouterr().out
    assert "<svg" in Path("r.svg").read_text("utf-8")


def test_an_unknown_fagomraade_is_refused_and_the_six_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["radar", "kvantefysik"]) == 1
    said = capsys.readouterr().err
    for name in ("Sundhed og ældre", "Social og handicap", "Børn, unge og skole", "Beskæftigelse og integration",
                 "Klima, teknik og miljø", "Administration og borgerservice"):  # fmt: skip
        assert name in said


def test_an_unknown_edition_and_an_unknown_format_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["radar", "skole", "--edition", "1999"]) == 1
    assert "2020" in capsys.readouterr().err
    assert main(["radar", "skole", "-o", "r.gif"]) == 1
    assert "png, svg og pdf" in capsys.readouterr().err


OWN = (("Teknologi", "Status", "Begrundelse", "Værdi"), ("Apps", "i drift", "En app til borgere", "ja"),
       ("Cloud", "overvejer", "", ""), ("VR", "afprøver", "To plejehjem", ""))  # fmt: skip


def _own_csv() -> None:
    Path("egen.csv").write_text("\n".join(";".join(row) for row in OWN), "utf-8-sig")


def _own_xlsx() -> None:
    book = openpyxl.Workbook()
    for row in OWN:
        book.worksheets[0].append(row)
    book.save("egen.xlsx")


def _own_yaml() -> None:
    Path("egen.yaml").write_text(
        "kommune: '630'\nfagomraade: sundhed-og-aeldre\nteknologier:\n"
        "- teknologi: apps\n  anvendelse: i-drift\n  begrundelse: En app til borgere\n  vaerdi: ja\n"
        "- teknologi: cloud\n  anvendelse: overvejer\n"
        "- teknologi: vr\n  anvendelse: afproever\n  begrundelse: To plejehjem\n",
        "utf-8",
    )


@pytest.mark.parametrize(
    ("file", "write"), [("egen.csv", _own_csv), ("egen.xlsx", _own_xlsx), ("egen.yaml", _own_yaml)]
)
def test_a_kommunes_own_file_is_held_against_the_radar_in_words_and_as_a_picture(
    file: str, write: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    assert main(["radar", "sundhed", "--edition", "eksempel", "--own", file, "-o", "egen.png"]) == 0
    said = capsys.readouterr().out
    assert "Apps – Det samme: i drift, KLAR i eksemplet" in said
    assert "Cloud – I bruger den mindre: overvejer, KLAR i eksemplet" in said
    assert "Hos jer er 1 teknologi under afprøvning og 1 i drift." in said
    assert "EKSEMPELDATA" in said
    assert Path("egen.png").read_bytes().startswith(b"\x89PNG")


def test_every_fault_of_an_own_file_is_told_by_its_cell_and_nothing_is_drawn(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("egen.csv").write_text("Teknologi;Status\nApps;i drft\nKvantefysik;i drift\n", "utf-8")
    assert main(["radar", "sundhed", "--edition", "eksempel", "--own", "egen.csv", "-o", "egen.png"]) == 1
    said = capsys.readouterr().err
    assert "B2" in said and "A3" in said
    assert not Path("egen.png").exists()


def test_an_empty_radar_is_printed_on_a4_and_the_names_beside_the_circle_in_a_picture() -> None:
    assert main(["radar", "sundhed", "--edition", "eksempel", "--blank", "-o", "tom.pdf"]) == 0
    with pikepdf.open("tom.pdf") as pdf:
        assert [[round(float(each)) for each in page.mediabox] for page in pdf.pages] == [[0, 0, 595, 842]]
    assert main(["radar", "sundhed", "--edition", "eksempel", "--navne", "-o", "navne.svg"]) == 0
    assert "Videoløsninger" in Path("navne.svg").read_text("utf-8")
    assert main(["radar", "sundhed", "--edition", "eksempel", "--blank"]) == 1


def test_ten_faults_are_ten_lines_each_with_its_line_number(capsys: pytest.CaptureFixture[str]) -> None:
    Path("udgave.yaml").write_text(TEN_FAULTS, "utf-8")
    assert main(["editions", "check", "udgave.yaml"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [int(line.split(":")[1]) for line in lines] == FAULT_LINES, lines


@pytest.mark.parametrize(
    "hostile",
    [
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghijklmnopqrstuvwxyz")),
        "[" * 5_000,
        "{a: " * 5_000,
    ],
    ids=["bomb", "brackets", "braces"],
)
def test_a_hostile_file_is_refused_with_its_line(hostile: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("udgave.yaml").write_text(hostile, "utf-8")
    assert main(["editions", "check", "udgave.yaml"]) == 1
    said = capsys.readouterr().err
    assert re.match(r"\S*udgave\.yaml:\d+", said)
    assert len(said) < 20_000


@pytest.mark.parametrize("there", ["missing", "folder", "not-utf-8"])
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(there: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("udgave.yaml")
    if there == "folder":
        path.mkdir()
    elif there == "not-utf-8":
        path.write_bytes(b"titel: \xe6")
    assert main(["editions", "check", "udgave.yaml"]) == 1
    assert "udgave.yaml" in capsys.readouterr().err


def test_a_shipped_edition_has_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    from radar_core.editions.shipped import DATA_DIR

    assert main(["editions", "check", str(DATA_DIR / "editions" / "2020.yaml")]) == 0
    assert main(["editions", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_the_package_is_a_zip_and_a_wrong_id_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    good = ["--app-id", "11111111-2222-3333-4444-555555555555", "--domain", "radar.example.org"]
    assert main(["package", *good, "-o", "app.zip"]) == 0
    assert sorted(zipfile.ZipFile("app.zip").namelist()) == ["color.png", "manifest.json", "outline.png"]
    assert main(["package", "--app-id", "x", "--domain", "radar.example.org", "-o", "b.zip"]) == 1
    assert "Entra" in capsys.readouterr().err
    assert not Path("b.zip").exists()


def test_a_script_walks_the_nine_questions_and_ends_with_the_klar_list_and_a_picture() -> None:
    Path("ord.txt").write_text(SCRIPT, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--script", "ord.txt"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout
    assert "Dit svar på spørgsmål 7 er rettet og gemt." in said
    assert "Jeres resultat" in said
    end = said[said.rindex("her kan I begynde") :]
    for name in ("Sociale teknologier", "Cloud", "Apps", "Skærme og selvbetjening", "3D-print"):
        assert name in end
    picture = re.search(r"Billede: (\S+)", end)
    assert picture and Path(picture[1]).read_bytes().startswith(b"\x89PNG")


def test_the_terminal_answers_from_the_edition_that_has_been_made_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = ready_file(tmp_path / "bot.db")
    source = "Opfundet til prøven"

    async def make_live() -> None:
        content = bundle(revision=2, change=lambda fields: fields["udgave"].update(kilde=source))
        store, shipped = Store(url), load_catalog(DATA_DIR)
        await store.open()
        pictures = Pictures()
        start = starting(shipped, shipped.bundle("eksempel"))
        editions = Editions(store.editions, start, KEYS, False, pictures.prepare, pictures.unfit)
        await editions.push(sign(content, KEY))
        await editions.activate(activation(1, content))
        await store.close()

    asyncio.run(make_live())
    monkeypatch.setenv("TR_DATABASE_URL", url)
    Path("ord.txt").write_text("radar samlet\n", "utf-8")
    assert main(["chat", "--script", "ord.txt"]) == 0
    assert source in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "settings", "reason"),
    [
        ([], {}, "TR_APP_ID"),
        (["--local"], {"TR_APP_ID": "x"}, "TR_APP_ID"),
        (["--local", "--host", "0.0.0.0"], {}, "--host"),
        (["--local"], {"TR_EDITION": "1999"}, "TR_EDITION"),
        (["--local"], {"TR_KOMMUNE": "999"}, "TR_KOMMUNE: Jeg kender ingen kommune med koden 999"),
        (["--local"], {"TR_APP_PASSWORD": "x"}, "TR_APP_PASSWORD"),
        (["--local"], {"TR_DATABASE_URL": "postgresql+asyncpg://db.example.org/x"}, "TR_DATABASE_URL"),
        (["--local"], {"TR_PUBLIC_URL": "https://radar.example.org"}, "TR_PUBLIC_URL"),
        ([], {"TR_APP_TYPE": "noget"}, "TR_APP_TYPE"),
        ([], {**CREDENTIALS, "TR_PUBLIC_URL": "http://radar.example.org"}, "TR_PUBLIC_URL"),
        ([], {**CREDENTIALS, "TR_EDITION": "eksempel"}, "TR_ALLOW_EXAMPLE"),
        ([], {**CREDENTIALS, "TR_EDITION": "1999"}, "TR_EDITION"),
    ],
)
def test_an_unsafe_start_is_refused_with_its_reason(
    arguments: list[str],
    settings: dict[str, str],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["serve", "--port", "0", *arguments]) == 1
    assert reason in capsys.readouterr().err


def test_wrong_usage_is_exit_2() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["noget"])
    assert ended.value.code == 2


def test_pandas_and_matplotlib_are_only_imported_when_first_needed() -> None:
    look = "import sys, bot.app, bot.cli.main; print(sorted({'pandas', 'matplotlib', 'alembic'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
