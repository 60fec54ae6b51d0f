from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo.tests import tagged
from odoo.tools import mute_logger

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertLife(EventCase):
    """From events to alerts, incidents, and back."""

    def test_alert_opens_an_incident_about_its_item(self):
        """Found by the label, without port and domain; channel, requester, team and company are set."""
        team = self.team_two
        item = self.make_ci("web1", team_id=team.id, criticality="1")
        self.send(self.fire("x", labels={"instance": "WEB1.example.com:9100"}))
        alert = self.alert("x")
        incident = alert.incident_id
        self.assertEqual((alert.ci_id, incident.ci_ids, incident.team_id), (item.sudo(), item.sudo(), team))
        self.assertEqual((incident.channel, incident.impact, incident.urgency), ("monitoring", "1", "1"))
        self.assertEqual(incident.requester_id, self.source.sudo().user_id.partner_id)
        self.assertEqual(incident.company_id, self.source.company_id)
        self.assertIn("WEB1.example.com", incident.description)

    def test_item_is_found_by_attribute_and_serial(self):
        """Names differ: the host name is an attribute, the serial number is on the label."""
        by_host = self.make_ci("Web Server", attributes={"hostname": "web7"})
        in_capitals = self.make_ci("Old Server", attributes={"hostname": "OLD1"})
        by_serial = self.make_ci("Box", serial_number="SN-99")
        self.send(self.fire("a", labels={"host": "WEB7:22"}), self.fire("b", labels={"serial": "sn-99"}))
        self.send(self.fire("c", labels={"host": "OLD1"}), self.fire("d", labels={"host": "Old1"}))
        self.assertEqual((self.alert("c").ci_id, self.alert("d").ci_id), (in_capitals.sudo(), in_capitals.sudo()))
        self.assertEqual((self.alert("a").ci_id, self.alert("b").ci_id), (by_host.sudo(), by_serial.sudo()))

    def test_doubtful_item_is_none(self):
        """Two things of that name, one of another company, or one that is gone: nobody guesses."""
        self.make_ci("twin")
        self.make_ci("twin")
        other = self.env["res.company"].create({"name": "Other"})
        self.env["service.desk.ci"].create({"name": "theirs", "class_id": self.server.id, "company_id": other.id})
        self.make_ci("gone").state = "retired"
        self.send(*(self.fire(name) for name in ("twin", "theirs", "gone", "nobody")))
        self.assertFalse(self.alerts.search([("source_id", "=", self.source.id)]).ci_id)

    def test_item_of_another_company_by_now_keeps_no_incident_away(self):
        """What fires goes on firing where its source is, without the item that has gone."""
        item = self.make_ci("web1")
        self.receive(self.fire("web1"))
        self.alerts.sudo()._fold_next()
        alert = self.alert("web1")
        self.assertEqual(alert.ci_id, item.sudo())
        other = self.env["res.company"].create({"name": "Other"})
        self.keeper.company_ids += other
        item.with_context(allowed_company_ids=self.keeper.company_ids.ids).company_id = other
        self.work()
        self.assertEqual((alert.incident_id.company_id, alert.incident_id.ci_ids.ids), (self.source.company_id, []))

    def test_repetition_counts(self):
        """The same trouble is one alert and one incident, however often it is told."""
        self.send(self.fire("web1"), self.fire("web1"))
        self.send(self.fire("web1"))
        self.assertEqual(self.alert("web1").count, 3)
        self.assertEqual(self.incidents.search_count([("name", "=", "web1 is down")]), 1)

    def test_end_resolves_the_incident(self):
        """With words for the requester; the alert is over."""
        self.send(self.fire("web1"))
        self.send(self.calm("web1"))
        alert = self.alert("web1")
        self.assertEqual((alert.state, alert.incident_id.state), ("resolved", "resolved"))
        self.assertEqual(alert.incident_id.resolution_code_id, self.env.ref("service_desk_cmdb.resolution_code_ended"))

    def test_end_leaves_what_somebody_works_on(self):
        """Where the rule says so; they get a note."""
        self.rule.auto_resolve = "unassigned"
        self.send(self.fire("web1"), self.fire("web2"))
        incident = self.alert("web1").incident_id
        incident.with_user(self.agent).action_take()
        self.send(self.calm("web1"), self.calm("web2"))
        self.assertEqual(incident.state, "in_progress")
        self.assertEqual(sum("no more" in message.body for message in incident.message_ids), 1)
        self.assertEqual(self.alert("web2").incident_id.state, "resolved")

    def test_end_of_what_got_better_before_resolves(self):
        """By the rule that opened the incident: for what it has become there is none."""
        self.send(self.fire("web1"))
        incident = self.alert("web1").incident_id
        self.send(self.fire("web1", severity="info"))
        self.assertFalse(self.alert("web1").rule_id)
        self.send(self.calm("web1"))
        self.assertEqual(incident.state, "resolved")

    def test_merged_incident_goes_on_for_all_its_alerts(self):
        """Agents have merged three of them: the last end ends what is left, and no end before."""
        item = self.make_ci("web1")
        self.send(self.fire("web1"), self.fire("web2"), self.fire("web3"))
        first, second, third = (self.alert(f"web{number}").incident_id for number in (1, 2, 3))
        first.with_user(self.agent).action_merge(second.id)
        second.with_user(self.agent).action_merge(third.id)
        self.assertEqual((third.alert_count, third.ci_ids), (3, item))
        self.send(self.calm("web3"), self.calm("web2"))
        self.assertEqual(third.state, "new")
        self.send(self.calm("web1"))
        self.assertEqual(third.state, "resolved")

    def test_end_never_resolves(self):
        """Where the rule says so."""
        self.rule.auto_resolve = "never"
        self.send(self.fire("web1"))
        self.send(self.calm("web1"))
        self.assertEqual(self.alert("web1").incident_id.state, "new")

    def test_what_comes_back_soon_reopens(self):
        """Within the hours of the rule; later it is another alert with an incident of its own."""
        self.send(self.fire("web1"))
        self.send(self.calm("web1"))
        first = self.alert("web1")
        self.send(self.fire("web1"))
        self.assertEqual((first.state, first.incident_id.state), ("firing", "in_progress"))
        self.send(self.calm("web1"))
        self.let_pass(days=2)
        self.send(self.fire("web1"))
        second = self.alert("web1")
        self.assertNotEqual(second, first)
        self.assertNotEqual(second.incident_id, first.incident_id)

    def test_closed_incident_is_followed_by_another(self):
        """What somebody resolved stays so while nothing new is told; what is closed is not reopened."""
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        first = alert.incident_id
        self.let_pass(minutes=1)
        first.write({"state": "resolved", **self.solution})
        alert.date_next = self.env.cr.now()
        self.work()
        self.assertEqual((first.state, alert.incident_id), ("resolved", first))
        first.state = "closed"
        self.send(self.calm("web1"))
        self.send(self.fire("web1"))
        self.assertEqual((first.state, alert.incident_id.previous_id), ("closed", first))

    def test_what_ends_while_waiting_is_never_heard_of(self):
        """A rule waits; what is over by then opened nothing."""
        self.rule.wait_minutes = 5
        self.send(self.fire("web1"), self.fire("web2"))
        self.assertFalse(self.alert("web1").incident_id)
        self.send(self.calm("web1"))
        self.let_pass(minutes=6)
        self.work()
        self.assertFalse(self.alert("web1").incident_id)
        self.assertTrue(self.alert("web2").incident_id)

    def test_first_rule_that_fits_decides(self):
        """By severity, source, class, service and label; without one nothing is opened."""
        rules = self.env["service.desk.event.rule"]
        rules.create({"name": "No", "sequence": 1, "label": "env", "value": "Test", "action": "ignore"})
        rules.create(
            {"name": "Log", "sequence": 2, "label": "env", "operator": "contains", "value": "stag", "action": "log"}
        )
        rules.create(
            {"name": "Class", "sequence": 3, "class_id": self.server.parent_id.id, "urgency": "3", "wait_minutes": 0}
        )
        self.make_ci("web4")
        self.send(
            self.fire("web1", labels={"host": "web1", "env": "test"}),
            self.fire("web2", labels={"host": "web2", "env": "staging"}),
            self.fire("web3", severity="info"),
            self.fire("web4"),
        )
        self.assertFalse(self.alert("web1"))
        self.assertTrue(self.alert("web2"))
        self.assertFalse((self.alert("web2") | self.alert("web3")).incident_id)
        self.assertEqual(self.alert("web4").incident_id.urgency, "3")

    def test_what_begins_again_is_for_the_rules_of_now(self):
        """A rule was made, or archived, since it was there last."""
        self.rule.action = "log"
        self.send(self.fire("web1"), self.fire("web2"))
        self.send(self.calm("web1"), self.calm("web2"))
        self.rule.active = False
        new = self.rule.copy({"name": "New", "action": "open", "active": True})
        self.send(self.fire("web1"))
        self.assertTrue(self.alert("web1").incident_id)
        new.active = False
        self.send(self.fire("web2"))
        self.assertFalse(self.alert("web2").incident_id)

    def test_what_begins_again_is_about_what_is_there_now(self):
        """Its item was written down meanwhile, or stands in place of one that was retired."""
        old = self.make_ci("web2")
        self.send(self.fire("web1"), self.fire("web2"))
        self.assertEqual((self.alert("web1").ci_id.id, self.alert("web2").ci_id), (False, old))
        self.send(self.calm("web1"), self.calm("web2"))
        old.state = "retired"
        new = self.make_ci("web1") | self.make_ci("web2")
        self.send(self.fire("web1"), self.fire("web2"))
        self.assertEqual((self.alert("web1") | self.alert("web2")).ci_id, new)
        self.assertLessEqual(new[0], self.alert("web1").incident_id.ci_ids)
        self.assertEqual(self.env["service.desk.ci.downtime"].search_count([("ci_id", "in", new.ids)]), 2)

    def test_warning_that_gets_worse_opens(self):
        """Its severity is chosen anew."""
        self.send(self.fire("web1", severity="warning"))
        self.assertFalse(self.alert("web1").incident_id)
        self.send(self.fire("web1"))
        self.assertTrue(self.alert("web1").incident_id)

    def test_two_troubles_of_a_host_are_two_alerts(self):
        """The end of the harmless one leaves the other, and its incident, alone."""
        full = {"summary": "Disk is full", "severity": "critical", "host": "fw-bru-1"}
        fan = {"summary": "Fan 3 broken", "host": "fw-bru-1"}
        self.send(full, fan)
        self.send({**fan, "status": "resolved"})
        alerts = self.alerts.search([("source_id", "=", self.source.id)], order="id")
        self.assertEqual(alerts.mapped("name"), ["Disk is full", "Fan 3 broken"])
        self.assertEqual(alerts.mapped("state"), ["firing", "resolved"])
        self.assertEqual(alerts[0].incident_id.state, "new")

    def test_severity_that_goes_to_and_fro_does_not_put_it_off(self):
        """What waits is looked at when it would have been, by the same rule."""
        self.rule.wait_minutes = 5
        self.send(self.fire("web1", severity="major"))
        due = self.alert("web1").date_next
        self.let_pass(minutes=3)
        self.send(self.fire("web1"))
        self.assertEqual(self.alert("web1").date_next, due - timedelta(minutes=3))

    def test_flapping_leaves_the_incident_open(self):
        """Until it is quiet; then it is resolved like any other."""
        self.source.write({"flap_changes": 4, "flap_minutes": 10})
        for _round in range(2):
            self.send(self.fire("web1"))
            self.send(self.calm("web1"))
        alert = self.alert("web1")
        self.assertTrue(alert.is_flapping)
        self.assertIn(alert.incident_id.state, ("new", "in_progress"))
        self.let_pass(minutes=11)
        self.work()
        self.assertFalse(alert.is_flapping)
        self.assertEqual(alert.incident_id.state, "resolved")

    def flap(self, times=3, host="web1"):
        """Begin and end so often within a moment."""
        self.send(*(row for _turn in range(times) for row in (self.fire(host), self.calm(host))))

    def shown(self):
        """What agents see in the console by its default filter, in its order."""
        arch = etree.fromstring(self.alerts.get_view(view_type="search")["arch"])
        order = etree.fromstring(self.alerts.get_view(view_type="list")["arch"]).get("default_order")
        domain = literal_eval(arch.xpath("//filter[@name='firing']")[0].get("domain"))
        return self.alerts.with_user(self.agent).search(domain, order=order)

    def test_flapping_opens_an_incident_as_if_it_fired_all_the_time(self):
        """After the minutes of its rule, although it never fires so long; it ends when it is quiet."""
        self.rule.wait_minutes = 5
        self.flap()
        alert = self.alert("web1")
        self.assertEqual((alert.state, alert.is_flapping, alert.incident_id.ids), ("resolved", True, []))
        self.assertAlmostEqual(alert.date_opens, self.env.cr.now() + timedelta(minutes=5), delta=timedelta(seconds=2))
        self.let_pass(minutes=4)
        self.flap(60)
        self.assertFalse(alert.incident_id)
        self.let_pass(minutes=1, seconds=5)
        self.work()
        self.assertEqual((alert.state, alert.incident_id.state), ("resolved", "new"))
        self.let_pass(minutes=31)
        self.work()
        self.assertEqual((alert.is_flapping, alert.date_flapping, alert.incident_id.state), (False, False, "resolved"))

    def test_flapping_that_is_expected_or_only_shown_opens_nothing(self):
        """Something in repair may begin and end as it likes."""
        self.make_ci("web1").state = "in_repair"
        self.flap()
        self.rule.action = "log"
        self.flap(host="web2")
        self.assertFalse((self.alert("web1") | self.alert("web2")).incident_id)

    def test_flapping_below_a_root_joins_it(self):
        """As what fires does."""
        self.relate(self.make_ci("web1"), self.make_ci("switch"))
        self.send(self.fire("switch"))
        self.flap()
        self.assertEqual(self.alert("web1").incident_id, self.alert("switch").incident_id)

    def test_console_shows_what_flaps_among_what_fires(self):
        """By how bad it is."""
        self.rule.wait_minutes = 5
        self.send(self.fire("web2", severity="major"), self.fire("web3"), self.calm("web3"))
        self.flap()
        self.assertEqual(self.shown(), self.alert("web1") | self.alert("web2"))

    def test_what_is_over_in_the_same_second_is_no_down_time(self):
        """Neither of the item nor of its service, nor a failure."""
        item = self.make_ci("web1")
        item.service_ids = service = self.env["service.desk.service"].create({"name": "Shop"})
        self.send(self.fire("web1", date=self.env.cr.now().isoformat()))
        self.send(self.calm("web1", date=self.env.cr.now().isoformat()))
        downs = self.env["service.desk.ci.downtime"]
        self.assertFalse(downs.search(["|", ("ci_id", "=", item.id), ("service_id", "=", service.id)]))
        now = self.env.cr.now()
        alert = self.alert("web1")
        downs.create(downs._of_alert(alert, now, now))
        self.assertEqual(item.failure_count, 0)

    @mute_logger("odoo.addons.service_desk_cmdb.models.service_desk_alert_fold_mixin")
    def test_event_that_fails_stops_no_other(self):
        """It is kept as failed, with the reason, and can be tried again."""
        self.receive(self.fire("web1"), self.fire("web2"))
        event = self.env["service.desk.event"].search([("summary", "=", "web1 is down")])
        self.env.cr.execute("UPDATE service_desk_event SET labels = '[1]' WHERE id = %s", [event.id])
        event.invalidate_recordset()
        self.work()
        self.assertEqual(event.state, "failed")
        self.assertTrue(event.reason)
        self.assertTrue(self.alert("web2").incident_id)
        event.labels = {}
        event.with_user(self.keeper).action_retry()
        self.work()
        self.assertEqual(event.state, "done")

    def test_job_does_it_all(self):
        """The real job, with its commits, leaves nothing waiting."""
        self.receive(self.fire("web1"))
        with self.enter_registry_test_mode():
            self.env.ref("service_desk_cmdb.cron_event").method_direct_trigger()
        self.assertEqual(self.alert("web1").incident_id.channel, "monitoring")

    def test_old_events_are_dropped(self):
        """Alerts stay."""
        self.send(self.fire("web1"))
        self.env.cr.execute("UPDATE service_desk_event SET date_received = now() - interval '31 days'")
        self.assertEqual(self.env["service.desk.event"]._gc_old(), (1, False))
        self.assertTrue(self.alert("web1").exists())

    def test_forgotten_alerts_are_dropped(self):
        """What led to nothing, after a year; what has an incident or tells of down time stays."""
        self.make_ci("web1")
        early = (self.env.cr.now() - timedelta(minutes=1)).isoformat()
        self.send(self.fire("web1", date=early), self.fire("web2"), self.fire("web3", severity="warning"))
        self.send(*(self.calm(name) for name in ("web1", "web2")), self.calm("web3", severity="warning"))
        self.alert("web1").incident_id = False
        self.let_pass(days=364)
        self.assertEqual(self.alerts._gc_forgotten(), (0, False))
        self.let_pass(days=2)
        self.assertEqual(self.alerts._gc_forgotten(), (1, False))
        self.assertEqual([bool(self.alert(name)) for name in ("web1", "web2", "web3")], [True, True, False])
