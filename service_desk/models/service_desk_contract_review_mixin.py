from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .service_desk_contract_data import IN_FORCE, MONEY_GROUP, RATINGS, REVIEW_AHEAD_DAYS


class ServiceDeskContractReviewMixin(models.AbstractModel):
    """When both sides look at a contract, and what they decided."""

    _name = "service.desk.contract.review.mixin"
    _description = "Reviews of a Contract"

    review_months = fields.Integer(
        string="Review Meeting Every (Months)", tracking=True, help="0 means that no meetings are planned."
    )
    date_review = fields.Date(
        string="Next Review Meeting",
        compute="_compute_date_review",
        store=True,
        index="btree_not_null",
        help="An interval after the last review, or after the start.",
    )
    review_ids = fields.One2many("service.desk.contract.review", "contract_id", groups=MONEY_GROUP)
    last_rating = fields.Selection(RATINGS, compute="_compute_last_rating", groups=MONEY_GROUP)
    improvement_ids = fields.One2many("service.desk.improvement", "contract_id", string="Improvements")
    improvement_count = fields.Integer(string="Open Improvements", compute="_compute_improvement_count")

    _review_months_positive = models.Constraint(
        "CHECK(review_months >= 0)", "The months between reviews cannot be negative."
    )

    @api.depends("review_months", "date_start", "review_ids.state", "review_ids.date")
    def _compute_date_review(self):
        for contract in self:
            planned = contract.review_ids.filtered(lambda review: review.state == "planned")
            past = (contract.review_ids - planned).mapped("date")
            last = max(past, default=contract.date_start)
            interval = relativedelta(months=contract.review_months)
            regular = contract.review_months and last and last + interval
            contract.date_review = min(planned.mapped("date"), default=regular or False)

    @api.depends("review_ids.rating", "review_ids.state")
    def _compute_last_rating(self):
        for contract in self:
            held = contract.review_ids.filtered(lambda review: review.state == "done")
            contract.last_rating = held.sorted("date")[-1:].rating

    @api.depends("improvement_ids.state")
    def _compute_improvement_count(self):
        counts = dict(
            self.env["service.desk.improvement"]._read_group(
                [("contract_id", "in", self.ids), ("state", "=", "open")], ["contract_id"], ["__count"]
            )
        )
        for contract in self:
            contract.improvement_count = counts.get(contract._origin, 0)

    @api.model
    def _domain_to_review(self, today):
        """Contracts for which a review should be planned."""
        return [
            ("state", "in", IN_FORCE),
            ("review_months", ">", 0),
            ("date_review", "<=", today + timedelta(days=REVIEW_AHEAD_DAYS)),
            ("review_ids", "not any", [("state", "=", "planned")]),
        ]

    def _plan_reviews(self):
        """Plan what is due, at the earliest for today."""
        today = fields.Date.today()
        for contract in self:
            self.env["service.desk.contract.review"].create(
                {"contract_id": contract.id, "date": max(contract.date_review, today)}
            )

    def action_new_review(self):
        """Open the planned review, or plan one for today."""
        self._check_is_manager()
        self.ensure_one()
        reviews = self.env["service.desk.contract.review"]
        planned = self.review_ids.filtered(lambda review: review.state == "planned")[:1]
        return (planned or reviews.create({"contract_id": self.id}))._get_records_action()

    def action_open_improvements(self):
        """What was decided to be done better about this contract."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_improvement_action")
        return {**action, "domain": [("contract_id", "=", self.id)], "context": {"default_contract_id": self.id}}
