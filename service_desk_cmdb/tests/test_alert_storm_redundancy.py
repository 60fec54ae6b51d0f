from time import monotonic

from odoo.tests import tagged

from ..impact_rules import COUNT, Edge, Need
from ..storm_rules import roots
from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertStormRedundancy(EventCase):
    """What still works with what is left hangs below nothing that failed."""

    def storage(self, guests=3):
        """A storage that needs one of two supplies, and what runs on it."""
        storage, *supplies = (self.make_ci(name) for name in ("nas", "ups-a", "ups-b"))
        for supply in supplies:
            self.relate(storage, supply)
        storage.redundancy_ids = [(0, 0, {"type_id": self.depends_on.id, "need": "count", "need_value": 1})]
        for number in range(guests):
            self.relate(self.make_ci(f"vm{number}"), storage, self.runs_on)

    def fire_guests(self, guests=3):
        return [self.fire(f"vm{number}") for number in range(guests)]

    def root_of(self, host):
        return self.alert(host).root_id.name

    def test_one_of_two_explains_nothing(self):
        """The map says that the storage still works without it: that it fails has another cause."""
        self.storage()
        self.send(self.fire("nas"), *self.fire_guests())
        older = self.alert("nas").incident_id
        self.send(self.fire("ups-b"))
        supply = self.alert("ups-b").incident_id
        self.assertEqual((older.state, older.alert_count, older.name), ("new", 4, "nas is down"))
        self.assertEqual((supply.name, supply.alert_count), ("ups-b is down", 1))
        self.assertFalse(self.root_of("nas"))
        self.assertEqual({self.root_of(f"vm{number}") for number in range(3)}, {"nas is down"})

    def test_two_of_two_explain_it(self):
        """All hang below the one with which it stopped to work; the other has its own incident."""
        self.storage()
        self.send(self.fire("ups-a"), self.fire("nas"), *self.fire_guests())
        older = self.alert("nas").incident_id
        self.send(self.fire("ups-b"))
        root = self.alert("ups-b").incident_id
        self.assertEqual((older.state, older.merged_into_id), ("cancelled", root))
        self.assertEqual({self.root_of(name) for name in ("nas", "vm0", "vm1", "vm2")}, {"ups-b is down"})
        self.assertEqual((root.alert_count, self.alert("ups-a").incident_id.alert_count), (5, 1))

    def test_service_is_down_with_what_has_lost_all(self):
        """Each incident by itself only weakens it; its own alert says that it is down, also where that is a double."""
        self.storage()
        service = self.env["service.desk.service"].create({"name": "Files"})
        self.env["service.desk.ci"].search([("name", "=", "nas")]).service_ids = service
        self.send(self.fire("ups-a"), self.fire("nas"))
        rows = self.env["service.desk.ci.downtime"]
        (before,) = rows.search([("service_id", "=", service.id)]).mapped("date_from")
        self.send(self.fire("ups-b"))
        row = rows.search([("service_id", "=", service.id)])
        self.assertEqual(row.incident_id, self.alert("ups-b").incident_id.sudo())
        self.assertEqual((row.date_from, row.date_to), (before, False))
        self.let_pass(minutes=1)
        self.send(self.calm("nas"), self.calm("ups-b"))
        self.assertTrue(row.date_to)

    def test_minor_trouble_of_the_second_is_no_failure(self):
        """One supply has failed, the other only says that its battery is old."""
        self.storage()
        self.send(self.fire("ups-a"), self.fire("ups-b", severity="minor"), self.fire("nas"))
        self.assertFalse(self.root_of("nas"))

    def test_failures_that_nobody_told_of_pass_redundancy(self):
        """Both supplies hang on one line; they have no alerts themselves, and the storage none."""
        self.storage()
        line = self.make_ci("line")
        for name in ("ups-a", "ups-b"):
            self.relate(self.items.search([("name", "=", name)]), line)
        self.send(*self.fire_guests(), self.fire("line"))
        self.assertEqual({self.root_of(f"vm{number}") for number in range(3)}, {"line is down"})

    def test_large_storms_are_sorted_out_quickly(self):
        """Thousands with two supplies each, and thousands in circles with something to spare."""
        count = 3000
        fed = [Edge(supply, thing, "power") for thing in range(count) for supply in ("a", "b")]
        mesh = [Edge(one, other, "net") for thing in range(count) for one, other in (("x", thing), (thing, "x"))]
        mesh += [Edge(one, other, "net") for thing in range(count) for one, other in (("y", thing), (thing, "y"))]
        needs = {(thing, kind): Need(2, COUNT, 1) for thing in range(count) for kind in ("power", "net")}
        needs |= {(one, "net"): Need(count, COUNT, 1) for one in "xy"}
        order = {thing: rank for rank, thing in enumerate([*range(count), *"abxy"])}
        start = monotonic()
        self.assertEqual(set(roots(order, fed, order, needs).values()), {*"abxy"})
        self.assertEqual(set(roots(order, mesh, order, needs).values()), {*"abxy"})
        self.assertLess(monotonic() - start, 10)
