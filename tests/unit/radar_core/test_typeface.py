"""Signs that the typeface does not have: never a box and never a warning, in whatever is drawn."""

from __future__ import annotations

import dataclasses
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font

from radar_core import render as r
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle
from radar_core.own_use.model import OwnRadar
from radar_core.render.ink import measure
from radar_core.typeface import WEIGHTS, drawn, font_file, lacking
from tests.fakes.chance import cases
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
HAS = [set(FT2Font(font_file(weight)).get_charmap()) for weight in WEIGHTS]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("AI\u2011assistenter og it\u2010drift", "AI-assistenter og it-drift"),
        ("Ærø – €5 · »Århus« ½ m²", "Ærø – €5 · »Århus« ½ m²"),
        ("tynd\u2009luft", "tynd luft"),
        ("① og ㎏", "1 og kg"),
        ("Droner \u26a0\ufe0f", "Droner ?"),
        ("中", "?"),
        ("usyn\u2060ligt", "usynligt"),
    ],
)
def test_another_way_to_write_a_sign_is_drawn_else_a_question_mark(text: str, shown: str) -> None:
    assert drawn(text) == shown
    assert measure(text, 20, "regular") == measure(shown, 20, "regular")


def test_what_cannot_be_drawn_as_it_is_is_named_once_each() -> None:
    assert lacking("AI\u2011a \u26a0\ufe0f 中 \u26a0") == ("\u26a0", "中")
    assert lacking("Blåbærgrød – »Hej« €") == ()


@given(st.text())
@settings(max_examples=cases(200))
def test_every_sign_that_is_drawn_is_in_the_typeface(text: str) -> None:
    assert all(ord(sign) in has for sign in drawn(text) if sign != "\n" for has in HAS)


def odd(bundle: Bundle) -> Bundle:
    """As it may be live already, from before such signs were refused."""
    edition = bundle.edition
    placements = tuple(
        dataclasses.replace(p, name=f"{(p.name or p.technology)[:24]} \u26a0\ufe0f 中\u2011a", source="Kilde \u2603")
        for p in edition.placements
    )
    edition = dataclasses.replace(edition, placements=placements, title="Radar \u2011 中", source="\u2603")
    fagomraader = tuple(dataclasses.replace(f, name=f"{f.name} \u26a0") for f in bundle.fagomraader)
    return dataclasses.replace(bundle, edition=edition, fagomraader=fagomraader)


# Warnings are errors, so that one of a missing glyph fails each of these.
@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_what_is_live_already_is_drawn_without_a_warning_in_every_view(fmt: Literal["png", "svg", "pdf"]) -> None:
    bundle = odd(BUNDLE)
    for where in (SAMLET, bundle.edition.fagomraader[0]):
        radar = radar_for(bundle, where)
        assert r.render(radar, fmt)
        assert r.render(radar, fmt, view="names")
        assert r.render_blank(radar, fmt)
        comparison = r.describe_comparison(radar, OwnRadar("", where), bundle.technology_by_id, "Prøve 中 Kommune")
        assert r.render_comparison(comparison, fmt)
    assert r.unfit(bundle) == ()
