"""How smoothly a map of 500 things is moved, in a real browser over a served desk.

``python tests/bench/map_frames.py [THINGS]``, up to 496, in an environment where ``import odoo`` works, a
PostgreSQL server is configured and Chromium or Chrome is on the path. It makes a database of its own, opens the map,
and drags it and zooms it as a hand does; the time between two pictures that the browser draws is told. A
map that is drawn whole from the start, and one that somebody makes large, one after the other.
"""
import json
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median, quantiles
from tempfile import mkdtemp

import websocket

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from served import Desk, database, wait  # noqa: E402

DATABASE = "service_desk_map_bench"
BROWSERS = ("chromium", "google-chrome", "chrome", "chromium-browser")
SIZE = (1280, 900)
STEPS = 120
#: One storage; hosts on it, machines on hosts, applications on machines that use each other. Below the
#: storage others in a row: from the last of them a map begins with few.
SET_UP = """
items, relations = env["service.desk.ci"], env["service.desk.ci.relation"]
kinds = {{code: env["service.desk.ci.class"].search([("code", "=", code)]).id
         for code in ("storage", "platform", "virtual_machine", "application")}}
types = {{code: env["service.desk.ci.relation.type"].search([("code", "=", code)]).id
         for code in ("runs_on", "depends_on")}}
def make(kind, count):
    return items.create([
        {{"name": f"{{kind}} {{n}}", "class_id": kinds[kind], "state": "in_use"}} for n in range(count)])
storage, hosts = make("storage", 1), make("platform", {things} // 25)
machines = make("virtual_machine", {things} * 9 // 25)
applications = make("application", {things} - 1 - len(hosts) - len(machines))
def link(kind, above, below):
    relations.create([
        {{"type_id": types[kind], "source_id": one.id, "target_id": below[n % len(below)].id}}
        for n, one in enumerate(above)])
link("depends_on", hosts, storage)
link("runs_on", machines, hosts)
link("runs_on", applications, machines)
link("depends_on", applications[: len(applications) // 2], applications[len(applications) // 2 :])
row = make("storage", 4)
link("depends_on", storage | row[:3], row)
env.cr.commit()
print("ROOT", storage.id, row[3].id)
"""
#: Beginning and end of a measurement, in the page.
WATCH = """
window.frames_seen = []; window.is_watching = true;
(function next(then) {
    requestAnimationFrame((now) => {
        if (then) { window.frames_seen.push(now - then); }
        if (window.is_watching) { next(now); }
    });
})();
"""
#: As many steps as there may be.
GROW = """
(() => {
    const steps = document.querySelector("input[name=depth]");
    steps.value = steps.max;
    steps.dispatchEvent(new Event("change", { bubbles: true }));
})()
"""
CANVAS = "document.querySelector('.o_map_canvas')"


def main(things=490):
    with database(DATABASE, "service_desk_cmdb"):
        desk = Desk(DATABASE, Path(mkdtemp(prefix="map-")))
        told = desk.script(SET_UP.format(things=things))
        roots = next(line.split()[1:] for line in told.splitlines() if line.startswith("ROOT "))
        desk.start()
        page = Page(Path(mkdtemp(prefix="browser-")))
        try:
            log_in(page, desk)
            for title, root in zip(("as it opens", "made large"), roots, strict=True):
                page.go(f"http://127.0.0.1:{desk.port}/odoo/asset-map?active_id={root}")
                page.wait(f"{CANVAS}?.cy?.nodes().length")
                page.run(GROW)
                page.wait(f"{CANVAS}.cy.nodes().length >= {things}")
                measure(page, title)
        finally:
            page.close()
            desk.kill()


def log_in(page, desk):
    page.go(f"http://127.0.0.1:{desk.port}/web/login")
    page.wait("document.querySelector('form.oe_login_form')")
    page.run("""
        for (const name of ["login", "password"]) { document.querySelector(`input[name=${name}]`).value = "admin"; }
        document.querySelector("form.oe_login_form").submit();
    """)
    page.wait("document.querySelector('.o_main_navbar')")


def measure(page, title):
    shown = page.run(f"{CANVAS}.cy.nodes().length"), page.run(f"{CANVAS}.cy.edges().length")
    x, y = page.run(f"(() => {{ const r = {CANVAS}.getBoundingClientRect();"
                    " return [r.x + r.width / 2, r.y + r.height * 0.8]; })()")
    print(f"-- {title}: {shown[0]} things, {shown[1]} relations")
    for name, move in (("dragged", drag), ("zoomed", zoom)):
        page.run(WATCH)
        move(page, x, y)
        frames = page.run("(() => { window.is_watching = false; return window.frames_seen; })()")
        told = f"{median(frames):.1f} ms, {quantiles(frames, n=20)[-1]:.1f} for 95 of 100, at most {max(frames):.0f}"
        print(f"{name}: from one picture to the next {told} ({len(frames)} pictures)")


def drag(page, x, y):
    page.mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
    for step in range(STEPS):
        page.mouse("mouseMoved", x + step, y - step, button="left", buttons=1)
        time.sleep(1 / 60)
    page.mouse("mouseReleased", x + STEPS, y - STEPS, button="left", clickCount=1)


def zoom(page, x, y):
    for step in range(STEPS // 2):
        page.mouse("mouseWheel", x, y, deltaX=0, deltaY=-40 if step < STEPS // 4 else 40)
        time.sleep(1 / 30)


class Page:
    """One page of a browser without a screen, by the protocol of its developer tools."""

    def __init__(self, folder):
        browser = next(filter(None, map(shutil.which, BROWSERS)))
        self.process = subprocess.Popen(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0",
             "--remote-allow-origins=*", f"--user-data-dir={folder}", f"--window-size={SIZE[0]},{SIZE[1]}",
             "--disable-background-networking", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = wait(lambda: self._port(folder), "the browser")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            target = next(one for one in json.load(answer) if one["type"] == "page")
        self.socket = websocket.create_connection(target["webSocketDebuggerUrl"], timeout=60)
        self.number = 0

    @staticmethod
    def _port(folder):
        told = folder / "DevToolsActivePort"
        return told.exists() and told.read_text().split()[:1] and told.read_text().split()[0]

    def call(self, method, **values):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": values}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]

    def go(self, url):
        self.call("Page.navigate", url=url)

    def run(self, words):
        """What an expression is in the page."""
        answer = self.call("Runtime.evaluate", expression=words, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, words):
        return wait(lambda: self.run(f"Boolean({words})"), words)

    def mouse(self, kind, x, y, **values):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **values)

    def close(self):
        self.socket.close()
        self.process.kill()
        self.process.wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
