"""Where the data that comes with the product lies: inside the installed package, else in the repository."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "shipped_data"

DATA_DIR = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "data"
"""The data directory that ships with the product."""
