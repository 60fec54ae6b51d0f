from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestContractVerbs(ContractCase):
    def test_verbs_are_for_contract_managers(self):
        """Agents, managers of the desk, employees and customers are refused, also by dialogs."""
        contract = self.make_contract(renewal="explicit")
        later = contract.date_end + timedelta(days=9)
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            theirs = contract.with_user(user)
            for name, arguments in (
                ("action_renew", [later]),
                ("action_give_notice", ["x"]),
                ("action_withdraw_notice", []),
                ("action_terminate", [self.today, "x"]),
                ("action_make_successor", []),
                ("action_open_renew", []),
                ("action_open_notice", []),
                ("action_open_terminate", []),
                ("write", [{"state": "ended", "end_reason": "x"}]),
            ):
                with self.subTest(user=user.login, verb=name), self.assertRaises(AccessError):
                    getattr(theirs, name)(*arguments)
            for kind in ("end", "renew"):
                self.assertFalse(self.env[f"service.desk.contract.{kind}.wizard"].with_user(user).has_access("create"))
        self.assertEqual((contract.state, len(contract.term_ids)), ("active", 1))

    def test_renewal_adds_a_term_and_keeps_the_old_one(self):
        """From the day after the end, with what was agreed."""
        contract = self.make_contract(renewal="explicit")
        end, later = contract.date_end, contract.date_end + timedelta(days=100)
        contract.action_renew(later.isoformat(), "Price held")
        self.assertEqual(contract.date_end, later)
        self.assertEqual(contract.term_ids.sorted("date_from").mapped("date_to"), [end, later])
        self.assertEqual(
            (contract.term_id.date_from, contract.term_id.origin, contract.term_id.note),
            (end + timedelta(days=1), "explicit", "Price held"),
        )

    def test_renewal_says_why_not(self):
        """Days that are no days, too early ones, and contracts that are not active."""
        contract = self.make_contract(renewal="explicit")
        for day, words in ((contract.date_end, "already"), ("tomorrow", "which day"), (False, "which day")):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, words):
                contract.action_renew(day)
        contract.action_give_notice("x")
        with self.assertRaisesRegex(UserError, "Notice Given"):
            contract.action_renew(contract.date_end + timedelta(days=9))
        endless = self.make_contract(date_end=False)
        with self.assertRaisesRegex(UserError, "nothing to renew"):
            endless.action_renew(self.today + timedelta(days=9))

    def test_ends_need_a_reason(self):
        """Whoever ends a contract says why."""
        contract = self.make_contract()
        for reason in ("", "  ", False, None, 5):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "Say why"):
                contract.action_give_notice(reason)
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "Say why"):
                contract.action_terminate(self.today, reason)

    def test_notice_can_be_withdrawn(self):
        """Then it goes on as if nothing had been said."""
        contract = self.make_contract()
        contract.action_give_notice("x")
        self.assertTrue(contract.date_noticed)
        contract.action_withdraw_notice()
        self.assertEqual((contract.state, contract.date_noticed, contract.end_reason), ("active", False, False))
        with self.assertRaisesRegex(UserError, "No notice"):
            contract.action_withdraw_notice()

    def test_termination_on_a_past_day_ends_it(self):
        """Its term is cut, its costs too, and the reason stays."""
        contract = self.make_contract(cost_ids=[(0, 0, {"name": "Line", "amount": 10, "period": "month"})])
        before = contract.cost_term
        contract.action_terminate(self.today - timedelta(days=1), "Bankrupt")
        self.assertEqual((contract.state, contract.end_reason), ("ended", "Bankrupt"))
        self.assertEqual(contract.term_id.date_to, self.today - timedelta(days=1))
        self.assertLess(contract.cost_term, before)

    def test_termination_on_a_day_to_come_keeps_it_until_then(self):
        """It is in force up to its last day, today included."""
        contract = self.make_contract()
        contract.action_terminate(self.today + timedelta(days=20), "Agreed")
        self.assertEqual((contract.state, contract.date_end), ("notice", self.today + timedelta(days=20)))
        contract.action_terminate(self.today, "Sooner")
        self.assertEqual((contract.state, contract.date_end), ("notice", self.today))

    def test_termination_before_a_renewal_begins_strikes_it_off(self):
        """Renewed early and ended early: the term of today is the current one again, and is cut."""
        contract = self.make_contract(renewal="explicit")
        first, end = contract.term_id, contract.date_end
        contract.action_renew((end + timedelta(days=100)).isoformat(), "Price held")
        day = self.today + timedelta(days=20)
        contract.action_terminate(day, "Bought by a competitor")
        self.assertEqual((contract.term_ids, contract.term_id, first.date_to), (first, first, day))
        self.assertEqual((contract.state, contract.date_end), ("notice", day))
        told = " ".join(contract.sudo().message_ids.mapped("body"))
        self.assertIn("does not begin any more", told)

    def test_termination_within_a_renewal_to_come_cuts_that(self):
        """Nothing is struck off that it still reaches."""
        contract = self.make_contract(renewal="explicit")
        end = contract.date_end
        contract.action_renew((end + timedelta(days=100)).isoformat(), "")
        contract.action_terminate(end + timedelta(days=5), "Agreed")
        self.assertEqual(len(contract.term_ids), 2)
        self.assertEqual(contract.term_id.date_to, end + timedelta(days=5))

    def test_termination_outside_the_term_is_refused(self):
        """Neither before it began nor after it ends anyway."""
        contract = self.make_contract()
        with self.assertRaisesRegex(UserError, "cannot end before"):
            contract.action_terminate(contract.date_start - timedelta(days=1), "x")
        with self.assertRaisesRegex(UserError, "anyway"):
            contract.action_terminate(contract.date_end + timedelta(days=1), "x")

    def test_successor_is_a_draft_that_follows(self):
        """Partner, services, contacts and running prices are taken along, terms and ends are not."""
        contract = self.make_contract(
            service_ids=[(6, 0, self.service.ids)],
            contact_ids=[(0, 0, {"partner_id": self.supplier.id, "role": "hotline"})],
            cost_ids=[
                (0, 0, {"name": "Fee", "amount": 100, "period": "once"}),
                (0, 0, {"name": "Line", "amount": 10, "period": "month"}),
            ],
        )
        contract.action_terminate(self.today - timedelta(days=1), "x")
        successor = contract.browse(contract.action_make_successor()["res_id"])
        self.assertEqual((successor.state, successor.previous_id), ("draft", contract))
        self.assertEqual(successor.date_start, contract.date_end + timedelta(days=1))
        self.assertEqual(successor.service_ids, self.service)
        self.assertEqual(successor.contact_ids.role, "hotline")
        self.assertEqual(successor.cost_ids.mapped("name"), ["Line"])
        self.assertEqual(successor.cost_ids.date_from, successor.date_start)
        self.assertFalse(successor.term_ids or successor.end_reason or successor.date_ended)
        self.assertNotEqual(successor.number, contract.number)

    def test_renewal_dialog_changes_prices_from_the_new_term_on(self):
        """The past keeps its price; what is set to nothing stops."""
        contract = self.make_contract(
            renewal="explicit",
            cost_ids=[
                (0, 0, {"name": "Kept", "amount": 10, "period": "year"}),
                (0, 0, {"name": "Raised", "amount": 20, "period": "year"}),
                (0, 0, {"name": "Dropped", "amount": 30, "period": "year"}),
                (0, 0, {"name": "Fee", "amount": 99, "period": "once"}),
            ],
        )
        end = contract.date_end
        wizards = self.env["service.desk.contract.renew.wizard"].with_user(self.keeper)
        with Form(wizards.with_context(default_contract_id=contract.id)) as form:
            self.assertEqual(len(form.line_ids), 3)
            with form.line_ids.edit(1) as line:
                line.amount = 25
            with form.line_ids.edit(2) as line:
                line.amount = 0
        form.save().action_confirm()
        lines = {(cost.name, cost.amount, cost.date_from > end, cost.date_to) for cost in contract.cost_ids}
        self.assertEqual(
            lines,
            {
                ("Kept", 10, False, False),
                ("Raised", 20, False, end),
                ("Raised", 25, True, False),
                ("Dropped", 30, False, end),
                ("Fee", 99, False, False),
            },
        )
        self.assertEqual(contract.term_id.date_from, end + timedelta(days=1))

    def test_end_dialog_shows_the_last_day(self):
        """Before anything is done."""
        contract = self.make_contract()
        wizards = self.env["service.desk.contract.end.wizard"].with_user(self.keeper)
        form = Form(wizards.with_context(**contract.action_open_notice()["context"]))
        self.assertEqual(form.date_end, contract.date_end)
        form.reason = "Enough"
        form.save().action_confirm()
        self.assertEqual((contract.state, contract.end_reason), ("notice", "Enough"))
        form = Form(wizards.with_context(**contract.action_open_terminate()["context"]))
        form.reason, form.date_end = "Now", self.today - timedelta(days=1)
        form.save().action_confirm()
        self.assertEqual(contract.state, "ended")
