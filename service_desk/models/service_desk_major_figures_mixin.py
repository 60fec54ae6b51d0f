from odoo import api, fields, models


def _hours(start, end):
    return max((end - start).total_seconds(), 0) / 3600 if start and end else 0


class ServiceDeskMajorFiguresMixin(models.AbstractModel):
    """How long it took, and how many had to wait."""

    _name = "service.desk.major.figures.mixin"
    _description = "Figures of a Major Incident"

    date_restored = fields.Datetime(
        string="Restored On", readonly=True, help="When the incident was resolved, the last time if it came back."
    )
    declare_hours = fields.Float(
        string="Hours to Declare", compute="_compute_hours", store=True, aggregator="avg", help="From its beginning."
    )
    restore_hours = fields.Float(
        string="Hours to Restore", compute="_compute_hours", store=True, aggregator="avg", help="From its beginning."
    )
    child_count = fields.Integer(string="Joined Incidents", compute="_compute_counts")
    people_count = fields.Integer(
        string="People", compute="_compute_counts", help="Who have asked, in the incident itself and those joined."
    )

    @api.depends("date_started", "date_declared", "date_restored")
    def _compute_hours(self):
        for major in self:
            major.declare_hours = _hours(major.date_started, major.date_declared)
            major.restore_hours = _hours(major.date_started, major.date_restored)

    @api.depends("incident_id.child_ids")
    def _compute_counts(self):
        # sudo: numbers alone, also of tickets behind walls: all of them wait.
        incidents = self.env["service.desk.incident"].sudo()
        groups = incidents._read_group(
            [("parent_id", "in", self.incident_id.ids)], ["parent_id"], ["__count", "requester_id:array_agg"]
        )
        found = {parent.id: (count, set(people)) for parent, count, people in groups}
        for major in self:
            count, people = found.get(major.incident_id.id, (0, set()))
            major.child_count = count
            major.people_count = len((people | set(major.sudo().incident_id.requester_id.ids)) - {None, False})
