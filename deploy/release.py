"""``make release``: wheel, sdist, requirements, SBOM and checksums in ``dist/``; where asked for, the app package.

The version stands once, in ``pyproject.toml``; without a section of its own in ``CHANGELOG.md`` nothing is built.
The same commit gives the same bytes: every time in the files is the commit's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


class NotReady(Exception):
    """Nothing is released; says what to do first."""


def version(pyproject: str) -> str:
    """The version in the text of ``pyproject.toml``. Raises ``NotReady`` where it is not MAJOR.MINOR.PATCH."""
    found = str(tomllib.loads(pyproject)["project"]["version"])
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", found):
        raise NotReady(f"The version in pyproject.toml is »{found}«; it must be three numbers with dots between.")
    return found


def notes(changelog: str, number: str) -> str:
    """What the changelog says of a version, for whoever upgrades. Raises ``NotReady`` where it says nothing."""
    heading = rf"^## \[{re.escape(number)}\] - \d{{4}}-\d\d-\d\d$\n(.*?)(?=^## \[|\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    if not found or not (text := found[1].strip()):
        raise NotReady(f"CHANGELOG.md has nothing under »## [{number}] - the day«: say there what is new.")
    return text + "\n"


def sums(folder: Path) -> str:
    """A line a file, as ``sha256sum --check`` reads it, in order of name."""
    files = sorted(file for file in folder.iterdir() if file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def sbom(requirements: Path, pyproject: Path, day: str) -> str:
    """The bill of materials (CycloneDX 1.6, JSON) of what is installed with the wheel, from the hashed requirements."""
    made = ("--pyproject", str(pyproject), "--sv", "1.6", "--output-reproducible")
    bill = json.loads(_run(sys.executable, "-m", "cyclonedx_py", "requirements", str(requirements), *made))
    bill["metadata"]["timestamp"] = day
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def release(out: Path, app_id: str, domain: str) -> str:
    """Builds all of it in an empty or new folder; returns the version. Raises ``NotReady``."""
    number = version((ROOT / "pyproject.toml").read_text("utf-8"))
    told = notes((ROOT / "CHANGELOG.md").read_text("utf-8"), number)
    if out.exists() and any(out.iterdir()):
        raise NotReady(f"{out} is not empty.")
    if _run("git", "status", "--porcelain"):
        raise NotReady("There is something that is not committed: a release is of a commit.")
    epoch, day = _run("git", "log", "-1", "--format=%ct %cI").split()
    built = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    _run(sys.executable, "-m", "hatchling", "build", "-d", str(out.resolve()), environment=built)
    (out / "sbom.cdx.json").write_text(sbom(ROOT / "requirements" / "run.txt", ROOT / "pyproject.toml", day), "utf-8")
    (out / "requirements.txt").write_bytes((ROOT / "requirements" / "run.txt").read_bytes())
    (out / "NEWS.md").write_text(told, "utf-8")
    if app_id or domain:
        from bot.cli.package import build

        (out / "teams-app.zip").write_bytes(build(app_id, domain))
    (out / "SHA256SUMS").write_text(sums(out), "utf-8")
    return number


def _run(*command: str, environment: dict[str, str] | None = None) -> str:
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> int:
    """0 when it is built, 1 with a reason when it is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app-id", default="")
    parser.add_argument("--domain", default="")
    parser.add_argument("-o", dest="output", type=Path, default=ROOT / "dist")
    parsed = parser.parse_args()
    try:
        number = release(parsed.output, parsed.app_id, parsed.domain)
    except NotReady as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{number}: {parsed.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
