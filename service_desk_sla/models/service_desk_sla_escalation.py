from odoo import api, fields, models
from odoo.exceptions import AccessError


class ServiceDeskSlaEscalation(models.Model):
    """What was done when a clock reached an escalation level, and who was told. Nobody edits it."""

    _name = "service.desk.sla.escalation"
    _description = "Escalation of a Clock"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.export.mixin", "service.desk.sla.bundle.mixin"]
    _order = "date desc, id desc"
    _rec_name = "percent"
    _log_access = False

    clock_id = fields.Many2one(
        "service.desk.sla.clock", required=True, readonly=True, index=True, ondelete="cascade"
    )
    level_id = fields.Many2one(
        "service.desk.sla.level", readonly=True, index="btree_not_null", ondelete="set null"
    )
    percent = fields.Integer(
        readonly=True, aggregator=None, help="Of the promised time, as the level said then."
    )
    date = fields.Datetime(required=True, readonly=True, index=True, default=lambda self: self.env.cr.now())
    user_ids = fields.Many2many(
        "res.users",
        "service_desk_sla_escalation_user_rel",
        "escalation_id",
        "user_id",
        string="Told",
        readonly=True,
    )
    detail = fields.Text(string="What Was Done", readonly=True)
    is_failed = fields.Boolean(
        string="Something Failed", readonly=True, help="Not all that the level says could be done."
    )

    _once = models.Constraint(
        "UNIQUE(clock_id, level_id)", "A level is acted upon once for each clock."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Escalations are written down by the desk itself."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su and vals.keys() == {"later_user_ids"}:
            return super().write(vals)
        raise AccessError(self.env._("What was done stays as it is on record."))

    @api.depends("percent")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.percent} %"
