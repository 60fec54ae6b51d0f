"""What promises mean to people, in a real browser."""

from datetime import datetime
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

# The module, not its class: pytest would run that class's own tests here.
from odoo.addons.service_desk.tests import contract_case

from ..moments import to_epoch


class StoryCase(contract_case.ContractCase, HttpCase):
    """One promise, to resolve within an hour of any day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy("Promise")
        cls.turbine = cls.make_incident(name="Turbine vibrates", team_id=cls.team_one.id)

    @classmethod
    def make_policy(cls, name, minutes=60, **values):
        return cls.env["service.desk.sla.policy"].create({
            "name": name,
            "calendar_source": "always",
            "date_from": False,
            "target_ids": [(0, 0, {"metric": "resolution", "minutes": minutes})],
            **values,
        })

    def let_pass(self, ticket, seconds):
        """Let the ticket have begun so much earlier, and the job look at it."""
        for clock in ticket.sudo().clock_ids:
            start, *rest = clock.spans[0]
            clock.write({"spans": [[start - seconds, *rest], *clock.spans[1:]], "date_levels": "2020-01-01"})
            clock._recompute_batch()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.sla.clock"]._cron_due()
        self.env.flush_all()
        self.env.invalidate_all()

    def visit(self, url, tour, user):
        self.start_tour(url, f"service_desk_sla_{tour}", login=user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestUiStories(StoryCase):
    def test_manager_gets_the_escalation(self):
        """The job runs, the manager is asked, goes to the ticket from there, and says why it is late."""
        reason = self.env["service.desk.sla.breach.reason"].create({"name": "No spare bearing"})
        self.team_one.leader_id = self.manager
        self.manager.notification_type = "inbox"
        self.policy.level_ids.unlink()
        self.env["service.desk.sla.level"].create({
            "policy_id": self.policy.id,
            "percent": 100,
            "raises_level": True,
            "notify_leader": True,
            "date_since": "2020-01-01",
        })
        self.let_pass(self.turbine, 3700)
        clock = self.turbine.sudo().clock_ids
        self.assertEqual((clock.is_breached, clock.escalation_ids.user_ids), (True, self.manager))
        notices = self.env["mail.notification"].search([
            ("res_partner_id", "=", self.manager.partner_id.id),
            ("mail_message_id.res_id", "=", self.turbine.id),
            ("mail_message_id.subject", "like", "Overdue: %Turbine vibrates"),
        ])
        self.assertEqual((len(notices), notices.notification_type), (1, "inbox"))
        self.visit("/odoo/discuss", "manager_is_escalated_to", self.manager)
        self.assertEqual((clock.breach_reason_id, clock.breach_note), (reason, "It came by ship"))
        improvement = self.env["service.desk.improvement"].search([("name", "=", "Keep two in stock")])
        self.assertEqual(improvement.sla_clock_ids, clock)

    def test_suppliers_clock_runs_while_it_is_theirs(self):
        """Passed on by the dialog, and taken back; what the requester is promised runs on meanwhile."""
        contract = self.make_contract(name="Lines of Telecom", service_ids=self.service.ids)
        self.make_policy("Lines", 240, kind="uc", contract_id=contract.id)
        self.turbine.service_id = self.service
        self.turbine.with_user(self.agent).action_take()
        self.visit("/odoo/service-desk", "supplier_has_it", self.agent)
        clocks = self.turbine.sudo().clock_ids.sorted("kind")
        self.assertEqual(clocks.mapped("kind"), ["sla", "uc"])
        self.assertEqual(clocks.mapped("state"), ["running", "paused"])
        ((passed_on, taken_back, _hours),) = clocks[1].spans
        moves = self.turbine.transition_ids.sorted("id").mapped(lambda move: to_epoch(move.date))
        self.assertEqual([passed_on, taken_back], moves[-2:])
        self.assertEqual([span[1] for span in clocks[0].spans], [None])
        self.assertEqual(clocks[1].supplier_id, self.supplier)

    def test_agreed_date_is_what_the_requester_expects(self):
        """The agent agrees by the dialog; the requester's page says that date, and not why."""
        self.agent.tz = "UTC"
        self.visit("/odoo/service-desk", "agent_agrees", self.agent)
        agreed = datetime(2031, 6, 17, 15, 30)
        self.assertEqual((self.turbine.date_agreed, self.turbine.date_due), (agreed, agreed))
        self.visit(f"/my/tickets/{self.turbine.number}", "requester_expects", self.employee)


@tagged("post_install", "-at_install")
class TestUiStoriesPhone(StoryCase):
    """What reaches people who are not at a desk."""

    browser_size = "390x844"
    touch_enabled = True

    test_manager_gets_the_escalation = TestUiStories.test_manager_gets_the_escalation

    def test_agreed_date_is_what_the_requester_expects(self):
        """On the requester's telephone."""
        self.turbine.with_user(self.agent).write(
            {"date_agreed": "2031-06-17 15:30:00", "date_agreed_reason": "She is away"}
        )
        self.visit(f"/my/tickets/{self.turbine.number}", "requester_expects", self.employee)
