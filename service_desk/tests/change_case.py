"""Changes, a published model, a service with an owner, and those who authorize."""

from datetime import timedelta

from odoo import fields

from .approval_case import ApprovalCase

WORDS = {
    "justification": "<p>The certificate runs out.</p>",
    "implementation_plan": "<p>Copy it, restart.</p>",
    "test_plan": "<p>Open the page.</p>",
    "backout_plan": "<p>Put the old one back.</p>",
}


class ChangeCase(ApprovalCase):
    """Two change managers besides the people of the desk; nobody of the demo data interferes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = cls.env.ref("service_desk.group_change_manager")
        role.user_ids = False
        cls.cm = cls.make_user("test_cm", "service_desk.group_change_manager")
        cls.cm_two = cls.make_user("test_cm_two", "service_desk.group_change_manager")
        # The administrator of the desk would have a seat in every round.
        cls.admin_user.active = False
        cls.env.ref("base.user_admin").group_ids -= cls.env.ref("service_desk.group_admin")
        cls.service = cls.env["service.desk.service"].create({"name": "Web Shop", "owner_id": cls.ann.id})
        cls.service_two = cls.env["service.desk.service"].create({"name": "Payment"})
        cls.env["service.desk.change.question"].search([]).active = False
        cls.question = cls.make_question("Reach", 10, (0, 50, 100))

    @classmethod
    def make_question(cls, name, weight, points):
        return cls.env["service.desk.change.question"].create(
            {
                "name": name,
                "weight": weight,
                "option_ids": [(0, 0, {"name": f"{name} {value}", "points": value}) for value in points],
            }
        )

    @classmethod
    def make_model(cls, **values):
        """A published model."""
        model = (
            cls.env["service.desk.change.model"]
            .with_user(cls.cm)
            .create({"name": "Renew a certificate", "service_id": cls.service.id, **WORDS, **values})
        )
        model.action_publish()
        return model.with_user(cls.agent)

    @classmethod
    def planned(cls, days=1, hours=2):
        """Planned dates from so many days from now on."""
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=days)
        return {"date_planned_start": start, "date_planned_end": start + timedelta(hours=hours)}

    @classmethod
    def make_change(cls, user=None, **values):
        """A normal change, drafted by ``user`` (the first agent)."""
        return (
            cls.env["service.desk.change"]
            .with_user(user or cls.agent)
            .create({"name": "New certificate", "service_id": cls.service.id, **values})
        )

    @classmethod
    def answer(cls, change, points=0):
        """Answer all questions with the option that has these points."""
        for answer in change.risk_answer_ids:
            options = answer.question_id.option_ids
            answer.option_id = options.filtered(lambda option: option.points == points)

    @classmethod
    def make_ready(cls, points=0, user=None, **values):
        """A change about which everything is told, in assessment."""
        change = cls.make_change(user, **{**WORDS, **cls.planned(), **values})
        cls.answer(change, points)
        change.action_assess()
        return change

    @classmethod
    def make_asked(cls, **values):
        """A change that waits for approval."""
        change = cls.make_ready(**values)
        change.action_ask_approval()
        return change

    def make_scheduled(self, **values):
        """A change of low risk that a change manager agreed to."""
        change = self.make_asked(**values)
        self.approve(self.steps(change), self.cm)
        return change

    def make_reviewed(self, outcome="successful", **values):
        """A change that was carried out with this outcome, in review."""
        change = self.make_scheduled(**values)
        change.action_implement()
        change.write({"state": "review", "outcome": outcome})
        return change
