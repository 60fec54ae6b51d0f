from datetime import timedelta

from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertFollow(EventCase):
    """What stood for others is over, and these still fire."""

    def landscape(self, count, name="switch", **values):
        """A switch, and hosts on it with a virtual machine each."""
        switch = self.make_ci(name)
        for number in range(count):
            host = self.make_ci(f"{name}-host{number}", **values)
            self.relate(host, switch)
            self.relate(self.make_ci(f"{name}-vm{number}"), host, self.runs_on)
        return switch

    def test_untouched_incident_is_about_what_goes_on(self):
        """Title, facts, item, service, impact and urgency of the next one; a note says it."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        self.landscape(1, criticality="1", service_ids=[(4, service.id)])
        self.send(self.fire("switch"), self.fire("switch-vm0"), self.fire("switch-host0", severity="major"))
        incident, host = self.alert("switch").incident_id, self.alert("switch-host0")
        self.assertEqual((incident.impact, incident.urgency, incident.service_id), ("2", "1", service.browse()))
        self.send(self.calm("switch"))
        self.assertEqual((incident.name, incident.state), ("switch-host0 is down", "new"))
        self.assertEqual((incident.impact, incident.urgency, incident.service_id), ("1", "2", service))
        self.assertEqual(incident.ci_ids, host.ci_id.sudo())
        self.assertIn("switch-host0", incident.description)
        self.assertEqual((host.root_id, self.alert("switch-vm0").root_id), (host.browse(), host))
        self.assertIn("switch is down is over; from now on", incident.message_ids[0].body)
        self.assertEqual(incident.alert_count, 3)

    def assert_only_told(self, incident):
        before = incident.read(["name", "impact", "urgency", "ci_ids", "description"])
        self.send(self.calm("switch"))
        self.assertEqual(incident.read(["name", "impact", "urgency", "ci_ids", "description"]), before)
        self.assertIn("switch is down is over, others go on", incident.message_ids[0].body)

    def test_incident_in_work_is_only_told(self):
        """The agent decides what it is about."""
        self.landscape(1)
        self.send(self.fire("switch"), self.fire("switch-host0"))
        incident = self.alert("switch").incident_id
        incident.with_user(self.agent).action_take()
        self.assert_only_told(incident)

    def test_it_is_about_what_takes_most_with_it(self):
        """Two that were thought to hang below the root go on: the one with others below it is the incident's name."""
        switch = self.landscape(2)
        rack = self.make_ci("rack")
        self.relate(rack, switch)
        self.send(self.fire("switch"), self.fire("rack"), *(self.fire(f"switch-{one}") for one in ("host1", "vm1")))
        incident = self.alert("switch").incident_id
        self.send(self.calm("switch"))
        self.assertEqual(incident.name, "switch-host1 is down")
        self.assertEqual(incident.ci_ids, (self.alert("switch-host1") | self.alert("rack")).ci_id)

    def test_what_people_have_changed_stays(self):
        """An agent has judged the impact, without taking it; the rest follows."""
        self.landscape(1)
        self.send(self.fire("switch"), self.fire("switch-host0", severity="major"))
        incident, host = self.alert("switch").incident_id, self.alert("switch-host0")
        incident.with_user(self.agent).write({"impact": "3", "name": "Network in Bruges"})
        self.env.flush_all()
        self.send(self.calm("switch"))
        self.assertEqual((incident.impact, incident.name), ("3", "Network in Bruges"))
        self.assertEqual((incident.urgency, incident.ci_ids), ("2", host.ci_id))
        self.assertIn("switch-host0", incident.description)

    def test_items_of_people_stay(self):
        """They have said what else it is about; what goes on is added."""
        switch = self.landscape(1)
        self.send(self.fire("switch"), self.fire("switch-host0"))
        incident, host = self.alert("switch").incident_id, self.alert("switch-host0")
        incident.with_user(self.agent).ci_ids += self.make_ci("rack")
        self.env.flush_all()
        self.send(self.calm("switch"))
        self.assertEqual(incident.ci_ids.sorted("name").mapped("name"), ["rack", "switch", "switch-host0"])
        self.assertEqual((incident.name, host.ci_id | switch.sudo() <= incident.ci_ids), (host.name, True))

    def test_down_time_of_the_root_ends_with_it(self):
        """What only the root took away is up again, and stays written down; what goes on is down."""
        mail, shop = self.env["service.desk.service"].create([{"name": "Mail"}, {"name": "Shop"}])
        self.landscape(2)
        items = self.env["service.desk.ci"]
        machine, host = (items.search([("name", "=", f"switch-{name}")]) for name in ("vm0", "host1"))
        machine.service_ids, host.service_ids = mail, shop
        early = (self.env.cr.now() - timedelta(minutes=1)).isoformat()
        self.send(self.fire("switch", date=early), self.fire("switch-host1"))
        root, incident = self.alert("switch"), self.alert("switch").incident_id
        self.send(self.calm("switch"))
        self.assertEqual(incident.name, "switch-host1 is down")
        downs = self.env["service.desk.ci.downtime"].search([("service_id", "in", (mail | shop).ids)])
        ends = {row.service_id: row.date_to for row in downs}
        self.assertEqual(ends, {mail: root.date_resolved, shop: False})
        self.send(self.calm("switch-host1"))
        ends = {row.service_id: row.date_to for row in downs}
        self.assertEqual(ends, {mail: root.date_resolved, shop: self.alert("switch-host1").date_resolved})

    def test_it_goes_on_to_the_last(self):
        """From each to the next of those that hang below none; it ends with the last."""
        self.landscape(2)
        self.send(*(self.fire(name) for name in ("switch-host0", "switch-host1", "switch")))
        incident = self.alert("switch").incident_id
        self.send(self.calm("switch"))
        self.assertEqual(incident.name, "switch-host0 is down")
        self.send(self.calm("switch-host0"))
        self.assertEqual((incident.name, incident.state), ("switch-host1 is down", "new"))
        self.send(self.calm("switch-host1"))
        self.assertEqual((incident.name, incident.state), ("switch-host1 is down", "resolved"))

    def test_end_of_one_below_changes_nothing(self):
        """Not even a note is written."""
        self.landscape(2)
        self.send(*(self.fire(name) for name in ("switch", "switch-host0", "switch-host1")))
        incident = self.alert("switch").incident_id
        count = len(incident.message_ids)
        self.send(self.calm("switch-host0"))
        self.assertEqual((incident.name, len(incident.message_ids)), ("switch is down", count))

    def test_what_goes_on_may_have_another_root(self):
        """Then it goes to that one's incident, which keeps its title; what it leaves is resolved, not a double."""
        storage = self.make_ci("nas")
        for name in ("rack", "line"):
            self.relate(storage, self.make_ci(name))
        self.send(self.fire("rack"), self.fire("line"), self.fire("nas"))
        first, second = self.alert("rack").incident_id, self.alert("line").incident_id
        self.assertEqual(self.alert("nas").root_id, self.alert("rack"))
        self.send(self.calm("rack"))
        self.assertEqual(self.alert("nas").root_id, self.alert("line"))
        self.assertEqual((first.name, first.state, first.alert_count), ("rack is down", "resolved", 1))
        self.assertEqual((second.name, second.state, second.alert_count), ("line is down", "new", 2))

    def test_what_people_have_opened_for_several_stays_whole(self):
        """They have said that these belong together; what stands for one of them is only linked."""
        self.rule.wait_minutes = 60
        storage = self.make_ci("nas")
        self.relate(storage, self.make_ci("line"))
        self.send(self.fire("rack"), self.fire("nas", severity="major"))
        together = self.alert("rack") | self.alert("nas")
        together.with_user(self.agent).action_open_incident()
        incident = together.incident_id
        incident.with_user(self.agent).action_take()
        self.rule.wait_minutes = 0
        self.send(self.fire("line"))
        self.send(self.calm("rack"))
        self.assertEqual((incident.name, incident.state), ("rack is down", "in_progress"))
        self.assertEqual((together.incident_id, incident.parent_id), (incident, self.alert("line").incident_id))

    def test_job_and_console_do_the_same(self):
        """An agent says that the root is over; the job, with its commits, lets the incident follow."""
        self.landscape(1)
        self.receive(self.fire("switch"), self.fire("switch-host0"))
        job = self.env.ref("service_desk_cmdb.cron_event")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
            self.alert("switch").with_user(self.agent).action_end()
            job.method_direct_trigger()
        self.assertEqual(self.alert("switch-host0").incident_id.name, "switch-host0 is down")

    def test_incident_of_their_own_stays_with_those_who_work_on_it(self):
        """What was below, and had an incident in work, keeps it."""
        self.landscape(1)
        self.send(self.fire("switch-host0"))
        mine = self.alert("switch-host0").incident_id
        mine.with_user(self.agent).action_take()
        self.send(self.fire("switch"), self.fire("switch-vm0"))
        self.assertEqual(mine.parent_id, self.alert("switch").incident_id)
        self.send(self.calm("switch"))
        self.assertEqual(self.alert("switch-host0").incident_id, mine)
        self.assertEqual((mine.name, mine.state), ("switch-host0 is down", "in_progress"))

    def only_shown(self, name, **more):
        """An event that no rule opens an incident for."""
        return self.fire(name, severity="warning", **more)

    def test_incident_follows_nothing_that_is_only_shown(self):
        """It ends with its root, and what is left stands in the console by itself."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        switch = self.landscape(1)
        switch.service_ids = service
        self.send(self.fire("switch"))
        self.send(self.only_shown("switch-host0"))
        switch_alert, host = self.alert("switch"), self.alert("switch-host0")
        incident = switch_alert.incident_id
        self.assertEqual((host.root_id, host.incident_id), (switch_alert, incident))
        self.let_pass(minutes=1)
        self.send(self.calm("switch"))
        self.assertEqual((incident.name, incident.state), ("switch is down", "resolved"))
        self.assertEqual((host.state, host.root_id, host.incident_id), ("firing", host.browse(), incident.browse()))
        downs = self.env["service.desk.ci.downtime"].search([("incident_id", "=", incident.id)])
        self.assertEqual(downs.service_id, service)
        self.assertEqual(downs.date_to, switch_alert.date_resolved)

    def test_what_is_only_shown_goes_on_below_what_leads(self):
        """It is because of that, too; it leaves with it."""
        self.landscape(1)
        self.send(self.fire("switch"), self.fire("switch-host0"))
        self.send(self.only_shown("switch-vm0"))
        incident, vm = self.alert("switch").incident_id, self.alert("switch-vm0")
        self.send(self.calm("switch"))
        self.assertEqual((incident.name, vm.incident_id), ("switch-host0 is down", incident))
        self.send(self.calm("switch-host0"))
        self.assertEqual((incident.state, vm.state, vm.incident_id), ("resolved", "firing", incident.browse()))

    def test_incident_in_work_ends_without_what_is_only_shown(self):
        """Also where an agent works on it: by its rule."""
        self.landscape(1)
        self.send(self.fire("switch"))
        self.send(self.only_shown("switch-host0"))
        incident, host = self.alert("switch").incident_id, self.alert("switch-host0")
        incident.with_user(self.agent).action_take()
        self.send(self.calm("switch"))
        self.assertEqual((incident.state, host.incident_id), ("resolved", incident.browse()))

    def test_what_was_shown_before_is_not_because_of_the_root(self):
        """A warning of 26 minutes ago is no effect; a failure of that time may be one."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        self.landscape(2).service_ids = service
        self.send(self.only_shown("switch-host0"))
        self.let_pass(minutes=26)
        self.send(self.fire("switch"))
        root, host = self.alert("switch"), self.alert("switch-host0")
        self.assertEqual((host.root_id, host.incident_id), (root.browse(), root.incident_id.browse()))
        self.send(self.fire("switch-host0"))
        self.assertEqual(host.root_id, root)
        downs = self.env["service.desk.ci.downtime"].search([("service_id", "=", service.id)])
        self.assertEqual(len(downs), 1)

    def test_what_people_have_put_together_needs_no_rule(self):
        """Neither of them would have opened an incident; it goes on with the other."""
        self.send(self.only_shown("rack"), self.only_shown("nas"))
        both = self.alert("rack") | self.alert("nas")
        both.with_user(self.agent).action_open_incident()
        incident = both.incident_id
        self.send(self.calm("rack"), self.calm("line"))
        self.assertEqual((self.alert("nas").incident_id, incident.phase), (incident, "new"))

    def test_storm_without_items_keeps_its_name(self):
        """It was only the first to be seen."""
        self.send(*(self.fire(f"b{number}") for number in range(8)))
        storm = self.alert("b0")
        self.send(self.calm("b0"))
        self.assertEqual(storm.incident_id.name, "Many alerts of Watcher at once: b0 is down")
        self.assertEqual(len(storm.child_ids), 7)

    def test_cost_does_not_grow_with_what_goes_on(self):
        """A root ends below which a few or many still fire."""

        # What is down for less than a second is not written down.
        early = (self.env.cr.now() - timedelta(minutes=1)).isoformat()

        def end(count):
            name = f"switch{count}"
            self.landscape(count, name)
            kinds = ("host", "vm")
            below = [self.fire(f"{name}-{kind}{one}") for one in range(count) for kind in kinds]
            self.send(self.fire(name, date=early), *below)
            return self.queries(lambda: self.send(self.calm(name)))

        self.assert_same_queries(end, 3, 12)
