from urllib.parse import urlencode

from odoo import api, models


class ServiceDeskPortalLinkMixin(models.AbstractModel):
    """The ticket's address on the portal, and who is led there."""

    _name = "service.desk.portal.link.mixin"
    _description = "Ticket's Portal Address"

    def _portal_url(self, suffix="", user=None, **query):
        """The address of the ticket's page, for a reader who may belong to several companies."""
        query |= self._portal_company(user)
        return self.portal_path + suffix + (f"?{urlencode(query)}" if query else "")

    def _portal_company(self, user=None):
        """What an address needs besides the number: two companies may give the same one."""
        companies = (user or self.env.user).company_ids
        return {"company": self.company_id.id} if len(companies) > 1 else {}

    def _portal_follow_up_url(self):
        """Where a new ticket about this ended one is raised."""
        query = {"about": self.number, **self._portal_company()}
        return f"/my/tickets/new?{urlencode(query)}"

    @api.model
    def _portal_link(self, other):
        """Number and address of another ticket, if the reader may see that one too."""
        if not other or not other.has_access("read"):
            return None
        return {"number": other.number, "url": other._portal_url()}

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails lead agents to the form and everybody else to the page on the portal."""
        self.ensure_one()
        user = self.env["res.users"].sudo().browse(access_uid) if access_uid else self.env.user
        if user.has_group("service_desk.group_agent") and not force_website:
            return super()._get_access_action(access_uid=access_uid, force_website=force_website)
        # sudo: the caller decides who is led there; the page itself asks for the reader's rights.
        return {
            "type": "ir.actions.act_url",
            "url": self.sudo()._portal_url(user=user),
            "target": "self",
            "res_id": self.id,
        }

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Portal users get the button that leads to the ticket, as colleagues do."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        for name, _is_member, data in groups if self else ():
            if name == "portal":
                data.update(active=True, has_button_access=True)
        return groups
