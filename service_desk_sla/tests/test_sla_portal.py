"""What requesters learn of promises: by when, and nothing of how the desk measures itself."""

import json

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_desk.tests.portal_common import PortalCase

#: What tickets say of their clocks to the desk alone.
SECRET_FIELDS = ("is_breached", "date_risk", "promise_state", "date_agreed_reason", "clock_ids")
SECRET_MODELS = (
    "service.desk.sla.clock",
    "service.desk.sla.policy",
    "service.desk.sla.target",
    "service.desk.sla.level",
    "service.desk.sla.report",
    "service.desk.work",
)


@tagged("post_install", "-at_install")
class TestSlaPortal(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policies = cls.env["service.desk.sla.policy"]
        policies.search([]).active = False
        supplier = cls.env["res.partner"].create({"name": "Lines Ltd", "is_company": True})
        shared = {"calendar_source": "always", "date_from": False}
        for name, kind, minutes, more in (
            ("Secret promise", "sla", 240, {}),
            ("Secret part", "ola", 60, {}),
            ("Secret supplier", "uc", 30, {"supplier_ids": supplier.ids}),
        ):
            policies.create({
                "name": name,
                "kind": kind,
                "target_ids": [(0, 0, {"metric": "resolution", "minutes": minutes})],
                **shared,
                **more,
            })
        cls.ticket = cls.make_incident(requester_id=cls.portal_a.partner_id.id, supplier_id=supplier.id)
        cls.due = cls.ticket.sudo().clock_ids.filtered(lambda clock: clock.kind == "sla").date_due

    def facts(self, user=None):
        """The facts of the ticket as its page shows them: name -> text."""
        self.login(user or self.portal_a)
        page = html.fromstring(self.get(f"/my/tickets/{self.ticket.number}").content)
        return {
            row.findtext("dt").strip(): " ".join(row.find("dd").text_content().split())
            for row in page.xpath("//dl/div[dt]")
        }, page.text_content()

    def test_requester_reads_by_when_to_expect_it(self):
        """The date of the resolution, and no word of clocks, policies, teams' parts or suppliers."""
        facts, text = self.facts()
        self.assertIn(self.due.strftime("%b %-d, %Y"), facts["Expected by"])
        for secret in ("Secret", "Lines Ltd", "left of", "On Time", "Breached"):
            self.assertNotIn(secret, text)

    def test_requester_is_told_that_they_are_waited_for(self):
        """The promise is paused, and the page says for whom."""
        self.ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.assertEqual(self.facts()[0]["Expected by"], "Paused while we wait for you")

    def test_other_pauses_blame_nobody(self):
        """What the desk waits for is its own business."""
        reason = self.env.ref("service_desk.pending_reason_change")
        reason.pauses_clocks = True
        self.ticket.write({"state": "pending", "pending_reason_id": reason.id})
        self.assertEqual(self.facts()[0]["Expected by"], "Paused for now")

    def test_promise_that_was_broken_is_not_told(self):
        """The page of a late ticket shows the date, not the breach."""
        clock = self.ticket.sudo().clock_ids.filtered(lambda one: one.kind == "sla")
        clock.write({"spans": [[clock.spans[0][0] - 36000, None, 0]]})
        clock._recompute_batch()
        self.assertTrue(self.ticket.is_breached)
        _facts, text = self.facts()
        for secret in ("breach", "late", "overdue", "missed"):
            self.assertNotIn(secret, text.lower())

    # -- By other ways -------------------------------------------------------------------------

    def test_requesters_read_no_clocks_and_no_policies(self):
        """Reading, searching, counting and grouping are refused, for customers and employees."""
        self.make_incident()
        for user in (self.portal_a, self.employee):
            for name in SECRET_MODELS:
                model = self.env[name].with_user(user)
                with self.subTest(user=user.login, model=name):
                    for ask in (
                        lambda model=model: model.search([]),
                        lambda model=model: model.search_count([]),
                        lambda model=model: model._read_group([], [], ["__count"]),
                        lambda model=model: model.browse(1).read(["id"]),
                    ):
                        with self.assertRaises(AccessError):
                            ask()

    def test_requesters_read_no_state_of_a_promise(self):
        """Neither the fields, nor by searching, sorting or grouping their own tickets."""
        for user in (self.portal_a, self.employee):
            tickets = self.env["service.desk.incident"].with_user(user)
            mine = self.ticket.with_user(user) if user == self.portal_a else tickets.search([], limit=1)
            for name in SECRET_FIELDS:
                with self.subTest(user=user.login, field=name):
                    self.assertNotIn(name, tickets.fields_get())
                    self.assert_refused(tickets, mine, name)

    def assert_refused(self, tickets, mine, name):
        """Nobody learns this field by reading, searching, sorting or grouping."""
        group = f"{name}:day" if tickets._fields[name].type == "datetime" else name
        for ask in (
            lambda: mine.read([name]),
            lambda: tickets.search([(name, "!=", False)]),
            lambda: tickets.search([(f"parent_id.{name}", "!=", False)]),
            lambda: tickets._read_group([], [group]),
        ):
            with self.assertRaises(AccessError):
                ask()
        if name != "clock_ids":
            with self.assertRaises(AccessError):
                tickets.search([], order=name)

    def test_state_for_views_is_empty_for_requesters(self):
        """Views for everybody look at it; a requester finds nothing, and cannot search or group by it."""
        mine = self.ticket.with_user(self.portal_a)
        self.assertFalse(mine.sla_state)
        self.assertEqual(mine.read(["sla_state"])[0]["sla_state"], False)
        for ask in (
            lambda: mine.search([("sla_state", "=", "running")]),
            lambda: mine.search([], order="sla_state"),
            lambda: mine._read_group([], ["sla_state"], ["__count"]),
        ):
            with self.assertRaises(AccessError):
                ask()
        self.assertEqual(self.ticket.with_user(self.agent).sla_state, "running")

    def test_requesters_call_no_method_of_clocks(self):
        """Over the wire: the countdown, the dialog and the list of clocks are refused."""
        self.login(self.portal_a)
        for method in ("sla_countdown", "action_open_clocks", "_sla_follow"):
            with self.subTest(method=method), mute_logger("odoo.http"):
                answer = self.call(self.ticket._name, method, [self.ticket.ids])
                self.assertIn("error", answer)
        with mute_logger("odoo.http"):
            answer = self.call(self.ticket._name, "write", [self.ticket.ids, {"date_agreed": "2099-01-01 00:00:00"}])
        self.assertIn("error", answer)
        self.assertFalse(self.ticket.date_agreed)

    def call(self, model, method, args):
        """Call a method as the browser of whoever is logged in does."""
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({
                "jsonrpc": "2.0",
                "method": "call",
                "params": {"model": model, "method": method, "args": args, "kwargs": {}},
            }),
            headers={"Content-Type": "application/json"},
        ).json()

    def test_requester_sees_the_agreed_date(self):
        """It is what they agreed to; the desk's note about why is not shown."""
        self.ticket.write({"date_agreed": "2099-05-06 10:00:00", "date_agreed_reason": "Complains too much"})
        facts, text = self.facts()
        self.assertIn("2099", facts["Expected by"])
        self.assertNotIn("Complains", text)
        self.assertEqual(self.ticket.with_user(self.portal_a).read(["date_agreed"])[0]["date_agreed"].year, 2099)
