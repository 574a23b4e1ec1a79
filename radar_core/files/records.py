"""What fields of data files look like."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

MAX_NAME = 40
"""Characters in a name on the radar; the picture holds no more."""
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
CODE = r"^[0-9]{3}$"
URL = r"^https?://[^\s/?#@\\]+([/?#]\S*)?$"
ONE_LINE = r"^.*\S.*$"
SOMETHING = r"\S"


def _calendar_date(value: str) -> str:
    try:
        date.fromisoformat(value + "-01" * (2 - value.count("-")))
    except ValueError:
        raise PydanticCustomError("calendar_date", "not in the calendar") from None
    return value


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Reference = Annotated[str, StringConstraints(pattern=SOMETHING)]
Name = Annotated[str, StringConstraints(pattern=ONE_LINE, max_length=MAX_NAME, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(pattern=ONE_LINE, max_length=200, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(pattern=SOMETHING, max_length=2000, strip_whitespace=True)]
Date = Annotated[str, StringConstraints(pattern=DATE), AfterValidator(_calendar_date)]
Code = Annotated[str, StringConstraints(pattern=CODE)]
Url = Annotated[str, StringConstraints(pattern=URL, max_length=2000)]


def counted(minimum: int, maximum: int | None = None) -> Any:
    """A list with so many items. Published in the schema and checked by ``schema_check``: pydantic would count only the
    items that are without fault themselves, and stop at the first too many."""
    limits: dict[str, Any] = {"minItems": minimum}
    if maximum is not None:
        limits["maxItems"] = maximum
    return Field(json_schema_extra=limits)


class Record(BaseModel):
    """Base of everything that stands in a data file: exact types, no unknown fields, immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
