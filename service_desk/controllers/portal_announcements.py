from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from . import portal_input
from .portal_ticket import _may_use_replica

_PAGE = "/my/announcements/<int:announcement_id>"
_VERB_PAGE = _PAGE + "/<any(subscribe, unsubscribe, report):verb>"


class ServiceDeskPortalAnnouncements(CustomerPortal):
    """What is announced to the person, and whether they want to hear how it goes."""

    def _prepare_portal_layout_values(self):
        """The banners are asked for where a page shows them, not on every page."""
        values = super()._prepare_portal_layout_values()
        return values | {"service_desk_banners": request.env["service.desk.announcement"]._portal_banners}

    @route("/my/announcements", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_announcements(self, **kw):
        return self._service_desk_render(
            "service_desk.portal_announcements",
            "service_desk_announcements",
            {"announcements": request.env["service.desk.announcement"]._portal_page()},
        )

    @route(_PAGE, type="http", auth="user", website=True, readonly=_may_use_replica, methods=["GET"])
    def service_desk_announcement(self, announcement_id, **kw):
        return self._announcement_page(self._announcement(announcement_id), done=kw.get("done"))

    @route(_VERB_PAGE, type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_announcement_verb(self, announcement_id, verb, **kw):
        """Where the login leads after a session ended before somebody clicked."""
        return request.redirect(self._announcement(announcement_id)._portal_url())

    @route(_VERB_PAGE, type="http", auth="user", website=True, methods=["POST"])
    def service_desk_announcement_act(self, announcement_id, verb, **post):
        """Carry out one verb and show what came of it; refused, with the sentence."""
        announcement = self._announcement(announcement_id)
        path, error = self._service_desk_once(portal_input.fingerprint(), lambda: announcement._portal_do(verb))
        if error:
            return self._announcement_page(announcement, status=422, errors={"form": error})
        return request.redirect(path)

    def _announcement(self, announcement_id):
        """What is for the one who knocks, or 404: what is missing looks like what is not theirs."""
        # More than the database can hold is no announcement either.
        found = announcement_id < 2**31 and request.env["service.desk.announcement"]._portal_find(announcement_id)
        if not found:
            self._service_desk_nothing()
        return found

    def _announcement_page(self, announcement, status=200, **values):
        return self._service_desk_render(
            "service_desk.portal_announcement",
            "service_desk_announcement",
            {"announcement": announcement._portal_detail(), "done": "", **values},
            status=status,
        )
