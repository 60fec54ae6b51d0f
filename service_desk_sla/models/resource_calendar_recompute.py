from odoo import fields, models


class ResourceCalendar(models.Model):
    """How far the clocks that run by a changed calendar have been measured anew."""

    _inherit = "resource.calendar"

    sla_is_stale = fields.Boolean(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="It was changed, and the clocks that run by it are being measured anew.",
    )
    sla_done_to = fields.Integer(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The last clock that was measured anew.",
    )
