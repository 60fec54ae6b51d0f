"""Finding Odoo 19: one the developer names, one that is there, else a fetched one.

A place is the folder that holds the Python package ``odoo``.
"""
import importlib.util
import os
import runpy
from pathlib import Path

from . import files, locks, odoo_debian, odoo_tarball, paths, say
from .trouble import Trouble

SERIES = "19.0"
VARIABLE = "SERVICE_DESK_ODOO"

# Where a fetched Odoo comes from, in the order of preference. Each fills a
# folder and returns where in it Odoo's place is.
ORIGINS = (odoo_debian, odoo_tarball)


def find():
    """The place of Odoo on this machine, fetched into the cache if there is none."""
    return _named() or _importable() or _fetched() or _fetch()


def series(place):
    """Which series of Odoo is in a place; None when there is none."""
    release = Path(place) / "odoo" / "release.py"
    if not release.is_file():
        return None
    return runpy.run_path(str(release)).get("series")


def _named():
    """What the developer's environment variable names. A wrong name is told, not passed over."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    place = Path(named).expanduser().resolve()
    for candidate in (place, place.parent):
        if series(candidate) == SERIES:
            return candidate
    raise Trouble(f"{VARIABLE} names {place}, where there is no Odoo {SERIES}: let it name a "
                  "checkout of that series, or unset it.")


def _importable():
    """An Odoo of the right series that this very Python would import."""
    found = importlib.util.find_spec("odoo")
    for package in (found.submodule_search_locations if found else None) or ():
        place = Path(package).resolve().parent
        if series(place) == SERIES:
            return place
    return None


def _fetched():
    target = paths.cache() / "odoo"
    for origin in ORIGINS:
        place = target / origin.PLACE
        if series(place) == SERIES:
            return place
    return None


def _fetch():
    """Fetch Odoo from the first origin that has it, and say why none did otherwise."""
    reasons = []
    with locks.exclusive("fetch", "it fetches Odoo", folder=paths.cache()):
        place = _fetched()
        if place:
            return place
        for origin in ORIGINS:
            say.step(f"Fetching Odoo {SERIES}: {origin.NAME}")
            try:
                with files.whole_directory(paths.cache() / "odoo") as folder:
                    origin.fetch(folder)
                return _fetched()
            except Trouble as trouble:
                say.detail(str(trouble))
                reasons.append(origin.NAME)
    raise Trouble(f"Odoo {SERIES} could not be fetched ({', '.join(reasons)}): put a checkout of "
                  f"Odoo {SERIES} on this machine and let {VARIABLE} name its folder.")
