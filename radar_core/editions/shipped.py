"""Where the data that comes with the product lies: inside the installed package, else in the repository."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = _PACKAGE / "shipped_data"

DATA_DIR = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data"
"""The data directory that ships with the product."""
