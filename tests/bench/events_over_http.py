"""How many monitoring events a served desk takes, and that none is lost.

``python tests/bench/events_over_http.py [SECONDS [RATE [SIZE ...]]]``, in an environment where
``import odoo`` works and a PostgreSQL server is configured. It makes a database of its own, serves it
with two workers, and sends RATE events a second in bodies of SIZE for SECONDS, for each SIZE; the job
works on them meanwhile.
"""
import json
import sys
import threading
import time
import urllib.request
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from tempfile import mkdtemp

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from served import Desk, database, wait  # noqa: E402

DATABASE = "service_desk_events_bench"
WORKERS, SENDERS = 2, 4
SIZES = (100, 1)
SET_UP = """
source = env["service.desk.event.source"].create({"name": "Bench", "rate": 10**6})
print("KEY", source.action_new_key()["context"]["default_key"])
env.cr.commit()
"""


def main(seconds=60, rate=500, *sizes):
    with database(DATABASE, "service_desk_cmdb"):
        desk = Desk(DATABASE, Path(mkdtemp(prefix="events-")), workers=WORKERS)
        key = next(line.split()[1] for line in desk.script(SET_UP).splitlines() if line.startswith("KEY "))
        desk.start()
        try:
            for size in sizes or SIZES:
                before = desk.value("SELECT count(*) FROM service_desk_event")
                print(f"-- {rate} events a second in bodies of {size}, for {seconds} s")
                tell(desk, size, before, *flood(desk, key, seconds, rate, size))
        finally:
            desk.kill()


def flood(desk, key, seconds, rate, size):
    """Send on time, or as fast as it goes when that is slower, and then no longer than twice as long.

    :return: times of the answers, what failed, how long it took, how many events were sent
    """
    bodies, spent, failed = Queue(), [], []
    for number in range(seconds * rate // size):
        bodies.put((number * size / rate, number))
    start = time.monotonic()
    end = start + 2 * seconds

    def send():
        while True:
            try:
                due, number = bodies.get_nowait()
            except Empty:
                return
            if time.monotonic() > end:
                return
            time.sleep(max(0, start + due - time.monotonic()))
            began = time.monotonic()
            try:
                post(desk, key, number, size)
                spent.append(time.monotonic() - began)
            except OSError as error:
                failed.append(str(error))

    senders = [threading.Thread(target=send) for _sender in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return spent, failed, time.monotonic() - start, (len(spent) + len(failed)) * size


def post(desk, key, number, size):
    rows = [
        {"id": f"{size}-{number}-{one}", "summary": f"thing {one} fails", "severity": "critical", "ci": f"thing {one}"}
        for one in range(size)]
    request = urllib.request.Request(
        f"http://127.0.0.1:{desk.port}/service_desk/events", json.dumps({"events": rows}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 202, answer.status


def tell(desk, size, before, spent, failed, took, sent):
    kept = desk.value("SELECT count(*) FROM service_desk_event") - before
    waiting = desk.value("SELECT count(*) FROM service_desk_event WHERE state = 'new'")
    print(f"{sent:,} events sent in {took:.1f} s: {sent / took:,.0f} a second; {len(failed)} refused; {kept:,} kept")
    print(f"an answer took {median(spent) * 1000:.0f} ms, at most {max(spent) * 1000:.0f} ms")
    began = time.monotonic()
    desk.wake()
    wait(lambda: not desk.value("SELECT count(*) FROM service_desk_event WHERE state = 'new'"), "the job", 900)
    print(f"{waiting:,} were still waiting then; worked on {time.monotonic() - began:.1f} s later")
    assert kept >= sent - len(failed) * size, "events were lost"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
