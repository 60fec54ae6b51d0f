from odoo import api, models
from odoo.exceptions import UserError


class ServiceDeskContinuitySettledMixin(models.AbstractModel):
    """What was settled for bad days stays what it was.

    The host names in ``_contents`` what it says, rows below it included: that is changed at the beginning
    of its life alone. In words of its own it tells how to get there again, and why it is kept.
    """

    _name = "service.desk.continuity.settled.mixin"
    _description = "Settled for Bad Days"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
        "service.desk.facts.mixin",
        "service.desk.ci.door.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True

    _contents = frozenset()

    def write(self, vals):
        if self._contents & vals.keys():
            self._check_is_open()
        return super().write(vals)

    def _check_is_open(self):
        """:raise UserError: when what is settled would be changed"""
        settled = self.filtered(lambda one: one.state != self._lifecycle.initial)[:1]
        if settled and not self.env.su:
            raise UserError(settled._text_settled(settled._state_label(settled.state).lower()))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for one in self:
            if why := one._why_kept():
                raise UserError(why)

    # -- Words of the host -----------------------------------------------------------------------

    def _text_settled(self, state):
        """Why this one cannot be changed any more, and what to do first."""
        raise NotImplementedError

    def _why_kept(self):
        """Why this one is not deleted; nothing where it may be."""
        raise NotImplementedError
