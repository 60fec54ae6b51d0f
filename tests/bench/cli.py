"""The command: make the databases, measure, tell."""
import argparse
from pathlib import Path

from . import (
    databases,
    likeness,
    operations_change,  # noqa: F401 - registers its operations
    operations_clocks,  # noqa: F401 - registers its operations
    operations_cmdb,  # noqa: F401 - registers its operations
    operations_cmdb_import,  # noqa: F401 - registers its operations
    operations_events,  # noqa: F401 - registers its operations
    operations_journey,  # noqa: F401 - registers its operations
    operations_knowledge,  # noqa: F401 - registers its operations
    operations_mail,  # noqa: F401 - registers its operations
    operations_order,  # noqa: F401 - registers its operations
    operations_sla,  # noqa: F401 - registers its operations
    report,
)
from .databases import Databases
from .operations import OPERATIONS
from .stopwatch import Stopwatch

DATABASE = "service_desk_bench"
SCALES = "10000,1000000"


def main():
    databases.configure()
    options = _parse()
    operations = [OPERATIONS[key] for key in options.only]
    with Databases(options.database, options.keep) as made:
        if options.likeness:
            likeness.measure(made, options.likeness, options.scales[-1])
            return 0
        grounds, measured = _measure(made, operations, options)
        print(report.table(measured, grounds))
        if options.json:
            options.json.write_text(report.as_json(measured, grounds), encoding="utf-8")
            print(f"Written to {options.json}.")
    return 0


def _measure(made, operations, options):
    """Measure what the desk alone can do first, then what needs another addon."""
    plain = [one for one in operations if not one.addon]
    other = [one for one in operations if one.addon]
    addons = sorted({one.addon for one in other})
    grounds = [made.ground(scale, [] if plain else addons) for scale in options.scales]
    measured = Stopwatch(grounds, options.repeat).measure(plain)
    if other:
        grounds = [made.with_addons(ground, addons) for ground in grounds]
        measured += Stopwatch(grounds, options.repeat).measure(other)
    return grounds, measured


def _parse():
    parser = argparse.ArgumentParser(
        prog="python3 dev bench", description=__doc__,
        epilog="Operations: " + ", ".join(OPERATIONS))
    parser.add_argument("--database", default=databases.configured_name() or DATABASE,
                        help="first part of the names of the databases (default: %(default)s)")
    parser.add_argument("--scales", type=_scales, default=_scales(SCALES), metavar="N,N",
                        help=f"how many tickets (default: {SCALES})")
    parser.add_argument("--only", type=_operations, default=list(OPERATIONS), metavar="NAME,NAME",
                        help="measure these operations alone")
    parser.add_argument("--repeat", type=int, default=15, metavar="N",
                        help="how many times; a quarter for long operations (default: %(default)s)")
    parser.add_argument("--keep", action="store_true",
                        help="keep the databases, and use those that an earlier run has kept")
    parser.add_argument("--likeness", type=Path, metavar="PATH",
                        help="measure instead how well like tickets are found, on a CSV of texts and groups")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write all that was measured there")
    return parser.parse_args()


def _scales(text):
    scales = sorted({int(scale.replace("_", "")) for scale in text.split(",")})
    if not scales or scales[0] < 1000:
        raise argparse.ArgumentTypeError("a desk has 1,000 tickets at least")
    return scales


def _operations(text):
    names = text.split(",")
    unknown = [name for name in names if name not in OPERATIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no such operation: {', '.join(unknown)}")
    return names
