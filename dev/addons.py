"""The addons of this checkout, and whether their sources changed."""
from . import files, paths

PATTERN = "service_desk*/__manifest__.py"

# What Odoo reads from the disk each time, or never: no update needs it.
NOT_LOADED = {"tests", "readme", "__pycache__"}
NOT_LOADED_SUFFIXES = {".pyc", ".md", ".rst"}


def names():
    """The technical names of all addons here."""
    return sorted(manifest.parent.name for manifest in paths.ROOT.glob(PATTERN))


def fingerprints():
    """By addon, a digest of everything that an update would load into a database."""
    return {name: files.digest(_loaded(paths.ROOT / name), paths.ROOT) for name in names()}


def _loaded(addon):
    """The files of an addon whose change calls for ``-u``.

    Scripts, styles and pictures are served from the disk, all but the
    addon's icon, which is copied into the menu.
    """
    for path in addon.rglob("*"):
        inner = path.relative_to(addon).parts
        static = inner[0] == "static" and inner[1:2] != ("description",)
        if path.is_file() and not static and not NOT_LOADED.intersection(inner) \
                and path.suffix not in NOT_LOADED_SUFFIXES:
            yield path


def record_fingerprint():
    """A digest of the records that are loaded once and that no update touches again."""
    folders = {"data", "demo"}
    records = (path for name in names() for path in _loaded(paths.ROOT / name)
               if folders.intersection(path.relative_to(paths.ROOT).parts))
    return files.digest(records, paths.ROOT)
