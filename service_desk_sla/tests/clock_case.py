"""A desk whose clocks are told by the wall: tests say what time it is, and nothing else moves it."""

from datetime import datetime, timezone
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.addons.service_desk.tests.common import ServiceDeskCase

from ..moments import to_datetime
from .calendar_case import OFFICE, make_calendar


class ClockCase(ServiceDeskCase):
    """Office hours 9 to 17 from Monday to Friday in ``zone``; no policies but those a test makes."""

    zone = "Europe/Brussels"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = make_calendar(cls.env, cls.zone, OFFICE, name="Office")
        cls.env.company.resource_calendar_id = cls.office
        cls.supplier_reason = cls.env.ref("service_desk.pending_reason_supplier")
        cls.other_reason = cls.env["service.desk.pending.reason"].create(
            {"name": "Only watching", "waits_for": "other", "pauses_clocks": False}
        )

    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, self.env.cr, "_now", self.env.cr._now)
        self.wall("2026-03-02 10:00")  # a Monday

    def wall(self, text, zone=None):
        """Let it be this time, as clocks on the wall show it: "2026-03-02 10:00"."""
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone or self.zone))
        self.env.cr._now = moment.astimezone(timezone.utc).replace(tzinfo=None)

    def shown(self, moment, zone=None):
        """A moment of the database as clocks on the wall show it; empty for none."""
        if not moment:
            return ""
        local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone or self.zone))
        return local.strftime("%Y-%m-%d %H:%M" if not local.second else "%Y-%m-%d %H:%M:%S")

    @classmethod
    def make_policy(cls, minutes=480, metric="resolution", targets=(), **values):
        """A policy with one target for all priorities, or with (metric, priority, minutes) lines."""
        lines = targets or [(metric, "any", minutes)]
        return cls.env["service.desk.sla.policy"].create({
            "name": "Promise",
            "date_from": False,
            "target_ids": [
                (0, 0, {"metric": one, "priority": priority, "minutes": length})
                for one, priority, length in lines
            ],
            **values,
        })

    def clock(self, record, metric="resolution", kind="sla"):
        """The clock that counts, of those with this metric and kind."""
        clocks = record.sudo().clock_ids.filtered(
            lambda clock: (clock.metric, clock.kind) == (metric, kind) and clock.state != "cancelled"
        )
        return clocks.sorted("cycle")[-1:]

    def due(self, record, metric="resolution", kind="sla"):
        """When that clock is due, as the wall shows it."""
        return self.shown(self.clock(record, metric, kind).date_due)

    def hold(self, ticket, reason=None):
        ticket.write({"state": "pending", "pending_reason_id": (reason or self.reason).id})

    def resume(self, ticket):
        ticket.action_resume()

    def resolve(self, ticket):
        ticket.write({"state": "resolved", **self.solution})

    def by_priority(self, **values):
        """A policy that promises what is critical in a quarter of the time."""
        return self.make_policy(
            targets=[("resolution", "1", 240), ("resolution", "any", 960)], **values
        )

    def make_critical(self, incident):
        """Give a ticket the highest priority."""
        incident.write({"impact": "1", "urgency": "1"})

    def tell(self, incident):
        """An agent writes something that the requester reads."""
        incident.with_user(self.agent).message_post(
            body="It goes on", message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def agree(self, incident, text="2026-03-06 12:00", reason="They are away until then"):
        """Agree with the requester that it is done by then, as the wall shows it."""
        now = self.env.cr._now
        self.wall(text)
        date = self.env.cr._now
        self.env.cr._now = now
        incident.write({"date_agreed": date, "date_agreed_reason": reason})

    def run_job(self, name="_cron_due"):
        """The job that looks at what falls due, or another one, as the scheduler runs it."""
        def commit(cron, *_args, **_kwargs):
            cron.env.flush_all()
            return 1

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            getattr(self.env["service.desk.sla.clock"].sudo(), name)()
        self.env.invalidate_all()

    @staticmethod
    def instant(seconds):
        return to_datetime(seconds)
