"""What the rules of ``raad.yaml`` say wrong of each other, of the questions and of the technologies."""

from __future__ import annotations

from collections.abc import Mapping

from radar_core.files.cross_checks import Names, check_unique
from radar_core.files.faults import FileFaults
from radar_core.files.strict_yaml import Node
from radar_core.model import QuestionKind
from radar_core.model.rulebook import Effect, RatingBand
from radar_core.spelling import either, quote

_NO_EFFECT = Effect.BEMAERK.value
_BANDS = frozenset(band.value for band in RatingBand)


def check_advice(lists: Mapping[str, Node], faults: Mapping[str, FileFaults], place: str) -> None:
    """Report what does not fit; ``lists["raad"]`` is the whole file, and not there where there is none.

    ``place`` is where a list stands, in words for people, with ``{}`` for its name.
    """
    questions = lists["spoergsmaal"].items
    for question in questions:
        _check_options(question, faults["spoergsmaal"])
    advice = lists.get("raad")
    traits = Names.of("Egenskaben", place.format("raad"), advice.field("egenskaber") if advice else Node((), 0))
    for technology in lists["teknologier"].items:
        judged = [item.field("egenskab") for item in technology.field("egenskaber").items]
        if advice is None and judged:
            faults["teknologier"].add(judged[0].line, "Teknologierne har egenskaber, men »raad« mangler.")
            return
        for node in judged:
            traits.check(node, faults["teknologier"])
        check_unique(judged, "Egenskaben", faults["teknologier"])
    if advice is None:
        return
    by_number = {question.field("nummer").value: question for question in questions}
    for name in ("egenskaber", "regler"):
        check_unique((item.field("id") for item in advice.field(name).items), "Id'et", faults["raad"])
    for rule in advice.field("regler").items:
        _check_rule(rule, by_number.get(rule.field("spoergsmaal").value), traits, faults["raad"])


def _check_options(question: Node, faults: FileFaults) -> None:
    options = [option.field("id") for option in question.field("valg").items]
    check_unique(options, "Valget", faults)
    cautious = question.field("forsigtigst")
    ends = [options[0].text, options[-1].text] if options else []
    if options and cautious.text is None and question.complete:
        faults.add(question.line, "Et spørgsmål med valg skal have feltet »forsigtigst«.")
    elif cautious.text is not None and cautious.text not in ends and None not in ends:
        faults.add(
            cautious.line, f"»forsigtigst« er {quote(cautious.text)}, men skal være det første eller sidste valg."
        )


def _check_rule(rule: Node, question: Node | None, traits: Names, faults: FileFaults) -> None:
    band, has_source = rule.field("baand"), rule.field("kilde").text is not None
    known = _bands_of(question) if question is not None else None
    if band.text is not None and known is not None and band.text not in known:
        expected = f"Skriv {either(sorted(known))}." if known else "Det spørgsmål har hverken tal eller valg."
        faults.add(band.line, f"Båndet {quote(band.text)} findes ikke ved det spørgsmål. {expected}")
    if has_source == (rule.field("vores").value is True):
        faults.add(rule.line, "En regel skal have enten »kilde« eller »vores: true«.")
    elif has_source != (rule.field("aar").text is not None):
        faults.add(rule.line, "»aar« skal stå ved en kilde og kun dér.")
    effect, trait = rule.field("virkning").text, rule.field("egenskab")
    traits.check(trait, faults)
    moves = effect is not None and effect != _NO_EFFECT
    if effect is not None and moves != (trait.text is not None and isinstance(rule.field("gaelder").value, bool)):
        wanted = "skal have både »egenskab« og »gaelder«" if moves else "må hverken have »egenskab« eller »gaelder«"
        faults.add(rule.line, f"En regel med virkningen {quote(effect)} {wanted}.")


def _bands_of(question: Node) -> frozenset[str]:
    """What can be a band of a question: of one with numbers theirs, else its options."""
    if question.field("art").text == QuestionKind.SELVVURDERING.value:
        return _BANDS
    return frozenset(filter(None, (option.field("id").text for option in question.field("valg").items)))
