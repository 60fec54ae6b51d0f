from datetime import date

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..days import end_of_day
from . import portal_input

#: Longest reason for giving something back.
MAX_REASON = 200


class ServiceDeskPortalAccess(CustomerPortal):
    """What I may use, until when; more of it, or no more."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_desk_review_count" in counters:
            values["service_desk_review_count"] = request.env["service.desk.access.review.line"]._portal_waiting()
        return values

    @route("/my/access", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_access(self, **kw):
        return self._service_desk_access_page(done=kw.get("done"))

    def _service_desk_access_page(self, status=200, **values):
        accesses = request.env["service.desk.access"]
        live, ended = accesses._portal_lists()
        devices = accesses._portal_devices()
        return self._service_desk_render(
            "service_desk.portal_access",
            "service_desk_access",
            {"live": live, "ended": ended, "devices": devices, "done": "", "failed_id": 0, "typed": {}, **values},
            status=status,
        )

    @route(
        "/my/access/<int:access_id>/<any(extend, return):verb>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def service_desk_access_act(self, access_id, verb, **post):
        """Carry out one verb on one's own access; refused, with the sentence beside it."""
        access = request.env["service.desk.access"]._portal_access(access_id)
        if access is None:
            self._service_desk_nothing()
        typed = {
            "date": portal_input.line(post.get("date"))[:10],
            "reason": portal_input.line(post.get("reason"))[:MAX_REASON],
        }

        def work():
            getattr(self, f"_do_{verb}_access")(access, typed)
            done = access.state if verb == "return" else verb
            return f"/my/access?done={done}#done"

        path, error = self._service_desk_once(portal_input.fingerprint(typed), work)
        if error:
            return self._service_desk_access_page(status=422, failed_id=access_id, typed=typed, errors={verb: error})
        return request.redirect(path)

    @route(
        "/my/access/<int:access_id>/<any(extend, return):verb>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def service_desk_access_verb(self, access_id, verb, **kw):
        """Where the login leads after a session ended meanwhile."""
        return request.redirect("/my/access")

    def _do_extend_access(self, access, typed):
        try:
            day = date.fromisoformat(typed["date"])
        except ValueError:
            raise UserError(request.env._("Choose the day until which you need it.")) from None
        access.action_extend(end_of_day(day, access.env.user.tz or "UTC"))

    def _do_return_access(self, access, typed):
        access.action_revoke(typed["reason"] or request.env._("Given back on the portal."))
