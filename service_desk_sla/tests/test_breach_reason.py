from odoo.exceptions import AccessError, UserError

from odoo.addons.service_desk_sla.tests.escalation_case import EscalationCase


class TestBreachReason(EscalationCase):
    """Why a promise was broken, as the agents of the ticket tell it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.why = cls.env.ref("service_desk_sla.breach_reason_spare_part")

    def late(self, **values):
        """A ticket that is overdue since an hour."""
        ticket = self.open_incident(**values)
        self.run_job(hours=5)
        return ticket

    def dialog(self, tickets, user=None, **values):
        return (
            self.env["service.desk.sla.breach.wizard"]
            .with_user(user or self.agent)
            .with_context(active_model=tickets._name, active_ids=tickets.ids)
            .create({"breach_reason_id": self.why.id, **values})
        )

    def test_agent_explains_several_tickets_at_once(self):
        """One reason for all of them, and a note on each for colleagues."""
        tickets = self.late() | self.late()
        self.dialog(tickets, breach_note="The disk came on Friday").action_confirm()
        for ticket in tickets:
            clock = self.clock(ticket)
            self.assertEqual((clock.breach_reason_id, clock.breach_note), (self.why, "The disk came on Friday"))
            note = ticket.message_ids[0]
            self.assertIn("Spare part was missing. The disk came on Friday", note.body)
            self.assertEqual(note.author_id, self.agent.partner_id)
            self.assertFalse(ticket.sudo()._public_messages())

    def test_dialog_offers_what_is_not_explained(self):
        """A promise that somebody explained stays as it is, unless it is chosen again."""
        self.policy.target_ids = [(0, 0, {"metric": "response", "minutes": 60})]
        ticket = self.late()
        response, resolution = self.clock(ticket, "response"), self.clock(ticket)
        response.with_user(self.agent).breach_reason_id = self.env.ref(
            "service_desk_sla.breach_reason_workload"
        )
        dialog = self.dialog(ticket)
        self.assertEqual((dialog.possible_ids, dialog.clock_ids), (response | resolution, resolution))

    def test_promise_that_was_kept_has_nothing_to_explain(self):
        """Neither by the dialog nor by RPC."""
        ticket = self.open_incident()
        with self.assertRaisesRegex(UserError, "No promise"):
            self.dialog(ticket).action_confirm()
        with self.assertRaisesRegex(UserError, "was not late"):
            self.clock(ticket).with_user(self.agent).breach_note = "x"

    def test_agent_writes_nothing_else_about_a_clock(self):
        """What it measured stands."""
        clock = self.clock(self.late()).with_user(self.agent)
        clock.write({"breach_reason_id": self.why.id, "breach_note": "Late"})
        with self.assertRaises(AccessError):
            clock.write({"breach_note": "Late", "is_breached": False})

    def test_clock_behind_a_wall_is_not_explained_by_outsiders(self):
        """Not by naming it in the dialog of another ticket either."""
        walled = self.late(user=self.agent_walled, team_id=self.team_walled.id, user_id=False)
        with self.assertRaises(AccessError):
            self.clock(walled).with_user(self.agent).breach_note = "x"
        mine, other = self.late(), self.late()
        with self.assertRaises(AccessError):
            self.dialog(mine, clock_ids=[(6, 0, self.clock(walled).ids)])
        self.dialog(mine, clock_ids=[(6, 0, (self.clock(other) | self.clock(mine)).ids)]).action_confirm()
        self.assertEqual(self.clock(mine).breach_reason_id, self.why)
        self.assertFalse(self.clock(other).breach_reason_id)

    def test_requester_explains_nothing(self):
        """It is the desk's own business."""
        ticket = self.late()
        with self.assertRaises(AccessError):
            self.dialog(ticket, self.employee)

    def resolve_by_dialog(self, ticket):
        dialog = (
            self.env["service.desk.resolve.wizard"]
            .with_user(self.agent)
            .with_context(active_model=ticket._name, active_ids=ticket.ids)
            .create(self.solution)
        )
        with self.at(5.1):
            return dialog.action_confirm()

    def test_resolving_a_late_ticket_offers_to_explain(self):
        """Where the policy asks; the ticket is resolved whatever is answered."""
        self.policy.asks_reason = True
        ticket = self.late()
        answer = self.resolve_by_dialog(ticket)
        self.assertEqual(answer["res_model"], "service.desk.sla.breach.wizard")
        self.assertEqual(answer["context"]["active_ids"], ticket.ids)
        self.assertEqual(ticket.state, "resolved")

    def test_resolving_asks_nothing_that_is_known_or_unwanted(self):
        """Explained before, in time, or a policy that does not ask."""
        close = "ir.actions.act_window_close"
        self.assertEqual(self.resolve_by_dialog(self.late())["type"], close)
        self.policy.asks_reason = True
        explained = self.late()
        self.dialog(explained).action_confirm()
        self.assertEqual(self.resolve_by_dialog(explained)["type"], close)
        self.assertEqual(self.resolve_by_dialog(self.open_incident(hours=4))["type"], close)

    def test_improvement_is_registered_with_the_promise(self):
        """What, who, until when, and where it comes from."""
        ticket = self.late()
        self.dialog(
            ticket,
            has_improvement=True,
            improvement_name="Keep disks in stock",
            improvement_user_id=self.manager.id,
            improvement_deadline="2026-04-01",
        ).action_confirm()
        improvement = self.env["service.desk.improvement"].search([("name", "=", "Keep disks in stock")])
        self.assertEqual(improvement.sla_clock_ids, self.clock(ticket))
        self.assertEqual((improvement.user_id, improvement.company_id), (self.manager, ticket.company_id))

    def test_improvement_needs_a_name(self):
        """Else nothing is written, the reason neither."""
        ticket = self.late()
        with self.assertRaisesRegex(UserError, "shall become better"), self.env.cr.savepoint():
            self.dialog(ticket, has_improvement=True).action_confirm()
        self.assertFalse(self.clock(ticket).breach_reason_id)

    def test_reason_in_use_is_archived_not_deleted(self):
        """Reports would lose it."""
        self.dialog(self.late()).action_confirm()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.why.with_user(self.admin_user).unlink()
        self.env.ref("service_desk_sla.breach_reason_other").with_user(self.admin_user).unlink()

    def test_service_review_tells_the_reason(self):
        """The list of the worst breaches of a period has it."""
        ticket = self.late()
        self.dialog(ticket).action_confirm()
        clock = self.clock(ticket)
        self.assertEqual(clock._breach_reasons(), {clock.id: "Spare part was missing"})


class TestDefaultLevels(EscalationCase):
    """What a fresh desk does without anybody having set anything up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("service_desk_sla.policy_incidents")
        with cls.clock_at(cls.moment):
            cls.policy.write({
                "active": True,
                "date_from": False,
                "calendar_source": "own",
                "company_id": cls.env.company.id,
                "resource_calendar_id": cls.calendar.id,
            })
            # As if it had been installed before that day.
            cls.policy.level_ids.date_since = False
            cls.env.registry.clear_cache()

    def test_default_levels_are_few_and_rising(self):
        """A word to the assignee, a word to both, then a call for the leader."""
        ticket = self.open_incident(impact="1", urgency="1")
        self.assertEqual(ticket.priority, "1")
        with self.at(0.1):
            ticket.action_take()
            ticket.message_post(body="We look", message_type="comment", subtype_xmlid="mail.mt_comment")
        told = []
        for hours in (1, 3, 4, 6, 7):
            self.run_job(hours=hours)
            told.append((self.told(ticket), ticket.escalation_level))
        first, both = ["test_agent"], ["test_agent", "test_agent", "test_leader"]
        self.assertEqual(told, [([], 0), (first, 0), (both, 0), (both, 1), (both, 1)])
