from odoo import fields, models
from odoo.exceptions import UserError


class ServiceDeskRatingMixin(models.AbstractModel):
    """How the service was, said by those who asked and by nobody in their name."""

    _name = "service.desk.rating.mixin"
    _description = "Ticket Rating"
    _inherit = ["rating.mixin"]

    # A new ticket has no rating: known before the INSERT, or each one would take an UPDATE more.
    rating_last_value = fields.Float(compute="_compute_rating_last_value", store=True, precompute=True)

    def _compute_rating_last_value(self):
        """Stock Odoo looks into the table, where the model of a new rating may not have arrived."""
        if self.ids:
            self.env["rating.rating"].flush_model(["res_model", "res_id"])
        return super()._compute_rating_last_value()

    def _rating_get_partner(self):
        return self.requester_id or super()._rating_get_partner()

    def rating_apply(
        self,
        rate,
        token=None,
        rating=None,
        feedback=None,
        subtype_xmlid=None,
        notify_delay_send=False,
    ):
        """Take a rating over from the portal, or from a link in a mail that an admin designed.

        Whoever has the link may be logged out; a colleague who was sent it does not speak for the
        requester.
        """
        for ticket in self:
            user = ticket.env.user
            is_bearer = user._is_public() or user._is_superuser()
            if not is_bearer and not ticket._is_asking(user):
                raise UserError(self.env._("Only the person who asked may do this."))
            ticket._check_ratable()
        return super().rating_apply(
            rate,
            token=token,
            rating=rating,
            feedback=feedback,
            subtype_xmlid=subtype_xmlid,
            notify_delay_send=notify_delay_send,
        )

    def _check_ratable(self):
        if self._portal_state() not in ("solved", "closed"):
            raise UserError(self.env._("You can rate the service once your ticket is solved."))

    def _rating_apply_get_default_subtype_id(self):
        """What somebody says about the service is for the desk and no part of the conversation."""
        return self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")

    def _get_allowed_message_params(self):
        """Odoo's pages create or change a rating along with a message, with superuser rights."""
        return super()._get_allowed_message_params() - {"rating_value"}
