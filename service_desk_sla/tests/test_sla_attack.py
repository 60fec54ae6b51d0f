"""What people may try to write about service levels although it is not theirs."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaAttack(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_there, cls.agent_there = cls.make_company()
        both = cls.env.company | cls.company_there
        cls.manager_of_both = cls.make_user(
            "manager_of_both",
            "service_desk.group_manager,base.group_multi_company",
            company_ids=[(6, 0, both.ids)],
        )
        cls.both = both

    # -- Stored defaults -----------------------------------------------------------------------

    def test_stored_defaults_stand_in_no_clock(self):
        """Neither why it was broken nor how often the job failed with it is for its agent to say beforehand."""
        self.make_policy()
        values = {"breach_note": "Not our fault", "failures": 99, "failure": "Odd", "policy_version": 7}
        for name, value in values.items():
            self.env["ir.default"].set("service.desk.sla.clock", name, value, user_id=self.agent.id)
        clock = self.clock(self.make_incident())
        self.assertTrue(clock)
        self.assertEqual((clock.breach_note, clock.failures, clock.failure), (False, 0, False))
        self.assertNotEqual(clock.policy_version, 7)

    # -- Policies ------------------------------------------------------------------------------

    def test_nothing_is_pushed_into_a_policy_of_another_company(self):
        """Levels and targets stay where their writer works."""
        ours = self.make_policy(level_ids=[(0, 0, {"percent": 50})]).with_user(self.manager)
        theirs = self.make_policy(
            company_id=self.company_there.id, targets=[("response", "1", 5)]
        )
        for record in (ours.level_ids, ours.target_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write({"policy_id": theirs.id})

    def test_managers_do_not_write_what_a_policy_keeps(self):
        """Its version is what clocks say they run by; how far a job came is the job's."""
        policy = self.make_policy().with_user(self.manager)
        version = policy.version
        for values in ({"version": 99}, {"is_applying": True}, {"apply_done": {"x": "y"}}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                policy.write(values)
        policy.calendar_source = "always"
        self.assertEqual(policy.version, version + 1)

    def test_what_a_policy_is_for_is_not_deleted(self):
        """A policy that lost the only thing that it names would hold for everything."""
        partners = self.env["res.partner"].create([{"name": "A", "is_company": True}, {"name": "B"}])
        named = {
            "service_ids": self.env["service.desk.service"].create({"name": "S"}),
            "category_ids": self.env["service.desk.category"].create({"name": "C"}),
            "team_ids": self.env["service.desk.team"].create({"name": "T"}),
            "customer_ids": partners[0],
            "supplier_ids": partners[1],
        }
        for field, record in named.items():
            kind = "uc" if field == "supplier_ids" else "sla"
            policy = self.make_policy(kind=kind, **{field: [(6, 0, record.ids)]})
            with (
                self.subTest(field=field),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                record.sudo().unlink()
                self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(policy[field], record)

    def test_policy_is_called_alike_whoever_asks_first(self):
        """The name on a clock is not in the language of whoever happened to fill the cache."""
        self.env["res.lang"]._activate_lang("fr_FR")
        policy = self.make_policy(name="Promise")
        policy.with_context(lang="fr_FR").name = "Promesse"
        self.env.registry.clear_cache()
        self.env["service.desk.sla.policy"].with_context(lang="fr_FR")._book()
        self.assertEqual(self.clock(self.make_incident()).policy_name, "Promise")

    def test_trying_policies_tells_nothing_of_another_company(self):
        """Neither which contract a customer has there."""
        customer = self.env["res.partner"].create({"name": "Shared", "is_company": True})
        contract = self.env["service.desk.contract"].create({
            "name": "Theirs",
            "kind": "customer",
            "partner_id": customer.id,
            "company_id": self.company_there.id,
            "date_start": "2026-01-01",
        })
        contract.action_activate()
        tried = (
            self.env["service.desk.sla.try.wizard"]
            .with_user(self.manager)
            .new({"company_id": self.company_there.id, "customer_id": customer.id, "date": "2026-03-02 10:00:00"})
        )
        self.assertFalse(tried.contract_id)

    # -- Reviews -------------------------------------------------------------------------------

    def test_review_is_not_closed_at_birth_by_a_default(self):
        """Nor do its figures come from a client's context."""
        review = (
            self.env["service.desk.sla.review"]
            .with_user(self.manager)
            .with_context(default_state="closed", default_scope="Forged", default_revision=7)
            .create({"date_from": "2026-01-01"})
        )
        self.assertEqual((review.state, review.scope, review.revision), ("draft", False, 1))

    def test_review_names_nothing_that_its_writer_does_not_see(self):
        """A form that is filled with the id of another company's partner does not learn its name."""
        hidden = self.env["res.partner"].create({"name": "Hidden", "company_id": self.company_there.id})
        shown = (
            self.env["service.desk.sla.review"]
            .with_user(self.manager)
            .onchange(
                {"customer_id": hidden.id, "date_from": "2026-01-01"}, ["customer_id"], {"display_name": {}}
            )
        )
        self.assertNotIn("Hidden", shown["value"].get("display_name", ""))

    # -- Agreements ----------------------------------------------------------------------------

    def test_date_beyond_all_dates_is_refused(self):
        """With a sentence, when it is agreed and when a ticket is opened with it."""
        self.make_policy(240)
        ticket = self.make_incident()
        for route in (
            lambda: ticket.write({"date_agreed": "9999-12-31 23:59:59", "date_agreed_reason": "x"}),
            lambda: self.make_incident(date_due="9999-12-31 23:59:59"),
            lambda: self.make_request(date_agreed="9999-12-31 23:59:59"),
        ):
            with self.assertRaisesRegex(UserError, "next hundred years"):
                route()

    def test_reason_is_not_exchanged_silently(self):
        """What was agreed stays as it was told, and another reason stands beside it."""
        self.make_policy(240)
        ticket = self.make_incident()
        ticket.write({"date_agreed": "2026-03-04 12:00:00", "date_agreed_reason": "She is away"})
        ticket.write({"date_agreed_reason": "Nobody had time"})
        told = " ".join(ticket.message_ids.mapped("body"))
        self.assertIn("She is away", told)
        self.assertIn("Nobody had time", told)

    # -- Clocks --------------------------------------------------------------------------------

    def test_clocks_go_along_to_another_company(self):
        """Those who gave the ticket away no longer see it in the figures; the new company's policy holds."""
        self.make_policy(60, company_id=self.env.company.id, name="Ours")
        self.make_policy(90, company_id=self.company_there.id, name="Theirs", calendar_source="always")
        ticket = self.make_incident(name="Moves on")
        ticket.with_user(self.manager_of_both).with_context(allowed_company_ids=self.both.ids).write(
            {"company_id": self.company_there.id, "user_id": False}
        )
        self.assertEqual(self.clock(ticket).policy_name, "Theirs")
        for user, is_seen in ((self.agent, False), (self.agent_there, True)):
            for model in ("service.desk.sla.clock", "service.desk.sla.report"):
                rows = self.env[model].with_user(user).search([("id", "in", ticket.sudo().clock_ids.ids)])
                self.assertEqual(bool(rows), is_seen, (user.login, model))

    def test_history_of_another_century_is_measured(self):
        """However long ago or far ahead a ticket was opened, it can be saved."""
        self.make_policy(240, calendar_source="always")
        ticket = self.make_incident().sudo()
        for opened in ("1900-01-01 00:00:00", "0002-01-01 00:00:00", "9998-12-31 23:59:59"):
            with self.subTest(opened=opened):
                ticket.clock_ids.unlink()
                ticket.date_opened = opened
                ticket._sla_follow()
                self.env.flush_all()
                self.assertEqual(self.clock(ticket).is_breached, opened < "2000")

    def test_formula_in_a_note_is_exported_as_text(self):
        """A spreadsheet does not work out what an agent wrote about a breach."""
        self.make_policy(60)
        ticket = self.make_incident()
        self.env.cr._now += timedelta(days=3)
        self.run_job()
        clock = self.clock(ticket)
        clock.with_user(self.agent).breach_note = "=cmd|' /C calc'!A0"
        self.agent.group_ids += self.env.ref("base.group_allow_export")
        exported = clock.with_user(self.agent).export_data(["breach_note"])["datas"][0][0]
        self.assertTrue(exported.startswith("'="), exported)

    def test_what_cannot_be_kept_is_refused_in_a_sentence(self):
        """A text or a number that no column takes, from a program: the field is named, nothing is kept."""
        policy = self.make_policy(level_ids=[(0, 0, {"percent": 50})]).with_user(self.manager)
        version = policy.version
        for record, values, label in (
            (policy, {"name": "A\0B"}, "Name"),
            (policy, {"warning_percent": float("nan")}, "At Risk From"),
            (policy, {"sequence": 2**31}, "Sequence"),
            (policy.target_ids, {"minutes": float("inf")}, "Minutes"),
            (policy.target_ids, {"minutes": "many"}, "Minutes"),
            (policy.target_ids, {"hours": "nan"}, "Working Time"),
            (policy.target_ids, {"hours": 1e9}, "Minutes"),
            (policy.level_ids, {"percent": 10**400}, "Percent"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, f"{label} cannot be saved"):
                record.write(values)
        with self.assertRaisesRegex(ValidationError, "Minutes cannot be saved"):
            policy.create({"name": "x", "target_ids": [(0, 0, {"minutes": float("nan")})]})
        policy.invalidate_recordset()
        self.assertEqual((policy.version, policy.target_ids.minutes), (version, 480))
