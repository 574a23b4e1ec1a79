"""What the three Office formats have in common: they are zip files, and the same document gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def moment_of(day: dt.date) -> dt.datetime:
    """The time a file of that day says it was made: noon, so that it is that day everywhere in Denmark."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def steady(content: bytes, day: dt.date) -> bytes:
    """The same file without the moment it was written in it."""
    stamp = rb"\g<1>" + moment_of(day).strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<3>"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            data = read.read(name)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, _STAMP.sub(stamp, data) if name == "docProps/core.xml" else data)
    return out.getvalue()
