from odoo import fields, models

from .service_desk_ci_data import CI_STATES


class ServiceDeskCiState(models.Model):
    """A state of configuration items, as a thing that classes choose from."""

    _name = "service.desk.ci.state"
    _description = "State of Configuration Items"
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(CI_STATES, required=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a row for this state already.")
