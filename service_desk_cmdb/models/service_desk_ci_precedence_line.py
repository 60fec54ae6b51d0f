from odoo import fields, models


class ServiceDeskCiPrecedenceLine(models.Model):
    """One source in the order of a value."""

    _name = "service.desk.ci.precedence.line"
    _description = "Place of a Source"
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "precedence_id, sequence, id"

    precedence_id = fields.Many2one("service.desk.ci.precedence", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(string="Order", default=10)
    source_id = fields.Many2one("service.desk.ci.source", required=True, ondelete="cascade")

    _once = models.Constraint("UNIQUE(precedence_id, source_id)", "Each source has one place.")
