"""Text as it arrives, made readable: Teams' wrapping taken off (``clean``), spelling evened out (``fold``).

Everything here is linear in the length of the text, whatever the text is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

QUOTATION_MARKS = "»«›‹\"“”„‟'‘’‚‛`´"

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_BLOCK_TAGS = frozenset("p div ul ol li blockquote pre table tr td th hr h1 h2 h3 h4 h5 h6".split())
_INLINE_TAGS = frozenset("span b i u s em strong a font code img emoji attachment".split())
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    # A zero-width joiner holds one emoji together; anywhere else it is only invisible.
    "|(?<![\u2640-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_WRAPPING = ("at", "quoted")
_BLOCK = "\x1e"
_MENTION = "\x1f"
_AROUND_MENTION = re.compile(f" ?{_MENTION} ?")
_AFTER_FIRST = " \t\n,:;" + _MENTION
_AFTER_LAST = " \t\n.,:;!" + _MENTION
_NO_MARKUP = str.maketrans("", "", "<>&")

_MOST_MARKS = 30
"""Combining marks kept in a row: Unicode's own limit for stream-safe text. Sorting a longer row is quadratic."""

_DANISH = re.compile("(?P<æ>[aå]+e|æ|ä)|(?P<a>a[aå]+|å[aå]*)|(?P<o>[oøö]e+|ø|ö)")
"""A single a stays as it is."""
_TWO_LETTERS = re.compile("[aåoøö][aåe]")
"""Where none stands, each letter is one by itself, and looked for as such: a sixth of the time."""
_ACCENTED = re.compile("[^\x00-\x7fåäöæø]")
_WORD = re.compile(r"[^\W_]+")
_FOLDED = re.compile("(?!.*(?:[ao]e|aa))[a-z0-9æ]+(?: [a-z0-9æ]+)*")
"""What is folded already: names are looked up by words that are."""


def clean(text: str, *, keep_names: bool = False) -> str:
    """Text without mentions, Teams' HTML, invisible and control characters, and quotation marks around all of it; NFC.

    What is quoted of the message replied to is wrapping too.
    Line breaks, and everything a person can see of what they wrote, stay. Tags that are not HTML Teams writes stay
    too. A mention that is never closed loses its tag only. With ``keep_names`` a mention inside the text becomes its
    name instead of nothing, and only those before the first word go. ``clean(clean(text)) == clean(text)``.
    """
    # Taking one wrapping off may uncover another; what is nested deeper than anybody writes loses its brackets instead.
    for attempt in range(8):
        if attempt == 4:
            text = text.translate(_NO_MARKUP)
        unwrapped = _unwrapped(text, keep_names)
        if unwrapped == text:
            break
        text = unwrapped
    return text


def readable(text: str) -> str:
    """Text as it was typed into a field, without invisible and control characters and lone surrogates; NFC.

    Nothing a person can see of it is lost.
    """
    return unicodedata.normalize("NFC", _stream_safe(_seen(text)))


def fold(text: str) -> str:
    """Words in one spelling, with single spaces: small letters, æ/ae, ø/oe/o and å/aa/a alike, no accents.

    ``&`` and ``+`` are the word *og*; all other punctuation separates words. For comparison only, never for show.
    Folding twice changes no more.
    """
    if _FOLDED.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _ACCENTED.sub(lambda char: _without_accent(char[0]), text)
    if _TWO_LETTERS.search(text):
        text = _DANISH.sub(lambda letters: letters.lastgroup or "", text)
    else:
        text = text.replace("å", "a").replace("ø", "o").replace("ä", "æ").replace("ö", "o")
    return " ".join(_WORD.findall(text.replace("&", " og ").replace("+", " og ")))


def _without_accent(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))


def _unwrapped(text: str, keep_names: bool) -> str:
    text = _seen(_ENTITY.sub(_decoded, text) if "&" in text else text)
    if "<" in text:
        text = _without_mentions(_TAG.sub(_without_tag, text), keep_names)
    if _BLOCK in text:
        text = "\n".join(filter(None, map(str.strip, text.split(_BLOCK))))
    return _without_quotation_marks(unicodedata.normalize("NFC", _stream_safe(text)).strip())


def _seen(text: str) -> str:
    """Without what cannot be seen, and with one sort of space and of line break."""
    if text.isprintable():  # then it has none of it
        return text
    return _INVISIBLE.sub("", _ODD_SPACE.sub(" ", _LINE_BREAK.sub("\n", text)))


def _decoded(entity: re.Match[str]) -> str:
    if entity[0].startswith("&#"):
        return html.unescape(entity[0])
    # html.unescape would also read »&notat;« as »¬at;«.
    return html5.get(entity[0][1:], entity[0])


def _without_tag(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name == "br":
        return "\n"
    if name in _BLOCK_TAGS:
        return _BLOCK
    return "" if name in _INLINE_TAGS else tag[0]


def _without_mentions(text: str, keep_names: bool) -> str:
    """Without those, and without what is quoted of the message that is replied to: neither is what somebody says."""
    pieces: list[str] = []
    opened: dict[str, list[int]] = {name: [] for name in _WRAPPING}
    position = 0
    something_said = False
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name not in _WRAPPING:
            continue
        pieces.append(text[position : tag.start()])
        position = tag.end()
        something_said = something_said or (not any(opened.values()) and bool(pieces[-1].strip()))
        if name == "quoted" and tag[0].endswith("/>"):
            pieces.append(_MENTION)
        elif not tag[1]:
            opened[name].append(len(pieces))
        elif opened[name]:
            start = opened[name].pop()
            if name == "quoted" or not (keep_names and something_said):
                pieces[start:] = [_MENTION]
    text = "".join((*pieces, text[position:]))
    if _MENTION not in text:
        return text
    return _AROUND_MENTION.sub(" ", _without_end_mentions(text))


def _without_end_mentions(text: str) -> str:
    # A comma after »@Teknologiradar« at the start, or a full stop after it at the end, belongs to the mention.
    text = text.strip(" \t\n" + _BLOCK)
    if text.startswith(_MENTION):
        text = text.lstrip(_AFTER_FIRST)
    last = text.rfind(_MENTION)
    if last >= 0 and not text[last:].strip(_AFTER_LAST):
        text = text[:last].rstrip(_MENTION + " \t\n")
    return text


def _without_quotation_marks(text: str) -> str:
    while len(text) >= 2 and text[0] in QUOTATION_MARKS and text[-1] in QUOTATION_MARKS:
        inner = text[1:-1]
        if text[0] in inner or text[-1] in inner:
            break  # »a« og »b« is not one quotation
        text = inner.strip()
    return text


def _stream_safe(text: str) -> str:
    if len(text) < 1000 or text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
