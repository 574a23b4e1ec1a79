"""The edge: HTTP, Teams, cards, database and command line."""

from importlib.metadata import version

__version__ = version("teknologiradar")
"""The one version: of ``pyproject.toml``, as it was installed."""
