from datetime import timedelta

from odoo.tests import tagged

from ..event_bodies import read_alertmanager
from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertOrder(EventCase):
    """Events overtake each other, and things end and begin again between two looks of the job."""

    def when(self, minutes):
        return (self.env.cr.now().replace(microsecond=0) + timedelta(minutes=minutes)).isoformat() + "Z"

    def test_end_that_overtakes_a_beginning_ends_it(self):
        """Nobody tells it again, and the alert would fire for ever; its down time is known all the same."""
        item = self.make_ci("web1")
        self.send(self.calm("web1", date=self.when(-5)))
        self.send(self.calm("web1", date=self.when(-2)))
        self.send(self.fire("web1", date=self.when(-10)))
        alert = self.alert("web1")
        self.assertEqual((alert.state, bool(alert.incident_id)), ("resolved", False))
        row = self.env["service.desk.ci.downtime"].search([("ci_id", "=", item.id)])
        self.assertEqual(row.date_to - row.date_from, timedelta(minutes=5))

    def test_end_that_overtakes_a_later_beginning_ends_it(self):
        """Also of a trouble that was there before."""
        self.send(self.fire("web1", date=self.when(-50)), self.calm("web1", date=self.when(-40)))
        self.send(self.calm("web1", date=self.when(-5)))
        self.send(self.fire("web1", date=self.when(-10)))
        self.assertEqual(self.alert("web1").state, "resolved")
        self.send(self.fire("web1", date=self.when(-3)))
        self.assertEqual(self.alert("web1").state, "firing")

    def test_beginning_that_overtakes_an_end_goes_on(self):
        """It began again after that end, which is told late; its first failure was over with it."""
        item = self.make_ci("web1")
        self.send(self.fire("web1", date=self.when(-50)))
        self.send(self.fire("web1", date=self.when(-10)))
        self.send(self.calm("web1", date=self.when(-40)))
        self.assertEqual(self.alert("web1").state, "firing")
        rows = self.env["service.desk.ci.downtime"].search([("ci_id", "=", item.id)], order="date_from")
        self.assertEqual(rows[0].date_to - rows[0].date_from, timedelta(minutes=10))
        self.assertEqual((len(rows), rows[-1].date_to), (2, False))

    def test_last_of_one_body_counts(self):
        """Without moments of their own all of a body happened when it arrived."""
        self.send(self.fire("web1"))
        self.send(self.calm("web1", date=None), self.fire("web1", date=None))
        self.assertEqual(self.alert("web1").state, "firing")
        self.send(self.fire("web1", date=None), self.calm("web1", date=None))
        self.assertEqual(self.alert("web1").state, "resolved")

    def test_what_fires_while_the_desk_ends_its_incident_reopens_it(self):
        """It arrived before the moment that the incident has as its end, and nobody had seen it."""
        self.send(self.fire("web1"))
        self.let_pass(seconds=10)
        self.send(self.calm("web1"))
        incident = self.alert("web1").incident_id
        self.assertEqual(incident.state, "resolved")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_desk_incident SET date_resolved = date_resolved + INTERVAL '2 s' WHERE id = %s",
            [incident.id],
        )
        self.env.invalidate_all()
        self.send(self.fire("web1"))
        self.assertEqual((self.alert("web1").incident_id, incident.state), (incident, "in_progress"))

    def tell(self, status, **more):
        """What Alertmanager sends about one and the same alert."""
        alert = {
            "status": status,
            "labels": {"alertname": "NodeDown", "severity": "critical"},
            "annotations": {"summary": "web1 is down"},
            "startsAt": self.when(-30),
            "fingerprint": "f1",
            **more,
        }
        events = read_alertmanager({"alerts": [alert]}, self.env.cr.now())
        self.env["service.desk.event"]._receive(self.source.sudo(), events)
        self.work()
        return self.alert("web1").state, self.alert("web1").count

    def test_what_a_tool_took_for_the_end_is_none(self):
        """Alertmanager heard nothing for a while, told an end, and tells the old beginning when it hears again."""
        self.tell("firing")
        self.assertEqual(self.tell("firing"), ("firing", 1))
        self.tell("resolved", endsAt=self.when(-20))
        self.assertEqual(self.tell("firing"), ("firing", 3))
        self.assertEqual(self.tell("firing"), ("firing", 3))
        self.assertEqual(self.tell("resolved", endsAt=self.when(-10)), ("resolved", 4))
