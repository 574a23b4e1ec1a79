"""The documents say what the code does: a setting, command or link that only one of them knows fails here."""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from bot.app import build_local
from bot.cli.main import _parser, main
from bot.errors import Wrong
from bot.settings import _NEEDED, AppType, Settings
from dialogs.reflection.commands import Unknown
from dialogs.texts import common as texts
from dialogs.texts import result as result_texts
from dialogs.understanding.understand import understand
from tests.fakes.shipped import shipped

ROOT = Path(__file__).resolve().parents[2]
DOCS, ADRS, PICTURES = ROOT / "docs", ROOT / "docs" / "adr", ROOT / "docs" / "billeder"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "data" / "README.md", ROOT / "requirements" / "README.md"]
)
NOT_SETTINGS = {"TR_E2E_ARTEFACTS", "TR_FRESH_STARTS", "TR_TEST_CHANNEL"}
"""Read by the tests alone."""
NOT_OURS = {".git", ".venv", "build", "node_modules", "var"}
ELSEWHERE = {
    *(".venv/bin/teknologiradar", "build/e2e/", "dist/", "var/", "var/billeder/"),
    *("@microsoft/app-manifest", "@microsoft/m365agentsplayground"),
    *("image/png", "setup.py", "build/mutants.md"),
}
"""What looks like a path of ours in a document and is made when something runs, or is somebody else's."""
BUNDLE = shipped().bundle("eksempel")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(document: Path) -> str:
    """A document without its code blocks."""
    return re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def blocks(document: Path) -> list[tuple[str, list[str]]]:
    """The code blocks of a document: language and lines."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [(language, body.splitlines()) for language, body in found]


def sections(document: Path) -> dict[str, str]:
    """What stands under each heading of the second level."""
    _, *parts = re.split(r"^## +", document.read_text("utf-8"), flags=re.MULTILINE)
    return {head.strip(): body for head, _, body in (part.partition("\n") for part in parts)}


def anchors(document: Path) -> set[str]:
    """The anchors a Markdown reader makes of the headings."""
    heads = re.findall(r"^#+ +(.+)$", prose(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def links(document: Path) -> list[str]:
    """Where a document's links and pictures point, other sites left out."""
    text = prose(document)
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"<img[^>]+src=\"([^\"]+)\"", text)
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def subcommands(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in nested:
        for name, child in action.choices.items():
            yield from subcommands(child, f"{path} {name}".strip())
    if not nested:
        yield path, parser


# Settings


def setting_names() -> list[str]:
    """Every environment variable that is read."""
    return [f"TR_{name.upper()}" for name in Settings.model_fields]


def test_every_setting_has_a_section_and_every_section_is_a_setting() -> None:
    assert list(sections(DOCS / "settings.md")) == setting_names()


@pytest.mark.parametrize("name", sorted(setting_names()))
def test_a_setting_is_described_with_its_default_and_an_example_that_is_accepted(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for other in setting_names():
        monkeypatch.delenv(other, raising=False)
    section = sections(DOCS / "settings.md")[name]
    default = re.search(r"^Standard: .+$", section, flags=re.MULTILINE)
    example = re.search(rf"^Eksempel: `{name}=(.+)`$", section, flags=re.MULTILINE)
    assert default and example

    field = name.removeprefix("TR_").lower()
    said = re.match(r"Standard: `(.+)`$", default[0])
    # A default that is not told as a value is told in words: it depends on something, or there is none.
    if said:
        monkeypatch.setenv(name, said[1])
        assert getattr(Settings(), field) == Settings.model_fields[field].default
    given = example[1]
    if name == "TR_SECRETS_DIR":
        # The one folder that must be there before anything else is read.
        (there := tmp_path / given.lstrip("/")).mkdir(parents=True)
        given = str(there)
    monkeypatch.setenv(name, given)
    assert getattr(Settings(), field) != Settings.model_fields[field].default


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_a_document_names_only_settings_there_are(document: Path) -> None:
    named = set(re.findall(r"\bTR_[A-Z0-9_]*[A-Z0-9]\b", document.read_text("utf-8")))
    assert named - NOT_SETTINGS <= set(setting_names())


def test_what_each_kind_of_registration_needs_is_what_its_row_says() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", sections(DOCS / "settings.md")["TR_APP_TYPE"], re.MULTILINE)
    told = {AppType(kind): re.findall(r"`TR_(\w+)`", needs) for kind, needs in rows}
    assert told == {kind: [name.upper() for name in names] for kind, names in _NEEDED.items()}
    installation = (DOCS / "installation.md").read_text("utf-8")
    assert AppType.MULTI_TENANT.value not in installation  # no new one can be made
    assert AppType.SINGLE_TENANT.value in installation and AppType.MANAGED_IDENTITY.value in installation


def test_the_proxy_lets_in_what_people_teams_and_kl_ask_for_and_keeps_the_rest_inside(tmp_path: Path) -> None:
    app = build_local(Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/bot.db"), "127.0.0.1", 3978)
    served = {route.resource.canonical for route in app.router.routes() if route.resource is not None}
    inside = {"/healthz", "/readyz", "/metrics"}
    proxies = [
        body for document in DOCUMENTS for _, body in blocks(document) if any("reverse_proxy" in s for s in body)
    ]
    assert len(proxies) >= 2 and inside < served
    for body in proxies:
        (public,) = [line.split()[2:] for line in body if "@public path" in line]
        let_in = {path for path in served if any(fnmatch.fnmatch(path, pattern) for pattern in public)}
        assert let_in == served - inside
        assert all(fnmatch.filter(served, pattern) for pattern in public), "a path that there is not"


def test_every_word_that_readyz_can_say_stands_with_what_to_do() -> None:
    rows = re.findall(r"^\| (`.+?`) \|", sections(DOCS / "drift.md")["Er den klar?"], re.MULTILINE)
    told = {word for row in rows for word in re.findall("`(.+?)`", row)}
    assert told == {wrong.value for wrong in Wrong} | {"pictures"}


# Which language counts


def test_which_language_counts_is_said_in_one_place_that_names_what_is_in_english() -> None:
    told = sections(ROOT / "GOVERNANCE.md")["Sprog"]
    assert "**Dansk gælder**" in told and "**Engelsk gælder**" in told
    for name in ("README", "CONTRIBUTING", "SECURITY", "CHANGELOG", "`docs/adr/`", "`docs/arkitektur.md`"):
        assert name in told
    elsewhere = [path for path in DOCUMENTS if re.search(r"text counts|teksten gælder", path.read_text("utf-8"))]
    assert elsewhere == []


@pytest.mark.parametrize("name", ["installation", "settings", "commands", "drift", "postgresql", "standarder", "pilot"])
def test_what_an_it_department_acts_by_is_in_danish_with_a_summary_in_english(name: str) -> None:
    document = DOCS / f"{name}.md"
    above = document.read_text("utf-8").split("\n## ")[0]
    assert re.search(r"\*English: .+GOVERNANCE\.md#sprog", above, re.DOTALL)
    words = re.findall(r"[a-zæøå]+", prose(document).removeprefix(above).lower())
    assert sum(word in DANISH for word in words) > 8 * sum(word in ENGLISH for word in words)


DANISH = {"og", "er", "den", "det", "til", "som", "ikke", "af", "på", "med", "en", "et"}
ENGLISH = {"the", "and", "is", "of", "to", "not", "which", "it", "with", "a", "an", "are"}


# The command line


def test_every_command_has_a_section_and_every_section_is_a_command() -> None:
    headings = [head for head in sections(DOCS / "commands.md") if head.startswith("`")]
    assert sorted(headings) == sorted(f"`teknologiradar {path}`" for path, _ in subcommands(_parser()))


@pytest.mark.parametrize("path", [path for path, _ in subcommands(_parser())])
def test_a_commands_section_tells_every_option_and_no_other(path: str) -> None:
    parser = dict(subcommands(_parser()))[path]
    section = sections(DOCS / "commands.md")[f"`teknologiradar {path}`"]
    told = set(re.findall(r"^\| `(-[\w-]+)` \|", section, flags=re.MULTILINE))
    known = {action.option_strings[0] for action in parser._actions if action.option_strings} - {"-h"}
    assert told == known


def command_lines() -> list[str]:
    lines = [line for document in DOCUMENTS for _, body in blocks(document) for line in body]
    quoted = [
        code for document in DOCUMENTS for code in re.findall(r"`(\.venv/bin/teknologiradar [^`]+)`", prose(document))
    ]
    return sorted({line for line in (*lines, *quoted) if line.startswith(".venv/bin/teknologiradar ")})


@pytest.mark.parametrize("line", command_lines())
def test_a_command_line_in_a_document_is_one_the_parser_takes(line: str) -> None:
    assert _parser().parse_args(shlex.split(line)[1:]).run


def test_the_script_in_the_documents_ends_with_what_is_klar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (script,) = [body for _, body in blocks(DOCS / "commands.md") if body[0] == "start refleksion"]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    (tmp_path / "samtale.txt").write_text("\n".join(script), "utf-8")

    assert main(["chat", "--script", "samtale.txt"]) == 0

    printed = capsys.readouterr().out
    assert result_texts.TITLE in printed and texts.READY_TITLE.format(where="Sundhed og ældre") in printed
    assert result_texts.START_HERE in printed and "»Mindre manuelt arbejde«" in printed
    (picture,) = re.findall(r"Billede: (\S+)", printed.split("du> vis alle")[0])
    assert (tmp_path / picture).read_bytes().startswith(b"\x89PNG")


# The chat


def test_the_guide_tells_every_chat_command() -> None:
    guide = (DOCS / "vejledning.md").read_text("utf-8")
    for commands, _ in texts.COMMANDS:
        for command in commands.split(" · "):
            assert f"`{command}`" in guide


def test_the_bot_understands_every_command_in_its_own_help() -> None:
    for commands, _ in texts.COMMANDS:
        for command in commands.split(" · "):
            assert not isinstance(understand(command, BUNDLE), Unknown), command


def test_the_bot_understands_everything_the_guide_says_one_can_write() -> None:
    table = sections(DOCS / "vejledning.md")["Det kan du skrive"]
    written = re.findall(r"`([^`]+)`", "\n".join(line for line in table.splitlines() if line.startswith("|")))
    assert len(written) > len(texts.COMMANDS)
    for text in written:
        assert not isinstance(understand(text, BUNDLE), Unknown), text


def test_the_bot_understands_every_command_in_teams_menu_as_it_stands_or_as_its_description_shows() -> None:
    manifest = json.loads((ROOT / "deploy" / "teams" / "manifest.json").read_text("utf-8"))
    commands = [command for entry in manifest["bots"] for each in entry["commandLists"] for command in each["commands"]]
    assert commands
    for command in commands:
        shown = [command["title"], *re.findall("»(.+?)«", command["description"])]
        assert any(not isinstance(understand(text, BUNDLE), Unknown) for text in shown), shown
        assert all(not isinstance(understand(text, BUNDLE), Unknown) for text in shown[1:]), shown


# What the documents point to


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = unquote(link).partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert ROOT in target.parents, f"{link} leads out of the repository"
        if anchor:
            assert anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_make_target_that_is_named_is_in_the_makefile(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]\w*):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    code = re.findall(r"`make (\w+)", prose(document))
    code += [line.split()[1] for _, body in blocks(document) for line in body if re.match(r"make \w", line)]
    assert set(code) <= targets


def tree() -> set[str]:
    """Every file and folder of ours, also without the folders above it: »storage/store.py«, »store.py«."""
    found: set[str] = set()
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in NOT_OURS]
        for name in (*inside, *files):
            parts = (Path(folder) / name).relative_to(ROOT).parts
            found |= {"/".join(parts[start:]) for start in range(len(parts))}
    return found


def paths(document: Path) -> set[str]:
    """What a document sets in backticks that looks like a file, a folder or a pattern of them."""
    codes = re.findall(r"`([^`\n]+)`", prose(document))
    return {
        code for code in codes if re.fullmatch(r"[\w.@-]+(?:/[\w.*-]+)+/?|\w+/|[\w-]+\.(?:py|cjs|md|toml|ya?ml)", code)
    }


def test_every_path_that_a_document_names_is_there_or_is_made_when_something_runs() -> None:
    ours = tree()
    named = {path for document in DOCUMENTS for path in paths(document)}
    assert len(named) > 100
    assert {path for path in named if not fnmatch.filter(ours, path.rstrip("/"))} == ELSEWHERE


def test_every_picture_is_shown_somewhere_and_light_enough_for_a_page() -> None:
    shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in links(document)}
    for picture in PICTURES.iterdir():
        assert picture in shown, picture.name
        assert picture.stat().st_size < 150_000, picture.name


def test_every_picture_has_words_for_those_who_cannot_see_it() -> None:
    for document in DOCUMENTS:
        for tag in re.findall(r"<img[^>]+>", document.read_text("utf-8")):
            assert re.search(r'alt="[^"]{20,}"', tag), tag
        assert "![](" not in document.read_text("utf-8")


# Decisions and dependencies


def test_the_index_of_decisions_lists_each_with_its_title() -> None:
    index = (ADRS / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[(\d{4})\]\((\S+)\) \| (.+?) \|", index, flags=re.MULTILINE)
    assert [file for _, file, _ in listed] == sorted(path.name for path in ADRS.glob("[0-9]*.md"))
    for number, file, title in listed:
        assert (ADRS / file).read_text("utf-8").startswith(f"# {number} {title}\n"), file


def test_every_dependency_has_its_reason() -> None:
    groups = PYPROJECT["dependency-groups"].values()
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    wanted = [
        *PYPROJECT["project"]["dependencies"],
        *(item for extra in extras for item in extra),
        *(item for group in groups for item in group),
    ]
    named = {re.split(r"[\[<>=~!; ]", item)[0] for item in wanted if isinstance(item, str)}
    rows = re.findall(r"^\| (`.+?) \|", (ADRS / "0006-dependencies.md").read_text("utf-8"), flags=re.MULTILINE)
    assert {package for row in rows for package in re.findall("`(.+?)`", row)} == named


def test_no_lock_file_names_where_its_packages_are_fetched() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert locks
    for lock in locks:
        assert "://" not in lock.read_text("utf-8"), lock.name
    packages = json.loads((ROOT / "deploy" / "local" / "package-lock.json").read_text("utf-8"))["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]


# publiccode.yml, by what version 0.7 demands and what a catalogue refuses a file for

STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"addon", "library", "configurationFiles", *(f"standalone/{on}" for on in ("mobile", "iot", "desktop", "web"))}
TYPES |= {"standalone/backend", "standalone/other"}
DEMANDED = {
    *("publiccodeYmlVersion", "name", "url", "organisation", "platforms", "developmentStatus", "softwareType"),
    *("description", "legal", "maintenance", "localisation"),
}
ALLOWED = {*DEMANDED, "categories", "intendedAudience", "dependsOn"}
"""What we use of the rest; a misspelt key is not among them."""
DEPRECATED = {"monochromeLogo", "inputTypes", "outputTypes", "genericName", "repoOwner", "authorsFile", "it", "IT"}


@pytest.fixture(scope="module")
def public() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    return loaded


def test_publiccode_has_every_field_its_version_demands_and_none_that_is_unknown(public: dict[str, Any]) -> None:
    assert public["publiccodeYmlVersion"] == "0.7"
    assert DEMANDED <= set(public) <= ALLOWED
    assert public["developmentStatus"] in STATUSES
    assert public["softwareType"] in TYPES
    assert public["legal"]["license"] == PYPROJECT["project"]["license"]
    assert public["maintenance"]["type"] == "none" or public["maintenance"]["contacts"]
    assert isinstance(public["localisation"]["localisationReady"], bool)
    assert public["localisation"]["availableLanguages"] == ["da"]
    assert not DEPRECATED & set(keys(public))


def test_publiccode_says_who_publishes_and_for_which_country(public: dict[str, Any]) -> None:
    assert set(public["organisation"]) == {"name", "uri"}
    assert all(re.match(r"https://[\w.-]+/", address) for address in (public["organisation"]["uri"], public["url"]))
    assert public["intendedAudience"]["countries"] == ["DK"]


def test_publiccode_needs_teams_and_python_and_nothing_else(public: dict[str, Any]) -> None:
    parts = [part for kind in ("open", "proprietary") for part in public["dependsOn"][kind]]
    assert {part["name"] for part in parts if not part["optional"]} == {"Python", "Microsoft Teams"}
    assert {part["name"] for part in parts if part["optional"]} == {"PostgreSQL", "Azure Bot Service"}
    (python,) = [part for part in parts if part["name"] == "Python"]
    assert PYPROJECT["project"]["requires-python"] == f">={python['versionMin']}"


def test_publiccode_describes_it_in_danish_and_english_within_the_lengths(public: dict[str, Any]) -> None:
    assert set(public["description"]) == {"da", "en"}
    for described in public["description"].values():
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]
        assert all((ROOT / picture).is_file() for picture in described["screenshots"])


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from keys(inside)
