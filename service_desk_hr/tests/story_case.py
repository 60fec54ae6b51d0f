"""What the stories share: visits of people to their screens, and the days between two visits."""

from datetime import datetime
from unittest.mock import patch

from pytz import timezone

from odoo.tests import HttpCase

from odoo.addons.service_desk.days import zone_of

from .journey_case import JourneyCase


class StoryCase(JourneyCase, HttpCase):
    """People come, move and leave in a real browser; each does their part as themself."""

    def visit(self, path, tour, user):
        """One visit of one person; what it has changed is read afterwards."""
        self.start_tour(path, f"service_desk_hr_{tour}", login=user.login)
        self.env.invalidate_all()

    def journey_of(self, employee, kind):
        return self.env["service.desk.journey"].search([("employee_id", "=", employee.id), ("kind", "=", kind)])

    def wait_until(self, journey, day):
        """Let the days pass until ``day``: all that was planned of the journey lies so much nearer."""
        # By the clock of the company: late in the evening it is tomorrow there already.
        gone = day - datetime.now(timezone(zone_of(journey.company_id))).date()
        for name in ("date_start", "date_end", "date_answers"):
            journey[name] = journey[name] and journey[name] - gone
        for line in journey.line_ids:
            line.date_due -= gone
            line.date_begin = line.date_begin and line.date_begin - gone
        for access in journey._held_each()[journey].filtered("date_start"):
            access.date_start -= gone
        self.run_jobs()

    def run_jobs(self):
        """What happens by itself, as the scheduler does it."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()
            self.env["service.desk.access"]._cron_time()
        self.env.flush_all()
        self.env.invalidate_all()

    def states(self, journey):
        return {line.name: line.state for line in journey.line_ids}
