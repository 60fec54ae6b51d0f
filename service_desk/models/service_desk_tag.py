from random import randint

from odoo import fields, models


class ServiceDeskTag(models.Model):
    """A free label on tickets."""

    _name = "service.desk.tag"
    _description = "Ticket Tag"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: randint(1, 11))

    _name_uniq = models.Constraint("UNIQUE(name)", "There is already a tag of this name.")
