"""Changes that have a place in the calendar, and what may be in their way."""

from datetime import datetime, timedelta

from odoo import fields

from .change_case import WORDS, ChangeCase


class CollisionCase(ChangeCase):
    """Standard changes, which need nobody's vote; no window and no freeze but those of a test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("service.desk.maintenance.window", "service.desk.freeze"):
            cls.env[model].search([]).active = False
        cls.model = cls.make_model(service_id=False)
        now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        #: An evening on which nothing else is planned.
        cls.evening = (now + timedelta(days=400)).replace(hour=20)

    @classmethod
    def times(cls, hour=0, hours=2):
        """Planned dates on that evening, ``hour`` hours after its beginning."""
        start = cls.evening + timedelta(hours=hour)
        return {"date_planned_start": start, "date_planned_end": start + timedelta(hours=hours)}

    @classmethod
    def make_standard(cls, hour=0, hours=2, user=None, **values):
        """A standard change on that evening, for the web shop."""
        values = {"service_id": cls.service.id, **cls.times(hour, hours), **values}
        return cls.make_change(user, model_id=cls.model.id, change_type="standard", **values)

    @classmethod
    def make_firm(cls, *args, **values):
        """A standard change that is scheduled."""
        change = cls.make_standard(*args, **values)
        change.action_schedule()
        return change

    @classmethod
    def make_normal(cls, hour=0, hours=2, **values):
        """A normal change in assessment, about which everything is told."""
        return cls.make_ready(**{**WORDS, **cls.times(hour, hours), **values})

    @classmethod
    def make_freeze(cls, hour=-1, hours=10, **values):
        start = cls.evening + timedelta(hours=hour)
        values = {"name": "Year end", "reason": "Nobody is there.", **values}
        values = {"date_from": start, "date_to": start + timedelta(hours=hours), **values}
        return cls.env["service.desk.freeze"].with_user(cls.cm).create(values)

    @classmethod
    def make_window(cls, start=20, end=24, **values):
        """A window each day at these hours (UTC)."""
        days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        values = {"name": "Evenings", "tz": "UTC", **{f"on_{day}": True for day in days}, **values}
        return (
            cls.env["service.desk.maintenance.window"]
            .with_user(cls.cm)
            .create({"hour_from": start, "hour_to": end, **values})
        )

    @classmethod
    def make_outage(cls, change, service, **values):
        return (
            cls.env["service.desk.outage"]
            .with_user(cls.agent)
            .create(
                {
                    "change_id": change.id,
                    "service_ids": [(6, 0, service.ids)],
                    "date_from": change.date_planned_start,
                    "date_to": change.date_planned_end,
                    **values,
                }
            )
        )

    def kinds(self, change):
        """What is in the way: a list of kinds; drafts are told and are not."""
        return [one.kind for one in change._collisions() if not one.is_draft]

    @staticmethod
    def moment(*args):
        return datetime(*args)
