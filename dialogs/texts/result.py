"""The Danish sentences of a result: what the team said, what to start with and why, and what would change it.

The card and the protocol have the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.reflection.result import Basis, TeamChoice, TeamResult
from dialogs.texts.common import DISCUSS
from radar_core.advice.counsel import Advised, OtherAnswer, OtherAnswerKind
from radar_core.model import Bundle, Case
from radar_core.model.rulebook import AdviceRule, RatingBand, Rulebook
from radar_core.spelling import numeral, site, together

TITLE = "Jeres resultat"
SAID = "Det siger I"
START_HERE = "Start her"
FRAMED = "Forslagene herunder har sort ramme på billedet."
TRIAL = "Prøv af sammen med andre"
LEAD_ONE = "Én klar teknologi svarer til jeres svar."
LEAD_MANY = "{count} klare teknologier, valgt efter jeres svar."
NONE_FITS = "Ingen klar teknologi svarer til det, I krydsede af. Det kan I gøre i stedet:"
NONE_FITS_BUT_TRIAL = "Ingen klar teknologi svarer til det, I krydsede af. Disse kan prøves af:"
ONLY_ONE = "Der er ikke flere klare teknologier, der passer. Disse kan prøves af:"
NOTHING_KNOWN = "Jeg ved ikke noget om jer, for I har ikke svaret på noget. Her er radaren, som den er for alle."
NOT_SHOWN = (
    "Jeg bruger kun svar, som alle må se. Svarene på spørgsmål {numbers} er ikke vist. "
    "Tryk **Vis alle svar** i opsummeringen, så tæller de med."
)
NO_NEEDS = "I har ikke krydset behov af, så jeg kan ikke vælge for jer. Her er radaren, som den er for alle."
INSTEAD = (
    "Se på arbejdsgangen, før I ser på teknologien: Kan den gøres enklere, eller kan den helt undværes? "
    "({source}, udateret)",
    "Spørg nabokommunerne, om de har fundet noget, der hjælper med {needs}.",
    "Kryds flere behov af, eller se, hvad der står i HOLD ØJE.",
)
INSTEAD_SOURCE = "KL's Teknologipartnerskab"
INSTEAD_URL = "https://issuu.com./leadsociety/docs/effektm_ling_automatisering_-_version_1.02"
FIRST_STEP = "**Første skridt:** {step}"
NUMBER = "**{name}** – nr. {number} på radaren"
WHO = "Ring til {kommune}, der har prøvet den."
WHO_NOBODY = "Jeg kender ingen kommune, der har prøvet den. Spørg nabokommunerne, om de vil være med."

MORE = "Vis mere"
SPEAKS_FOR = "**For:** {points}"
SPEAKS_AGAINST = "**Imod:** {points}"
WHAT_IT_IS = "**Hvad:** {text}"
TRIED = "**Prøvet:** [{title}]({url}) ({when}). {text}"
TRIED_ELSEWHERE = "**Prøvet på et andet fagområde:** [{title}]({url}) ({when}). {text}"
TRIED_BY = "{kommune}: {title}"
TRIED_NOWHERE = "**Prøvet:** Jeg kender ingen erfaring med en kilde."
WOULD_CHANGE = "**Hvad ville ændre det:** {text}"
FITS_TOO = "Passer også: {names}."
ALSO_MEANS = "Jeres svar betyder også"
READ_AS = "Sådan har jeg læst jeres svar"
READ_AS_ITEM = "Spørgsmål {n}: {text}"
DISCUSS_TITLE = "Tal videre om (KL's spørgsmål)"
DISCUSS_ITEM = "Spørgsmål {n}: {text}"
DISCUSS_SOURCE = "[Kilde: KL's ni spørgsmål]({url})"
ASK_AT_HOME = (
    "**Før I går i gang:** Spørg jeres databeskyttelsesrådgiver (DPO), dem, der har it-sikkerheden, og indkøb."
)
OURS = (
    "Hvad teknologierne hjælper med og kræver, de første skridt og grænserne for, hvornår et svar giver et råd, er "
    "vores vurdering, ikke KL's. Egenskaber, vi ikke har vurderet, tæller ikke med."
)
TAKE_STEPS = "Gør det til næste skridt"
STEPS_TITLE = "Hvad begynder I på?"
STEPS_LEAD = "Det, I vælger, bliver jeres næste skridt. Ret teksten bagefter, hvis den skal lyde anderledes."
STEPS_AT_A_TIME = "I valgte »{option}«. Derfor er {count} krydset af (vores forslag)."
STEPS_LABEL = "Første skridt"
STEP_OF = "{name}: {step}"
STEPS_TAKEN = "De første skridt er nu jeres næste skridt."
STEPS_NONE_TICKED = "Det er ikke gemt endnu. Vælg mindst ét skridt."
SAVE_STEPS = "Gem"

PURPOSE, READINESS, DISAGREEMENT, MEANS = "Formål", "Parathed", "Uenighed", "Det betyder"
OWN = "Egen radar"
OWN_MORE = "{sentence} (og {count} mere under »Vis mere«)"
OWN_TITLE = "Det siger jeres egen radar"
MOST_LINES = 4
"""Lines of what the team said: as many as are read."""
_READY, _HALF, _NOT_YET, _OF_FIVE = "Parat: {names}", "Midt imellem: {names}", "Ikke endnu: {names}", "(af 5)"
_NAMES = {
    **{3: "ambition", 5: "afprøvning", 6: "organisation"},
    **{7: "it-landskab", 8: "samarbejde", 9: "andres erfaringer"},
}
"""The questions a rule can be of, in a word or two, in a sentence."""
_BASES = {
    Basis.CONCLUSION: "{name} (jeres konklusion)",
    Basis.ALONE: "{name}",
    Basis.MIDDLE: "{name} ({count} svar)",
    Basis.CAUTIOUS: "{name} ({count} svar, lige mange på hver side af midten, så det forsigtigste gælder)",
}


@dataclass(frozen=True)
class ResultLine:
    """One line of what the team said: a label and a text; of advice also where it is from."""

    label: str
    text: str
    rule: AdviceRule | None = None

    @property
    def source(self) -> str:
        """»(digst.dk, 2023)« or »(vores vurdering)«, as text; blank where it is the team's own."""
        return f"({source_told(self.rule)})" if self.rule else ""


def said(result: TeamResult, longest: int | None = None) -> Iterator[ResultLine]:
    """At most four lines. Nobody's words are cut, but for ``longest`` characters where no more can be shown.

    What the kommune's own radar says has a line where the team itself leaves one; all of it is told below.
    """
    answered = list(_answered(result, longest))
    means = [ResultLine(MEANS, rule.sentence, rule) for rule in result.counsel.rules[:1]]
    yield from answered
    if result.own and len(answered) + len(means) < MOST_LINES:
        first, *others = result.own
        more = OWN_MORE.format(sentence=first.sentence, count=numeral(len(others)))
        yield ResultLine(OWN, more if others else first.sentence)
    yield from means


def _answered(result: TeamResult, longest: int | None) -> Iterator[ResultLine]:
    if purpose := result.purpose:
        words = purpose.text if longest is None else shortened(purpose.text, longest)
        beside = " (jeres konklusion)" if purpose.is_concluded else ""
        if purpose.others:
            beside = f" (og {purpose.others} svar mere)"
        yield ResultLine(PURPOSE, f"»{words}«{beside}")
    if result.ratings:
        yield ResultLine(READINESS, _readiness(result))
    if result.divided:
        number, found = result.divided
        yield ResultLine(DISAGREEMENT, f"Størst om {_NAMES[number]}: fra {found.lowest} til {found.highest}")


def lead(result: TeamResult) -> str | None:
    """What stands above the suggestions, or in their place; None where there is nothing to say of them."""
    if not result.is_known:
        return None if result.hidden else NOTHING_KNOWN
    count = len(result.start)
    if count:
        return LEAD_ONE if count == 1 else LEAD_MANY.format(count=numeral(count).capitalize())
    if result.answers.needs:
        return NONE_FITS_BUT_TRIAL if result.trial else NONE_FITS
    return None if result.trial else NO_NEEDS


def not_shown(result: TeamResult) -> str | None:
    """That some answers do not count, and how they would."""
    return NOT_SHOWN.format(numbers=together([str(n) for n in result.hidden])) if result.hidden else None


def instead(result: TeamResult, bundle: Bundle, *, links: bool = True) -> tuple[str, ...]:
    """What a team can do where no technology answers to what it ticked; with ``links`` as Markdown."""
    if not result.is_known or result.shown or not result.answers.needs:
        return ()
    needs = together([f"»{need.name}«" for need in bundle.needs if need.id in result.answers.needs])
    source = f"[{INSTEAD_SOURCE}]({INSTEAD_URL})" if links else INSTEAD_SOURCE
    return tuple(line.format(needs=needs, source=source) for line in INSTEAD)


def reason(found: Advised, result: TeamResult, book: Rulebook | None) -> str:
    """One sentence of why it is suggested, from the answers: what speaks against it is in it, where something does."""
    rule = next(iter((*found.put_back, *found.preferred)), None)
    told = f"{_clause(rule, book)} ({_trace(rule, result)})" if rule and book else ""
    if not found.served:
        return f"{told[:1].upper()}{told[1:]}."
    helps = f"Hjælper med {together([f'»{need.name}«' for need in found.served])}"
    if not told:
        return f"{helps}, som I krydsede af."
    return f"{helps}, men {told}." if found.put_back else f"{helps} og {told}."


def points_for(found: Advised, result: TeamResult, book: Rulebook | None, *, links: bool = True) -> Iterator[str]:
    """Everything in the answers that speaks for it; with ``links`` as Markdown."""
    if found.served:
        yield f"Hjælper med {together([f'»{need.name}«' for need in found.served])}, som I krydsede af"
    yield from (_point(found, rule, result, book, links) for rule in found.preferred)


def points_against(found: Advised, result: TeamResult, book: Rulebook | None, *, links: bool = True) -> Iterator[str]:
    """Everything in the answers that speaks against it; with ``links`` as Markdown."""
    if found.unserved:
        names = together([f"»{need.name}«" for need in found.unserved])
        yield f"Hjælper ikke med {names}, som I også krydsede af" if found.served else f"Hjælper ikke med {names}"
    for rule in found.put_back:
        yield f"{_point(found, rule, result, book, links)}. Derfor står den efter dem, det ikke gælder for"


def change(change: OtherAnswer, found: Advised, result: TeamResult, bundle: Bundle) -> str:
    """What would move it, as one sentence."""
    name = found.entry.name
    where = f"kommer {name} på plads nr. {change.place}" if change.place else f"er {name} ikke længere med her"
    match change.kind, change.question, change.value:
        case OtherAnswerKind.RATING, int(question), int(rating):
            return f"Var jeres svar om {_NAMES[question]} {rating} af 5, {where}."
        case OtherAnswerKind.OPTION, int(question), str(option):
            chosen = bundle.questions[question - 1].option(option)
            return f"Valgte I »{chosen.name if chosen else option}« ved spørgsmål {question}, {where}."
        case OtherAnswerKind.TICK, _, str(need):
            return f"Krydser I »{bundle.need_by_id[need].name}« af, {where}."
        case OtherAnswerKind.UNTICK, _, str(need):
            return f"Fjerner I krydset ved »{bundle.need_by_id[need].name}«, {where}."
        case _:
            return f"Har I {name} i drift allerede, {where}."


def chosen(choice: TeamChoice) -> str:
    """What a team chose, and why it is that."""
    return _BASES[choice.basis].format(name=choice.option.name, count=choice.count)


def read_as(result: TeamResult) -> Iterator[str]:
    """How a choice was found, and a number whose middle lies between two."""
    for choice in result.choices:
        yield READ_AS_ITEM.format(n=choice.question, text=chosen(choice))
    for rating in result.ratings:
        if rating.is_even:
            told = _BASES[Basis.CAUTIOUS].format(name=rating.value, count=rating.count)
            yield READ_AS_ITEM.format(n=rating.question, text=told)


def with_whom(case: Case | None, bundle: Bundle) -> str:
    """Whom to try it with."""
    if case is None or case.kommune is None:
        return WHO_NOBODY
    return WHO.format(kommune=bundle.kommune_by_code[case.kommune].name)


def discussion(result: TeamResult, bundle: Bundle) -> Iterator[str]:
    """KL's questions to talk about next; of what is in drift already, KL's questions about what is in use."""
    for number in result.discussion:
        yield DISCUSS_ITEM.format(n=number, text=bundle.questions[number - 1].text)
    if result.answers.in_operation:
        yield from DISCUSS[:3]


def source_told(rule: AdviceRule) -> str:
    """»digst.dk, 2023«, or that the sentence is ours."""
    return f"{site(rule.source)}, {rule.year}" if rule.source else "vores vurdering"


def source_linked(rule: AdviceRule) -> str:
    """The same, where it can be pressed."""
    return f"[{source_told(rule)}]({rule.source})" if rule.source else source_told(rule)


def shortened(words: str, most: int) -> str:
    """The first words of a text on one line, marked where there are more."""
    one_line = " ".join(words.split())
    if len(one_line) <= most:
        return one_line
    at_space = one_line.rfind(" ", 1, most)
    return f"{one_line[: at_space if at_space > 0 else most]} …"


def _readiness(result: TeamResult) -> str:
    shares = ((RatingBand.STAERK, _READY), (RatingBand.MIDT, _HALF), (RatingBand.SVAG, _NOT_YET))
    parts = []
    for band, words in shares:
        names = [f"{_NAMES[r.question]} {r.value}" for r in result.ratings if RatingBand.of(r.value) is band]
        if names:
            parts.append(words.format(names=", ".join(names)))
    return f"{' · '.join(parts)} {_OF_FIVE}"


def _clause(rule: AdviceRule, book: Rulebook) -> str:
    trait = book.trait(rule.trait or "")
    return trait.holds if rule.holds else trait.holds_not


def _trace(rule: AdviceRule, result: TeamResult) -> str:
    """Which answer it is for."""
    rating, choice = result.rating(rule.question), result.choice(rule.question)
    value = f"{rating.value} af 5" if rating else choice.option.name.lower() if choice else ""
    return f"{_NAMES[rule.question]}: {value}"


def _point(found: Advised, rule: AdviceRule, result: TeamResult, book: Rulebook | None, links: bool) -> str:
    if book is None:
        return ""
    judged = found.entry.technology.judged(rule.trait or "")
    whose = "vores vurdering"
    if judged and judged.source:
        named = site(judged.source) or judged.source
        whose = f"[{named}]({judged.source})" if links else named
    clause = _clause(rule, book)
    return f"{clause[:1].upper()}{clause[1:]} ({whose}); {_trace(rule, result)}"
