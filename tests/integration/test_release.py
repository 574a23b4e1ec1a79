"""``make release``: it builds all that a kommune needs, and an empty environment with it walks the nine questions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.files.formats import FileFormat
from tests.fakes.chance import ALL
from tests.fakes.ports import free_port
from tests.fakes.read_files import text_of
from tests.fakes.taken_over import take_over
from tests.integration.test_cli import SCRIPT

ROOT = Path(__file__).parents[2]
VERSION = "3.1.4"
"""Made up."""
APP = ("--app-id", "11111111-2222-3333-4444-555555555555", "--domain", "radar.example.org")
PARTS = ("bot", "dialogs", "radar_core", "data", "deploy/release.py", "deploy/teams", "requirements", "pyproject.toml")
TEXTS = ("README.md", "CHANGELOG.md", "LICENSE", "LICENSES", ".gitignore")


def git(house: Path, *arguments: str) -> None:
    who = ("-c", "user.name=En prøve", "-c", "user.email=proeve@example.org")
    subprocess.run(["git", *who, *arguments], cwd=house, check=True, capture_output=True)


def release(house: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "deploy/release.py", "-o", str(out), *more]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, with a version and an entry in the changelog, committed."""
    house = tmp_path_factory.mktemp("release") / "house"
    for part in (*PARTS, *TEXTS):
        (house / part).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, house / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, house / part)
    project = (house / "pyproject.toml").read_text("utf-8")
    (house / "pyproject.toml").write_text(re.sub('(?m)^version = ".*"', f'version = "{VERSION}"', project), "utf-8")
    news = (house / "CHANGELOG.md").read_text("utf-8")
    entry = f"## [{VERSION}] - 2026-01-02\n\n### Added\n\n- Noget nyt.\n\n## ["
    (house / "CHANGELOG.md").write_text(news.replace("## [", entry, 1), "utf-8")
    git(house, "init", "-q")
    git(house, "add", "-A")
    git(house, "commit", "-q", "-m", "En udgave")
    return house


@pytest.fixture(scope="module")
def built(house: Path) -> Path:
    """The folder of a release with an app package."""
    out = house.parent / "dist"
    ran = release(house, out, *APP)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return out


def test_a_release_holds_wheel_sdist_requirements_sbom_news_app_and_checksums(built: Path) -> None:
    assert sorted(file.name for file in built.iterdir()) == [
        "NEWS.md",
        "SHA256SUMS",
        "requirements.txt",
        "sbom.cdx.json",
        "teams-app.zip",
        f"teknologiradar-{VERSION}-py3-none-any.whl",
        f"teknologiradar-{VERSION}.tar.gz",
    ]
    for line in (built / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((built / name).read_bytes()).hexdigest() == digest
    assert (built / "NEWS.md").read_text("utf-8") == "### Added\n\n- Noget nyt.\n"


def test_the_same_commit_gives_the_same_bytes(house: Path, built: Path) -> None:
    again = house.parent / "again"
    assert release(house, again, *APP).returncode == 0
    assert (again / "SHA256SUMS").read_bytes() == (built / "SHA256SUMS").read_bytes()


def test_the_bill_of_materials_names_each_pinned_package_with_its_hashes(built: Path) -> None:
    bill = json.loads((built / "sbom.cdx.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert (bill["metadata"]["component"]["name"], bill["metadata"]["component"]["version"]) == (
        "teknologiradar",
        VERSION,
    )
    lines = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    pinned = set(re.findall(r"(?m)^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", lines))
    assert {(each["name"], each["version"]) for each in bill["components"]} == pinned
    assert all(each["externalReferences"][0]["hashes"] for each in bill["components"])


def test_the_wheel_and_the_sdist_hold_every_file_of_data(built: Path) -> None:
    data = {str(file.relative_to(ROOT)) for file in (ROOT / "data").rglob("*") if file.is_file()}
    with zipfile.ZipFile(built / f"teknologiradar-{VERSION}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
    assert {file.replace("data/", "radar_core/shipped_data/", 1) for file in data} <= names
    with tarfile.open(built / f"teknologiradar-{VERSION}.tar.gz") as sdist:
        assert {f"teknologiradar-{VERSION}/{file}" for file in data} <= set(sdist.getnames())


def test_a_version_without_news_is_not_released(house: Path) -> None:
    text = (house / "CHANGELOG.md").read_text("utf-8")
    (house / "CHANGELOG.md").write_text(text.replace(VERSION, "3.1.3"), "utf-8")
    try:
        ran = release(house, house.parent / "none")
    finally:
        (house / "CHANGELOG.md").write_text(text, "utf-8")
    assert ran.returncode == 1
    assert f"[{VERSION}]" in ran.stderr
    assert not (house.parent / "none").exists()


def test_what_is_not_committed_is_not_released(house: Path) -> None:
    (house / "løst.txt").write_text("ikke med")
    try:
        ran = release(house, house.parent / "none")
    finally:
        (house / "løst.txt").unlink()
    assert (ran.returncode, "not committed" in ran.stderr) == (1, True)


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and knows nothing of where it was built."""

    folder: Path

    @property
    def command(self) -> str:
        return str(self.folder / "bin" / "teknologiradar")

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the developer's own settings or paths."""
        return {name: value for name, value in os.environ.items() if not name.startswith(("TR_", "PYTHON"))}

    def run(self, *arguments: str) -> str:
        """What the command says, in an empty folder. Fails where the command does."""
        command = [self.command, *arguments]
        ran = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, installed as a kommune does: first what it requires, by hash.

    What it requires is taken over from the tests' own environment, which was installed by the same hashes.
    """
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "-q", "--no-deps"]
    wheel = str(built / f"teknologiradar-{VERSION}-py3-none-any.whl")
    required = built / "requirements.txt"
    if not ALL:
        take_over(required, folder, linked=True)
    for wanted in (["--require-hashes", "-r", str(required)], [wheel]) if ALL else ([wheel],):
        # What is compiled now, or when it is first read, is one and the same; nine of ten files are never read here.
        ran = subprocess.run([*pip, "--no-compile", *wanted], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    return Installed(folder)


@pytest.fixture(scope="module")
def walked(installed: Installed) -> str:
    """What the installed bot says to somebody who answers the nine questions."""
    (installed.folder / "ord.txt").write_text(SCRIPT, "utf-8")
    return installed.run("chat", "--script", "ord.txt")


@pytest.fixture(scope="module")
def reflection(installed: Installed, walked: str) -> str:
    """Which reflection that was."""
    kept = json.loads(installed.run("privacy", "export", "--tenant", "local", "--person", "terminal"))
    [found] = {str(each["id"]) for each in kept["refleksioner"]}
    return found


def test_all_that_the_wheel_asks_for_is_installed_with_it_and_nothing_of_the_checkout(installed: Installed) -> None:
    said = "import sys, bot, radar_core, importlib.metadata as m; print(bot.__file__, radar_core.__file__, *sys.path)"
    python = [str(installed.folder / "bin" / "python"), "-c", said]
    ran = subprocess.run(python, cwd=installed.folder, env=installed.environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert str(ROOT) not in ran.stdout
    pip = [sys.executable, "-m", "pip", "--python", str(installed.folder / "bin" / "python"), "check"]
    checked = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_installed_wheel_says_its_version(installed: Installed) -> None:
    assert installed.run("--version") == f"teknologiradar {VERSION}\n"


def test_the_installed_bot_says_its_version_in_the_log_and_to_whoever_asks_how_it_is(installed: Installed) -> None:
    port = str(free_port())
    command = [installed.command, "serve", "--local", "--port", port]
    bot = subprocess.Popen(
        command,
        cwd=installed.folder,
        env=installed.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert bot.stdout and "lytter på" in bot.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
            assert answer.read().decode() == f"ok {VERSION}\n"
    finally:
        bot.terminate()
        _, log = bot.communicate(timeout=60)
    assert f"teknologiradar {VERSION}\n" in log


def test_the_installed_wheel_walks_the_nine_questions_to_a_picture(installed: Installed, walked: str) -> None:
    picture = re.search(r"Billede: (\S+)", walked[walked.rindex("her kan I begynde") :])
    assert picture and (installed.folder / picture[1]).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("fmt", [FileFormat.PPTX, FileFormat.PDF], ids=["pptx", "pdf"])
def test_the_installed_wheel_writes_a_radar_to_take_along(installed: Installed, fmt: FileFormat) -> None:
    installed.run("snapshot", "skole", "--edition", "eksempel", "-o", f"radar{fmt.suffix}")
    assert "Cloud" in text_of((installed.folder / f"radar{fmt.suffix}").read_bytes(), fmt)


@pytest.mark.parametrize("fmt", [FileFormat.DOCX, FileFormat.PDF], ids=["docx", "pdf"])
def test_the_installed_wheel_writes_the_protocol_of_what_was_answered(
    installed: Installed, reflection: str, fmt: FileFormat
) -> None:
    installed.run("protocol", reflection, "--tenant", "local", "--as", "terminal", "-o", f"protokol{fmt.suffix}")
    assert "formålet er bedre undervisning" in text_of((installed.folder / f"protokol{fmt.suffix}").read_bytes(), fmt)


def test_the_installed_wheel_makes_the_app_package_of_the_release(installed: Installed, built: Path) -> None:
    installed.run("package", *APP, "-o", "app.zip")
    assert (installed.folder / "app.zip").read_bytes() == (built / "teams-app.zip").read_bytes()
