from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.service_desk_collision_data import MAX_SEARCH_DAYS, MAX_SPAN


class ServiceDeskSlotWizard(models.TransientModel):
    """When could this be done? The earliest times in maintenance windows without any collision."""

    _name = "service.desk.slot.wizard"
    _description = "Find a Time"
    _inherit = ["service.desk.storable.mixin"]

    change_id = fields.Many2one("service.desk.change", required=True, readonly=True, ondelete="cascade")
    hours = fields.Float(string="Takes", required=True, default=2.0)
    date_from = fields.Datetime(string="Not Before", required=True, default=fields.Datetime.now)
    days = fields.Integer(string="Within Days", required=True, default=60)
    slot_ids = fields.One2many("service.desk.slot.wizard.line", "wizard_id", string="Free Times", readonly=True)

    @api.constrains("hours", "days")
    def _check_reach(self):
        for wizard in self:
            if not 0 < wizard.hours <= MAX_SPAN / timedelta(hours=1):
                raise ValidationError(self.env._("How many hours does it take? More than none, less than a year."))
            if not 0 < wizard.days <= MAX_SEARCH_DAYS:
                raise ValidationError(self.env._("Look 1 to %s days ahead.", MAX_SEARCH_DAYS))

    def action_search(self):
        """Look again with these answers."""
        self.check_access("write")
        self.ensure_one()
        self.change_id.check_access("read")
        self.slot_ids = [(5,), *((0, 0, {"date_start": start, "date_end": end}) for start, end in self._slots())]
        return self._reopen()

    def _reopen(self):
        """The dialog with what was found, saved, so that each line has its button."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Find a Time"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _slots(self):
        """Pairs (start, end), the earliest first."""
        begin, duration = max(self.date_from, fields.Datetime.now()), timedelta(minutes=round(self.hours * 60))
        end = begin + timedelta(days=self.days)
        starts = self.env["service.desk.collision"]._free_starts(self.change_id, duration, begin, end)
        return [(start, start + duration) for start in starts]
