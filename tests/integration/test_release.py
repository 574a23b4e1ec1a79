"""``make release``: it builds all that a kommune needs, and an empty environment with it walks the nine questions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

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

    def run(self, *arguments: str) -> str:
        """What the command says, in an empty folder. Fails where the command does."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("TR_", "PYTHON"))}
        command = [self.folder / "bin" / "teknologiradar", *arguments]
        ran = subprocess.run(command, cwd=self.folder, env=clean, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The wheel in an environment of its own. What it requires is lent from here.

    The project itself is not lent: of a folder that a ``.pth`` names, the ``.pth`` files in it are not read.
    """
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    lent = sysconfig.get_path("purelib")
    (site / "lent.pth").write_text(f"{lent}\n", "utf-8")
    uv = Path(sys.executable).with_name("uv")
    wheel = built / f"teknologiradar-{VERSION}-py3-none-any.whl"
    install = [
        str(uv),
        "pip",
        "install",
        "--offline",
        "--no-deps",
        "--python",
        str(folder / "bin" / "python"),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    yield Installed(folder)


def test_the_installed_wheel_says_its_version(installed: Installed) -> None:
    assert installed.run("--version") == f"teknologiradar {VERSION}\n"


def test_the_installed_wheel_walks_the_nine_questions_to_a_picture(installed: Installed) -> None:
    (installed.folder / "ord.txt").write_text(SCRIPT, "utf-8")
    said = installed.run("chat", "--script", "ord.txt")
    picture = re.search(r"Billede: (\S+)", said[said.rindex("her kan I begynde") :])
    assert picture and (installed.folder / picture[1]).read_bytes().startswith(b"\x89PNG")


def test_the_installed_wheel_makes_the_app_package_of_the_release(installed: Installed, built: Path) -> None:
    installed.run("package", *APP, "-o", "app.zip")
    assert (installed.folder / "app.zip").read_bytes() == (built / "teams-app.zip").read_bytes()
