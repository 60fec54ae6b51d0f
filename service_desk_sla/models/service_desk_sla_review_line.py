from odoo import api, fields, models


class ServiceDeskSlaReviewLine(models.Model):
    """The figures of one kind of promise, metric, priority and service in the period of a review."""

    _name = "service.desk.sla.review.line"
    _description = "Figures of a Service Review"
    _inherit = ["service.desk.sla.review.figure.mixin"]
    _order = "review_id, sequence, id"
    _rec_name = "metric"

    service_id = fields.Many2one("service.desk.service", string="Service Itself", readonly=True, ondelete="set null")
    count = fields.Integer(string="Promises", readonly=True)
    met_count = fields.Integer(string="Met", readonly=True)
    breached_count = fields.Integer(string="Breached", readonly=True)
    open_count = fields.Integer(
        string="Late and Open", readonly=True, help="Breached, and not ended when the figures were worked out."
    )
    met_rate = fields.Float(string="Met (%)", compute="_compute_met_rate", store=True, aggregator=None)
    used_hours = fields.Float(string="Used, Mean Hours", readonly=True, aggregator=None)
    most_hours = fields.Float(
        string="Used, 90th Percentile",
        readonly=True,
        aggregator=None,
        help="Nine of ten were done within these working hours.",
    )
    paused_hours = fields.Float(string="Paused, Mean Hours", readonly=True, aggregator=None)
    overrun_hours = fields.Float(
        string="Exceeded By, Mean Hours", readonly=True, aggregator=None, help="Of what ended late."
    )

    @api.depends("count", "met_count")
    def _compute_met_rate(self):
        for line in self:
            line.met_rate = 100.0 * line.met_count / line.count if line.count else 0.0
