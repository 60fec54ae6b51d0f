from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertStorm(EventCase):
    """Much fails at once, and an agent gets one incident."""

    def open_incidents(self):
        mine = self.source.sudo().user_id.partner_id
        return self.incidents.search([("requester_id", "=", mine.id), ("state", "in", ("new", "in_progress"))])

    def landscape(self, count):
        """A switch, hosts on it, and a virtual machine on each."""
        switch = self.make_ci("switch")
        for number in range(count):
            host, vm = self.make_ci(f"host{number}"), self.make_ci(f"vm{number}")
            self.relate(host, switch)
            self.relate(vm, host, self.runs_on)
        return switch

    def test_what_relies_on_the_failed_one_hangs_below_it(self):
        """One incident about the switch, whatever came first; all alerts are on it, in one note."""
        self.landscape(4)
        names = [f"{kind}{number}" for number in range(4) for kind in ("vm", "host")]
        self.send(*map(self.fire, names), self.fire("switch"))
        incident = self.open_incidents()
        self.assertEqual(incident.name, "switch is down")
        self.assertEqual(incident.alert_count, 9)
        self.assertEqual(set(incident.alert_ids.root_id.mapped("name")), {"switch is down"})
        notes = incident.message_ids.filtered(lambda message: "because of switch: 8" in (message.body or ""))
        self.assertEqual(len(notes), 1)

    def test_root_that_comes_later_takes_over(self):
        """Incidents that nobody touched end as doubles; the one that is worked on becomes a child."""
        self.landscape(2)
        self.send(self.fire("vm0"), self.fire("vm1"))
        first, second = self.alert("vm0").incident_id, self.alert("vm1").incident_id
        second.with_user(self.agent).action_take()
        self.send(self.fire("switch"))
        root = self.alert("switch").incident_id
        self.assertEqual((first.state, first.merged_into_id), ("cancelled", root))
        self.assertEqual((second.state, second.parent_id), ("in_progress", root))
        self.assertEqual((self.alert("vm0").incident_id, self.alert("vm1").incident_id), (root, second))
        count = len(root.message_ids)
        self.send(self.fire("other"))
        self.assertEqual(len(root.message_ids), count)

    def test_incident_ends_with_the_last_of_them(self):
        """The switch is back, a machine is not yet."""
        self.landscape(1)
        self.send(self.fire("switch"), self.fire("vm0"))
        incident = self.open_incidents()
        self.send(self.calm("switch"))
        self.assertEqual(incident.state, "new")
        self.send(self.calm("vm0"))
        self.assertEqual(incident.state, "resolved")

    def test_warning_stands_for_nothing(self):
        """A disk that fills up does not hide that the machine on it is gone."""
        self.landscape(1)
        self.send(self.fire("host0", severity="minor"), self.fire("vm0"))
        self.assertEqual(len(self.open_incidents()), 2)

    def test_root_that_ends_while_it_waits_lets_go(self):
        """What is still down then stands for itself."""
        self.landscape(1)
        self.rule.wait_minutes = 5
        self.send(self.fire("switch"), self.fire("vm0"))
        self.let_pass(minutes=2)
        self.send(self.calm("switch"))
        self.let_pass(minutes=4)
        self.work()
        self.assertEqual(self.open_incidents().mapped("name"), ["vm0 is down"])

    def test_root_that_gets_better_while_it_waits_lets_go(self):
        """It will have no incident, and what hung below it would have none."""
        self.landscape(1)
        self.rule.copy({"sequence": 1, "label": "host", "value": "switch", "wait_minutes": 60})
        self.send(self.fire("switch"), self.fire("vm0"))
        self.assertEqual(self.alert("vm0").root_id, self.alert("switch"))
        self.send(self.fire("switch", severity="info"))
        self.let_pass(hours=2)
        self.work()
        self.assertEqual(self.open_incidents().mapped("name"), ["vm0 is down"])

    def test_storm_is_what_comes_together(self):
        """A sender whose clock is slow, or that collects before it sends."""
        past = (self.env.cr.now() - timedelta(minutes=12)).isoformat()
        for name in "ab":
            self.send(*(self.fire(f"{name}{number}", date=past) for number in range(4)))
        self.assertEqual(len(self.open_incidents()), 1)

    def test_storm_has_an_incident_whatever_came_first(self):
        """Neither what is only shown nor what an agent has resolved stands for the others."""
        self.send(self.fire("shown", severity="info"), self.fire("known"))
        incident = self.alert("known").incident_id
        self.let_pass(seconds=10)
        incident.with_user(self.agent).action_take()
        incident.write({"state": "resolved", **self.solution})
        self.send(*(self.fire(f"a{number}") for number in range(8)))
        self.assertEqual(len(self.open_incidents()), 1)
        self.assertEqual(self.open_incidents().alert_ids.filtered("is_storm").name, "a0 is down")

    def run_job(self, time_left=float("inf")):
        """The job, a few events at a time, without its commits."""
        data = "odoo.addons.service_desk_cmdb.models.service_desk_alert_%s.%s"
        with (
            patch(data % ("fold_mixin", "FOLD_AT_ONCE"), 2),
            patch(data % ("decide_mixin", "FOLD_IN_A_ROW"), 3),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=time_left),
        ):
            self.alerts._cron_process()

    def test_storm_that_is_larger_than_a_batch_is_seen_as_a_whole(self):
        """Nothing is opened about the first of them while there are events to read."""
        self.landscape(5)
        self.receive(*(self.fire(f"vm{number}") for number in range(5)), self.fire("switch"))
        self.run_job()
        mine = self.source.sudo().user_id.partner_id
        self.assertEqual(self.incidents.search([("requester_id", "=", mine.id)]).name, "switch is down")

    def test_storm_without_end_is_decided_about(self):
        """What has waited long enough becomes an incident while there are still events to read."""
        self.receive(*(self.fire(f"a{number}") for number in range(2)))
        self.receive(*(self.fire(f"b{number}") for number in range(3)))
        self.run_job(time_left=0)
        self.assertFalse(self.open_incidents())
        self.let_pass(minutes=1)
        self.run_job(time_left=0)
        self.assertTrue(self.open_incidents())
        self.assertFalse(self.alert("b2"))

    def test_what_began_long_before_has_another_cause(self):
        """It is not hidden behind what failed today."""
        self.landscape(1)
        self.send(self.fire("vm0"))
        self.let_pass(hours=2)
        self.send(self.fire("switch"), self.fire("host0"))
        self.assertEqual(len(self.open_incidents()), 2)
        self.assertEqual(self.alert("host0").root_id, self.alert("switch"))
        self.assertFalse(self.alert("vm0").root_id)

    def test_singles_before_a_storm_join_it(self):
        """Unless somebody works on them; the incident says that it stands for many."""
        self.send(*(self.fire(f"a{number}") for number in range(3)))
        worked_on = self.alert("a1").incident_id
        worked_on.with_user(self.agent).action_take()
        self.send(*(self.fire(f"b{number}") for number in range(5)))
        storm = self.open_incidents() - worked_on
        self.assertEqual(len(storm), 1)
        self.assertEqual(storm.name, "Many alerts of Watcher at once: a0 is down")
        self.assertEqual(storm.alert_count + worked_on.alert_count, 8)

    def test_many_without_item_are_one(self):
        """More than the source allows become one incident; later ones join; fewer stay single."""
        self.send(*(self.fire(f"a{number}") for number in range(5)))
        self.assertEqual(len(self.open_incidents()), 5)
        self.send(*(self.fire(f"a{number}", status="resolved") for number in range(5)))
        self.send(*(self.fire(f"b{number}") for number in range(30)))
        incident = self.open_incidents()
        self.assertEqual(len(incident), 1)
        self.assertEqual(incident.alert_count, 30)
        self.send(self.fire("late"))
        self.assertEqual(self.alert("late").incident_id, incident)

    def test_cost_of_a_storm_does_not_grow_with_it(self):
        """Queries follow the batches, not the alerts."""
        self.landscape(80)
        self.send(self.fire("switch"))
        waiting = iter(range(80))

        def storm(count):
            rows = [self.fire(f"vm{next(waiting)}") for _one in range(count)]
            return self.queries(lambda: self.send(*rows))

        self.assert_same_queries(storm, 3, 12)
