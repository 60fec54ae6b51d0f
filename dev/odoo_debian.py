"""Odoo from Debian's package ``odoo-19``, unpacked into a folder of our own.

Only the unstable suite carries it, and installing from there would change
the machine. Unpacked privately it works on any Debian, for it is Python that
brings no binary: what it depends on comes from the virtual environment.
"""
from . import apt, files, paths
from .trouble import Trouble

NAME = "Debian's package odoo-19"
PLACE = "usr/lib/python3/dist-packages"
SUITE = "unstable"

# Debian replaced bundled fonts and libraries by links into these packages.
# The web client needs font-awesome 4, which a stable suite has; a font that
# is newer than the machine's suite comes from the same one as Odoo.
LINKED = ("fonts-font-awesome", "fonts-inconsolata", "fonts-montserrat", "fonts-ocr-b",
          "fonts-roboto-unhinted", "libjs-jquery", "libjs-jquery-form", "libjs-underscore")

# Installed beside the package by mistake: a second copy of every addon,
# without the web assets, and the build's own folders.
STRAY = ("addons", "doc", "setup")

SEGMENTATION = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def fetch(folder):
    """Fill a folder with Odoo and what it links to."""
    if not apt.is_here():
        raise Trouble("This machine has no apt-get.")
    packages = paths.cache() / "packages"
    machine = apt.PrivateApt("machine")
    machine.update()
    unstable = apt.PrivateApt(SUITE)
    unstable.use_only(SUITE, machine.mirror())
    unstable.update()
    stable = [name for name in LINKED if machine.carries(name)]
    machine.download(stable, packages)
    fetched = unstable.download(["odoo-19", *(set(LINKED) - set(stable))], packages)
    apt.unpack(fetched, folder)
    files.remove(packages)
    _mend(folder / PLACE)


def _mend(place):
    for stray in STRAY:
        files.remove(place / stray)
    # The library that blurs the background of video calls is not free
    # software enough for Debian, but mail's assets still name its file. A
    # missing asset is an error in the browser's console, which fails every
    # tour in a browser; an empty one is not.
    stub = place / SEGMENTATION
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("/* Left out by Debian. */\n", encoding="utf-8")
