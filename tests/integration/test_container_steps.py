"""The container's steps, one by one in folders of their own; then the bot as they leave it, able to write to one alone.

What only an engine does (the base image, isolation, a root that is read-only by mount) is not tried here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.container import CONTAINERFILE, ROOT, Engine, Image, context, instructions, let_through
from tests.fakes.ports import free_port

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
POWERLESS = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs"] if os.geteuid() == 0 else []
"""What ``cap_drop: ALL`` and ``no-new-privileges`` make of root: it may do what the files' modes let it, no more."""


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Image]:
    """All steps run; afterwards nothing but ``/tmp`` can be written to."""
    folder = tmp_path_factory.mktemp("container")
    text = CONTAINERFILE.read_text("utf-8").replace("3978", str(port)).replace("0.0.0.0", "127.0.0.1")
    built = Engine(folder / "root", context(folder / "context")).build(text)
    shutil.rmtree(folder / "build")
    subprocess.run(["chmod", "-R", "a-w", str(built.root)], check=True)
    (built.root / "tmp").chmod(0o755)
    yield built
    subprocess.run(["chmod", "-R", "u+w", str(built.root)], check=True)


def run(image: Image, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**image.environment, **more}
    return subprocess.run(
        [*POWERLESS, *command], cwd=image.folder, env=environment, capture_output=True, text=True, check=False
    )


def test_what_is_copied_into_the_image_is_what_the_engine_is_let_to_see() -> None:
    copied = [value.split()[:-1] for name, value in instructions(CONTAINERFILE.read_text("utf-8")) if name == "COPY"]
    sources = {source for each in copied if not each[0].startswith("--from=") for source in each}
    assert sources == set(let_through((ROOT / ".dockerignore").read_text("utf-8")))


def test_the_image_runs_as_nobody_in_particular(image: Image) -> None:
    uid, gid = image.user.split(":")
    assert int(uid) >= 10_000 and int(gid) >= 10_000


def test_nothing_in_the_image_can_be_written_to_but_the_one_folder(image: Image) -> None:
    (ours,) = (image.root / "opt" / "teknologiradar" / "lib").glob("python3*/site-packages/bot")
    assert run(image, "touch", str(ours / "ny.py")).returncode != 0
    assert run(image, "touch", str(image.folder / "ny")).returncode == 0


def test_the_image_holds_the_version_that_pyproject_names_and_nothing_of_where_it_was_built(image: Image) -> None:
    assert run(image, *image.entrypoint, "--version").stdout == f"teknologiradar {VERSION}\n"
    assert sorted(path.name for path in image.root.iterdir()) == ["opt", "tmp"]
    assert [path.name for path in (image.root / "opt").iterdir()] == ["teknologiradar"]
    packages = {path.name for path in (image.root / "opt" / "teknologiradar").glob("lib/python3*/site-packages/*")}
    assert "bot" in packages and not packages & {"hatchling", "pytest", "deploy", "tests"}


def test_the_bot_of_the_image_starts_is_found_well_and_ends_with_nothing_written_outside_its_folder(
    image: Image, port: int, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "tr_app_password").write_text("opdigtet\n", "utf-8")
    settings = {
        "TR_APP_ID": "11111111-2222-3333-4444-555555555555",
        "TR_TENANT_ID": "22222222-2222-3333-4444-555555555555",
        "TR_PUBLIC_URL": "https://radar.example.org",
        "TR_DATABASE_URL": f"sqlite+aiosqlite:///{image.folder}/bot.db",
        "TR_SECRETS_DIR": str(secrets),
    }
    command = [*POWERLESS, *image.entrypoint, *image.command]
    bot = subprocess.Popen(
        command,
        cwd=image.folder,
        env={**image.environment, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert bot.stdout
        assert bot.stdout.readline() == f"Botten lytter på http://127.0.0.1:{port}\n", bot.communicate()[1]
        well = run(image, *image.healthcheck)
        assert well.returncode == 0, well.stderr
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
            assert answer.read().decode() == f"ok {VERSION}\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/privatliv", timeout=60) as answer:
            assert answer.status == 200
    finally:
        bot.terminate()
        _, log = bot.communicate(timeout=60)
    assert bot.returncode == 0, log
    assert f"teknologiradar {VERSION}\n" in log and "Traceback" not in log and "opdigtet" not in log
    assert run(image, *image.healthcheck).returncode != 0
    assert "bot.db" in {path.name for path in image.folder.iterdir()}


def test_the_bot_of_the_image_draws_a_radar(image: Image) -> None:
    drawn = run(image, *image.entrypoint, "radar", "samlet", "--edition", "eksempel", "-o", "radar.png")
    assert drawn.returncode == 0, drawn.stderr
    assert (image.folder / "radar.png").read_bytes().startswith(b"\x89PNG")
    assert drawn.stderr == ""


def test_a_start_without_its_settings_is_refused_with_a_sentence(image: Image) -> None:
    refused = run(image, *image.entrypoint, *image.command, TR_DATABASE_URL=f"sqlite+aiosqlite:///{image.folder}/b.db")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "TR_APP_ID" in refused.stderr
