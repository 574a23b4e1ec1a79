"""The three pages the Teams app package points to: what the app is, what it stores, and on what terms.

Served at the addresses that ``deploy/teams/manifest.json`` names. Whoever runs the bot may point the package to pages
of its own instead.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256

from aiohttp import web

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f23; --ground: #ffffff; --link: #00578a; --line: #d5dade; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebee; --ground: #17212a; --link: #8ec5ec; --line: #3c4852; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
header, main { max-width: 42rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: 0.4rem 0; }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.25rem; }
p { margin: 0.5rem 0; }
li { margin: 0.25rem 0; }
"""

_ABOUT = """
<p>Teknologiradar er en bot i Microsoft Teams til kommuner. Som team svarer I sammen på KL's ni spørgsmål om ny
teknologi og får jeres fagområdes radar som billede, med forslag til, hvor I kan begynde.</p>
<h2>Sådan kommer du i gang</h2>
<p>Skriv <strong>hej</strong> til botten i Teams. Skriv <strong>start refleksion</strong> for at begynde på de ni
spørgsmål, eller <strong>radar</strong> og et fagområde for at se en radar med det samme. I en gruppechat eller en
kanal skal du nævne botten med @: <strong>@Teknologiradar start refleksion</strong>.</p>
<h2>Hvis radar er det?</h2>
<p>Kommunernes Teknologiradar, dens fire ringe (KLAR, AFPRØV, HOLD ØJE og AFVENT) og de ni spørgsmål er KL's. Hver
radar i botten viser, hvilken udgave den bygger på, og hvor placeringerne kommer fra. Står der
<strong>EKSEMPELDATA</strong>, kan placeringerne være opdigtede for at vise, hvordan botten virker.</p>
<p>Navne på fagområder, korte beskrivelser af teknologier og begrundelserne i forslagene er vores vurdering, ikke
KL's. Vi er dem, der har lavet Teknologiradar i Teams.</p>
<h2>Hvem står bag?</h2>
<p>Botten er fri software under licensen MPL-2.0. Den drives af den organisation, der har sat den op i jeres Teams,
typisk jeres egen kommune.</p>
<h2>Hvis noget ikke virker</h2>
<p>Skriv <strong>hjælp</strong> til botten, eller kontakt jeres it-afdeling. Viste botten et nummer sammen med fejlen,
så giv dem det.</p>
"""

_PRIVACY = """
<p>Her står, hvad botten gemmer, hvorfor, og hvem der kan se det.</p>
<h2>Hvem har ansvaret?</h2>
<p>Den organisation, der driver botten for jer, typisk jeres egen kommune. Spørg jeres it-afdeling eller
databeskyttelsesrådgiver, hvis du er i tvivl. De kan også fortælle, hvilke regler der giver lov til at gemme
oplysningerne (retsgrundlaget).</p>
<h2>Hvad gemmer botten?</h2>
<ul>
<li>Det, du svarer på de ni spørgsmål: tekst, vurdering og krydser, med dit navn, dit id i Teams og tidspunktet. Retter
du et svar, bliver det tidligere svar også gemt. Trækker du et svar tilbage, bliver alt om det slettet.</li>
<li>Er refleksionen anonym, gemmer botten ikke dit navn ved svaret, men en kode, så du kan rette det. Når refleksionen
afsluttes, annulleres eller udløber, sletter botten koden, tidspunkterne og rækkefølgen, og svar på spørgsmål, som færre
end fire har svaret på.</li>
<li>Det, I skriver sammen: konklusioner, næste skridt og evalueringer, med navn og tidspunkt (uden navn, hvis
refleksionen er anonym).</li>
<li>Kommunens egen radar: hvad I bruger af hver teknologi, jeres begrundelse, og hvem der skrev det hvornår.</li>
<li>Hvilke fagområder en chat følger, men ikke hvem der bad om det.</li>
<li>Hvem der startede refleksionen, hvilken kommune og hvilket fagområde den handler om, og hvor langt I er.</li>
<li>Et aftryk af dit id i Entra, hvor du starter, styrer eller svarer på en refleksion med navn. Med det kan jeres
it-afdeling finde det, der er dit; id'et selv kan ikke læses af det.</li>
<li>Hvilken chat eller kanal og hvilken organisation i Teams det foregår i, så botten kan svare det rigtige sted, og
hvilken dag der sidst blev talt til den, eller nogen kom eller gik.</li>
<li>Et aftryk af hver, der har forladt chatten eller teamet, så botten ikke svarer på gamle kort. Det siger intet
navn.</li>
<li>Et id og et tidspunkt for hver besked til botten, så den samme besked ikke tæller to gange.</li>
<li>De beskeder og kort, botten selv sender. De kan gengive det, I har skrevet til den.</li>
</ul>
<h2>Hvad gemmer botten ikke?</h2>
<p>Botten har ikke adgang til jeres filer, kalendere eller kontakter. I en gruppechat eller kanal får den kun de
beskeder, hvor den er nævnt med @, og det, I trykker på i dens kort. Tekst, der ligner et CPR-nummer, bliver stoppet,
før den bliver gemt. Den bruger ikke cookies, måler ikke, hvad du gør,
og sender ikke noget til reklame eller til træning af kunstig intelligens.</p>
<h2>Hvorfor?</h2>
<p>For at I kan tage refleksionen i jeres eget tempo, se hinandens svar, rette dem og få en radar og forslag, der passer
til jeres fagområde. Oplysningerne bliver ikke brugt til andet, og botten træffer ingen afgørelser.</p>
<h2>Hvem kan se det?</h2>
<ul>
<li>I en gruppechat eller kanal kan alle, der er med i den, se, hvem der har svaret, og efter <strong>Vis svar</strong>,
hvad hver især har svaret. Er refleksionen anonym, kan de kun se svarene, og kun når mindst fire har svaret. I en
personlig chat er det kun dig.</li>
<li>Kommunens egen radar kan alle, der bruger botten i jeres organisation, se og rette.</li>
<li>De medarbejdere, der passer serveren og databasen hos den organisation, der driver botten.</li>
<li>Microsoft formidler beskederne, og Teams gemmer dem som andre chatbeskeder efter jeres organisations regler.</li>
</ul>
<p>Botten sender ikke jeres svar til andre kommuner eller til KL. Radarbillederne kan hentes uden login, men der står
ingen svar eller navne i dem.</p>
<h2>Hvor længe?</h2>
<p>En refleksion og alt, hvad der hører til den, bliver slettet to år efter, at nogen sidst ændrede den. Skriver du
alene i chatten uden at gemme, husker botten det, til du gemmer eller kasserer det, eller refleksionen slutter.
Annullerer I en anonym refleksion, bliver alle svar slettet med det samme. Botten
gemmer også sine egne beskeder og kort, så den kan svare det samme, hvis Teams spørger to gange. Indholdet bliver
slettet efter et døgn og resten efter 30 dage.
Kommunens egen radar bliver stående, så den kan bruges næste gang, men hvem der skrev i den, bliver slettet efter to
år. En chat følger et fagområde, til nogen siger stop. Hvilken chat det er, bliver slettet, når der ikke er mere gemt om
den, og ingen har talt til botten i den i to år. De, der driver botten, kan slette før.</p>
<h2>Se og slet det, der er dit</h2>
<p>Skriv <strong>slet mine svar</strong> til botten. Så ser du, og kun du, hvad der er gemt om dig i alle de chats, den
er med i hos jer, og bliver spurgt, før noget bliver slettet. Nogle steder sletter botten ikke selv, men viser, hvem du
skal skrive til; den sender ikke noget for dig.</p>
<ul>
<li>Dine svar, også de tidligere, og hvem du er, bliver slettet. Er andre med i refleksionen, fortsætter den uden dig,
og gruppens nyeste konklusion bliver stående med »tidligere deltager« i stedet for dit navn. Er der ikke andre i den,
går den helt. I kommunens egen radar bliver niveauet stående, men ikke dit navn og dine ord.</li>
<li>Anonyme svar, som gruppen har set, kan ikke slettes, for så kunne de andre se, hvem der gik. Når den refleksion er
afsluttet, kan ingen længere finde dine svar i den.</li>
<li>Det når botten ikke: kort og beskeder, der allerede er i Teams, filer, nogen har hentet, sikkerhedskopier, det
slettede i en PostgreSQL-database, til pladsen bruges igen, og dit navn, hvor andre har skrevet det. At der er en chat,
og at der kom en besked i den, husker botten stadig.</li>
</ul>
<p>Kommunen afgør, hvad der må slettes, og hvad der skal gemmes, for eksempel til en sag eller et arkiv.</p>
<h2>Dine rettigheder</h2>
<p>Du kan selv rette dine svar og trække dem tilbage, så længe refleksionen er i gang. Vil du have indsigt i, hvad der
er gemt om dig, eller have det rettet eller slettet, kan du også kontakte jeres it-afdeling eller
databeskyttelsesrådgiver. Du kan klage til Datatilsynet (datatilsynet.dk).</p>
<p>Skriv ikke oplysninger om borgere eller andre fortrolige oplysninger i svarene.</p>
"""

_TERMS = """
<p>Når du bruger Teknologiradar i Teams, gælder dette:</p>
<ul>
<li>Botten støtter en samtale. Radaren og forslagene er vejledende, og det er jer, der beslutter.</li>
<li>Radaren viser den udgave, der står på billedet. Den kan være ældre end det, KL senest har sagt.</li>
<li>Står der <strong>EKSEMPELDATA</strong>, kan placeringerne være opdigtede. Brug dem ikke til at beslutte noget.</li>
<li>Skriv ikke oplysninger om borgere eller andre fortrolige oplysninger i svarene.</li>
<li>Jeres svar er jeres egne.</li>
<li>Jeres kommune kan have egne regler for brug af apps i Teams. De gælder også her.</li>
<li>Botten er fri software under licensen MPL-2.0 og leveres, som den er, uden garanti. Den, der driver botten for jer,
kan ændre den eller stoppe den.</li>
</ul>
"""

_CONTENT = {
    "/om": ("Om Teknologiradar", "Om", _ABOUT),
    "/privatliv": ("Privatliv", "Privatliv", _PRIVACY),
    "/vilkaar": ("Vilkår for brug", "Vilkår", _TERMS),
}

_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=3600",
}


def _document(path: str) -> str:
    title, _, body = _CONTENT[path]
    links = "".join(_link(other, label, other == path) for other, (_, label, _) in _CONTENT.items())
    return (
        '<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} – Teknologiradar</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<header><nav aria-label="Sider"><ul>{links}</ul></nav></header>\n'
        f"<main>\n<h1>{title}</h1>{body}</main>\n</body>\n</html>\n"
    )


def _link(path: str, label: str, is_current: bool) -> str:
    current = ' aria-current="page"' if is_current else ""
    return f'<li><a href="{path}"{current}>{label}</a></li>'


PAGES: dict[str, tuple[str, str]] = {path: (title, _document(path)) for path, (title, _, _) in _CONTENT.items()}
"""Each page by its path: its title and the whole HTML document."""


def routes() -> list[web.RouteDef]:
    """One GET route for each page; anyone may read them."""
    return [web.get(path, _showing(html)) for path, (_, html) in PAGES.items()]


def _showing(html: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(_: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

    return show
