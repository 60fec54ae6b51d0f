from odoo import fields, models


class ServiceDeskApproval(models.Model):
    """Approvals about access and of changes."""

    _inherit = "service.desk.approval"

    access_id = fields.Many2one("service.desk.access", readonly=True, index="btree_not_null", ondelete="cascade")
    change_id = fields.Many2one("service.desk.change", readonly=True, index="btree_not_null", ondelete="cascade")

    _one_subject = models.Constraint(
        "CHECK(num_nonnulls(request_id, access_id, change_id) = 1)",
        "An approval is about one thing, and one only.",
    )
    _access_step_once = models.UniqueIndex(
        "(access_id, round, sequence, step_id) WHERE access_id IS NOT NULL",
        "This step was asked in this round already.",
    )
    _change_step_once = models.UniqueIndex(
        "(change_id, round, sequence, step_id) WHERE change_id IS NOT NULL",
        "This step was asked in this round already.",
    )
