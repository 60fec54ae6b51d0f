"""What tests of major incidents share."""

from unittest.mock import patch

from .announcement_case import AnnouncementCase
from .common import ServiceDeskCase


class MajorCase(AnnouncementCase, ServiceDeskCase):
    """A service that is down, and the people who lead until it works again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What came with demo data would be told of, too.
        for major in cls.env["service.desk.major"].search([("state", "=", "declared")]):
            major._stand_down("Not of these tests")
        cls.env["service.desk.announcement"].search([]).active = False
        cls.service = cls.env["service.desk.service"].create({"name": "Mail service"})
        cls.boss = cls.env["res.partner"].create({"name": "Boss", "email": "boss@example.com", "lang": "en_US"})
        cls.plan = cls.env["service.desk.communication.plan"].create(
            {
                "name": "Mail",
                "service_ids": [(6, 0, cls.service.ids)],
                "line_ids": [
                    (0, 0, {"name": "Everybody", "interval_minutes": 60, "body": "<p>We know:</p>"}),
                    (
                        0,
                        0,
                        {
                            "name": "Management",
                            "channel": "email",
                            "interval_minutes": 120,
                            "partner_ids": [(6, 0, cls.boss.ids)],
                        },
                    ),
                    (0, 0, {"name": "Hotline", "channel": "phone", "interval_minutes": 30}),
                ],
            }
        )

    @classmethod
    def make_main(cls, user=None, **values):
        """The incident that everybody waits for."""
        return cls.make_incident(user, **{"service_id": cls.service.id, "impact": "1", "urgency": "2", **values})

    @classmethod
    def propose(cls, incident=None, user=None):
        """Put up for declaration by an agent."""
        incident = incident or cls.make_main()
        majors = cls.env["service.desk.major"].with_user(user or cls.agent)
        return majors._propose(incident.with_user(user or cls.agent), "Nobody can work.")

    def declare(self, incident=None, commander=None, **values):
        """Declared by a manager in the dialog; led by the second agent."""
        major = self.propose(incident, incident and incident.env.user)
        wizard = self.env["service.desk.major.declare.wizard"].with_user(self.manager)
        wizard.create(
            {
                "major_id": major.id,
                "commander_id": (commander or self.agent_two).id,
                "title": "Mail is out of order",
                **values,
            }
        ).action_confirm()
        return major.with_user(commander or self.agent_two)

    def send(self, major, body="<p>We found it.</p>", briefings=None):
        """An update by the commander."""
        wizard = self.env["service.desk.major.update.wizard"].with_user(major.env.user)
        values = {"major_id": major.id, "body": body}
        if briefings is not None:
            values["briefing_ids"] = [(6, 0, briefings.ids)]
        wizard = wizard.create(values)
        wizard.action_confirm()
        return wizard

    def briefing(self, major, channel):
        return major.briefing_ids.filtered(lambda one: one.channel == channel)

    def kinds(self, major):
        return major.event_ids.mapped("kind")

    def run_reminders(self):
        """Let the job look; returns the mails it left."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.major.briefing"].sudo()._cron_remind()
        return mails.search([]) - before
