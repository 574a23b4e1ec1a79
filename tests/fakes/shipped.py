"""What is shipped, read once for all tests of a process."""

from __future__ import annotations

import functools
from pathlib import Path

from radar_core.editions.catalog import Catalog, load_catalog
from radar_core.editions.shipped import DATA_DIR


@functools.cache
def shipped() -> Catalog:
    """The shipped editions. A catalogue cannot be changed, so all may share it."""
    return load_catalog(DATA_DIR)


def read_once(data_dir: Path) -> Catalog:
    """What ``load_catalog`` gives, but that the shipped ones are read once."""
    return shipped() if data_dir == DATA_DIR else load_catalog(data_dir)
