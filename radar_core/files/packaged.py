"""Data files that lie beside the code of a package."""

from __future__ import annotations

from importlib import resources


def packaged(package: str, name: str) -> bytes:
    """The bytes of a file in a package, named as from there. Raises ``FileNotFoundError``."""
    return resources.files(package).joinpath(name).read_bytes()
