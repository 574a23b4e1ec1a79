"""Questions as KL might ask them another year."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from radar_core.model import Bundle, QuestionKind


def with_question(bundle: Bundle, number: int, **changes: Any) -> Bundle:
    """The bundle with one question changed so."""
    changed = tuple(replace(q, **changes) if q.number == number else q for q in bundle.questions)
    return replace(bundle, questions=changed, sha256="f" * 64)


def with_kind(bundle: Bundle, number: int, kind: QuestionKind) -> Bundle:
    """The bundle with one question of this kind."""
    return with_question(bundle, number, kind=kind)
