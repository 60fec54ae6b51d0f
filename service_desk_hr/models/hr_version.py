from odoo import api, fields, models

from .service_desk_journey_data import ARRIVALS, JOINER, MOVER

#: What may mean that somebody comes or moves.
WATCHED = frozenset({"contract_date_start", "department_id", "job_id", "work_location_id", "date_version"})


class HrVersion(models.Model):
    """What HR writes down about somebody's place proposes the journey that goes with it."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        for version in versions.filtered("employee_id"):
            version._service_desk_propose(version._service_desk_former()._service_desk_place())
        return versions

    def write(self, vals):
        if not WATCHED & vals.keys():
            return super().write(vals)
        before = {version.id: version._service_desk_place() for version in self}
        result = super().write(vals)
        for version in self.filtered("employee_id"):
            version._service_desk_propose(before[version.id])
        return result

    def _service_desk_former(self):
        """The version that held before this one; empty for the first."""
        # sudo: HR may write versions of which it may not read all columns.
        versions = self.sudo().employee_id.version_ids
        return versions.filtered(lambda one: one.date_version < self.sudo().date_version)[-1:]

    def _service_desk_place(self):
        """Where the person works by this version, and since when."""
        version = self.sudo()  # sudo: see _service_desk_former
        return {
            "department_id": version.department_id,
            "job_id": version.job_id,
            "location_id": version.work_location_id,
            "since": version.contract_date_start,
        }

    def _service_desk_propose(self, before):
        """Propose to HR what follows from a change, where there is a template for it."""
        self.ensure_one()
        version, now = self.sudo(), self._service_desk_place()
        is_placed = bool(before["department_id"] or before["job_id"])
        has_moved = is_placed and any(before[name] != now[name] for name in ("department_id", "job_id"))
        journeys = self.env["service.desk.journey"].sudo()
        today = fields.Date.context_today(self)
        if now["since"] and now["since"] >= today and now["since"] != before["since"]:
            journeys._propose_by_version(JOINER, version, now["since"], before)
        elif has_moved and not journeys._is_arriving(version.employee_id):
            journeys._propose_by_version(MOVER, version, max(version.date_version, today), before)
        elif journeys._is_arriving(version.employee_id):
            journeys._refresh_proposals(version, ARRIVALS)
