from odoo import fields, models
from odoo.tools import SQL

from .service_desk_contract_data import CONTRACT_KINDS, DATE_KINDS


class ServiceDeskContractDate(models.Model):
    """The days to come of contracts in force, for the term calendar. A view; extend ``_branches``."""

    _name = "service.desk.contract.date"
    _description = "Contract Date"
    _inherit = ["service.desk.export.mixin"]
    _auto = False
    _order = "date, id"
    _depends = {
        "service.desk.contract": [
            "name",
            "kind",
            "partner_id",
            "company_id",
            "user_id",
            "state",
            "date_end",
            "date_notice",
            "date_review",
        ],
    }

    name = fields.Char(readonly=True)
    what = fields.Selection(DATE_KINDS, readonly=True)
    date = fields.Date(readonly=True)
    contract_id = fields.Many2one("service.desk.contract", readonly=True)
    kind = fields.Selection(CONTRACT_KINDS, readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Looked After By", readonly=True)

    @property
    def _table_query(self):
        branches = [
            SQL(
                "SELECT c.id * 10 + %(place)s AS id, %(what)s AS what, %(day)s AS date, c.name, c.id AS contract_id,"
                " c.kind, c.partner_id, c.company_id, c.user_id"
                " FROM service_desk_contract c WHERE c.state IN ('active', 'notice') AND %(condition)s",
                place=place,
                what=what,
                day=day,
                condition=condition,
            )
            for place, (what, day, condition) in enumerate(self._branches())
        ]
        return SQL(" UNION ALL ").join(branches)

    def _branches(self):
        """(kind of day, its column, when it counts) with ``c`` as the contract; at most ten."""
        return [
            ("notice", SQL("c.date_notice"), SQL("c.date_notice IS NOT NULL AND c.state = 'active'")),
            ("end", SQL("c.date_end"), SQL("c.date_end IS NOT NULL")),
            ("review", SQL("c.date_review"), SQL("c.date_review IS NOT NULL")),
        ]

    def _compute_display_name(self):
        kinds = dict(self._fields["what"]._description_selection(self.env))
        for day in self:
            day.display_name = f"{kinds[day.what]}: {day.name}"

    def action_open_contract(self):
        """The contract that the day is about."""
        self.check_access("read")
        self.ensure_one()
        return self.contract_id._get_records_action()
