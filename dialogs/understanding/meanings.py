"""What a sentence means, by the name the data gives it -> the command, from what stood in its slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dialogs.asides.following import Follow, ShowFollowed, Unfollow
from dialogs.danish.folding import fold
from dialogs.over_time.commands import ShowOverTime
from dialogs.own_use.commands import CompareOwn, ShowOwn
from dialogs.reflection import commands as c
from dialogs.understanding.commands import AnyCommand
from radar_core.model import Ring

Slots = Mapping[str, Any]
"""Kind of slot -> what stood in it; what was not said is not there."""

_FILES = {
    **dict.fromkeys(("powerpoint", "powerpointen", "power point", "pptx", "ppt", "slides", "slide"), c.FileKind.PPTX),
    fold("præsentation"): c.FileKind.PPTX,
    **dict.fromkeys(("word", "docx", "word dokument", "wordfil", "word fil"), c.FileKind.DOCX),
    **dict.fromkeys(("excel", "excelark", "excelarket", "regneark", "regnearket", "xlsx", "csv"), c.FileKind.XLSX),
    **dict.fromkeys(("pdf", "pdf fil"), c.FileKind.PDF),
    **dict.fromkeys(("png", "billede", "billedet", "billedfil", "svg"), c.FileKind.PNG),
}


def _start(said: Slots) -> c.Start:
    place = said.get("sted")
    kommune, fagomraade = place or (None, None)
    return c.Start(
        kommune.code if kommune else None,
        fagomraade.id if fagomraade else None,
        str(said.get("navne", "")).startswith(("anonym", "uden")),
    )


def _follow(said: Slots) -> AnyCommand:
    return Follow(said.get("fagomraade"), said.get("ukendt"), said.get("teknologi"))


def _evaluate(said: Slots) -> AnyCommand:
    return c.OpenEvaluation(said["teknologi"]) if "teknologi" in said else c.ShowSteps()


def _ring(said: Slots) -> AnyCommand:
    """Those that are klar come with their reasons."""
    ring, fagomraade = Ring(said["ring"]), said.get("fagomraade")
    return c.ShowRadar(fagomraade, all_ready=True) if ring is Ring.KLAR else c.ShowRing(ring, fagomraade)


def _go_to(said: Slots) -> AnyCommand:
    return c.GoTo(said.get("nr", 0))


def _just(command: AnyCommand) -> Callable[[Slots], AnyCommand]:
    return lambda _: command


MEANINGS: Mapping[str, Callable[[Slots], AnyCommand]] = {
    "start": _start,
    "status": _just(c.ShowStatus()),
    "opsummering": _just(c.ShowSummary()),
    "mere": _just(c.ShowMenu()),
    "overtag": _just(c.TakeOver()),
    "mind dem": _just(c.Nudge()),
    "genåbn": _just(c.Reopen()),
    "påmindelser til": _just(c.Remind(True)),
    "påmindelser fra": _just(c.Remind(False)),
    "anonymt": _just(c.SetNaming(True)),
    "med navn": _just(c.SetNaming(False)),
    "skift udgave": _just(c.SwitchEdition()),
    "behold udgave": _just(c.KeepEdition()),
    "spring over": lambda said: c.Skip(said.get("nr")),
    "tilbage": _just(c.Back()),
    "næste": _just(c.Next()),
    "gå til": _go_to,
    "pause": _just(c.Pause()),
    "pause til": lambda said: c.Pause(next(said[kind] for kind in ("dag", "tidspunkt", "tekst") if kind in said)),
    "fortsæt": _just(c.Resume()),
    "afslut": _just(c.Finish()),
    "ja afslut": _just(c.Finish(sure=True)),
    "annullér": _just(c.Cancel()),
    "ja annullér": _just(c.Cancel(sure=True)),
    "åbn svar": _just(c.OpenAnswer()),
    "vis svar": lambda said: c.Reveal(said.get("nr")),
    "gem udkast": _just(c.SaveDraft()),
    "kassér udkast": _just(c.DropDraft()),
    "træk tilbage": lambda said: c.Withdraw(said.get("nr")),
    "vurdering": lambda said: c.Answer("", rating=int(said["karakter"])),
    "fortryd": _just(c.Undo()),
    "fortryd nu": _just(c.TakeBack()),
    "erstat": _just(c.SaveDraft(replaces=True)),
    "tilføj": _just(c.SaveDraft()),
    "lad stå": _just(c.DropDraft()),
    "åbn konklusion": lambda said: c.OpenConclusion(said.get("nr")),
    "historik": lambda said: c.ShowHistory(said.get("nr", 0)),
    "næste skridt": _just(c.ShowSteps()),
    "nyt skridt": _just(c.OpenStep()),
    "åbn skridt": lambda said: c.OpenStep(said["nr"]),
    "fjern skridt": lambda said: c.RemoveStep(said["nr"]),
    "vælg teknologier": _just(c.OpenChoice()),
    "evaluér": _evaluate,
    "fil": lambda said: c.WishFile(_FILES.get(str(said.get("fil")), c.FileKind.ANY), said.get("fagomraade")),
    "egen radar": lambda said: ShowOwn(fagomraade=said.get("fagomraade"), unknown=said.get("ukendt")),
    "udvikling": lambda said: ShowOverTime(said.get("fagomraade"), said.get("ukendt")),
    "sammenlign egen": lambda said: CompareOwn(fagomraade=said.get("fagomraade")),
    "sammenlign": lambda said: c.CompareAreas(said.get("fagomraader", ())),
    "klar": lambda said: c.ShowRadar(said.get("fagomraade"), said.get("ukendt"), all_ready=True),
    "betyder": lambda said: c.ExplainRing(Ring(said["ring"]) if "ring" in said else None),
    "ringene": _just(c.ExplainRing()),
    "ring": _ring,
    "hvorfor": lambda said: c.ShowTechnology(said["teknologi"], why=True),
    "teknologi": lambda said: c.ShowTechnology(said["teknologi"]),
    "erfaringer": lambda said: c.ShowCases(said.get("teknologi"), said.get("fagomraade"), said.get("ukendt")),
    "følg": _follow,
    "stop med at følge": lambda said: Unfollow(said.get("fagomraade"), said.get("ukendt")),
    "hvad følger vi": _just(ShowFollowed()),
    "radar": lambda said: c.ShowRadar(said.get("fagomraade") or said.get("alene"), said.get("ukendt")),
    "hjælp": _just(c.Help()),
    "om": _just(c.Asked(c.Topic.ABOUT)),
    "tak": _just(c.Asked(c.Topic.THANKS)),
    "småord": _just(c.Asked(c.Topic.BETWEEN)),
    "engelsk": _just(c.Asked(c.Topic.ENGLISH)),
    "andre refleksioner": _just(c.Asked(c.Topic.OTHERS)),
    "privatliv": _just(c.Asked(c.Topic.PRIVACY)),
    "forklar spørgsmålet": _just(c.Asked(c.Topic.QUESTION)),
}

HEADS = frozenset({"konklusion", "gem skridt", "ikke relevant", "tag med igen"})
"""What is said by words in front of a text that is kept; ``headings`` reads the text."""

ENDS = frozenset(
    {
        *("afslut", "annullér", "ja afslut", "ja annullér", "træk tilbage", "kassér udkast", "fjern skridt"),
        *("stop med at følge", "fortryd nu", "erstat", "lad stå"),
    }
)
"""What ends something or takes it away: never guessed, and hidden by anybody else's name."""

TO_THE_LETTER = ENDS - {"stop med at følge"} | {"anonymt", "med navn", "overtag"}
"""What a word replaced by another would turn into something else."""
