"""Who sees and does what with access; and nobody by the back door."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessRights(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.access = cls.ask(cls.by_group)
        cls.everybody = (
            cls.employee,
            cls.colleague,
            cls.portal_a,
            cls.agent,
            cls.agent_two,
            cls.manager,
            cls.access_manager,
            cls.admin_user,
        )

    def test_nobody_writes_a_record_over_rpc(self):
        """State, dates, holder: every role is refused, the holder too."""
        for user in self.everybody:
            for values in (
                {"state": "active"},
                {"state": "revoked"},
                {"date_end": False},
                {"date_granted": "2020-01-01 00:00:00"},
                {"partner_id": user.partner_id.id},
                {"reason": "x"},
                {"approval_state": "approved"},
            ):
                with self.subTest(user=user.login, values=values), self.assertRaises(AccessError):
                    self.access.with_user(user).write(values)

    def test_nobody_creates_or_deletes_a_record_over_rpc(self):
        """Granting oneself by writing a row is refused to every role."""
        for user in self.everybody:
            values = {
                "partner_id": user.partner_id.id,
                "entitlement_id": self.by_hand.id,
                "company_id": self.env.company.id,
                "state": "active",
            }
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.env["service.desk.access"].with_user(user).create(values)
                with self.assertRaises(AccessError):
                    self.access.with_user(user).unlink()

    def test_evidence_is_neither_forged_nor_changed(self):
        """Not by any role, and not by the server's own code after it was written."""
        evidence = self.access.sudo().evidence_ids[0]
        for user in self.everybody:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    evidence.with_user(user).write({"detail": "x"})
                with self.assertRaises(AccessError):
                    evidence.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    self.env["service.desk.access.evidence"].with_user(user).create(
                        {"access_id": self.access.id, "kind": "approved", "date": self.in_days(0)}
                    )
        with self.assertRaises(UserError):
            evidence.sudo().detail = "x"

    def test_holders_see_their_own_alone(self):
        """Employees and customers read what is theirs, by search, count and id."""
        theirs = self.ask(self.by_hand, holder=self.portal_a)
        Access = self.env["service.desk.access"]
        for user, expected in (
            (self.employee, self.access),
            (self.portal_a, theirs),
            (self.colleague, Access),
            (self.portal_b, Access),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(Access.with_user(user).search([]).ids, expected.ids)
                self.assertEqual(Access.with_user(user).search_count([]), len(expected))
        with self.assertRaises(AccessError):
            theirs.with_user(self.employee).read(["reason"])
        with self.assertRaises(AccessError):
            self.access.with_user(self.employee).read(["problem"])

    def test_agents_read_the_register_of_their_company(self):
        """Another company's agents see nothing of ours."""
        _company, stranger = self.make_company()
        self.assertIn(self.access.id, self.env["service.desk.access"].with_user(self.agent).search([]).ids)
        Foreign = self.env["service.desk.access"].with_user(stranger)
        self.assertFalse(Foreign.search([("id", "=", self.access.id)]))
        with self.assertRaises(AccessError):
            Foreign.browse(self.access.id).action_revoke("Mine now")
        self.assertFalse(
            self.env["service.desk.access.evidence"].with_user(stranger).search([("access_id", "=", self.access.id)])
        )

    def test_agents_revoke_nothing(self):
        """Taking away is for access managers, the owner and the holder."""
        for user in (self.agent, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.access.with_user(user).action_revoke("Because")

    def test_agents_keep_no_entitlements(self):
        """Entitlements, conflicts and accepted risks are for access managers."""
        for model in ("service.desk.entitlement", "service.desk.entitlement.conflict"):
            for operation in ("create", "write", "unlink"):
                for user in (self.agent, self.manager, self.employee, self.portal_a):
                    with self.subTest(model=model, operation=operation, user=user.login):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))

    def test_retry_is_for_access_managers(self):
        """Not even the holder starts a grant again."""
        for user in (self.employee, self.agent, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.access.with_user(user).action_retry()

    def test_used_entitlement_is_archived_not_deleted(self):
        """Who had what is kept."""
        with self.assertRaises(UserError):
            self.by_group.unlink()

    def test_register_answers_for_the_past(self):
        """Who had what at any moment, also after it was revoked."""
        self.access.sudo().write({"date_granted": self.in_days(-10)})
        self.access.action_revoke("Moved")
        self.access.sudo().write({"date_revoked": self.in_days(-5)})
        Access = self.env["service.desk.access"].with_user(self.agent)
        found = [
            bool(Access.search([*Access._held_on_domain(self.in_days(days)), ("id", "=", self.access.id)]))
            for days in (-11, -10, -7, -5, 0)
        ]
        self.assertEqual(found, [False, True, True, False, False])

    def test_register_dialog_opens_the_list_of_then(self):
        """The dialog's domain is the register of that moment, narrowed to a person."""
        wizard = (
            self.env["service.desk.access.register.wizard"]
            .with_user(self.agent)
            .create({"partner_id": self.employee.partner_id.id})
        )
        action = wizard.action_confirm()
        self.assertEqual(self.env["service.desk.access"].search(action["domain"]), self.access)
