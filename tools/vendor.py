"""Fetches the browser files we ship from their npm packages: `python tools/vendor.py`.

`vendor.json` names each package with its version, licence and reason, and each file with the SHA-256 of what we ship.
Nothing is written unless all of it has the hash named there. `--accept` writes the files and then their hashes into
`vendor.json`, for a reviewed new version; `--check` compares what lies in the repository, without a network.
Needs `npm` on the PATH; whatever registry npm is set to is asked, and npm compares the package's own checksum.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_suffix(".json")
VENDOR = ROOT / "src/stepwell/doors/staff/assets/vendor"
#: Of an icon's file, what it draws; the first path of each is an empty square.
DRAWN = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")
EMPTY = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
#: We ship no source maps, so nothing may ask for one.
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


def main() -> int:
    """Fetches, or with --check compares; 1 with one line for each file that is not what vendor.json says."""
    reader = argparse.ArgumentParser(description="The browser files we ship.")
    reader.add_argument("--check", action="store_true", help="only compare what lies here; no network")
    reader.add_argument("--accept", action="store_true", help="take what was fetched and write down its hashes")
    options = reader.parse_args()
    if options.check:
        wrong = checked()
    else:
        listed = json.loads(LIST.read_text())
        wrong = _fetched(listed, accept=options.accept)
    print("\n".join(wrong) if wrong else f"{len(list(VENDOR.iterdir()))} files, each as vendor.json says")
    return 1 if wrong else 0


def checked(folder: Path = VENDOR, listing: Path = LIST) -> list[str]:
    """A line for each file that is missing, changed, or there without being listed; empty when all is as it should."""
    named = {file["file"]: file["sha256"] for file in _files(json.loads(listing.read_text()))}
    wrong = [f"{path.name}: not in {listing.name}" for path in sorted(folder.iterdir()) if path.name not in named]
    for name, expected in named.items():
        path = folder / name
        if not path.is_file():
            wrong.append(f"{name}: missing")
        elif _sha256(path.read_bytes()) != expected:
            wrong.append(f"{name}: not the file that {listing.name} names")
    return wrong


def _fetched(listed: dict[str, Any], *, accept: bool) -> list[str]:
    bodies: dict[str, bytes] = {}
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for package in listed["packages"]:
            unpacked = _unpacked(package, Path(folder))
            for file in package["files"]:
                body = bodies[file["file"]] = _body(file, unpacked / file["from"])
                if accept:
                    file["sha256"] = _sha256(body)
                elif file["sha256"] != _sha256(body):
                    wrong.append(f"{file['file']}: {package['name']} {package['version']} has another content")
    if wrong:
        return wrong
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, body in bodies.items():
        (VENDOR / name).write_bytes(body)
    if accept:
        _write_hashes(listed)
    return checked()


def _unpacked(package: dict[str, Any], folder: Path) -> Path:
    """The package's folder, fetched by npm below `folder`."""
    wanted = f"{package['name']}@{package['version']}"
    into = folder / hashlib.sha256(wanted.encode()).hexdigest()[:12]
    into.mkdir()
    subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(into), wanted],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = into.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
    return into / "package"


def _body(file: dict[str, Any], source: Path) -> bytes:
    if "icons" in file:
        return _sprite(source, file["icons"]).encode()
    body = source.read_bytes()
    return SOURCE_MAP.sub(b"\n", body) if source.suffix == ".js" else body


def _sprite(folder: Path, names: list[str]) -> str:
    """All icons in one SVG: `<svg class="icon"><use href=".../icons.svg#phone"></use></svg>` draws one.

    A symbol takes its stroke from the page (`stroke: currentColor; fill: none`), because styles inherit through `use`.
    """
    symbols = []
    for name in names:
        drawn = "".join(
            shape.replace(" />", "/>")
            for shape in DRAWN.findall((folder / f"{name}.svg").read_text())
            if shape != EMPTY
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _write_hashes(listed: dict[str, Any]) -> None:
    """Puts each hash beside its file and leaves the rest of vendor.json as it was laid out by hand."""
    text = LIST.read_text()
    for file in _files(listed):
        text = re.sub(
            rf'("file": "{re.escape(file["file"])}".*?"sha256": ")[^"]*',
            rf"\g<1>{file['sha256']}",
            text,
            flags=re.DOTALL,
        )
    LIST.write_text(text)


def _files(listed: dict[str, Any]) -> list[dict[str, Any]]:
    return [file for package in listed["packages"] for file in package["files"]]


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
