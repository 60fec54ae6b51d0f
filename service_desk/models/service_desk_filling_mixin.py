from odoo import fields, models
from odoo.tools import is_html_empty

from .service_desk_process_data import PROCESSES
from .service_desk_ticket_data import LEVELS


class ServiceDeskFillingMixin(models.AbstractModel):
    """What a template or a rule fills in on new tickets of a process.

    One that serves all companies may point at people of some of them: it fills in nothing that the
    ticket's company could not use, as that would keep the ticket from being created.
    """

    _name = "service.desk.filling.mixin"
    _description = "Filling of New Tickets"
    _inherit = ["service.desk.boundary.mixin"]

    #: own field -> field of the ticket
    _FILLS = {
        "team_id": "team_id",
        "service_id": "service_id",
        "category_id": "category_id",
        "impact": "impact",
        "urgency": "urgency",
    }

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    process = fields.Selection(PROCESSES, required=True, default="service.desk.incident")
    team_id = fields.Many2one("service.desk.team", check_company=True)
    service_id = fields.Many2one("service.desk.service", check_company=True)
    category_id = fields.Many2one("service.desk.category", check_company=True)
    impact = fields.Selection(LEVELS)
    urgency = fields.Selection(LEVELS)

    def _fillings(self, company_id):
        """field of the ticket -> value for a ticket of a company; empty without a record."""
        values = {}
        for name, target in self._FILLS.items():
            value = self[name]
            if isinstance(value, models.BaseModel):
                # sudo: only looks at companies; the user need not be able to read it.
                value = serves(value.sudo(), company_id) and value.id
            elif self._fields[name].type == "html" and is_html_empty(value):
                continue
            if value:
                values[target] = value
        return values


def serves(record, company_id):
    """Whether a ticket of the company may point at the record."""
    if record._name == "res.users":
        return company_id in record.company_ids.ids
    return record.company_id.id in (False, company_id)
