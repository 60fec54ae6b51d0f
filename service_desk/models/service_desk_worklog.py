from odoo import api, fields, models


class ServiceDeskWorklog(models.Model):
    """Minutes somebody spent on one ticket, and on what."""

    _name = "service.desk.worklog"
    _description = "Work Log"
    _inherit = ["service.desk.ticket.line"]
    _order = "date desc, id desc"

    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one("res.users", required=True, index=True, default=lambda self: self.env.user)
    minutes = fields.Integer(required=True)
    name = fields.Char(string="What was done", required=True)

    _minutes_sane = models.Constraint(
        "CHECK(minutes > 0 AND minutes <= 1440)",
        "Log between 1 minute and 1,440 minutes (a whole day) in one line.",
    )

    def write(self, vals):
        result = super().write(vals)
        # Rules are checked before a write; a line must not move where it could not be written.
        self.check_access("write")
        return result

    @api.depends("minutes", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._("%(minutes)s min: %(name)s", minutes=line.minutes, name=line.name)
