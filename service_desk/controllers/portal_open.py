from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

#: The address is the key: it must not travel on, nor be kept by what lies between.
KEEP_SECRET = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class ServiceDeskPortalOpen(CustomerPortal):
    """Links in mails that show a ticket without a login, where an admin allows that."""

    @route(
        "/tickets/view/<string:token>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
        methods=["GET"],
    )
    def service_desk_open_link(self, token, **kw):
        """Show the conversation; those who are logged in and may do more are led to the real page.

        Whatever a link lacks, its bearer learns nothing but how to go on: most have no login.
        """
        portal = request.env["service.desk.portal"]
        ticket = portal._ticket_of_link(token)
        if not ticket:
            return self._service_desk_no_link()
        own = not request.env.user._is_public() and portal._ticket(ticket.number, ticket.company_id.id)
        if own == ticket:
            return request.redirect(own._portal_url())
        requester = ticket.requester_id
        request.update_context(lang=requester.lang or request.env.lang, tz=requester.tz)
        shown = ticket.with_context(lang=requester.lang or request.env.lang)
        response = self._service_desk_render(
            "service_desk.portal_open_ticket",
            "service_desk_open_ticket",
            {"ticket": shown._portal_open_detail(), "login_url": ticket.portal_path},
        )
        response.headers.update(KEEP_SECRET)
        return response

    def _service_desk_no_link(self):
        """What a link shows that is over, was revoked, or never was one."""
        if not request.env.user._is_public():
            return request.redirect("/my/tickets")
        response = self._service_desk_render(
            "service_desk.portal_open_ended",
            "service_desk_open_ended",
            {"login_url": "/web/login?redirect=/my/tickets"},
            status=404,
        )
        response.headers.update(KEEP_SECRET)
        return response
