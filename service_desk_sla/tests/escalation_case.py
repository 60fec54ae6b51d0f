"""A policy with escalation levels, and time that passes when a test says so."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.addons.service_desk.tests.common import ServiceDeskCase

from .calendar_case import OFFICE, make_calendar

#: A Tuesday, nine o'clock in Brussels.
MORNING = datetime(2026, 3, 3, 8)


class EscalationCase(ServiceDeskCase):
    """Resolution is promised within four hours; the desk works from nine to five in Brussels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.sla.policy"].search([]).active = False
        cls.env["service.desk.sla.clock"].search([]).unlink()
        cls.leader = cls.make_user("test_leader", "service_desk.group_agent")
        cls.team_one.leader_id = cls.leader
        cls.calendar = make_calendar(cls.env, "Europe/Brussels", OFFICE)
        cls.moment = MORNING
        with cls.clock_at(MORNING):
            cls.policy = cls.make_policy()

    # -- Time --------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def clock_at(cls, moment):
        """The database's clock says that it is this moment (UTC)."""
        with patch.object(cls.env.cr, "now", lambda: moment):
            yield

    def at(self, hours=0, **delta):
        """So much later than the morning; to be entered with ``with``."""
        return self.clock_at(MORNING + timedelta(hours=hours, **delta))

    def run_job(self, hours=0, **delta):
        """Let the job run then."""
        # The transaction of the test never ends, so that its clock is told what time it is.
        patched = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99)
        with self.at(hours, **delta), patched:
            self.env["service.desk.sla.clock"]._cron_due()
            self.env.flush_all()

    # -- Records -----------------------------------------------------------------------------

    @classmethod
    def make_policy(cls, **values):
        return cls.env["service.desk.sla.policy"].create({
            "name": "Any",
            "company_id": cls.env.company.id,
            "date_from": MORNING - timedelta(days=7),
            "process": "service.desk.incident",
            "calendar_source": "own",
            "resource_calendar_id": cls.calendar.id,
            "target_ids": [(0, 0, {"metric": "resolution", "minutes": 240})],
            **values,
        })

    @classmethod
    def make_level(cls, percent, policy=None, **values):
        """A level that tells the assignee, unless the test says what it does."""
        values = values or {"notify_assignee": True}
        with cls.clock_at(MORNING):
            return cls.env["service.desk.sla.level"].create(
                {"policy_id": (policy or cls.policy).id, "percent": percent, **values}
            )

    def open_incident(self, hours=0, **values):
        """An incident in the hands of the first agent, opened so much later than the morning."""
        with self.at(hours):
            ticket = self.make_incident(**{"team_id": self.team_one.id, "user_id": self.agent.id, **values})
            self.env.flush_all()
        return ticket

    # -- What came of it ---------------------------------------------------------------------

    def clock(self, record, metric="resolution"):
        return record.sudo().clock_ids.filtered(lambda clock: clock.metric == metric)[-1:]

    def fired(self, record):
        """Percents of the levels that were acted upon, in order."""
        return record.sudo().clock_ids.escalation_ids.sorted("id").mapped("percent")

    def told(self, record):
        """Logins of those who were told of a record by escalation, in order of time."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "=", "user_notification"),
                ("author_id", "=", record.company_id.partner_id.id),
            ],
            order="id",
        )
        return [partner.user_ids.login for one in messages for partner in one.notified_partner_ids]
