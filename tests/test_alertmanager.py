"""The real Prometheus Alertmanager tells a served desk what fires and what ends, while the desk is killed.

Alertmanager tries again until it is answered: nothing is lost, and nothing is there twice.
"""

import json
import shutil
import time
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from served import Desk, Process, answers, database, free_port, wait

DATABASE = "service_desk_events_test"

SET_UP = """
source = env["service.desk.event.source"].create({"name": "Alertmanager", "storm_count": 0})
env["service.desk.event.rule"].search([]).write({"wait_minutes": 0})
env["service.desk.ci"].create({
    "name": "node1", "class_id": env.ref("service_desk_cmdb.ci_class_server").id, "state": "in_use"})
print("KEY", source.action_new_key()["context"]["default_key"])
env.cr.commit()
"""

CONFIGURATION = """
route:
  receiver: desk
  group_by: [alertname]
  group_wait: 1s
  group_interval: 2s
  repeat_interval: 1h
receivers:
  - name: desk
    webhook_configs:
      - url: http://127.0.0.1:{port}/service_desk/events/alertmanager
        send_resolved: true
        http_config:
          authorization:
            credentials: {key}
"""


class Alertmanager(Process):
    """Alertmanager without a cluster, over a folder of its own."""

    def __init__(self, folder, desk, key):
        program = shutil.which("prometheus-alertmanager")
        assert program, "prometheus-alertmanager must be on the PATH; `python3 dev test` puts it there."
        self.port = free_port()
        configuration = folder / "alertmanager.yml"
        configuration.write_text(CONFIGURATION.format(port=desk.port, key=key), encoding="utf-8")
        command = [
            program, f"--config.file={configuration}", f"--storage.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port}", "--cluster.listen-address=",
        ]  # fmt: skip
        # Unpacked privately it looks for its templates where it is started.
        super().__init__(command, folder / "alertmanager.log", self.is_ready, Path(program).parent)

    def is_ready(self):
        return answers(f"http://127.0.0.1:{self.port}/-/ready")

    def tell(self, nodes, is_over=False):
        """What Prometheus would tell it: these nodes are down, or are back."""
        now = datetime.now(timezone.utc)
        over = {"endsAt": now.isoformat()} if is_over else {"endsAt": (now + timedelta(hours=1)).isoformat()}
        alerts = [
            {
                "labels": {"alertname": "NodeDown", "instance": f"{node}.example.com:9100", "severity": "critical"},
                "annotations": {"summary": f"{node} is down"},
                **over,
            }
            for node in nodes
        ]
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v2/alerts",
            json.dumps(alerts).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alertmanager")
    with database(DATABASE, "service_desk_cmdb"):
        desk = Desk(DATABASE, folder)
        printed = desk.script(SET_UP)
        key = next(line.split()[1] for line in printed.splitlines() if line.startswith("KEY "))
        alertmanager = Alertmanager(folder, desk, key)
        try:
            desk.start()
            alertmanager.start()
            yield alertmanager, desk
        finally:
            alertmanager.kill()
            desk.kill()


def alerts(desk, state):
    """Names of the nodes whose alerts are in this state."""
    found = desk.query("SELECT split_part(name, ' ', 1) FROM service_desk_alert WHERE state = %s", state)
    return sorted(name for (name,) in found)


def incidents(desk):
    """node -> states of its incidents."""
    found = {}
    for name, state in desk.query("SELECT split_part(name, ' ', 1), state FROM service_desk_incident ORDER BY id"):
        found.setdefault(name, []).append(state)
    return found


def nodes(first, last):
    return [f"node{number}" for number in range(first, last + 1)]


def test_alerts_come_and_go_while_the_desk_is_killed(pair):
    """What fires opens one incident each, what ends resolves it, whatever happens to the desk meanwhile."""
    alertmanager, desk = pair
    alertmanager.tell(nodes(1, 30))
    wait(lambda: len(incidents(desk)) == 30, "an incident for each node")
    assert desk.value("SELECT count(*) FROM service_desk_alert WHERE ci_id IS NOT NULL") == 1

    desk.kill()
    alertmanager.tell(nodes(31, 60))
    alertmanager.tell(nodes(1, 10), is_over=True)
    time.sleep(4)  # Alertmanager has tried, and found nobody.
    desk.start()
    desk.wake()
    wait(lambda: len(alerts(desk, "resolved")) == 10, "the ends that were told to nobody")
    wait(lambda: len(incidents(desk)) == 60, "the alerts that were told to nobody")

    for number in range(3):
        # Killed while it stores or works on what it was just told.
        alertmanager.tell(nodes(61 + 20 * number, 80 + 20 * number))
        time.sleep(1 + number / 2)
        desk.kill()
        desk.start()
    desk.wake()
    wait(lambda: len(incidents(desk)) == 120, "what was told while the desk was killed")
    alertmanager.tell(nodes(11, 120), is_over=True)
    wait(lambda: len(alerts(desk, "resolved")) == 120, "all to be over")
    wait(lambda: all(states == ["resolved"] for states in incidents(desk).values()), "all incidents to be resolved")

    assert alerts(desk, "firing") == []
    assert sorted(incidents(desk)) == sorted(nodes(1, 120))
    assert desk.value("SELECT count(*) FROM service_desk_event WHERE state != 'done'") == 0
    assert desk.value("SELECT max(n) FROM (SELECT count(*) n FROM service_desk_event GROUP BY key) x") == 1
