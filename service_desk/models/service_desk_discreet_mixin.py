from odoo import models


class ServiceDeskDiscreetMixin(models.AbstractModel):
    """Records whose conversation is for a role. Whoever follows, nobody else with a login is told.

    Stock Odoo lets whoever reads a record read what is said about it, its internal notes included.
    So every model with ``mail.thread`` that people without the role may read needs this; tickets
    have rules of their own, see ``service.desk.conversation.mixin``. A test asks all models.

    The host names the role in ``_talk_group`` and goes before ``mail.thread`` in ``_inherit``.
    """

    _name = "service.desk.discreet.mixin"
    _description = "Conversation of a Role"

    _talk_group = "service_desk.group_agent"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Who reads a record does not thereby read what is said about it."""
        if message_operation == "read" and not self.env.user.has_group(self._talk_group):
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        # sudo: only the roles of the followers are looked up.
        users = self.env["res.users"].sudo().browse(person["uid"] for person in recipients if person.get("uid"))
        insiders = set(users.filtered(lambda user: user.has_group(self._talk_group)).ids)
        return [one for one in recipients if not one.get("uid") or one["uid"] in insiders]
