"""The set phrases of the chat, and how near to one a text must be to mean it."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from dialogs.danish.folding import fold
from dialogs.following import Follow, ShowFollowed, Unfollow
from dialogs.reflection.commands import (
    Back,
    Cancel,
    DropDraft,
    Finish,
    GoTo,
    Help,
    KeepEdition,
    Next,
    OpenAnswer,
    OpenChoice,
    OpenConclusion,
    OpenStep,
    Pause,
    Remind,
    RemoveStep,
    Reopen,
    Resume,
    Reveal,
    SaveDraft,
    SetNaming,
    ShowHistory,
    ShowMenu,
    ShowStatus,
    ShowSteps,
    ShowSummary,
    Skip,
    Start,
    SwitchEdition,
    TakeOver,
    Withdraw,
)
from dialogs.understanding.commands import AnyCommand

_PHRASES: dict[AnyCommand, tuple[str, ...]] = {
    Start(): ("kom i gang", "lad os komme i gang", "lad os starte", "lad os begynde", "start igen", "start forfra"),
    Help(): (
        *("hjælp", "hjelp", "hjælp mig", "help", "help me", "kommandoer", "menu", "vis hjælp"),
        *("hej", "hejsa", "hej med dig", "hej alle", "hej radar", "hej bot", "hallo", "halløj", "dav", "hello", "hi"),
        *("goddag", "god dag", "godmorgen", "god morgen", "hvad kan du", "hvad kan jeg", "hvad kan jeg gøre"),
        *("hvad kan jeg skrive", "hvad kan man", "hvad gør jeg", "hvordan virker det", "hvordan gør jeg"),
    ),
    ShowStatus(): (
        *("status", "vis status", "hvad er status", "hvor er vi", "hvor er vi nu", "hvor langt er vi"),
        *("hvem mangler", "hvem mangler at svare", "hvem har svaret", "hvor mange har svaret"),
    ),
    ShowSummary(): (
        *("opsummering", "vis opsummering", "se opsummering", "oversigt", "vis oversigt", "se svar", "se svarene"),
        *("vis konklusioner", "vis konklusionerne", "konklusioner", "summary"),
    ),
    ShowMenu(): ("mere", "vis mere", "flere muligheder", "vis flere muligheder", "more"),
    OpenAnswer(): ("svar", "vis mit svar", "ret mit svar", "ret svar", "ret svaret"),
    Reveal(): (
        *("vis svar", "vis svarene", "vis vores svar", "vis alle svar", "vis gruppens svar", "åbn svar"),
        *("åbn svarene", "show answers"),
    ),
    SaveDraft(): ("gem", "gem det", "gem udkast", "gem udkastet", "gem svar", "gem svaret", "gem mit svar"),
    DropDraft(): ("kassér", "kassér det", "kassér udkast", "kassér udkastet", "slet udkast", "slet udkastet"),
    Withdraw(): (
        *("træk svar tilbage", "træk svaret tilbage", "træk mit svar tilbage", "fortryd svar", "fortryd svaret"),
        *("fortryd mit svar", "slet svar", "slet svaret", "slet mit svar", "fjern mit svar"),
    ),
    OpenConclusion(): (
        *("konklusion", "fælles konklusion", "vores konklusion", "skriv konklusion", "skriv konklusionen"),
        *("ret konklusion", "ret konklusionen", "vis konklusion", "vis konklusionen", "conclusion"),
    ),
    ShowHistory(0): ("historik", "vis historik", "se historik"),
    ShowSteps(): (
        *("næste skridt", "vis næste skridt", "se næste skridt", "vores næste skridt", "hvad er næste skridt"),
        *("husk at evaluere", "next steps"),
    ),
    OpenStep(): ("nyt skridt", "nyt næste skridt", "tilføj skridt", "tilføj næste skridt", "skriv næste skridt"),
    OpenChoice(): (
        *("vælg teknologi", "vælg teknologier", "vælg teknologierne", "teknologier vi starter med"),
        *("hvilke teknologier starter vi med", "teknologier vi vil starte med"),
    ),
    TakeOver(): (
        *("overtag", "jeg overtager", "overtag styringen", "overtag refleksionen", "jeg styrer", "jeg tager over"),
        *("tag over", "take over"),
    ),
    Reopen(): (
        *("genåbn", "genåbn refleksion", "genåbn refleksionen", "åbn igen", "åbn den igen", "åbn refleksion igen"),
        *("åbn refleksionen igen", "reopen"),
    ),
    Remind(True): (
        *("påmind os", "påmind mig", "mind os om det", "påmindelser", "påmindelser til", "slå påmindelser til"),
        *("send påmindelser", "send os påmindelser", "start påmindelser"),
    ),
    Remind(False): (
        *("ingen påmindelser", "ingen påmindelser tak", "påmindelser fra", "slå påmindelser fra", "stop påmindelser"),
        *(
            "stop påmindelserne",
            "stop med påmindelser",
            "ikke flere påmindelser",
            "påmind os ikke",
            "stop med at minde os om det",
        ),
    ),
    Follow(): (
        *("følg", "følge", "følg radar", "følg radaren", "følg en radar", "følg et fagområde", "følg et område"),
        *("abonner", "abonnér på radaren", "abonner på en radar"),
    ),
    Unfollow(): (
        *("stop med at følge", "stop med at følge alle", "stop med at følge alt", "stop med at følge det hele"),
        *("stop med at følge radaren", "stop med at følge radarer", "stop med at følge radarerne", "stop følg"),
        *("stop følge", "stop med følge", "hold op med at følge", "følg ikke mere", "følg ikke længere", "følg ikke"),
        *("følg ingen", "følg ikke noget", "afmeld", "afmeld radaren", "stop med at følge noget"),
    ),
    ShowFollowed(): (
        *("hvad følger vi", "hvad følger jeg", "hvad følger du", "hvilke radarer følger vi", "hvilke følger vi"),
        *("hvilke fagområder følger vi", "hvilke områder følger vi", "vis hvad vi følger", "hvad er det vi følger"),
        *("følger vi noget", "hvilken radar følger vi", "hvem følger vi", "det følger vi"),
    ),
    SetNaming(True): (
        *("anonym", "anonymt", "anonyme", "svar anonymt", "anonyme svar", "gør den anonym", "gør det anonymt"),
        *("gør refleksionen anonym", "uden navn", "uden navne", "vi vil være anonyme", "anonymous"),
    ),
    SetNaming(False): (
        *("med navn", "med navne", "svar med navn", "svar med navne", "ikke anonym", "ikke anonymt", "vis navne"),
        *("vis navn", "ikke anonyme"),
    ),
    SwitchEdition(): (
        *("skift udgave", "skift udgaven", "skift til den nye udgave", "skift til ny udgave", "brug den nye udgave"),
        *("vi skifter udgave", "vi skifter til den nye udgave"),
    ),
    KeepEdition(): (
        *("behold udgave", "behold udgaven", "behold den gamle udgave", "behold vores udgave"),
        *("vi beholder udgaven", "vi beholder den gamle udgave"),
    ),
    Skip(): (
        *("spring over", "spring det over", "spring den over", "spring dette over", "spring spørgsmålet over"),
        *("spring dette spørgsmål over", "skip", "skip it"),
    ),
    Back(): (
        *("tilbage", "gå tilbage", "et tilbage", "forrige", "forrige spørgsmål", "gå til forrige"),
        *("back", "go back", "previous"),
    ),
    Next(): (
        *("næste", "neste", "næste spørgsmål", "det næste spørgsmål", "til næste spørgsmål", "gå til næste"),
        *("gå til næste spørgsmål", "videre", "gå videre", "kom videre", "vi går videre", "lad os gå videre"),
        *("next", "next question"),
    ),
    GoTo(0): ("gå til", "gå til spørgsmål"),
    Pause(): (
        *("pause", "hold pause", "tag en pause", "vi holder pause", "sæt på pause", "pause refleksionen"),
        *("lille pause", "kort pause", "pause lidt", "pause i dag", "pause for i dag"),
    ),
    Resume(): (
        *("fortsæt", "genoptag", "fortsæt refleksion", "fortsæt refleksionen", "genoptag refleksion"),
        *("genoptag refleksionen", "resume", "continue"),
    ),
    Finish(): (
        *("afslut", "afslut refleksion", "afslut refleksionen", "slut", "færdig", "vi er færdige", "jeg er færdig"),
        *("finish",),
    ),
    Finish(sure=True): ("ja afslut", "ja afslut den", "ja afslut refleksionen"),
    Cancel(sure=True): ("ja annullér", "ja annullér den", "ja annullér refleksionen"),
    Cancel(): (
        *("annullér", "annullér refleksion", "annullér refleksionen", "afbryd", "afbryd refleksion"),
        *("afbryd refleksionen", "stop", "stop refleksion", "stop refleksionen", "cancel"),
    ),
}
_BY_PHRASE: dict[str, AnyCommand] = {fold(phrase): command for command, some in _PHRASES.items() for phrase in some}
_POLITE = frozenset({"tak", "venligst", "please", "nu"})


def phrase(folded: str) -> AnyCommand | None:
    """The command whose phrase the folded text is, letter by letter; a *tak* after it changes nothing."""
    if exact := _BY_PHRASE.get(folded):
        return exact
    head, _, last = folded.rpartition(" ")
    command = _BY_PHRASE.get(head) if last in _POLITE else None
    return None if is_destructive(command) else command


def nearly_phrase(folded: str) -> AnyCommand | None:
    """The command whose phrase the folded text must be a typo of; None where two are as near."""
    near = [(OSA.distance(folded, known), command) for known, command in _BY_PHRASE.items() if _is_typo(folded, known)]
    best = {command for distance, command in near if distance == min(near, key=lambda pair: pair[0])[0]}
    return best.pop() if len(best) == 1 else None


def nearly(said: str, meant: str) -> bool:
    """True where ``said`` is ``meant`` or a typo of it; both folded.

    Words of five letters may have a letter too many, too few or swapped, but none replaced and no ending: »smart« is
    not »start«, and »næsten« not »næste«.
    """
    if said == meant:
        return True
    if len(meant) < 5 or said[:1] != meant[:1]:
        return False
    if len(meant) == 5 and (said.startswith(meant) or (len(said) == 5 and sorted(said) != sorted(meant))):
        return False
    allowed = 1 if len(meant) < 9 else 2
    return OSA.distance(said, meant, score_cutoff=allowed) <= allowed


def is_destructive(command: AnyCommand | None) -> bool:
    """True for what ends a reflection or takes something away: it is never guessed."""
    return isinstance(command, Cancel | DropDraft | Finish | Withdraw | RemoveStep | Unfollow)


def _is_typo(said: str, known: str) -> bool:
    if is_destructive(_BY_PHRASE[known]):
        long_enough = len(known) >= (12 if " " in known else 6)
        return long_enough and said[:1] == known[:1] and OSA.distance(said, known, score_cutoff=1) <= 1
    if (
        isinstance(_BY_PHRASE[known], SetNaming | TakeOver)
        and len(said) == len(known)
        and sorted(said) != sorted(known)
    ):
        return False  # »med havn« and »overtog« are other words
    # In short sentences another word is a few letters away: »hvor er vi«, »hvor er de«.
    if " " in known and len(known) < 16:
        return said[:1] == known[:1] and OSA.distance(said, known, score_cutoff=1) <= 1
    return nearly(said, known)
