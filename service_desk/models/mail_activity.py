from odoo import models


class MailActivity(models.Model):
    """Activities name their ticket: who cannot open it any more, reads and settles none of them.

    Stock Odoo shows an activity to whom it was assigned for good. After a hand-over behind a wall,
    it is for those who work there to settle it or to give it to somebody.
    """

    _name = "mail.activity"
    _inherit = ["service.desk.walled.mixin", "mail.activity"]
