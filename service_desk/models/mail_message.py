from odoo import api, models
from odoo.exceptions import AccessError

#: What was said, by whom and when, and who was meant to read it.
SAID_FIELDS = frozenset(
    {
        "attachment_ids",
        "author_guest_id",
        "author_id",
        "body",
        "create_date",
        "create_uid",
        "date",
        "email_from",
        "is_internal",
        "message_id",
        "message_type",
        "model",
        "parent_id",
        "reply_to",
        "res_id",
        "subject",
        "subtype_id",
    }
)


class MailMessage(models.Model):
    """Messages on tickets, beside the ticket's own methods.

    Stock Odoo lets every login create messages where it follows, under any name, and rewrite what
    it may read. On tickets that would forge the conversation, so the table itself says no.
    """

    _name = "mail.message"
    _inherit = ["mail.message", "service.desk.wall.mixin"]

    _wall_fields = ("model", "res_id")

    def _on_tickets(self):
        """Those of these messages that belong to a ticket."""
        # sudo: only asks where a message belongs.
        return (
            self.sudo()
            .filtered(lambda message: message.res_id and self._is_ticket_model(message.model))
            .sudo(self.env.su)
        )

    @api.model
    def _is_ticket_model(self, model):
        ticket = self.env.registry["service.desk.ticket"]
        return model in self.env and isinstance(self.env[model], ticket)

    @api.depends_context("uid")
    def _compute_display_name(self):
        """The subject names the ticket; who may not open that gets nothing from a message's name.

        Names of linked records are read with superuser rights: a list of notifications would tell.
        """
        result = super()._compute_display_name()
        if not self.env.user._is_superuser():
            for message in self.sudo(False)._of_hidden_tickets("read"):
                self.browse(message.id).display_name = ""
        return result

    # -- Rights ------------------------------------------------------------------------------

    def _get_forbidden_access(self, operation):
        """Who cannot open a ticket reads nothing of it; who cannot work on it, says nothing.

        Having written there, having been told or following it is not enough: the ticket may have
        gone behind a wall since.
        """
        forbidden = super()._get_forbidden_access(operation)
        return forbidden | (self - forbidden)._behind_walls(operation)

    def _behind_walls(self, operation):
        """Those on tickets that are closed to the user for this operation.

        Without hints such as "you have been assigned", which are for one person and not part of a
        ticket.
        """
        if self.env.su:
            return self.browse()
        on_tickets = self._on_tickets()
        # sudo: only asks what kind of message it is.
        kept = on_tickets.sudo().filtered(lambda one: one.message_type != "user_notification")
        on_tickets = on_tickets.browse(kept.ids)
        return on_tickets._of_hidden_tickets("read" if operation == "read" else "write")

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.su or bypass_access:
            return query
        messages = self.browse(query)
        hidden = messages._behind_walls("read")
        return (messages - hidden)._as_query(order) if hidden else query

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A message on a ticket is from whoever is logged in."""
        if not self.env.su:
            vals_list = [self._in_own_name(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _in_own_name(self, vals):
        model = vals.get("model", self.env.context.get("default_model"))
        if not self._is_ticket_model(model):
            return vals
        author = self.env.user.partner_id
        return {**vals, "author_id": author.id, "email_from": author.email_formatted or False}

    def write(self, vals):
        if not self.env.su and SAID_FIELDS & vals.keys() and self._on_tickets():
            raise AccessError(self.env._("What was said on a ticket stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_tickets(self):
        if not self.env.su and self._on_tickets():
            raise AccessError(self.env._("What was said on a ticket stays as it is."))
