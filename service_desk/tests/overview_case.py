"""Tickets with a past of their own, for tests that count."""

from odoo import fields

from .common import ServiceDeskCase

INCIDENT, REQUEST = "service.desk.incident", "service.desk.request"


class OverviewCase(ServiceDeskCase):
    """Two teams whose tickets nobody else touches, and an agent in Vienna who looks at them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_a, cls.team_b = cls.env["service.desk.team"].create(
            [{"name": "Team A", "tier": "2"}, {"name": "Team B", "tier": "2"}]
        )
        cls.viewer = cls.make_user("test_viewer", "service_desk.group_agent", tz="Europe/Vienna")

    @classmethod
    def make_past(cls, model=INCIDENT, stars=0, held=False, **values):
        """A ticket as history left it: any state, any time."""
        history = cls.env[model].with_context(service_desk_history=True, tracking_disable=True)
        ticket = history.create(
            {"name": "Past", "requester_id": cls.employee.partner_id.id, "team_id": cls.team_a.id, **values}
        )
        if held:
            cls.env["service.desk.transition"].create(
                {
                    "incident_id" if model == INCIDENT else "request_id": ticket.id,
                    "date": ticket.date_opened,
                    "state_from": "new",
                    "state_to": "pending",
                    "phase_from": "new",
                    "phase_to": "pending",
                }
            )
        if stars:
            cls.env["rating.rating"].create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id(model),
                    "res_id": ticket.id,
                    "rating": stars,
                    "consumed": True,
                }
            )
        return ticket

    @classmethod
    def overview(cls, user=None):
        return cls.env["service.desk.overview"].with_user(user or cls.viewer)

    @classmethod
    def options(cls, **options):
        """What the overview is asked for: our two teams alone, unless told otherwise."""
        return {"team_ids": [cls.team_a.id, cls.team_b.id], **options}

    def assertListsEqualFigures(self, told, user=None):
        """Behind each number stand exactly as many tickets as it says."""
        overview = self.overview(user)
        numbers = {(key, None, None): told["figures"][key]["count"] for key in told["figures"]}
        for group, rows in told["groups"].items():
            for row in rows:
                for key, figure in row["figures"].items():
                    numbers[key, group, row["value"]] = figure["count"]
        for key in ("opened", "resolved", "backlog"):
            for step, count in enumerate(told["series"][key], start=1):
                if count is not None:
                    numbers[key, "day", step] = count
        listed = {}
        for key, group, value in numbers:
            action = overview.get_records_action(told["options"], key, group, value)
            listed[key, group, value] = overview.env[action["res_model"]].search_count(action["domain"])
        self.assertEqual(listed, numbers)


def moment(text):
    """A moment in UTC; of March 2026 when only a day and a time are given."""
    return fields.Datetime.to_datetime(text if len(text) > 8 else f"2026-03-{text}:00")
