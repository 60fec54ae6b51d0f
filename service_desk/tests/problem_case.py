"""Problems for tests: with incidents behind them, a cause and a workaround."""

from odoo.tests import Form

from .common import ServiceDeskCase

WORKAROUND = "<p>Use the web mail until tomorrow.</p>"


class ProblemCase(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls.make_user(f"test_asker_{number}", "base.group_user") for number in range(3)]
        # The hours of mails are not what these tests are about.
        cls.env.company.service_desk_acknowledge = False

    def make_incidents(self, count, user=None, **values):
        """Incidents for three people in turn."""
        vals_list = [
            {
                "name": f"Outlook asks for the password again {number}",
                "requester_id": self.people[number % 3].partner_id.id,
                **values,
            }
            for number in range(count)
        ]
        return self.env["service.desk.incident"].with_user(user or self.agent).create(vals_list)

    def make_known(self, **values):
        """A problem that is investigated, its cause and a workaround known."""
        problem = self.make_problem(**{"root_cause": "<p>Certificate</p>", "workaround": WORKAROUND, **values})
        problem.action_start()
        return problem

    def dialog(self, kind, records, user=None, **defaults):
        """A dialog about records, as the browser opens it."""
        context = {"active_model": records._name, "active_ids": records.ids, **defaults}
        return self.env[f"service.desk.{kind}.wizard"].with_user(user or self.agent).with_context(**context)

    def resolve(self, problem, user=None, **values):
        """Resolve a problem by its dialog; ``values`` are filled in."""
        form = Form(self.dialog("resolve", problem, user))
        form.resolution = "<p>New certificate</p>"
        for name, value in values.items():
            form[name] = value
        return form.save().action_confirm()

    def told(self, incident):
        """What the requester of an incident read of the desk."""
        return [str(message.body) for message in incident.sudo()._public_messages()]

    def notices(self, incidents):
        """The desk's mails about these incidents."""
        return incidents.sudo().message_ids.filtered(
            lambda message: message.message_type == "notification" and message.notified_partner_ids
        )
