from odoo.http import request

from odoo.addons.portal.controllers.web import Home


class ServiceDeskHome(Home):
    """Where customers arrive after the login, when they did not ask for a page."""

    def _login_redirect(self, uid, redirect=None):
        user = request.env["res.users"].browse(uid)
        if not redirect and user._lands_on_desk_portal():
            redirect = "/my/service-desk"
        return super()._login_redirect(uid, redirect=redirect)
