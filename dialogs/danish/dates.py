"""Danish words for a day or a time -> when that is, seen from a moment; and a day in Danish. Pure: no clock.

- Times are Danish local time (Europe/Copenhagen), right across both clock changes; what comes out is UTC.
- Nothing lies in the past, and nothing more than a year ahead: what does, and what is no date, is None.
- *Mandag* is the first Monday after today, *næste mandag* the one in the next week; 3/12 is the next one there is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA

from dialogs.danish.folding import clean, fold

ZONE = ZoneInfo("Europe/Copenhagen")
MORNING = dt.time(9)
"""Where no time of day is given."""
FURTHEST = dt.timedelta(days=365)
LONGEST_DATE = 80
"""Characters; longer text is no date."""

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)

_SPELLINGS = {
    "dag": "dag dage dages day days døgn",
    "uge": "uge uger ugen ugers uges week weeks",
    "måned": "måned måneder måneds måneders mdr md month months",
    "kvartal": "kvartal kvartaler",
    "år": "år års year",
    "time": "time timer timers times hour hours",
    "minut": "minut minutter min minutters minutes",
    "næste": "næste neste kommende førstkommende next",
    "morgen": "morgen imorgen tomorrow",
    "overmorgen": "overmorgen iovermorgen",
    "idag": "idag today",
    "weekend": "weekend weekenden week-enden",
    "efter": "efter over after",
    "tid": "tid tidlig",
    "formiddag": "formiddag formiddagen",
    "middag": "middag",
    "eftermiddag": "eftermiddag eftermiddagen",
    "aften": "aften aftenen",
}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = ("man", "tirs", "ons", "tors", "fre", "lør", "søn")
_MEANS = {
    **{fold(word): means for means, words in _SPELLINGS.items() for word in words.split()},
    **{
        fold(word): day
        for names in (WEEKDAYS, _SHORT_DAYS, _ENGLISH_DAYS)
        for word, day in zip(names, WEEKDAYS, strict=True)
    },
    **{fold(month)[:length]: month for month in MONTHS for length in (3, 4, None)},
}
_NUMBERS = {
    **{word: number for number, word in enumerate("en to tre fire fem seks syv otte ni ti elleve tolv".split(), 1)},
    **{"et": 1, "a": 1, "one": 1, "fjorten": 14},
}
_BEFORE = frozenset(map(fold, "på til den det d indtil senest inden fra ca cirka igen nu allerede at on until".split()))
_AFTER = frozenset(("tak", "igen", "nu"))
_PARTS = {"morgen": 9, "formiddag": 9, "middag": 12, "eftermiddag": 13, "aften": 18}

_CLOCK = re.compile(
    r"\bkl(?:okken|\b\.?)\s*(?P<at>\d{1,2})(?:[.:](?P<past>\d\d))?(?!\d)|(?<!\d)(?P<h>\d{1,2}):(?P<m>\d\d)(?!\d)"
)
_ISO = re.compile(r"(?<![\d./-])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d./-])")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?P<d>\d{1,2})\s?[./-]\s?(?P<m>\d{1,2})(?:\s?[./-]\s?(?P<y>\d{4}|\d\d)|\.?\s(?P<year>\d{4}))?\.?(?![\d/-])"
)
_ANY_DAY = dt.datetime(2028, 1, 1, tzinfo=ZONE)
"""In a leap year, so that 29 February is a day."""
_DAY_NAME = "|".join(WEEKDAYS)
_MONTH_NAME = "|".join(MONTHS)


def local(at: dt.datetime) -> dt.datetime:
    """An aware time as Danish local time."""
    return at.astimezone(ZONE)


def nine(day: dt.date) -> dt.datetime:
    """Nine in the morning, Danish time, as UTC."""
    return _utc(day, MORNING)


def is_workday(day: dt.date) -> bool:
    """True Monday to Friday. Public holidays are not known."""
    return day.weekday() < 5


def danish_day(day: dt.date, today: dt.date | None = None) -> str:
    """»mandag den 30. november«, with the year where it is another than today's."""
    text = f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]}"
    return text if today is None or today.year == day.year else f"{text} {day.year}"


def moment(text: str, at: dt.datetime) -> dt.datetime | None:
    """When a Danish text means, as UTC and after ``at`` (aware); None where it means no such time."""
    when = _when(text, local(at))
    if isinstance(when, tuple):
        day, time = when
        when = _utc(day, time or MORNING)
    return when if when is not None and at < when and _is_near(local(when).date(), local(at).date()) else None


def day(text: str, at: dt.datetime) -> dt.date | None:
    """Which day, Danish time, a Danish text means; today at the earliest. None where it means no such day."""
    when = _when(text, local(at))
    found = local(when).date() if isinstance(when, dt.datetime) else when[0] if when else None
    return found if found is not None and _is_near(found, local(at).date()) else None


def is_time(text: str) -> bool:
    """True where a Danish text means some day or time, past or to come."""
    return _when(text, _ANY_DAY) is not None


def _is_near(day: dt.date, today: dt.date) -> bool:
    return today <= day <= today + FURTHEST


def _utc(day: dt.date, time: dt.time) -> dt.datetime:
    # A time the clock jumps over keeps winter's offset, which is as much later as the clock jumped.
    return dt.datetime.combine(day, time, ZONE).astimezone(dt.UTC)


def _when(text: str, now: dt.datetime) -> dt.datetime | tuple[dt.date, dt.time | None] | None:
    if len(text) > LONGEST_DATE:
        return None
    text = unicodedata.normalize("NFKC", clean(text)).casefold()
    try:
        return _read(text, now)
    except (ValueError, OverflowError):
        return None  # 31. november, uge 60, kl. 25


def _read(text: str, now: dt.datetime) -> dt.datetime | tuple[dt.date, dt.time | None] | None:
    time: dt.time | None = None
    if clock := _CLOCK.search(text):
        time = dt.time(int(clock["at"] or clock["h"]), int(clock["past"] or clock["m"] or 0))
        text = f"{text[: clock.start()]} {text[clock.end() :]}"
    date: dt.date | None = None
    if text.strip().isdigit():
        return None  # 15 may be a day or an hour
    if numeric := _ISO.search(text) or _NUMERIC.search(text):
        year = numeric["y"] or numeric.groupdict().get("year")
        date = _date(now.date(), int(numeric["d"]), int(numeric["m"]), year)
        text = f"{text[: numeric.start()]} {text[numeric.end() :]}"
    words = _words(text)
    if time is None and len(words) > 1 and words[-1] in _PARTS and words[-2:] != ["i", "morgen"]:
        time = dt.time(_PARTS[words.pop()])
        words = ["idag"] if words == ["i"] else words
    said = " ".join(words)
    if date is not None:
        return (date, time) if not said or said == WEEKDAYS[date.weekday()] else None
    if not said and time is not None:
        past = _utc(now.date(), time) <= now
        return now.date() + dt.timedelta(days=past), time
    if span := re.fullmatch(r"(?:om |i )?(\d{1,4}) (time|minut)(?: tid)?", said):
        hours, minutes = (int(span[1]), 0) if span[2] == "time" else (0, int(span[1]))
        return (now.astimezone(dt.UTC) + dt.timedelta(hours=hours, minutes=minutes)) if time is None else None
    for pattern, meaning in _MEANINGS:
        if match := pattern.fullmatch(said):
            found = meaning(match, now.date())
            return (found, time) if found else None
    return None


def _words(text: str) -> list[str]:
    words = [_meaning(word) for word in fold(text.replace("1/2", "halvt")).split()]
    while words and words[0] in _BEFORE:
        words = words[1:]
    while words and words[-1] in _AFTER:
        words = words[:-1]
    return [word for number, word in enumerate(words) if number == 0 or word not in ("den", "d")]


def _meaning(word: str) -> str:
    if word in _NUMBERS:
        return str(_NUMBERS[word])
    if word in _MEANS or len(word) < 5 or word.isdigit():
        return _MEANS.get(word, word)
    near = {means for known, means in _MEANS.items() if len(known) > 4 and OSA.distance(word, known) <= 1}
    return near.pop() if len(near) == 1 else word


def _date(today: dt.date, day: int, month: int, year: str | None) -> dt.date:
    if year:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for coming in range(today.year, today.year + 2):
        try:
            date = dt.date(coming, month, day)
        except ValueError:
            continue  # 29. februar
        if date >= today:
            return date
    raise ValueError(f"no {day}/{month} within a year")


def _weekday(name: str, today: dt.date) -> dt.date:
    return today + dt.timedelta(days=(WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1)


def _in_next_week(name: str, today: dt.date) -> dt.date:
    return today + dt.timedelta(days=7 - today.weekday() + WEEKDAYS.index(name))


def _week(match: re.Match[str], today: dt.date) -> dt.date | None:
    weekday = WEEKDAYS.index(match["day"] or "mandag") + 1
    years = [int(match["year"])] if match["year"] else [today.isocalendar().year, today.isocalendar().year + 1]
    for year in years:
        try:
            date = dt.date.fromisocalendar(year, int(match["week"]), weekday)
        except ValueError:
            continue
        if date > today:
            return date
    return None


def _day_of_month(match: re.Match[str], today: dt.date) -> dt.date | None:
    for ahead in range(3):
        first = _months_on(today.replace(day=1), ahead)
        if int(match[1]) <= calendar.monthrange(first.year, first.month)[1]:
            date = first.replace(day=int(match[1]))
            if date > today:
                return date
    return None


def _months_on(date: dt.date, months: int) -> dt.date:
    years, month = divmod(date.month - 1 + months, 12)
    last = calendar.monthrange(date.year + years, month + 1)[1]
    return date.replace(year=date.year + years, month=month + 1, day=min(date.day, last))


def _span(match: re.Match[str], today: dt.date) -> dt.date:
    number, unit = int(match["number"]), match["unit"]
    if unit in ("dag", "uge"):
        return today + dt.timedelta(days=number * (7 if unit == "uge" else 1))
    return _months_on(today, number * {"måned": 1, "kvartal": 3, "år": 12}[unit])


_MEANINGS: list[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date], dt.date | None]]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in [
        ("(?:i )?idag|i dag", lambda _, today: today),
        ("(?:i )?morgen(?: tid)?", lambda _, today: today + dt.timedelta(days=1)),
        ("(?:i )?overmorgen", lambda _, today: today + dt.timedelta(days=2)),
        (f"({_DAY_NAME})", lambda m, today: _weekday(m[1], today)),
        (f"næste ({_DAY_NAME})", lambda m, today: _in_next_week(m[1], today)),
        (f"({_DAY_NAME})(?: i)? næste uge", lambda m, today: _in_next_week(m[1], today)),
        (f"({_DAY_NAME}) om 1 uge", lambda m, today: _weekday(m[1], today) + dt.timedelta(days=7)),
        (f"(?:(?P<day>{_DAY_NAME}) )?(?:i )?uge (?P<week>\\d\\d?)(?: (?P<year>\\d{{4}}))?", _week),
        ("(?:i )?næste uge", lambda _, today: _in_next_week("mandag", today)),
        ("(?:i )?næste måned", lambda _, today: _months_on(today.replace(day=1), 1)),
        ("(?:i )?næste år", lambda _, today: dt.date(today.year + 1, 1, 1)),
        ("efter weekend", lambda _, today: _weekday("mandag", today)),
        ("(?:i )?weekend", lambda _, today: _weekday("lørdag", today)),
        (r"(?:om |i )?(?P<number>\d{1,3}) (?P<unit>dag|uge|måned|kvartal|år)(?: tid)?", _span),
        (r"(?:om |i )?1 par (?P<unit>dag|uge|måned)", lambda m, today: _pair(m["unit"], today)),
        ("(?:om |i )?1 halvt år", lambda _, today: _months_on(today, 6)),
        (
            rf"(?:(?P<day>{_DAY_NAME}) )?(?P<date>\d\d?) (?P<month>{_MONTH_NAME})(?: (?P<year>\d{{4}}))?",
            lambda m, today: _named_date(m, today),
        ),
        (r"(\d\d?)", _day_of_month),
    ]
]


def _pair(unit: str, today: dt.date) -> dt.date:
    return _months_on(today, 2) if unit == "måned" else today + dt.timedelta(days=14 if unit == "uge" else 2)


def _named_date(match: re.Match[str], today: dt.date) -> dt.date | None:
    date = _date(today, int(match["date"]), MONTHS.index(match["month"]) + 1, match["year"])
    return date if match["day"] in (None, WEEKDAYS[date.weekday()]) else None
