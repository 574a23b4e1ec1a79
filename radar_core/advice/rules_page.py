"""``docs/raad.md``: every rule as people read it, made from the data. Called by hand when the data change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from radar_core.model import Bundle
from radar_core.model.rulebook import AdviceRule, Effect, RatingBand, Rulebook
from radar_core.spelling import site, together

_HEAD = """# Råd ud fra et teams svar

Lavet af `data/raad.yaml` og `data/teknologier.yaml` med `.venv/bin/python -m radar_core.advice.rules_page`; en test
ser efter, at siden passer. Reglerne giver ingen point og dømmer ingen. De siger én sætning hver og har højst én
virkning:

- **foretræk**: af de teknologier, der hjælper med lige mange af de behov, teamet krydsede af, kommer den først
- **stil tilbage**: teknologien står efter alle dem, der ikke er stillet tilbage
- **bemærk**: sætningen bliver sagt, og rækkefølgen er den samme

Ingen kilde knytter et råd til et svar. At netop det svar giver netop det råd, er altid vores vurdering, og det er
grænserne også: svag er 1 og 2, midt er 3, og stærk er 4 og 5. En gruppes tal er den midterste af dem, der er givet;
står to lige, gælder det forsigtigste. En regel ser aldrig på, hvad der er skrevet, kun på tal, valg og krydser.
"""
_BANDS = {RatingBand.SVAG.value: "1 eller 2", RatingBand.MIDT.value: "3", RatingBand.STAERK.value: "4 eller 5"}
_EFFECTS = {Effect.FORETRAEK: "foretræk", Effect.TILBAGE: "stil tilbage", Effect.BEMAERK: "bemærk"}
_OURS = "vores"
_NONE = "–"


def rules_page(bundle: Bundle) -> str:
    """The page. A bundle without rules has a page that says so."""
    book = bundle.rulebook
    if book is None:
        return f"{_HEAD}\nDenne udgave har ingen regler.\n"
    rows = "\n".join(_row(bundle, book, rule) for rule in book.rules)
    head = "| Spørgsmål | Svar | Sætning | Kilde | Virkning | Teknologier |\n| --- | --- | --- | --- | --- | --- |"
    traits = "".join(_traits(bundle, book))
    return f"{_HEAD}\n## Regler\n\n{head}\n{rows}\n\n## Egenskaber\n\n{traits}{_steps(bundle)}{_options(bundle)}"


def write_page(path: Path, bundle: Bundle) -> None:
    """Write it. Raises ``OSError``."""
    path.write_text(rules_page(bundle), encoding="utf-8", newline="\n")


def _row(bundle: Bundle, book: Rulebook, rule: AdviceRule) -> str:
    question = bundle.questions[rule.question - 1]
    option = question.option(rule.band)
    said = f"»{option.name}«" if option else _BANDS[rule.band]
    effect, touched = _EFFECTS[rule.effect], _NONE
    if rule.trait is not None:
        trait = book.trait(rule.trait)
        effect = f"{effect}: {trait.holds if rule.holds else trait.holds_not}"
        touched = _names(bundle, rule.trait, rule.holds)
    return f"| {rule.question} | {said} | {rule.sentence} | {_source(rule.source, rule.year)} | {effect} | {touched} |"


def _traits(bundle: Bundle, book: Rulebook) -> Iterator[str]:
    for trait in book.traits:
        yield f"**{trait.name}** (`{trait.id}`). Hvad der ikke står her, er ikke vurderet.\n\n"
        yield "| Teknologi | Vurdering | Kilde |\n| --- | --- | --- |\n"
        for technology in bundle.technologies:
            if judged := technology.judged(trait.id):
                yield f"| {technology.name} | {'ja' if judged.holds else 'nej'} | {_source(judged.source)} |\n"
        yield "\n"


def _steps(bundle: Bundle) -> str:
    rows = "".join(f"| {each.name} | {each.first_step} |\n" for each in bundle.technologies if each.first_step)
    lead = "Et første skridt kan gøres inden for en måned uden penge. De er alle vores."
    return f"## Første skridt\n\n{lead}\n\n| Teknologi | Første skridt |\n| --- | --- |\n{rows}\n"


def _options(bundle: Bundle) -> str:
    told = ["## Valg\n"]
    for question in bundle.questions:
        if cautious := question.option(question.most_cautious):
            names = together([f"»{option.name}«" for option in question.options])
            told.append(
                f"Ved spørgsmål {question.number} kan man vælge {names}. Valgene er vores, ikke KL's. Står to lige, "
                f"gælder det, der er nærmest »{cautious.name}«."
            )
            many = [f"»{o.name}«: {o.at_a_time} ad gangen" for o in question.options if o.at_a_time]
            if many:
                told[-1] += f" Valget siger også, hvor mange teknologier vi foreslår at begynde på ({together(many)})."
    return "\n".join(told[:1] + [f"{line}\n" for line in told[1:]])


def _names(bundle: Bundle, trait: str, holds: bool) -> str:
    judged = [(technology, technology.judged(trait)) for technology in bundle.technologies]
    return ", ".join(technology.name for technology, says in judged if says is not None and says.holds is holds)


def _source(source: str | None, year: str | None = None) -> str:
    if source is None:
        return _OURS
    linked = f"[{site(source) or source}]({source})"
    return f"{linked}, {year}" if year else linked


if __name__ == "__main__":  # called by hand when the data change
    from radar_core.editions.catalog import load_catalog
    from radar_core.editions.shipped import DATA_DIR

    write_page(DATA_DIR.parent / "docs" / "raad.md", load_catalog(DATA_DIR).newest_published())
