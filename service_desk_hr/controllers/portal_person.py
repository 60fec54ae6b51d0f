from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.service_desk.controllers import portal_input
from odoo.addons.service_desk.controllers.portal_open import KEEP_SECRET

from .portal_team import MAX_NOTE

_OPEN = "/journey/view/<string:token>"
_PUBLIC = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class ServiceDeskPortalPerson(CustomerPortal):
    """What is prepared for whoever comes: by a link before there is a login, by the login from then on."""

    # -- With a login ------------------------------------------------------------------------------

    @route("/my/journey", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_own_journey(self, **kw):
        return self._own_journey_page(done=kw.get("done"))

    def _own_journey_page(self, status=200, **values):
        journeys = request.env["service.desk.journey"]._portal_own()
        return self._service_desk_render(
            "service_desk_hr.portal_own_journey",
            "service_desk_own_journey",
            {"journeys": journeys, "path": "/my/journey", "failed_id": 0, "done": "", **values},
            status=status,
        )

    @route("/my/journey/steps/<int:line_id>", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_own_step(self, line_id, **post):
        """Say that one's own step is done."""
        line = request.env["service.desk.journey"]._portal_own_line(line_id)
        if not line:
            self._service_desk_nothing()
        error = self._person_step(line, post)
        if error:
            return self._own_journey_page(status=422, failed_id=line.id, errors={"step": error})
        return request.redirect("/my/journey?done=step#done")

    def _person_step(self, line, post):
        """:return: a sentence when it was refused"""
        note = portal_input.line(post.get("note"))[:MAX_NOTE]

        def work():
            line._done_by_person(note)
            return "/my/journey"

        marks = portal_input.fingerprint({"line": str(line.id), "note": note})
        _path, error = self._service_desk_once(marks, work)
        return error

    # -- By a link ---------------------------------------------------------------------------------

    def _link_gate(self, token):
        """The only door to a journey without a login.

        :return: the journey, with superuser rights, and nothing; or None and the response instead
        """
        journey = request.env["service.desk.journey"]._of_link(token)
        if not journey:
            return None, self._secret(self._link_ended())
        is_person = request.env.user.partner_id in journey._contacts()
        if is_person or journey._is_login_used():
            return None, self._secret(request.redirect("/my/journey"))
        person = journey.partner_id
        lang = person.lang or request.env.lang
        request.update_context(lang=lang, tz=person.tz or journey.company_id.partner_id.tz)
        return journey.with_context(lang=lang), None

    def _link_ended(self):
        """What a link shows that is over, or never was one; nobody learns more from it."""
        return self._service_desk_render(
            "service_desk_hr.portal_journey_ended", "service_desk_journey_ended", {}, status=404
        )

    def _secret(self, response):
        response.headers.update(KEEP_SECRET)
        return response

    @route(_OPEN, readonly=True, methods=["GET"], **_PUBLIC)
    def service_desk_journey_link(self, token, **kw):
        """Show whoever comes what awaits them."""
        journey, response = self._link_gate(token)
        return response or self._link_page(journey, token, done=kw.get("done"))

    def _link_page(self, journey, token, status=200, **values):
        shown = {
            "journey": journey._own_page_values(),
            "person": journey.person_name,
            "path": f"/journey/view/{token}",
            "failed_id": 0,
            "done": "",
        }
        return self._secret(
            self._service_desk_render(
                "service_desk_hr.portal_journey_link",
                "service_desk_journey_link",
                {**shown, **values},
                status=status,
            )
        )

    @route(_OPEN + "/steps/<int:line_id>", methods=["POST"], **_PUBLIC)
    def service_desk_journey_link_step(self, token, line_id, **post):
        """The person has done their step."""
        journey, response = self._link_gate(token)
        if response:
            return response
        line = journey._person_line(line_id)
        # Twice the same click is no mistake: the page shows that it is done.
        error = self._person_step(line, post) if line else ""
        if error:
            return self._link_page(journey, token, status=422, failed_id=line.id, errors={"step": error})
        return self._secret(request.redirect(f"/journey/view/{token}?done=step#done"))
