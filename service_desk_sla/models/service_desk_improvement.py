from odoo import fields, models


class ServiceDeskImprovement(models.Model):
    """What a service review, or a promise that was broken, showed to be done better."""

    _inherit = "service.desk.improvement"

    sla_review_id = fields.Many2one(
        "service.desk.sla.review",
        string="Service Review",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups="service_desk.group_manager",
    )
    sla_clock_ids = fields.Many2many(
        "service.desk.sla.clock",
        "service_desk_improvement_sla_clock_rel",
        "improvement_id",
        "clock_id",
        string="Broken Promises",
    )
