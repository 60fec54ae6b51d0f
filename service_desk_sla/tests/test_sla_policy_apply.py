"""A manager lets an edited policy hold for tickets that are open already."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models import service_desk_sla_policy_apply_mixin as apply_mixin
from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaPolicyApply(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(480, process="service.desk.incident", company_id=cls.env.company.id)

    def setUp(self):
        super().setUp()
        # The demo's open tickets are nobody's business here.
        self.service = self.env["service.desk.service"].create({"name": "Heating"})
        self.policy.service_ids = self.service

    def make_ticket(self, **values):
        return self.make_incident(service_id=self.service.id, **values)

    def dialog(self, user=None):
        action = self.policy.with_user(user or self.manager).action_open_apply()
        wizards = self.env[action["res_model"]].with_user(user or self.manager)
        return Form(wizards.with_context(**action["context"]))

    def edit(self, minutes):
        self.policy.target_ids.minutes = minutes

    def apply_in_background(self):
        """The job as the scheduler runs it."""
        def commit(cron, *_args, **_kwargs):
            cron.env.flush_all()
            return 1

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            self.env["service.desk.sla.policy"].sudo()._cron_apply()

    def test_editing_alone_changes_no_promise(self):
        """What was promised stays promised until a manager says otherwise."""
        ticket = self.make_ticket()
        self.edit(60)
        ticket.write({"urgency": "1"})
        self.assertEqual(self.clock(ticket).seconds, 480 * 60)

    def test_dialog_says_how_many_tickets_it_concerns(self):
        """Those that run by it, and those that fit it and have no clock yet; nothing that is over."""
        ticket, over = self.make_ticket(), self.make_ticket()
        self.resolve(over)
        self.policy.active = False
        late = self.make_ticket()
        self.policy.active = True
        self.assertFalse(late.clock_ids)
        dialog = self.dialog()
        self.assertEqual((dialog.total, dialog.preview), (2, "Incident: 2"))
        dialog.save().action_confirm()
        self.assertEqual(self.clock(late).policy_id, self.policy)
        self.assertEqual(len(ticket.clock_ids), 1)
        self.assertEqual(len(over.clock_ids), 1)

    def test_new_length_takes_over_the_time_that_was_used(self):
        """The old clock ends, its heir is due when the new length is used up."""
        ticket = self.make_ticket()
        self.wall("2026-03-02 11:00")
        self.edit(90)
        self.dialog().save().action_confirm()
        clock = self.clock(ticket)
        self.assertEqual((clock.seconds, clock.cycle, self.due(ticket)), (5400, 2, "2026-03-02 11:30"))
        self.assertEqual(clock.former_id.state, "cancelled")
        self.assertFalse(self.policy.is_applying)

    def test_what_is_promised_already_is_left_alone(self):
        """Applied again, nothing changes."""
        ticket = self.make_ticket()
        self.dialog().save().action_confirm()
        self.assertEqual(len(ticket.clock_ids), 1)

    def test_many_tickets_are_done_in_the_background(self):
        """The manager does not wait, and a job that was stopped goes on where it was."""
        tickets = self.make_ticket() + self.make_ticket() + self.make_ticket()
        self.edit(60)
        with patch.object(apply_mixin, "BATCH_SIZE", 2):
            self.dialog().save().action_confirm()
            self.assertTrue(self.policy.is_applying)
            self.assertEqual({self.clock(ticket).seconds for ticket in tickets}, {480 * 60})
            self.policy.sudo()._apply_batch()
            self.assertEqual([self.clock(ticket).seconds for ticket in tickets], [3600, 3600, 28800])
            self.apply_in_background()
        self.assertEqual({self.clock(ticket).seconds for ticket in tickets}, {3600})
        self.assertEqual([len(ticket.clock_ids) for ticket in tickets], [2, 2, 2])
        self.assertFalse(self.policy.is_applying)

    def test_tickets_of_other_customers_are_not_counted(self):
        """What the policy does not fit is not asked."""
        self.make_ticket()
        self.make_incident()
        self.assertEqual(self.policy._count_concerned()["service.desk.incident"], 1)
        self.assertFalse(self.policy._count_concerned()["service.desk.request"])

    def test_agent_may_not_apply(self):
        """Promises are a manager's."""
        self.make_ticket()
        with self.assertRaises(AccessError):
            self.dialog(self.agent)
        with self.assertRaises(AccessError):
            self.policy.with_user(self.agent)._apply()
