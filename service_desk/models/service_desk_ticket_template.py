from odoo import api, fields, models
from odoo.tools import is_html_empty

from .service_desk_process_data import PROCESSES
from .service_desk_ticket_data import LEVELS, is_open_value


class ServiceDeskTicketTemplate(models.Model):
    """Prefills tickets that come again and again: password reset, new printer."""

    _name = "service.desk.ticket.template"
    _description = "Ticket Template"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    #: field of the template -> field of the ticket
    _FILLS = {
        "subject": "name",
        "description": "description",
        "service_id": "service_id",
        "category_id": "category_id",
        "team_id": "team_id",
        "impact": "impact",
        "urgency": "urgency",
    }

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    process = fields.Selection(PROCESSES, required=True, default="service.desk.incident")
    subject = fields.Char(translate=True)
    description = fields.Html(translate=True)
    service_id = fields.Many2one("service.desk.service", check_company=True)
    category_id = fields.Many2one("service.desk.category", check_company=True)
    team_id = fields.Many2one("service.desk.team", check_company=True)
    impact = fields.Selection(LEVELS)
    urgency = fields.Selection(LEVELS)

    def _values_for_ticket(self):
        """Values for ``write`` on a ticket; empty without a template."""
        values = {}
        for source, target in self._FILLS.items():
            value = self[source]
            if isinstance(value, models.BaseModel):
                value = value.id
            if value and not (source == "description" and is_html_empty(value)):
                values[target] = value
        return values

    @api.model
    def _apply_all(self, vals_list):
        """Fill in, from their template, what the values of new tickets leave open."""
        used = dict.fromkeys(vals["template_id"] for vals in vals_list if vals.get("template_id"))
        fillings = {template.id: template._values_for_ticket() for template in self.browse(used)}
        for vals in vals_list:
            for name, value in fillings.get(vals.get("template_id"), {}).items():
                if is_open_value(name, vals.get(name)):
                    vals[name] = value
