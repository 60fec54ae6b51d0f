from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyDialogs(JourneyCase):
    """Dialogs ask for what is needed, and what could not be done does not look done."""

    def make_task(self, **values):
        self.template.step_ids = [(0, 0, {"name": "Badge", "team_id": self.team_one.id, "needs_proof": True, **values})]
        return self.line(self.start(), "Badge").task_id

    def dialog(self, task, **context):
        wizard = self.env["service.desk.task.wizard"].with_user(self.agent)
        return wizard.with_context(active_model=task._name, active_ids=task.ids, **context)

    def test_dialog_asks_for_the_proof(self):
        """The agent cannot leave it out, in the dialog or past it."""
        task = self.make_task()
        with self.assertRaisesRegex(AssertionError, "note is a required field"):
            Form(self.dialog(task)).save()
        wizard = self.dialog(task).create({"verb": "done", "note": " "})
        with self.assertRaisesRegex(UserError, "it is the proof"):
            wizard.action_confirm()
        with Form(self.dialog(task)) as form:
            form.note = "Badge 7, shredded"
        form.record.action_confirm()
        self.assertEqual((task.state, task.note), ("done", "Badge 7, shredded"))

    def test_dialog_says_proof(self):
        """The label tells what is wanted; other tasks keep a note that may stay empty."""
        arch = etree.fromstring(self.dialog(self.make_task()).get_view(view_type="form")["arch"])
        notes = arch.xpath("//field[@name='note']")
        self.assertEqual(
            {one.get("string"): one.get("invisible") for one in notes},
            {
                "Why": "verb not in ('fail', 'skip')",
                "Proof": "not needs_proof",
                "Note": "needs_proof or verb in ('fail', 'skip')",
            },
        )
        self.assertEqual({one.get("required") for one in notes}, {"needs_proof or verb in ('fail', 'skip')"})

    def test_what_was_written_down_before_is_proof_enough(self):
        """On the task itself."""
        task = self.make_task()
        task.with_user(self.agent).note = "Badge 7, shredded"
        Form(self.dialog(task)).save().action_confirm()
        self.assertEqual((task.state, task.note), ("done", "Badge 7, shredded"))

    def test_task_without_need_of_proof_is_done_without_a_word(self):
        """As most are."""
        task = self.make_task(needs_proof=False)
        Form(self.dialog(task)).save().action_confirm()
        self.assertEqual(task.state, "done")

    def test_required_days_are_marked(self):
        """The house marks what is required in forms of its own class."""
        arch = self.env["service.desk.journey.wizard"].with_user(self.hr).get_view(view_type="form")["arch"]
        self.assertIn('js_class="service_desk_form"', arch)

    def test_letter_to_nobody_is_left_out(self):
        """Without a manager or a buddy nobody is told, HR neither, and the step says why."""
        mail = self.env.ref("service_desk_hr.mail_template_journey_manager").id
        letter = {"kind": "message", "offset_days": -60, "mail_template_id": mail}
        self.template.step_ids = [
            (0, 0, {"name": "Tell the manager", "recipient": "manager", **letter}),
            (0, 0, {"name": "Tell the buddy", "recipient": "buddy", **letter}),
            (0, 0, {"name": "Tell HR", "recipient": "hr", **letter}),
        ]
        alone = self.make_employee("Anna Alone", parent_id=False, department_id=False)
        journey = self.start(employee=alone)
        left_out = self.line(journey, "Tell the manager") | self.line(journey, "Tell the buddy")
        self.assertFalse(journey.manager_id)
        self.assertEqual(set(left_out.mapped("state")), {"cancelled"})
        self.assertEqual(
            left_out.mapped("note"), ["Left out: there is no manager.", "Left out: there is no buddy."]
        )
        self.assertEqual(self.line(journey, "Tell HR").state, "done")
        mails = self.env["mail.mail"].search([("model", "=", journey._name), ("res_id", "=", journey.id)])
        self.assertEqual(len(mails), 1)
