"""How long a served desk takes to look at a sheet of 100,000 things with 300,000 relations and bring it in.

``python tests/bench/import_whole_sheet.py [ROWS]``, in an environment where ``import odoo`` works and a
PostgreSQL server is configured. It makes a database of its own, serves it with two workers, and lets the
desk's job work as it does for a person: in turns, batch after batch. Then it does the same once more, to
which nothing must happen.

What a sheet says stands in the sheet itself: every machine runs on a host, connects to a switch and is
backed up to a storage that are rows of it, so nothing can be linked before all is there.
"""
import sys
import time
from pathlib import Path
from tempfile import mkdtemp

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from served import Desk, database, wait  # noqa: E402

DATABASE = "service_desk_import_bench"
HEADER = "Class;Name;Serial Number;Environment;hostname;memory_gb;runs_on;connects_to;backed_up_to"
#: Of so many machines each one is a host, a switch or a storage.
MACHINES_PER_HOST, MACHINES_PER_SWITCH, MACHINES_PER_STORAGE = 50, 200, 1000
PATIENCE = 3600


def main(rows=100_000):
    with database(DATABASE, "service_desk_cmdb"):
        folder = Path(mkdtemp(prefix="import-"))
        desk = Desk(DATABASE, folder, workers=2)
        sheet = folder / "sheet.csv"
        sheet.write_bytes("\n".join(lines(rows)).encode())
        desk.start()
        try:
            for title in ("new", "the same again"):
                one = press(desk, f"""
job = env["service.desk.ci.import"].create(
    {{"file": b64encode(open({str(sheet)!r}, "rb").read()), "file_name": "sheet.csv"}})
job.action_check()""")
                checked = spend(desk, one, "checked")
                press(desk, f"""
job = env["service.desk.ci.import"].browse({one})
job.action_start()""")
                print(f"{title}: {rows:,} rows; check {checked:.0f} s, bring in {spend(desk, one, 'done'):.0f} s")
                tell(desk, one)
        finally:
            desk.kill()


def lines(rows):
    """The sheet: machines first, what they need last, and a few phones, so that it has all the rows."""
    per_machine = 1 + 1 / MACHINES_PER_HOST + 1 / MACHINES_PER_SWITCH + 1 / MACHINES_PER_STORAGE
    machines = int(rows / per_machine) - 3
    yield HEADER
    for number in range(machines):
        yield (
            f"virtual_machine;vm-{number};VM{number};test;vm{number}.example.com;8;host-{number // MACHINES_PER_HOST};"
            f"switch-{number // MACHINES_PER_SWITCH};storage-{number // MACHINES_PER_STORAGE}")
    needed = (
        [f"platform;host-{n};H{n};test;;;;;" for n in range(-(-machines // MACHINES_PER_HOST))]
        + [f"network_device;switch-{n};S{n};test;;;;;" for n in range(-(-machines // MACHINES_PER_SWITCH))]
        + [f"storage;storage-{n};T{n};test;;;;;" for n in range(-(-machines // MACHINES_PER_STORAGE))])
    yield from needed
    for number in range(rows - machines - len(needed)):
        yield f"phone;phone-{number};P{number};test;;;;;"


def press(desk, words):
    """What an administrator does, committed; returns the import's id."""
    told = desk.script(f"""
from base64 import b64encode
{words}
env.cr.commit()
print("IMPORT", job.id)
""")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("IMPORT "))


def spend(desk, one, state):
    """Seconds until an import is in a state."""
    began = time.monotonic()
    desk.wake()
    words = "SELECT state IN ('checking', 'running'), state, failure FROM service_desk_ci_import WHERE id = %s"
    wait(lambda: not desk.query(words, one)[0][0], f"the import to be {state}", PATIENCE)
    _is_busy, reached, failure = desk.query(words, one)[0]
    assert reached == state, failure
    return time.monotonic() - began


def tell(desk, one):
    outcomes = desk.query(
        "SELECT outcome, state, count(*) FROM service_desk_ci_import_row WHERE import_id = %s GROUP BY 1, 2", one)
    print("   rows:", "; ".join(f"{outcome} {state} {count:,}" for outcome, state, count in sorted(outcomes)))
    items, relations = (
        desk.value(f"SELECT count(*) FROM service_desk_ci{table}") for table in ("", "_relation"))
    print(f"   there are {items:,} items and {relations:,} relations by now")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
