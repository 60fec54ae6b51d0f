"""Prometheus Alertmanager, for tests of monitoring: the machine's own, else Debian's package unpacked privately."""
import shutil

from . import apt, files, locks, paths, say

PROGRAM = PACKAGE = "prometheus-alertmanager"
SHARE = "/usr/share/prometheus/alertmanager"


def ensure():
    """The folder to put on the PATH so that tests find it; None if it is there or cannot be had.

    One program without libraries of its own: nothing else of what the package depends on is needed.
    """
    if shutil.which(PROGRAM) or not apt.is_here():
        return None
    folder = paths.cache() / "alertmanager"
    with locks.exclusive("alertmanager", "it fetches Alertmanager", folder=paths.cache()):
        if not folder.exists():
            _fetch(folder)
    return folder / "usr" / "bin"


def _fetch(target):
    say.step(f"Fetching Debian's package {PACKAGE}")
    machine = apt.PrivateApt("machine")
    machine.update()
    packages = paths.cache() / "alertmanager-packages"
    with files.whole_directory(target) as folder:
        apt.unpack(machine.download([PACKAGE], packages), folder)
        _mend(folder)
    files.remove(packages)


def _mend(folder):
    """Let it find its templates where it was unpacked.

    It opens them in a fixed folder that only an installation has: neither a flag nor a setting names
    another (``--web.ui-path`` is for its pages), and to lay a folder over that one takes rights that
    not every machine gives. Written with as many letters, a folder that begins where the program is
    started leads to the copies beside it. The program in the package stays as it is.
    """
    program = folder / "usr" / "bin" / PROGRAM
    near = "./".ljust(len(SHARE) - 1, "/") + "."
    program.write_bytes(program.read_bytes().replace(SHARE.encode(), near.encode()))
    for template in folder.joinpath(*SHARE.split("/")).glob("*.tmpl"):
        shutil.copy(template, program.parent)
