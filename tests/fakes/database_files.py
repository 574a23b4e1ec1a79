"""SQLite's files as they lie in their folder: what is left of words in them, and moving them about."""

from __future__ import annotations

from pathlib import Path


def residue(folder: Path, *words: str) -> dict[str, set[str]]:
    """The words whose bytes stand in any file below a folder, each with the names of those files."""
    found: dict[str, set[str]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        for word in words:
            if word.encode() in content:
                found.setdefault(word, set()).add(file.name)
    return found


def moved(file: Path) -> None:
    """The database file alone gets another name."""
    file.rename(file.with_name("væk"))


def put_back(file: Path) -> None:
    """It gets its own again."""
    file.with_name("væk").rename(file)
