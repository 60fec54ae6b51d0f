"""Monitoring that speaks to the desk, for tests."""

from datetime import timedelta
from itertools import count

from ..event_bodies import read_generic
from .ci_case import CiCase

TICKS = count(1)


class EventCase(CiCase):
    """A source of events, and one rule: what is minor or worse opens an incident at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What a demo database shows would be counted.
        cls.env["service.desk.event"].search([]).unlink()
        cls.env["service.desk.alert"].search([]).unlink()
        cls.source = (
            cls.env["service.desk.event.source"].with_user(cls.keeper).create({"name": "Watcher", "storm_count": 5})
        )
        cls.rule = (
            cls.env["service.desk.event.rule"]
            .with_user(cls.keeper)
            .create({"name": "Open", "severity": "3", "wait_minutes": 0})
        )
        cls.alerts = cls.env["service.desk.alert"]
        cls.incidents = cls.env["service.desk.incident"]

    def send(self, *rows, source=None):
        """Hand in events and have them worked on; a row without a label is about what it says."""
        self.receive(*rows, source=source)
        self.work()

    def receive(self, *rows, source=None):
        """Hand in events without work on them."""
        now = self.env.cr.now()
        # A transaction has one moment; the sender's clock goes on, and is not ahead of it.
        told = [
            {"date": (now - timedelta(seconds=10) + timedelta(milliseconds=next(TICKS))).isoformat(), **row}
            for row in rows
        ]
        events = read_generic({"events": told}, now, self.env["service.desk.event.match"]._places())
        return self.env["service.desk.event"]._receive((source or self.source).sudo(), events)

    def work(self):
        """What the job does, without its commits."""
        while self.alerts._fold_next():
            pass
        for _turn in range(5):
            if not self.alerts._decide_due():
                return

    def fire(self, host, severity="critical", **more):
        """An event that something is wrong with a host."""
        return {"summary": f"{host} is down", "severity": severity, "labels": {"host": host}, **more}

    def calm(self, host, **more):
        """The event that ends it."""
        return self.fire(host, status="resolved", **more)

    def alert(self, host):
        """The last alert about a host."""
        return self.alerts.search([("name", "=", f"{host} is down")], order="id desc", limit=1)

    def let_pass(self, **delta):
        """Let what the alerts know lie further back; what is due by now is due."""
        back = timedelta(**delta)
        for alert in self.alerts.search([]):
            values = {
                name: alert[name] - back
                for name in ("date_first", "date_since", "date_last", "date_resolved", "date_next", "date_flapping")
                if alert[name]
            }
            alert.write({**values, "changes": [(one - back).isoformat() for one in alert._changes()]})
