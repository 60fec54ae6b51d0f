from odoo import fields, models


class ServiceDeskApproval(models.Model):
    """Approvals of changes."""

    _inherit = "service.desk.approval"

    change_id = fields.Many2one("service.desk.change", readonly=True, index="btree_not_null", ondelete="cascade")

    _one_subject = models.Constraint(
        "CHECK(num_nonnulls(request_id, access_id, change_id) = 1)",
        "An approval is about one thing, and one only.",
    )
    _change_step_once = models.UniqueIndex(
        "(change_id, round, sequence, step_id) WHERE change_id IS NOT NULL",
        "This step was asked in this round already.",
    )
