from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestCiDowntime(EventCase):
    """How long something was down, from alerts and from what people write."""

    def rows(self, item):
        return self.env["service.desk.ci.downtime"].search([("ci_id", "=", item.id)], order="date_from")

    def when(self, minutes):
        return (self.env.cr.now().replace(microsecond=0) + timedelta(minutes=minutes)).isoformat() + "Z"

    def make_old(self, name, since="2025-01-01", **values):
        """An item that the desk has known for long."""
        item = self.make_ci(name, **values)
        self.env.cr.execute("UPDATE service_desk_ci SET create_date = %s WHERE id = %s", (since, item.id))
        item.invalidate_recordset(["create_date"])
        return item

    def test_alert_tells_down_time(self):
        """By the sender's clock, also what was over within one batch."""
        item = self.make_ci("web1")
        self.send(
            self.fire("web1", date=self.when(-60)),
            self.calm("web1", date=self.when(-50)),
            self.fire("web1", date=self.when(-30)),
        )
        rows = self.rows(item)
        self.assertEqual(rows.mapped("date_to")[1:], [False])
        self.assertEqual(rows[0].date_to - rows[0].date_from, timedelta(minutes=10))
        self.send(self.calm("web1", date=self.when(-10)))
        self.assertEqual(rows[1].date_to - rows[1].date_from, timedelta(minutes=20))
        self.assertEqual(len(self.rows(item)), 2)

    def test_warning_is_no_down_time(self):
        """It still works."""
        item = self.make_ci("web1")
        self.send(self.fire("web1", severity="minor"))
        self.assertFalse(self.rows(item))

    def test_expected_alert_is_planned_time(self):
        """It counts for nothing."""
        item = self.make_ci("web1")
        item.state = "in_repair"
        self.send(self.fire("web1", date=self.when(-60)))
        self.assertTrue(self.rows(item).is_planned)
        self.assertEqual(item.availability_month, 100)

    def test_what_goes_on_after_it_was_planned_is_down_time(self):
        """From then on, for the item and for its service."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        item = self.make_ci("web1", service_ids=[Command.set(service.ids)])
        item.state = "in_repair"
        self.send(self.fire("web1", date=self.when(-60)))
        item.state = "in_use"
        self.alert("web1").date_next = self.env.cr.now()
        self.work()
        planned, failed = self.rows(item)
        self.assertEqual((planned.is_planned, failed.is_planned, failed.date_to), (True, False, False))
        self.assertEqual(planned.date_to, failed.date_from)
        of_service = self.env["service.desk.ci.downtime"].search([("service_id", "=", service.id)])
        self.assertEqual(of_service.date_from, failed.date_from)

    def test_restart_while_it_is_worked_on_is_planned(self):
        """It was over before anybody decided about it, at once or while its rule waited."""
        item, other = self.make_ci("web1"), self.make_ci("web2")
        (item | other).state = "in_repair"
        self.send(self.fire("web1", date=self.when(-3)), self.calm("web1", date=self.when(-1)))
        self.rule.wait_minutes = 5
        self.send(self.fire("web2", date=self.when(-3)))
        self.send(self.calm("web2", date=self.when(-1)))
        self.assertEqual((self.rows(item) | self.rows(other)).mapped("is_planned"), [True, True])
        self.assertEqual((item.failure_count, other.failure_count), (0, 0))

    def test_what_failed_before_it_was_planned_is_down_time(self):
        """Nobody had opened an incident, and work began hours later."""
        item = self.make_ci("web1")
        self.rule.action = "log"
        self.send(self.fire("web1", date=self.when(-600)))
        item.state = "in_repair"
        self.alert("web1").date_next = self.env.cr.now()
        self.work()
        failed, planned = self.rows(item)
        self.assertEqual((failed.is_planned, planned.is_planned, planned.date_to), (False, True, False))
        self.assertEqual(failed.date_to, planned.date_from)

    def test_down_as_long_as_it_is_bad(self):
        """A warning that gets worse, and better again before it ends."""
        item = self.make_ci("web1")
        self.send(self.fire("web1", severity="minor", date=self.when(-600)))
        self.send(self.fire("web1", date=self.when(-100)))
        self.assertEqual(len(self.rows(item)), 1)
        self.send(self.fire("web1", severity="minor", date=self.when(-90)))
        self.send(self.calm("web1", date=self.when(-5)))
        row = self.rows(item)
        self.assertEqual(row.date_to - row.date_from, timedelta(minutes=10))

    def service_down(self):
        """A service, and the incident of an alert about what it runs on."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        self.make_ci("web1", service_ids=[Command.set(service.ids)])
        self.send(self.fire("web1", date=self.when(-60)))
        rows = self.env["service.desk.ci.downtime"]
        return self.alert("web1").incident_id, lambda: rows.search([("service_id", "=", service.id)])

    def test_service_is_up_when_its_incident_was_closed_before(self):
        """An agent resolves it while monitoring still sees it: the end of the alert ends the down time."""
        incident, rows = self.service_down()
        incident.with_user(self.agent).action_take()
        incident.write({"state": "resolved", **self.solution})
        self.assertFalse(rows().date_to)
        self.send(self.calm("web1", date=self.when(-1)))
        self.assertEqual(rows().date_to - rows().date_from, timedelta(minutes=59))

    def test_alert_that_begins_again_takes_nothing_back(self):
        """It was over and began again between two looks: the first hour stays."""
        incident, rows = self.service_down()
        begun = rows().date_from
        self.send(self.calm("web1", date=self.when(-30)), self.fire("web1", date=self.when(-20)))
        incident.with_user(self.agent).action_take()
        self.assertEqual(rows()[-1:].date_from, begun)

    def test_incident_of_people_tells_down_time(self):
        """From opened to resolved; what was given up or does little harm was no failure."""
        item = self.make_ci("web1")
        incident = self.make_incident(ci_ids=[Command.set(item.ids)], impact="2")
        self.assertEqual(self.rows(item).incident_id, incident.sudo())
        incident.impact = "3"
        self.assertFalse(self.rows(item))
        incident.impact = "1"
        incident.action_take()
        incident.write({"state": "resolved", **self.solution})
        self.assertEqual(self.rows(item).date_to, incident.date_resolved)
        other = self.make_incident(ci_ids=[Command.set(item.ids)], impact="1")
        other.write({"state": "cancelled", "resolution": "<p>No.</p>"})
        self.assertEqual(self.rows(item).incident_id, incident.sudo())

    def test_double_tells_since_when(self):
        """Whichever of two is merged into the other: what is about the same was down since the first."""
        item = self.make_ci("web1")
        first = self.make_incident(ci_ids=[Command.set(item.ids)], impact="1")
        second = self.make_incident(ci_ids=[Command.set(item.ids)], impact="2")
        third = self.make_incident(ci_ids=[Command.set(item.ids)], impact="2")
        begun = first.date_opened - timedelta(hours=2)
        self.rows(item).filtered(lambda row: row.incident_id == first.sudo()).date_from = begun
        first.action_merge(second.id)
        second.action_merge(third.id)
        third.action_take()
        row = self.rows(item)
        self.assertEqual((row.incident_id, row.date_from, row.date_to), (third.sudo(), begun, False))

    def test_hours_of_a_double_stay_where_the_other_is_less_grave(self):
        """Until then it was down; from then on as the one says that goes on."""
        item = self.make_ci("web1")
        grave = self.make_incident(ci_ids=[Command.set(item.ids)], impact="1")
        light = self.make_incident(impact="3")
        begun = grave.date_opened - timedelta(hours=2)
        self.rows(item).date_from = begun
        grave.action_merge(light.id)
        row = self.rows(item)
        self.assertEqual((row.incident_id, row.date_from), (light.sudo(), begun))
        self.assertGreaterEqual(row.date_to, grave.date_opened)
        light.action_take()
        self.assertEqual(self.rows(item).date_from, begun)
        light.impact = "2"
        self.assertEqual((self.rows(item).date_from, self.rows(item).date_to), (begun, False))
        light.write({"state": "cancelled", "resolution": "<p>No.</p>"})
        self.assertFalse(self.rows(item))

    def test_service_is_down_with_what_was_decided_by_hand(self):
        """What somebody leaves out was never down, also afterwards; what is put back was."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        item = self.make_ci("web1", service_ids=[Command.set(service.ids)])
        incident = self.make_incident(ci_ids=[Command.set(item.ids)], impact="1")
        incident.action_take()
        incident.write({"state": "resolved", **self.solution})
        rows = self.env["service.desk.ci.downtime"]
        found = rows.search([("service_id", "=", service.id)])
        self.assertEqual(found.date_to, incident.date_resolved)
        hit = self.env["service.desk.affected"].search([("service_id", "=", service.id)])
        hit.with_user(self.agent).action_leave_out()
        self.assertFalse(found.exists())
        hit.with_user(self.agent).action_put_back()
        self.assertTrue(rows.search([("service_id", "=", service.id)]))

    def test_service_that_was_added_by_hand_is_down(self):
        """Also where nobody knows why it fails with the thing."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        incident = self.make_incident(ci_ids=[Command.set(self.make_ci("web1").ids)], impact="1")
        incident._add_affected(service.with_user(self.agent))
        row = self.env["service.desk.ci.downtime"].search([("service_id", "=", service.id)])
        self.assertEqual((row.date_from, row.date_to), (incident.date_opened, False))

    def test_service_that_was_left_out_before_is_up(self):
        """Of a request that turns out to be an incident, and wherever that goes."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        item = self.make_ci("web1", service_ids=[Command.set(service.ids)])
        values = {"name": "Slow", "requester_id": self.employee.partner_id.id, "impact": "1"}
        request = self.env["service.desk.request"].with_user(self.agent)
        request = request.create({**values, "ci_ids": [Command.set(item.ids)]})
        request.affected_ids.filtered("service_id").action_leave_out()
        incident = request._convert("service.desk.incident")
        self.assertEqual(incident.impact, "1")
        rows = self.env["service.desk.ci.downtime"].search([("incident_id", "=", incident.id)])
        self.assertEqual((rows.ci_id.id, rows.service_id.id), (item.id, False))

    def test_hours_go_with_the_incident_to_its_company(self):
        """Where it is counted from then on."""
        company, _stranger = self.make_company()
        self.agent.company_ids += company
        item = self.env["service.desk.ci"].create(
            {"name": "Shared", "class_id": self.server.id, "state": "in_use", "company_id": False}
        )
        incident = self.make_incident(ci_ids=[Command.set(item.ids)], impact="1")
        incident.with_context(allowed_company_ids=self.agent.company_ids.ids).company_id = company
        self.assertEqual(self.rows(item).sudo().company_id, company)

    def test_service_that_is_found_later_is_down(self):
        """As soon as somebody looks again."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        item = self.make_ci("web1")
        incident = self.make_incident(ci_ids=[Command.set(item.ids)], impact="1")
        item.service_ids = service
        incident.with_user(self.agent).action_find_affected()
        row = self.env["service.desk.ci.downtime"].search([("service_id", "=", service.id)])
        self.assertEqual((row.date_from, row.date_to), (incident.date_opened, False))

    def test_doubles_at_once_tell_since_when(self):
        """The second that brings another thing takes nothing back of what the first has told."""
        items = [self.make_ci(name) for name in ("web1", "web2", "web3")]
        first = self.make_incident(ci_ids=[Command.set((items[0] | items[1]).ids)], impact="1")
        second = self.make_incident(ci_ids=[Command.set(items[2].ids)], impact="1")
        goal = self.make_incident(ci_ids=[Command.set(items[0].ids)], impact="1")
        begun = first.date_opened - timedelta(hours=2)
        self.rows(items[0]).filtered(lambda row: row.incident_id == first.sudo()).date_from = begun
        (first | second).action_merge(goal.id)
        self.assertEqual((self.rows(items[0]).incident_id, self.rows(items[0]).date_from), (goal.sudo(), begun))

    def test_service_is_down_with_its_item(self):
        """As long as monitoring sees it."""
        service = self.env["service.desk.service"].create({"name": "Shop"})
        self.make_ci("web1", service_ids=[Command.set(service.ids)])
        self.send(self.fire("web1", date=self.when(-60)))
        row = self.env["service.desk.ci.downtime"].search([("service_id", "=", service.id)])
        self.assertEqual((len(row), row.date_to), (1, False))
        self.send(self.calm("web1", date=self.when(-30)))
        self.assertEqual(row.date_to - row.date_from, timedelta(minutes=30))

    def test_figures_of_an_item(self):
        """Two alerts for the same hour are one failure of an hour."""
        item = self.make_old("web1")
        for label in ("ping", "http"):
            row = {"labels": {"host": "web1", "check": label}}
            self.send(self.fire("web1", date=self.when(-180), **row))
            self.send(self.calm("web1", date=self.when(-120), **row))
        self.assertEqual((item.failure_count, item.mttr_hours), (1, 1))
        self.assertAlmostEqual(item.availability_month, 100 * (1 - 1 / 720), 3)

    def test_hours_before_it_was_known_count_for_nothing(self):
        """An hour down of ten is not an hour of a year; what was told later counts from its beginning."""
        now = self.env.cr.now().replace(microsecond=0)
        item = self.make_old("web1", since=now - timedelta(hours=10))
        self.send(self.fire("web1", date=self.when(-120)))
        self.send(self.calm("web1", date=self.when(-60)))
        self.assertAlmostEqual(item.availability_year, 90, 1)
        self.assertAlmostEqual(item.mtbf_hours, 9, 1)
        young = self.make_ci("web2")
        self.send(self.fire("web2", date=self.when(-120)))
        self.send(self.calm("web2", date=self.when(-60)))
        self.assertAlmostEqual(young.availability_month, 50, 1)

    def test_report_begins_when_it_was_known(self):
        """Half a month is half a month."""
        item = self.make_old("web1", since="2026-01-17 00:00:00")
        found = self.spans(item, ("2026-01-20 22:00:00", "2026-01-21 00:00:00", False))
        self.assertEqual(found[:2].mapped("total_hours"), [360, 672])
        young = self.make_ci("web2")
        found = self.spans(young, ("2026-01-31 22:00:00", "2026-02-01 00:00:00", False))
        self.assertEqual(found[:2].mapped("total_hours"), [2, 672])

    def spans(self, item, *spans, zone="UTC"):
        """Down times of an item of a company there, in place of what the desk would know."""
        self.env.company.resource_calendar_id.tz = zone
        rows = self.env["service.desk.ci.downtime"]
        for number, (begin, end, is_planned) in enumerate(spans):
            self.send(self.fire("x", labels={"n": number}))
            alert = self.alerts.search([], order="id desc", limit=1)
            row = {**rows._of_alert(alert, begin, end), "ci_id": item.id, "is_planned": is_planned}
            rows.create(row)
        self.env.flush_all()
        report = self.env["service.desk.ci.availability"].with_user(self.agent)
        return report.search([("ci_id", "=", item.id)], order="month")

    def test_report_by_month(self):
        """What overlaps is one failure, what lasts into the next month counts in both, and a good month is there."""
        found = self.spans(
            self.make_old("web1"),
            ("2026-01-31 22:00:00", "2026-02-01 01:00:00", False),
            ("2026-02-01 00:00:00", "2026-02-01 02:00:00", False),
        )
        self.assertEqual(found[:3].mapped("down_hours"), [2, 2, 0])
        self.assertEqual(found[:3].mapped("failures"), [1, 1, 0])
        self.assertEqual(found[:3].mapped("total_hours"), [744, 672, 744])
        self.assertAlmostEqual(found[0].availability, 100 * (1 - 2 / 744), 3)
        self.assertEqual(found[2].availability, 100)
        self.assertEqual(len(set(found.ids)), len(found))

    def test_months_are_those_of_the_company(self):
        """There the year begins an hour earlier, and March is an hour shorter, for whoever looks."""
        self.agent.tz = "Asia/Tokyo"
        found = self.spans(
            self.make_old("web1"),
            ("2025-12-31 22:30:00", "2025-12-31 23:45:00", False),
            zone="Europe/Brussels",
        )
        self.assertEqual([str(one) for one in found[:2].mapped("month")], ["2025-12-01", "2026-01-01"])
        self.assertEqual(found[:2].mapped("down_hours"), [0.5, 0.75])
        self.assertEqual(found[:4].mapped("total_hours"), [744, 744, 672, 743])

    def test_company_without_a_zone_lives_by_utc(self):
        """Neither a calendar nor an address says where it is."""
        company = self.env.company
        company.write({"resource_calendar_id": False})
        company.partner_id.tz = False
        found = self.spans(self.make_old("web1"), ("2026-01-31 22:00:00", "2026-02-01 01:00:00", False))
        self.assertEqual(found[:2].mapped("down_hours"), [2, 1])

    def test_report_leaves_planned_time_out(self):
        """As an item does: neither down nor time to run, and a failure that goes on behind it is still one."""
        item = self.make_old("web1")
        found = self.spans(
            item,
            ("2026-01-10 10:00:00", "2026-01-10 20:00:00", False),
            ("2026-01-10 12:00:00", "2026-01-10 14:00:00", True),
            ("2026-01-20 00:00:00", "2026-01-20 02:00:00", True),
        )
        self.assertEqual((found[0].failures, found[0].down_hours, found[0].total_hours), (1, 8, 740))
        self.assertEqual(found[0].mttr_hours, 8)
