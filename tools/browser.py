"""Find the Chromium that the tests look at pages with; `--install` gets the distribution's own when we are root.

Prints its path. BROWSER= names another Chromium or Chrome.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PACKAGES = {"browser": "chromium", "font": "fonts-noto-cjk"}
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
)
CHINESE_FONTS = ("*CJK*", "*wqy*", "*PingFang*", "*STHeiti*", "*SourceHan*", "*DroidSansFallback*", "*uming*")


def candidates() -> Iterator[str]:
    """Paths that may be a Chromium, the wished-for one first."""
    if wish := os.environ.get("BROWSER", ""):
        yield shutil.which(wish) or wish
    for name in NAMES:
        if found := shutil.which(name):
            yield found
    yield from PLACES


def is_chromium(path: str) -> bool:
    """Whether this program says of itself that it is one; BROWSER is also how a desktop names any browser."""
    if not os.access(path, os.X_OK):
        return False
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return any(name in said.stdout for name in ("Chromium", "Chrome", "Edge"))


def find_browser() -> str | None:
    """The first Chromium of this machine."""
    return next((path for path in candidates() if is_chromium(path)), None)


def has_chinese_font() -> bool:
    """Whether a page of ours would show characters and not boxes."""
    if fc_list := shutil.which("fc-list"):
        listed = subprocess.run([fc_list, ":lang=zh", "family"], capture_output=True, text=True, check=False)
        if listed.stdout.strip():
            return True
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(name), None) for folder in folders if folder.is_dir() for name in CHINESE_FONTS)


def missing() -> list[str]:
    """The distribution's packages that this machine lacks for the tests."""
    return [
        package
        for package, there in (
            (PACKAGES["browser"], find_browser() is not None),
            (PACKAGES["font"], has_chinese_font()),
        )
        if not there
    ]


def install(packages: list[str]) -> None:
    """Get them from the distribution, without a question."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=sys.stderr, check=True)


def main() -> int:
    """Print the path, or say what to install."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="install what is missing, when root on Debian or Ubuntu")
    if parser.parse_args().install and missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"正在安装 {' '.join(missing())}……", file=sys.stderr)
        install(missing())
    if lacking := missing():
        packages = " ".join(lacking)
        print(f"测试要用浏览器和中文字体，本机还缺：{packages}", file=sys.stderr)
        print(f"请执行 sudo apt-get install {packages}，或用 BROWSER= 指明 Chromium 或 Chrome 的位置", file=sys.stderr)
        return 1
    print(find_browser())
    return 0


if __name__ == "__main__":
    sys.exit(main())
