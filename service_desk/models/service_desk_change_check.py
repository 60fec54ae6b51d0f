from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import CLOSED
from .service_desk_change_data import CHECK_PHASES, STANDARD


class ServiceDeskChangeCheck(models.Model):
    """One line of a change's checklist: done by whom and when."""

    _name = "service.desk.change.check"
    _description = "Checklist of a Change"
    _inherit = ["service.desk.storable.mixin", "service.desk.facts.mixin"]
    _order = "change_id, phase_order, sequence, id"

    _facts = frozenset({"done_by_id", "date_done", "line_id"})

    change_id = fields.Many2one("service.desk.change", required=True, index=True, ondelete="cascade")
    line_id = fields.Many2one(
        "service.desk.change.model.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Check", required=True)
    phase = fields.Selection(CHECK_PHASES, string="When", required=True, default="before")
    phase_order = fields.Integer(compute="_compute_phase_order", store=True)
    is_required = fields.Boolean(string="Required", default=True)
    is_done = fields.Boolean(string="Done")
    done_by_id = fields.Many2one("res.users", string="By", readonly=True, copy=False)
    date_done = fields.Datetime(string="On", readonly=True, copy=False)
    note = fields.Char(help="What was found.")

    _name_sane = models.Constraint("CHECK(length(trim(name)) > 0)", "Say what is to be checked.")

    @api.depends("phase")
    def _compute_phase_order(self):
        places = {value: place for place, (value, _label) in enumerate(CHECK_PHASES)}
        for check in self:
            check.phase_order = places.get(check.phase, 0)

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks._check_open()
        if not self.env.su:
            checks._check_standard()
        done = checks.filtered("is_done")
        done._note_done()
        return checks

    def write(self, vals):
        self._check_open()
        if not self.env.su and vals.keys() - {"is_done", "note"}:
            self._check_standard()
        changed = self.filtered(lambda check: "is_done" in vals and check.is_done != bool(vals["is_done"]))
        result = super().write(vals)
        if "change_id" in vals:
            self._check_open()
        changed._note_done()
        return result

    def unlink(self):
        self._check_open()
        if not self.env.su:
            self._check_standard()
        return super().unlink()

    def _note_done(self):
        """Who ticked it, and when; nothing where the tick was taken back."""
        for is_done, checks in self.grouped("is_done").items():
            # sudo: the desk keeps by itself who it was.
            checks.sudo().write(
                {
                    "done_by_id": is_done and self.env.uid,
                    "date_done": is_done and self.env.cr.now().replace(microsecond=0),
                }
            )

    def _check_open(self):
        """:raise UserError: once the change is over"""
        for change in self.change_id:
            if change.phase == CLOSED:
                raise UserError(self.env._("%s is over; its checklist stays.", change.display_name))

    def _check_standard(self):
        """:raise UserError: when the checklist of a model is altered on one change"""
        for check in self:
            if check.line_id and check.change_id.change_type == STANDARD:
                raise UserError(
                    self.env._("“%s” comes from the model: tick it, or add a line of your own.", check.name)
                )
