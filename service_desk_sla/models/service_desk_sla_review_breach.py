from odoo import fields, models
from odoo.exceptions import UserError


class ServiceDeskSlaReviewBreach(models.Model):
    """One of the worst breaches of a review: its number and why, and nothing of what it was about.

    Reviews are read by people who may not see every ticket. Whoever may opens it from here.
    """

    _name = "service.desk.sla.review.breach"
    _description = "Breach in a Service Review"
    _inherit = ["service.desk.sla.review.figure.mixin"]
    _order = "review_id, sequence, id"
    _rec_name = "number"

    clock_id = fields.Many2one("service.desk.sla.clock", readonly=True, index="btree_not_null", ondelete="set null")
    number = fields.Char(readonly=True)
    date_breached = fields.Datetime(string="Breached Since", readonly=True)
    is_open = fields.Boolean(string="Still Open", readonly=True)
    overrun_hours = fields.Float(string="Exceeded By, Hours", readonly=True, aggregator=None)
    reason = fields.Char(readonly=True)

    def action_open(self):
        """Open what was late, for those who may see it."""
        self.ensure_one()
        self.check_access("read")
        clock = self.clock_id
        if not clock.exists():
            raise UserError(self.env._("%s is not there any more.", self.number))
        return clock._subject()._get_records_action()
