"""The files every edition is read against: technologies, needs, fagområder, questions, kommuner and cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radar_core.editions.advice_checks import check_advice
from radar_core.editions.schema import (
    OPTIONAL,
    REFERENCE_FILES,
    AdviceFile,
    AdviceRuleRecord,
    CaseRecord,
    CasesFile,
    FagomraadeRecord,
    FagomraaderFile,
    KommunerFile,
    NeedsFile,
    QuestionRecord,
    QuestionsFile,
    TechnologiesFile,
    TechnologyRecord,
)
from radar_core.errors import Fault
from radar_core.files.check import checked
from radar_core.files.cross_checks import KnownNames, Names, check_unique, check_unlike
from radar_core.files.faults import FileFaults
from radar_core.files.strict_yaml import SUPPRESSED, Node, parse
from radar_core.model import SAMLET, Case, Fagomraade, Kommune, Need, Option, Question, Technology
from radar_core.model.rulebook import OURS, AdviceRule, Rulebook, Trait, TraitJudged

NOT_FOUND = "Filen findes ikke eller kan ikke læses."


@dataclass(frozen=True)
class Reference:
    """What a bundle holds beside its edition."""

    technologies: tuple[Technology, ...]
    fagomraader: tuple[Fagomraade, ...]
    needs: tuple[Need, ...]
    questions: tuple[Question, ...]
    cases: tuple[Case, ...]
    kommuner: tuple[Kommune, ...]
    rulebook: Rulebook | None


@dataclass(frozen=True)
class ReferenceReading:
    """What came of reading the reference files; ``reference`` is None exactly where there are ``faults``."""

    reference: Reference | None
    known: KnownNames
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ReferenceRecords:
    """The reference files as their models; each fits by itself."""

    technologies: TechnologiesFile
    needs: NeedsFile
    fagomraader: FagomraaderFile
    questions: QuestionsFile
    kommuner: KommunerFile
    cases: CasesFile
    advice: AdviceFile | None
    """None where there is no such file."""


def read_reference(files: Mapping[str, bytes]) -> ReferenceReading:
    """Read the files of ``REFERENCE_FILES``, by those names. A missing one is a fault, but where it is ``OPTIONAL``."""
    wanted = [name for name in REFERENCE_FILES if name in files or name not in OPTIONAL]
    faults = {name: FileFaults(f"{name}.yaml") for name in wanted}
    roots = {name: _root(files.get(name), faults[name]) for name in wanted}
    records = check_fields(roots, faults)
    known = cross_check({name: list_in(name, root) for name, root in roots.items()}, faults)
    found = tuple(fault for collected in faults.values() for fault in collected.all())
    return ReferenceReading(None if found or records is None else reference_of(records), known, found)


def list_in(name: str, root: Node) -> Node:
    """The list a file of ``REFERENCE_FILES`` is of; of »raad«, which has two, all of it."""
    return root if name == "raad" else root.field(name)


def check_fields(roots: Mapping[str, Node], faults: Mapping[str, FileFaults]) -> ReferenceRecords | None:
    """The trees of ``REFERENCE_FILES`` as their models, or None where one does not fit; then its ``faults`` say why."""
    technologies = checked(roots["teknologier"], TechnologiesFile, faults["teknologier"])
    needs = checked(roots["behov"], NeedsFile, faults["behov"])
    fagomraader = checked(roots["fagomraader"], FagomraaderFile, faults["fagomraader"])
    questions = checked(roots["spoergsmaal"], QuestionsFile, faults["spoergsmaal"])
    kommuner = checked(roots["kommuner"], KommunerFile, faults["kommuner"])
    cases = checked(roots["erfaringer"], CasesFile, faults["erfaringer"])
    has_advice = "raad" in roots
    advice = checked(roots["raad"], AdviceFile, faults["raad"]) if has_advice else None
    if technologies and needs and fagomraader and questions and kommuner and cases and bool(advice) == has_advice:
        return ReferenceRecords(technologies, needs, fagomraader, questions, kommuner, cases, advice)
    return None


def reference_of(records: ReferenceRecords) -> Reference:
    """What the records say, once ``cross_check`` has found no fault in them."""
    code_by_name = {k.navn: k.kode for k in records.kommuner.kommuner}
    return Reference(
        technologies=tuple(map(_technology, records.technologies.teknologier)),
        fagomraader=tuple(map(_fagomraade, records.fagomraader.fagomraader)),
        needs=tuple(Need(n.id, n.navn) for n in records.needs.behov),
        questions=tuple(map(_question, sorted(records.questions.spoergsmaal, key=lambda q: q.nummer))),
        cases=tuple(_case(c, code_by_name) for c in records.cases.erfaringer),
        kommuner=tuple(Kommune(k.kode, k.navn) for k in records.kommuner.kommuner),
        rulebook=_rulebook(records.advice) if records.advice else None,
    )


def _root(data: bytes | None, faults: FileFaults) -> Node:
    if data is None:
        faults.add(0, NOT_FOUND)
        return Node(SUPPRESSED, 0, complete=False)
    return parse(data, faults)


def cross_check(lists: Mapping[str, Node], faults: Mapping[str, FileFaults], place: str = "{}.yaml") -> KnownNames:
    """What an edition may refer to; reports what the lists of ``REFERENCE_FILES`` say wrong of each other.

    ``place`` is where a list stands, in words for people, with ``{}`` for its name.
    """
    technologies = Names.of("Teknologien", place.format("teknologier"), lists["teknologier"])
    fagomraader = Names.of("Fagområdet", place.format("fagomraader"), lists["fagomraader"])
    needs = Names.of("Behovet", place.format("behov"), lists["behov"])
    kommuner = Names.of("Kommunen", place.format("kommuner"), lists["kommuner"], id_field="navn")

    for name in ("teknologier", "fagomraader", "behov", "erfaringer"):
        check_unique((item.field("id") for item in lists[name].items), "Id'et", faults[name])
    for name in ("teknologier", "fagomraader"):
        check_unlike(lists[name], faults[name])
    check_unique((item.field("nummer") for item in lists["spoergsmaal"].items), "Nummer", faults["spoergsmaal"])
    for key in ("kode", "navn"):
        check_unique((item.field(key) for item in lists["kommuner"].items), "Kommunen", faults["kommuner"])

    for item in lists["teknologier"].items:
        needs.check_list(item.field("behov"), faults["teknologier"])
    for item in lists["fagomraader"].items:
        if item.field("id").text == SAMLET:
            faults["fagomraader"].add(
                item.field("id").line, f"Id'et »{SAMLET}« er optaget af radaren på tværs. Vælg et andet."
            )
    for item in lists["erfaringer"].items:
        kommuner.check(item.field("kommune"), faults["erfaringer"])
        technologies.check_list(item.field("teknologier"), faults["erfaringer"])
        fagomraader.check_list(item.field("fagomraader"), faults["erfaringer"])
    check_advice(lists, faults, place)
    return KnownNames(technologies, fagomraader)


def _technology(record: TechnologyRecord) -> Technology:
    return Technology(
        id=record.id,
        name=record.navn,
        aliases=record.aliaser,
        description=record.beskrivelse,
        needs=record.behov,
        automates=record.automatiserer,
        source=record.kilde,
        first_step=record.foerste_skridt,
        traits=tuple(
            TraitJudged(each.egenskab, each.gaelder, None if each.kilde == OURS else each.kilde)
            for each in record.egenskaber
        ),
    )


def _fagomraade(record: FagomraadeRecord) -> Fagomraade:
    return Fagomraade(
        id=record.id,
        name=record.navn,
        aliases=record.aliaser,
        citizen_contact=record.borgerkontakt,
        note=record.note,
    )


def _question(record: QuestionRecord) -> Question:
    return Question(
        number=record.nummer,
        text=record.tekst,
        prompts=record.hjaelp,
        kind=record.art,
        ticks=record.afkryds,
        options=tuple(Option(each.id, each.navn, each.ad_gangen) for each in record.valg),
        most_cautious=record.forsigtigst,
        short=record.kort,
    )


def _rulebook(records: AdviceFile) -> Rulebook:
    return Rulebook(
        traits=tuple(Trait(each.id, each.navn, each.ja, each.nej) for each in records.egenskaber),
        rules=tuple(map(_rule, records.regler)),
    )


def _rule(record: AdviceRuleRecord) -> AdviceRule:
    return AdviceRule(
        id=record.id,
        question=record.spoergsmaal,
        band=record.baand,
        sentence=record.saetning,
        source=record.kilde,
        year=record.aar,
        effect=record.virkning,
        trait=record.egenskab,
        holds=record.gaelder is not False,
    )


def _case(record: CaseRecord, code_by_name: Mapping[str, str]) -> Case:
    return Case(
        id=record.id,
        title=record.titel,
        kommune=None if record.kommune is None else code_by_name[record.kommune],
        technologies=record.teknologier,
        fagomraader=record.fagomraader,
        summary=record.tekst,
        url=record.kilde,
        year=record.aar,
        is_excerpt=record.uddrag,
    )
