"""Services, analyses and plans for the tests of continuity."""

from odoo.fields import Command

from odoo.addons.service_desk.tests.major_case import MajorCase

from .ci_case import CiCase


class ContinuityCase(MajorCase, CiCase):
    """A mail service that runs on one application on one of two hosts."""

    def make_analysis(self, service=None, **values):
        """A draft by the configuration manager."""
        values = {"rto_hours": 4, "rpo_hours": 1, "mtpd_hours": 8, **values}
        return (
            self.env["service.desk.continuity.analysis"]
            .with_user(self.keeper)
            .create({"service_id": (service or self.service).id, **values})
        )

    def make_plan(self, name="Mail is lost", is_approved=True, **values):
        """Three steps: the second and the third at the same time; then a fourth."""
        person = self.env["res.partner"].create({"name": "Hotline", "phone": "+32 2 555 01 01"})
        steps = [
            {"name": "Decide", "minutes": 10, "user_id": self.agent.id},
            {"name": "Start the databases", "minutes": 60, "team_id": self.team_two.id, "contact_id": person.id},
            {"name": "Switch the network", "minutes": 30, "team_id": self.team_two.id, "is_together": True},
            {"name": "Tell people", "minutes": 5, "team_id": self.team_one.id},
        ]
        plan = (
            self.env["service.desk.continuity.plan"]
            .with_user(self.keeper)
            .create(
                {
                    "name": name,
                    "service_ids": [Command.set(self.service.ids)],
                    "step_ids": [Command.create({"sequence": number, **step}) for number, step in enumerate(steps)],
                    "contact_ids": [Command.create({"partner_id": person.id, "role": "Provider"})],
                    **values,
                }
            )
        )
        if is_approved:
            plan.action_approve()
        return plan
