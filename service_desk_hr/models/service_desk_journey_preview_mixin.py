from datetime import date

from odoo import api, fields, models

from .. import journey_rules
from .service_desk_journey_data import LEAVER, WORK_KINDS


class ServiceDeskJourneyPreviewMixin(models.AbstractModel):
    """What a journey would do, before anything begins: the dialog that starts one and proposals show it."""

    _name = "service.desk.journey.preview.mixin"
    _description = "Preview of Journeys"

    preview = fields.Html(
        string="What Will Be Done",
        compute="_compute_preview",
        groups="hr.group_hr_user,service_desk.group_access_manager",
        help="By its template, as long as it is only proposed.",
    )

    @api.depends("state", "template_id.step_ids", "kind", "date_start", "date_end", "company_id")
    def _compute_preview(self):
        for journey in self:
            template = journey.template_id if journey.state == "proposed" else journey.template_id.browse()
            # sudo: the names of teams, for those who run the journey
            rows = journey._preview_rows(
                template.sudo(), journey.kind, journey.company_id, journey.date_start, journey.date_end
            )
            journey.preview = self._render_preview([(template.name, rows)]) if rows else False

    @api.model
    def _render_preview(self, plans):
        """:param list plans: names of templates, and their rows"""
        return self.env["ir.qweb"]._render("service_desk_hr.journey_preview", {"plans": plans})

    @api.model
    def _preview_rows(self, template, kind, company, date_start, date_end):
        """Rows of a template in order of their days: name, day, by whom, and whether answers decide."""
        is_working = self._is_working_day(company)
        labels = dict(template.step_ids._fields["responsible"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        rows = []
        for step in template.step_ids:
            anchor = date_start if step.anchor == "start" and kind != LEAVER else date_end
            day = anchor and journey_rules.shift(anchor, step.offset_days, is_working)
            by = step.team_id.name or labels[step.responsible] if step.kind in WORK_KINDS else ""
            rows.append(
                {
                    "name": step.name,
                    "day": day and journey_rules.not_before(day, today, is_working),
                    "by": by,
                    "is_open": bool(step.condition_code),
                }
            )
        return sorted(rows, key=lambda row: row["day"] or date.max)
