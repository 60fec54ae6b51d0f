from odoo import api, models, tools

from .service_desk_journey_data import ABSENCE

#: What says who is away, and when.
_ABSENCE_FIELDS = frozenset({"kind", "state", "date_start", "date_end", "employee_id", "partner_id"})


class ServiceDeskJourneyAbsenceMixin(models.AbstractModel):
    """Who is away for long at the moment: approvals ask, of everybody whom they ask."""

    _name = "service.desk.journey.absence.mixin"
    _description = "Long Absences"

    @api.model_create_multi
    def create(self, vals_list):
        journeys = super().create(vals_list)
        if any(vals.get("kind") == ABSENCE for vals in vals_list):
            self.env.registry.clear_cache()
        return journeys

    def write(self, vals):
        result = super().write(vals)
        if _ABSENCE_FIELDS & vals.keys() and any(journey.kind == ABSENCE for journey in self):
            self.env.registry.clear_cache()
        return result

    def _take_work_back(self):
        """Whoever was away has again what was handed over for that time. Called with superuser rights.

        :return: a sentence about it, or nothing
        """
        self.ensure_one()
        back = self.line_ids._give_work_back()
        words = self.env._("Given back: %s.", back) if back else ""
        if back:
            self._note("handed", words)
        return words

    @api.model
    @tools.ormcache("today")
    def _absent_user_ids(self, today):
        """Ids of the users who are on a long absence on a day, from their first to their last day away."""
        # sudo: only who is away, for deciding who is asked.
        journeys = self.sudo().search(
            [
                ("kind", "=", ABSENCE),
                ("state", "=", "running"),
                ("date_start", "<=", today),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", today),
            ]
        )
        users = journeys.partner_id.user_ids | journeys.employee_id.user_id
        return frozenset(users.ids)
