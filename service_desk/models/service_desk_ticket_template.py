from functools import cache

from odoo import api, fields, models

from .service_desk_filling_mixin import ServiceDeskFillingMixin
from .service_desk_ticket_data import is_open_value


class ServiceDeskTicketTemplate(models.Model):
    """Prefills tickets that come again and again: password reset, new printer."""

    _name = "service.desk.ticket.template"
    _description = "Ticket Template"
    _inherit = ["service.desk.filling.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    _FILLS = {
        **ServiceDeskFillingMixin._FILLS,
        "subject": "name",
        "description": "description",
    }

    subject = fields.Char(translate=True)
    description = fields.Html(translate=True)

    @api.model
    def _apply_all(self, vals_list):
        """Fill in, from their template, what the values of new tickets leave open."""
        templates = self.browse({vals["template_id"] for vals in vals_list if vals.get("template_id")})
        fillings = cache(lambda template, company_id: template._fillings(company_id))
        for vals in vals_list:
            template = templates.browse(vals.get("template_id")).with_prefetch(templates._prefetch_ids)
            for name, value in fillings(template, vals["company_id"]).items():
                if is_open_value(name, vals.get(name)):
                    vals[name] = value
