from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_sla_review_data import SCOPE_FIELDS


class ServiceDeskSlaReviewOverlapMixin(models.AbstractModel):
    """Warns of a second draft about the same days: figures told twice are told differently."""

    _name = "service.desk.sla.review.overlap.mixin"
    _description = "Overlapping Service Reviews"

    overlap_ids = fields.Many2many(
        "service.desk.sla.review",
        string="Overlaps",
        compute="_compute_overlap_ids",
        help="Other drafts that look at the same, on some of the same days.",
    )

    @api.depends("company_id", "state", "date_from", "date_to", *SCOPE_FIELDS)
    def _compute_overlap_ids(self):
        for review in self:
            review.overlap_ids = review.search(review._domain_overlap(), order="date_from, id")

    def _domain_overlap(self):
        """Drafts of the same scope that share a day with this one."""
        if self.state != "draft" or not self.date_from or not self.date_to:
            return Domain.FALSE
        same = Domain.AND(Domain(name, "=", self[name].id) for name in ("company_id", *SCOPE_FIELDS))
        days = Domain("date_from", "<=", self.date_to) & Domain("date_to", ">=", self.date_from)
        return Domain("state", "=", "draft") & Domain("id", "not in", self._origin.ids) & same & days
