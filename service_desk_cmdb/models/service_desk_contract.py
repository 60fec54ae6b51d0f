from collections import defaultdict

from odoo import fields, models


class ServiceDeskContract(models.Model):
    """What a contract covers: items, said on each of them, and licenses, said with each purchase."""

    _inherit = "service.desk.contract"

    ci_ids = fields.Many2many("service.desk.ci", string="Items", compute="_compute_ci_ids")
    license_right_ids = fields.One2many(
        "service.desk.license.right", "contract_id", string="Licenses", readonly=True, copy=False
    )

    def _compute_ci_ids(self):
        """Those that the reader may see; one query for all contracts."""
        items = self.env["service.desk.ci"].search([("contract_ids", "in", self.ids)])
        covered = defaultdict(items.browse)
        for item in items:
            for contract in item.contract_ids:
                covered[contract.id] |= item
        for contract in self:
            contract.ci_ids = covered[contract._origin.id]
