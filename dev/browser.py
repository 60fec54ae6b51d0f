"""The browser that tours run in: the machine's own, else one unpacked privately."""
import os
import re
import shutil
from pathlib import Path

from . import apt, commands, files, locks, paths, say
from .trouble import Trouble

# The names Odoo looks for on the path.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PACKAGE = "chromium"
NEEDED = ("Tests in a browser need Chromium or Google Chrome, and none could be had: install "
          "Chromium so that `chromium` is on the PATH.")

LIBRARY = re.compile(r"\.so(\.\d+)*$")

# The package's own start script looks for everything below /usr, so the
# program is started directly, and told where its libraries and fonts lie.
WRAPPER = """\
#!/bin/sh
here=$(cd "$(dirname "$0")/.." && pwd)
export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/usr/lib/chromium/chromium" "$@"
"""

FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def ensure():
    """The folder to put on the PATH so that tests find a browser; None if one is there."""
    if any(map(shutil.which, NAMES)):
        return None
    folder = paths.cache() / "chromium"
    with locks.exclusive("browser", "it fetches a browser", folder=paths.cache()):
        if not folder.exists():
            _fetch(folder)
    _refuse_broken(folder / "bin" / PACKAGE)
    return folder / "bin"


def environment():
    """Variables that keep what a browser stores about itself inside the checkout."""
    home = paths.STATE / "browser"
    return {"XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache")}


def _fetch(target):
    """Unpack Debian's Chromium with all it needs that the machine has not."""
    if not apt.is_here():
        raise Trouble(NEEDED)
    say.step("Fetching a browser: Debian's package chromium")
    machine = apt.PrivateApt("machine")
    machine.update()
    packages = paths.cache() / "browser-packages"
    with files.whole_directory(target) as folder:
        apt.unpack(machine.download(machine.missing_for(PACKAGE), packages), folder)
        (folder / "fonts.conf").write_text(FONTS, encoding="utf-8")
        _write_wrapper(folder)
    files.remove(packages)


def _write_wrapper(folder):
    libraries = sorted({path.parent.relative_to(folder) for path in folder.rglob("*.so*")
                        if LIBRARY.search(path.name)})
    wrapper = folder / "bin" / PACKAGE
    wrapper.parent.mkdir(exist_ok=True)
    wrapper.write_text(WRAPPER.format(
        libraries=os.pathsep.join(f"$here/{library}" for library in libraries)), encoding="utf-8")
    wrapper.chmod(0o755)


def _refuse_broken(program: Path):
    """A browser that does not even tell its version would make tests wait, then fail."""
    told = commands.output([str(program), "--version"]) or ""
    if not re.search(r"\d+\.\d+", told):
        raise Trouble(f"The browser unpacked in {program.parent.parent} does not start. {NEEDED}")
