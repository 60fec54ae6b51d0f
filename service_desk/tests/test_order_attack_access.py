"""What people try to give themselves access, and what the register tells to whom it should not."""

from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestOrderAttackAccess(AccessCase):
    """An access manager, agents and employees who all want more than they should have."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["service.desk.catalog.item"]

    def make_item(self, name, **values):
        item = self.items.create({"name": name, **values})
        item.action_publish()
        return item

    def order(self, user, item, **answers):
        line = {"item_id": item.id, "answers": answers}
        return self.items.with_user(user)._place_order([line])[0].sudo()

    def item_with_access(self, entitlement, **values):
        item = self.make_item("Access thing", **values)
        item.sudo().entitlement_ids = entitlement
        return item

    def access_of(self, request):
        return request.sudo().access_ids

    def test_stored_defaults_forge_no_vote(self):
        """Everybody may store defaults for themselves; seats and approvals take none of them."""
        item = self.item_with_access(self.by_hand, audience="internal")
        for model, values in (
            (
                "service.desk.approval.decision",
                {"decision": "approve", "user_id": self.owner.id, "date": "2026-01-01 00:00:00"},
            ),
            ("service.desk.approval", {"state": "approved", "outcome": "approved"}),
            ("service.desk.access", {"state": "active", "date_granted": "2026-01-01 00:00:00"}),
        ):
            for name, value in values.items():
                if name in self.env[model]._fields:
                    self.env["ir.default"].with_user(self.employee).set(model, name, value, user_id=True)
        request = self.order(self.employee, item)
        access = self.access_of(request)
        approvals = request.approval_ids | access.approval_ids
        self.assertTrue(approvals.decision_ids)
        self.assertFalse(approvals.decision_ids.filtered("decision"))
        self.assertNotIn("approved", approvals.mapped("state"))
        self.assertFalse(access.filtered("date_granted"))

    def test_second_contact_of_the_manager_is_the_manager(self):
        """An access manager gives nothing alone to a contact of their own address."""
        twin = self.env["res.partner"].create({"name": "Twin", "email": self.access_manager.email.upper()})
        wizard = (
            self.env["service.desk.access.request.wizard"]
            .with_user(self.access_manager)
            .create({"partner_ids": twin.ids, "entitlement_ids": self.by_hand.ids, "reason": "x"})
        )
        wizard.action_confirm()
        access = self.env["service.desk.access"].search([("partner_id", "=", twin.id)])
        self.assertEqual(access.state, "approval")
        self.by_hand.allows_emergency = True
        other = self.make_entitlement("Other key", allows_emergency=True)
        wizard = wizard.create(
            {"partner_ids": twin.ids, "entitlement_ids": other.ids, "reason": "x", "is_emergency": True}
        )
        with self.assertRaises(AccessError):
            wizard.action_confirm()

    def test_holder_who_hands_the_order_on_gets_nothing_by_their_own_word(self):
        """An approver who ordered for themself cannot rename the requester and agree."""
        policy = self.env["service.desk.approval.policy"].create(
            {"name": "P", "step_ids": [(0, 0, {"name": "S", "user_ids": [(6, 0, (self.agent | self.owner).ids)]})]}
        )
        item = self.item_with_access(self.by_hand, approval_policy_id=policy.id, team_id=self.team_one.id)
        request = (
            self.items.with_user(self.colleague)._place_order([{"item_id": item.id}], self.agent.partner_id)[0].sudo()
        )
        access = self.access_of(request)
        self.assertEqual(access.partner_id, self.agent.partner_id)
        mine = request.with_user(self.agent)
        mine.action_withdraw_approval()
        mine.write({"requester_id": self.colleague.partner_id.id})
        mine.action_ask_approval()
        step = request.approval_ids.filtered(lambda one: one.state == "pending")
        with self.assertRaises(AccessError):
            step.with_user(self.agent).action_approve()
        self.assertEqual(access.state, "requested")

    def test_what_was_asked_for_stays_what_it_is(self):
        """Groups and method are not exchanged between the request and the grant."""
        access = self.ask(self.by_group, user=self.agent)
        self.assertEqual(access.state, "approval")
        with self.assertRaises(UserError):
            self.by_group.with_user(self.access_manager).group_ids = self.other_group
        with self.assertRaises(UserError):
            self.by_group.with_user(self.access_manager).method = "manual"

    def test_access_that_begins_later_stays_what_it_is(self):
        """Approved for next week: the groups stay those that were approved."""
        access = self.ask(self.by_group, date_start=self.in_days(7))
        self.assertEqual(access.state, "granting")
        with self.assertRaises(UserError):
            self.by_group.with_user(self.access_manager).group_ids = self.other_group

    def test_who_asked_does_not_accept_the_risk_beforehand(self):
        """A risk that the one who asks accepted by RPC before asking does not count."""
        conflict = self.make_conflict(self.by_hand, self.by_group, "accept")
        self.ask(self.by_group)
        self.env["service.desk.access.risk"].with_user(self.access_manager).create(
            {"partner_id": self.employee.partner_id.id, "conflict_id": conflict.id, "reason": "I say so"}
        )
        access = self.ask(self.by_hand)
        self.assertEqual(access.state, "approval")
        self.assertTrue(access.is_risk_open)

    def test_nobody_writes_access_whatever_the_way(self):
        """Lines of orders, entitlements and items are no way to access rows either."""
        access = self.ask(self.by_hand, user=self.agent)
        request = self.make_request()
        for user in (self.agent, self.manager, self.access_manager, self.admin_user):
            for record, values in (
                (request, {"access_ids": [(4, access.id)]}),
                (
                    request,
                    {
                        "access_ids": [
                            (
                                0,
                                0,
                                {
                                    "partner_id": user.partner_id.id,
                                    "entitlement_id": self.by_hand.id,
                                    "company_id": self.env.company.id,
                                },
                            )
                        ]
                    },
                ),
                (
                    self.by_hand,
                    {"access_ids": [(0, 0, {"partner_id": user.partner_id.id, "company_id": self.env.company.id})]},
                ),
                (access, {"date_end": "2099-01-01 00:00:00"}),
                (access, {"evidence_ids": [(5,)]}),
                (access, {"state": "active"}),
            ):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    record.with_user(user).write(values)
            for verb in ("action_ask_approval", "action_withdraw_approval"):
                with self.subTest(user=user.login, verb=verb), self.assertRaises(UserError):
                    getattr(access.with_user(user), verb)()

    def test_item_gives_no_more_by_the_hand_of_a_manager(self):
        """Managers neither add access to an item nor change who agrees to it, nor copy it."""
        item = self.item_with_access(self.by_group)
        bare = self.make_item("Bare thing")
        policy = self.env["service.desk.approval.policy"].create({"name": "P"})
        for record, values in (
            (item, {"approval_policy_id": policy.id}),
            (item, {"entitlement_ids": [(5,)]}),
            (bare, {"entitlement_ids": [(4, self.by_group.id)]}),
            (bare, {"entitlement_ids": self.by_group.ids}),
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            item.with_user(self.manager).copy()

    def test_item_without_policy_gives_nothing_by_itself(self):
        """The owner is asked, whoever orders: employee, manager, access manager."""
        item = self.item_with_access(self.by_group, team_id=self.team_one.id)
        for user in (self.employee, self.manager, self.access_manager):
            request = self.order(user, item)
            self.assertEqual(self.access_of(request).state, "approval", user.login)

    def test_owner_who_orders_is_not_asked(self):
        """Who owns an entitlement gets it by somebody else's word."""
        access = self.ask(self.by_group, user=self.agent, holder=self.owner)
        self.assertNotIn(self.owner, self.waiting(access).decision_ids.approver_id)
        with self.assertRaises(AccessError):
            self.waiting(access).with_user(self.owner).action_approve()

    def test_extension_ends_with_what_is_allowed(self):
        """Neither dates beyond the limit nor nonsense extend anything."""
        entitlement = self.make_entitlement("Short", max_days=5)
        access = self.ask(entitlement)
        access.sudo().task_ids.write({"state": "done"})
        access.invalidate_recordset()
        self.assertEqual(access.state, "active")
        before = access.date_end
        for strange in (
            "2099-01-01 00:00:00",
            "x",
            [],
            {},
            None,
            True,
            7,
            "9" * 50,
            before,
            before - timedelta(days=1),
        ):
            for user in (self.access_manager, self.agent, self.employee):
                with self.subTest(strange=strange, user=user.login), self.assertRaises(UserError):
                    access.with_user(user).action_extend(strange)
        for strange in ([], {}, None, 7, "  "):
            with self.subTest(strange=strange), self.assertRaises(UserError):
                access.action_revoke(strange)
        self.assertEqual(access.date_end, before)

    def test_holder_does_not_do_their_own_task(self):
        """A task that gives the agent access is done by a colleague, however it is called."""
        access = self.ask(self.by_hand, holder=self.agent)
        task = access.sudo().task_ids.with_user(self.agent)
        task.sudo().team_id = self.team_one
        for verb in (
            lambda: task.action_done("x"),
            lambda: task.write({"state": "done"}),
            lambda: task.action_move("done"),
        ):
            with suppress(UserError):
                verb()
            self.assertNotEqual(task.state, "done")
        for name, value in (
            ("access_id", False),
            ("access_verb", "revoke"),
            ("kind", "webhook"),
            ("key", "x"),
            ("template_id", 1),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                task.write({name: value})

    def test_confidential_orders_tell_no_reason_in_the_register(self):
        """Other teams read in the register who has what, not why somebody of a walled team wants it."""
        item = self.item_with_access(self.by_hand, team_id=self.team_walled.id)
        self.env["service.desk.catalog.question"].create(
            {"item_id": item.id, "name": "Why?", "code": "reason", "kind": "text"}
        )
        request = self.order(self.employee, item, reason="Secret inquiry")
        access = self.access_of(request)
        for user in (self.agent, self.agent_two):
            told = str(access.with_user(user).read()) + str(access.evidence_ids.with_user(user).read())
            approvals = self.env["service.desk.approval"].with_user(user).search([("access_id", "=", access.id)])
            told += str(approvals.read())
            self.assertNotIn("Secret", told)
            self.assertNotIn("Access thing", told)

    def test_order_closed_to_others_later_takes_its_reason_along(self):
        """From the register, its evidence and its approvals; the holder and the team still read it."""
        item = self.item_with_access(self.by_hand, team_id=self.team_two.id)
        self.env["service.desk.catalog.question"].create(
            {"item_id": item.id, "name": "Why?", "code": "reason", "kind": "text"}
        )
        request = self.order(self.employee, item, reason="Secret inquiry")
        access = self.access_of(request)
        self.assertIn("Secret", self.told_of(access, self.agent))
        request.sudo().is_confidential = True
        self.env.invalidate_all()
        self.assertNotIn("Secret", self.told_of(access, self.agent))
        self.assertNotIn("Secret", self.told_of(access, self.access_manager))
        self.assertEqual(access.with_user(self.agent).reason, f"See {request.number}.")
        for user in (self.employee, self.agent_two):
            self.assertEqual(access.with_user(user).reason, "Secret inquiry")
        self.env.invalidate_all()
        self.waiting(access).with_user(self.owner).action_approve("Fine")
        self.assertEqual(access.state, "granting", "What is decided about has not changed")

    def told_of(self, access, user):
        """All that somebody reads about a record."""
        approvals = self.env["service.desk.approval"].with_user(user).search([("access_id", "=", access.id)])
        evidence = access.sudo().evidence_ids.with_user(user)
        return str(access.with_user(user).read()) + str(evidence.read()) + str(approvals.read())

    def test_mails_about_access_of_confidential_orders_say_the_number_alone(self):
        """Approvals of what a confidential request orders are confidential too."""
        item = self.item_with_access(self.by_hand, team_id=self.team_walled.id)
        request = self.order(self.employee, item)
        request.is_confidential = True
        access = self.access_of(request)
        access._withdraw_approval("x")
        access._start_approval()
        self.assertTrue(self.waiting(access).is_confidential)

    def test_other_company_sees_nothing(self):
        """No row of any table of access, approvals, tasks and orders."""
        _company, stranger = self.make_company()
        item = self.item_with_access(self.by_group, team_id=self.team_one.id)
        request = self.order(self.employee, item)
        self.ask(self.by_hand, user=self.agent)
        for model, domain in (
            ("service.desk.access", []),
            ("service.desk.access.evidence", []),
            ("service.desk.approval", []),
            ("service.desk.approval.decision", []),
            ("service.desk.approval.log", []),
            ("service.desk.task", []),
            ("service.desk.answer", []),
            ("service.desk.request", [("id", "=", request.id)]),
            ("service.desk.work", []),
        ):
            with self.subTest(model=model):
                self.assertFalse(
                    self.env[model]
                    .with_user(stranger)
                    .search(domain)
                    .filtered(
                        lambda row: "company_id" not in row._fields or row.sudo().company_id != stranger.company_id
                    )
                )

    def test_reviewer_keeps_nothing_of_their_own(self):
        """Neither a contact's second login nor lines of others by RPC."""
        access = self.ask(self.by_group, holder=self.colleague)
        review = (
            self.env["service.desk.access.review"]
            .with_user(self.access_manager)
            .create({"name": "R", "date_deadline": self.in_days(5), "entitlement_ids": self.by_group.ids})
        )
        self.by_group.reviewer_ids = self.colleague | self.owner
        review.action_open()
        line = review.line_ids.filtered(lambda one: one.access_id == access)
        self.assertNotIn(self.colleague, line.sudo().reviewer_ids)
        for user in (self.colleague, self.agent, self.manager, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                line.with_user(user).action_keep("x")
        for values in ({"decision": "keep"}, {"is_carried_out": True}, {"reviewer_ids": [(4, self.colleague.id)]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                line.with_user(self.access_manager).write(values)
        for strange in ({}, [], 7, "x" * 10**6):
            line.with_user(self.owner).action_keep(strange)
        self.assertLessEqual(len(line.sudo().comment), 500)

    def test_nobody_moves_a_review_to_a_company_of_others(self):
        """A draft stays in a company where its author works."""
        company, _user = self.make_company()
        review = (
            self.env["service.desk.access.review"]
            .with_user(self.access_manager)
            .create({"name": "R", "date_deadline": self.in_days(5)})
        )
        with self.assertRaises(AccessError):
            review.company_id = company

    def test_settings_rights_stay_out_by_every_door(self):
        """Groups that bring settings rights later, user types, and lists of ids without a command."""
        system = self.env.ref("base.group_system")
        for groups in ([(4, system.id)], system.ids, [(6, 0, system.ids)]):
            with self.subTest(groups=groups), self.assertRaises(UserError):
                self.by_group.with_user(self.access_manager).group_ids = groups
        self.group.implied_ids |= self.env.ref("base.group_erp_manager")
        with self.assertRaises(UserError):
            self.ask(self.by_group)
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_deciding_does_not_run_effects_of_strangers(self):
        """A webhook grant waits for approval; nothing is sent before."""
        hook = self.env["service.desk.webhook"].create({"name": "H", "url": "https://example.com"})
        entitlement = self.make_entitlement("By hook", method="webhook", webhook_id=hook.id)
        with patch.object(type(hook), "_send", side_effect=AssertionError):
            access = self.ask(entitlement, user=self.agent)
            self.assertFalse(access.sudo().task_ids)

    def test_conflict_does_not_move_to_a_company_of_others(self):
        """What people of another company may not hold together is not for one's own manager."""
        company, _user = self.make_company()
        theirs = self.env["service.desk.entitlement"].create({"name": "Theirs", "company_id": company.id})
        conflict = self.make_conflict(self.by_hand, self.by_group)
        for name in ("entitlement_id", "other_id"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                conflict.write({name: theirs.id})
        with self.assertRaises(AccessError):
            self.make_conflict(theirs, self.by_group)

    def test_words_of_other_systems_are_text(self):
        """What a webhook answers is never markup on the ticket or in the evidence."""
        hook = self.env["service.desk.webhook"].create({"name": "H", "url": "https://example.com"})
        entitlement = self.make_entitlement("By hook", method="webhook", webhook_id=hook.id)
        item = self.item_with_access(entitlement, team_id=self.team_one.id)
        request = self.order(self.employee, item)
        self.approve(self.access_of(request))
        task = self.access_of(request).task_ids
        task.write({"state": "failed", "note": "<script>alert(1)</script>"})
        self.assertNotIn("<script", str(request.message_ids.mapped("body")))

    def test_notes_that_are_no_text_are_refused(self):
        """Whatever software sends in place of a note, the task stays as it is."""
        access = self.ask(self.by_hand)
        task = access.sudo().task_ids.with_user(self.manager)
        for strange in ({"a": 1}, ["a"], 7, True):
            for verb in ("action_done", "action_fail", "action_skip", "action_take_over"):
                with self.subTest(strange=strange, verb=verb), self.assertRaises(UserError):
                    getattr(task, verb)(strange)
        self.assertEqual(task.state, "ready")
