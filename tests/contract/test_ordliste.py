"""One word for one thing: what the glossary says not to say is nowhere people read."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from bot.web.pages import PAGES
from tests.fakes import chance
from tests.fakes.screens import ALL

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs/ordliste.md"


def not_to_be_said() -> list[str]:
    """The last column, in small letters."""
    rows = [line.strip("| \n").split(" | ") for line in GLOSSARY.read_text("utf-8").splitlines() if line[:2] == "| "]
    words = [
        each.strip() for row in rows[2:] for each in row[2].replace("den, der styrer", "den der styrer").split(",")
    ]
    return [word.casefold() for word in words if word]


def said() -> Iterator[tuple[str, str]]:
    """Every place where people read, and what it says."""
    for path in sorted((ROOT / "dialogs/texts").glob("*.py")):
        modules = ast.parse(path.read_text("utf-8")).body
        assigned = (node for each in modules if isinstance(each, ast.Assign) for node in ast.walk(each))
        strings = [node.value for node in assigned if isinstance(node, ast.Constant)]
        yield path.name, "\n".join(each for each in strings if isinstance(each, str))
    # The long run says every screen. What they are put together of stands in the texts, which are all here.
    for name in ALL if chance.ALL else chance.dice("ordliste").sample(sorted(ALL), 40):
        yield name, json.dumps(ALL[name], ensure_ascii=False)
    for address, page in PAGES.items():
        yield address, str(page)
    for name in ("deploy/teams/manifest.json", "docs/vejledning.md"):
        yield name, (ROOT / name).read_text("utf-8")


def test_what_the_glossary_says_not_to_say_is_nowhere_people_read() -> None:
    words = not_to_be_said()
    assert len(words) > 20
    texts = [(place, text.casefold()) for place, text in said()]
    found = [(place, word) for place, text in texts for word in words if word in text]
    assert found == []
