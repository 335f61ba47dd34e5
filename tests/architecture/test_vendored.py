"""The browser files we ship are the ones that were reviewed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tools.vendor import LIST, VENDOR, checked


def test_each_file_has_the_hash_written_down() -> None:
    assert checked() == []


def test_every_package_says_its_version_licence_and_reason() -> None:
    for package in json.loads(LIST.read_text())["packages"]:
        assert all(package[key] for key in ("name", "version", "licence", "why")), package["name"]
        assert any(file["file"].endswith(".licence.txt") for file in package["files"]), package["name"]


def test_a_changed_a_missing_and_an_unlisted_file_are_told(tmp_path: Path) -> None:
    folder = shutil.copytree(VENDOR, tmp_path / "vendor")
    (folder / "htmx.min.js").write_text("changed")
    (folder / "icons.svg").unlink()
    (folder / "more.js").write_text("")
    assert checked(folder) == [
        "more.js: not in vendor.json",
        "htmx.min.js: not the file that vendor.json names",
        "icons.svg: missing",
    ]


def test_nothing_we_ship_asks_for_a_source_map_or_another_machine() -> None:
    for script in VENDOR.glob("*.js"):
        assert "sourceMappingURL" not in script.read_text(), script.name
    assert "http" not in (VENDOR / "icons.svg").read_text().replace("http://www.w3.org/2000/svg", "")
