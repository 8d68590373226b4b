"""What the guides say to type runs, prints what they show, and their pictures are of today."""

from __future__ import annotations

import re
import shlex
import struct
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from aggregator import cli
from tests import rendering, system
from tests.guides import pictures, walk

MOST_BYTES = 2_000_000
PAGES = {path.name: path for path in walk.pages()}
RUN = {name for name, path in PAGES.items() if "```sh\n" in path.read_text("utf-8")}


class Walk(NamedTuple):
    """The five-minute guide, played: what it shows, and where its files are."""

    text: str
    folder: Path


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Walk:
    folder = tmp_path_factory.mktemp("walk")
    return Walk(walk.played(walk.WALKED.read_text("utf-8"), folder), folder)


def test_the_five_minutes_show_what_their_commands_print(walked) -> None:
    """If they don't: `python -m tests.guides`."""
    assert walked.text == walk.WALKED.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(RUN - {walk.WALKED.name}))
def test_a_guide_shows_what_its_commands_print(name, tmp_path) -> None:
    """If it doesn't: `python -m tests.guides`."""
    text = PAGES[name].read_text("utf-8")
    assert walk.played(text, tmp_path) == text


@pytest.mark.parametrize("name", sorted(PAGES))
def test_commands_that_need_more_than_this_machine_can_be_typed(name) -> None:
    for line in walk.lines_to_read(PAGES[name].read_text("utf-8")):
        words = [word for word in shlex.split(line, comments=True) if word != "ketnap"]
        command: click.Command = cli.command_tree()
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("name", sorted(PAGES))
def test_links_and_pictures_of_a_guide_are_there(name) -> None:
    page = PAGES[name]
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_commands_named_in_a_sentence_exist() -> None:
    names = set(cli.command_tree().commands)
    text = "".join(path.read_text("utf-8") for path in PAGES.values())
    assert set(re.findall(r"`ketnap (\w+)", text)) <= names


def test_the_pictures_are_of_what_the_commands_write_now(walked) -> None:
    """If they aren't: `python -m tests.guides`."""
    assert rendering.digests(walked.folder, pictures.WANTED) == rendering.recorded(
        pictures.PICTURES
    )
    stored = {path.stem: path for path in pictures.PICTURES.glob("*.png")}
    assert set(stored) == {picture.name for picture in pictures.WANTED}
    assert sum(path.stat().st_size for path in stored.values()) < MOST_BYTES


def test_each_picture_is_found_in_its_file(walked, tmp_path) -> None:
    soffice = system.soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    rendering.render(soffice, walked.folder, pictures.WANTED, tmp_path)
    for picture in pictures.WANTED:
        made, stored = (folder / f"{picture.name}.png" for folder in (tmp_path, pictures.PICTURES))
        assert _size(made) == _size(stored), picture.name


def _size(path: Path) -> tuple[int, ...]:
    """Width and height of a PNG."""
    return struct.unpack(">II", path.read_bytes()[16:24])
