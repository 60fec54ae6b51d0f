"""Who may not see or touch changes, by whatever call."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .change_case import ChangeCase


@tagged("post_install", "-at_install")
class TestChangeRights(ChangeCase):
    def test_requesters_see_no_change(self):
        """Employees and customers read no change, not even one written down for them."""
        change = self.make_change(requester_id=self.employee.partner_id.id)
        for user in (self.employee, self.portal_a):
            for model in ("service.desk.change", "service.desk.change.check", "service.desk.change.report"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            with self.assertRaises(AccessError):
                change.with_user(user).read(["name"])

    def test_other_company_sees_nothing(self):
        """Changes, answers, checklists and rates stay within the company."""
        _company, stranger = self.make_company()
        change = self.make_reviewed()
        check = self.env["service.desk.change.check"].with_user(self.agent)
        check.create({"change_id": change.id, "name": "Backup", "phase": "after"})
        for model, domain in (
            ("service.desk.change", [("id", "=", change.id)]),
            ("service.desk.change.answer", [("change_id", "=", change.id)]),
            ("service.desk.change.check", [("change_id", "=", change.id)]),
            ("service.desk.change.report", [("id", "=", change.id)]),
        ):
            self.assertFalse(self.env[model].with_user(stranger).search(domain), model)
        with self.assertRaises(AccessError):
            change.with_user(stranger).action_close()

    def test_model_of_another_company_is_not_used(self):
        """Nobody makes a standard change of what another company has agreed to."""
        company, _stranger = self.make_company()
        model = self.env["service.desk.change.model"].create(
            {
                "name": "Theirs",
                "company_id": company.id,
                "implementation_plan": "<p>x</p>",
                "backout_plan": "<p>x</p>",
            }
        )
        model.state = "published"
        with self.assertRaises(AccessError):
            self.make_change(change_type="standard", model_id=model.id)

    def test_rows_do_not_move_to_changes_of_others(self):
        """A line of a checklist is not slipped into a change behind a wall."""
        mine, walled = self.make_change(), self.make_change(self.agent_walled)
        walled.sudo().team_id = self.team_walled
        check = self.env["service.desk.change.check"].with_user(self.agent)
        line = check.create({"change_id": mine.id, "name": "Backup"})
        for call in (
            lambda: check.create({"change_id": walled.id, "name": "Backup"}),
            lambda: line.write({"change_id": walled.id}),
            lambda: mine.risk_answer_ids.write({"change_id": walled.id}),
        ):
            with self.assertRaises(UserError):
                call()

    def test_who_ticked_is_not_forged(self):
        """The desk keeps by itself who ticked a line."""
        check = self.env["service.desk.change.check"].with_user(self.agent)
        line = check.create({"change_id": self.make_change().id, "name": "Backup"})
        with self.assertRaises(AccessError):
            line.write({"is_done": True, "done_by_id": self.cm.id})
        with self.assertRaises(AccessError):
            check.create({"change_id": line.change_id.id, "name": "x", "done_by_id": self.cm.id})
        defaults = {"default_done_by_id": self.cm.id, "default_date_done": "2020-01-01 10:00:00"}
        forged = check.with_context(**defaults).create({"change_id": line.change_id.id, "name": "x"})
        self.assertFalse(forged.done_by_id or forged.date_done)
        forged.with_context(**defaults).is_done = True
        self.assertEqual(forged.done_by_id, self.agent)

    def test_facts_are_not_set_by_defaults(self):
        """A client's defaults authorize nothing."""
        changes = self.env["service.desk.change"].with_user(self.agent)
        change = changes.with_context(
            default_date_authorized="2026-01-01 10:00:00", default_risk="low", default_approval_state="approved"
        ).create({"name": "x"})
        self.assertEqual((change.date_authorized, change.risk, change.approval_state), (False, False, "none"))

    def test_actual_times_are_not_invented(self):
        """When the work on a normal change began is noted, not told; of emergencies people tell it."""
        change = self.make_scheduled()
        with self.assertRaises(AccessError):
            change.date_actual_start = "2026-11-01 10:00:00"
        emergency = self.make_change(change_type="emergency")
        with self.assertRaisesRegex(UserError, "past year"):
            emergency.date_actual_start = "2999-01-01 10:00:00"

    def test_nothing_has_happened_to_a_new_change(self):
        """Neither by value nor by a client's defaults is a change born with a past."""
        hour = {"date_actual_start": fields.Datetime.now() - timedelta(hours=1)}
        for values in (hour, {"outcome": "successful"}, {"is_backout_used": True}):
            defaults = {f"default_{name}": value for name, value in values.items()}
            with self.subTest(values=values), self.assertRaises(UserError):
                self.make_change(**values)
            with self.subTest(defaults=defaults), self.assertRaises(UserError):
                self.env["service.desk.change"].with_user(self.agent).with_context(**defaults).create({"name": "x"})
        self.assertTrue(self.make_change(change_type="emergency", **hour).date_actual_start)

    def test_checklist_of_a_standard_change_is_the_models(self):
        """Lines of the model are ticked, not removed."""
        model = self.make_model(line_ids=[(0, 0, {"name": "Backup"})])
        change = self.make_change(change_type="standard", model_id=model.id, **self.planned())
        with self.assertRaisesRegex(UserError, "from the model"):
            change.check_ids.unlink()
        with self.assertRaisesRegex(UserError, "from the model"):
            change.check_ids.is_required = False

    def test_tasks_of_the_model_begin_with_the_work_and_block_its_end(self):
        """The task plan of a model starts with the work, once; open tasks keep it from ending."""
        plan = self.env["service.desk.task.plan"].create(
            {"name": "Steps", "template_ids": [(0, 0, {"name": "Copy it", "team_id": self.team_one.id})]}
        )
        model = self.make_model(plan_id=plan.id)
        change = self.make_change(change_type="standard", model_id=model.id, **self.planned())
        change.action_schedule()
        self.assertFalse(change.task_ids)
        change.action_implement()
        self.assertEqual(change.task_ids.mapped("name"), ["Copy it"])
        with self.assertRaisesRegex(UserError, "open tasks"):
            change.write({"state": "review", "outcome": "successful"})
