import json

from odoo import fields
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.service_desk.controllers import catalog_input, portal_input

from ..models.service_desk_journey_question_mixin import MOST_ALIKE

#: Longest note on a step.
MAX_NOTE = 500
#: Most people who get the same answers by one form, each of them twice.
MAX_ALSO = 2 * MOST_ALIKE
#: Most things of one person in one form.
MAX_THINGS = 200
_JOURNEY = "/my/team/<int:journey_id>"


class ServiceDeskPortalTeam(CustomerPortal):
    """What a manager, a buddy or the person has to do in journeys, and how far these are."""

    # -- The gate ----------------------------------------------------------------------------------

    def _team_journey(self, journey_id):
        """The only door to a journey: of others there is nothing, as if it did not exist."""
        journey = request.env["service.desk.journey"]._portal_find(journey_id)
        if not journey:
            self._service_desk_nothing()
        return journey

    # -- Pages -------------------------------------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_desk_team_count" in counters:
            values["service_desk_team_count"] = request.env["service.desk.journey"]._portal_waiting() or 0
        return values

    def _service_desk_render(self, template, page_name, values, status=200):
        """The home page leads those to their people who have some, or something to do for them."""
        if page_name == "service_desk":
            values = {"team_count": request.env["service.desk.journey"]._portal_waiting(), **values}
        return super()._service_desk_render(template, page_name, values, status=status)

    @route("/my/team", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_team(self, **kw):
        return self._team_page(done=kw.get("done"))

    def _team_page(self, status=200, **values):
        pages = request.env["service.desk.journey"]
        return self._service_desk_render(
            "service_desk_hr.portal_team",
            "service_desk_team",
            {**pages._portal_team(), "done": "", "failed_id": 0, **values},
            status=status,
        )

    @route(_JOURNEY, type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_team_journey(self, journey_id, **kw):
        return self._journey_page(self._team_journey(journey_id), done=kw.get("done"))

    def _journey_page(self, journey, typed=None, problems=None, status=200, **values):
        return self._service_desk_render(
            "service_desk_hr.portal_journey",
            "service_desk_team_journey",
            {
                "journey": journey._portal_values(),
                **self._question_values(journey, typed or {}, problems or {}),
                "done": "",
                "also_ids": [],
                "failed_id": 0,
                "errors": problems or {},
                **values,
            },
            status=status,
        )

    def _question_values(self, journey, typed, problems):
        """The form for the manager, while there is something to answer."""
        item = journey._portal_questions()
        if not item:
            return {"fields": [], "spec": "[]", "today": "", "alike": []}
        questions = item._form_data()
        records = {one.code: one for one in item.question_ids}
        shown = {"answers": typed}
        return {
            "fields": [self._field(one, records[one["code"]], shown, problems, {}) for one in questions],
            "spec": json.dumps(questions),
            "today": fields.Date.to_string(fields.Date.context_today(item)),
            "card": {"price": 0, "currency": item.currency_id},
            "alike": [one._portal_summary() for one in journey._asked_alike()],
        }

    # -- What people do ----------------------------------------------------------------------------

    @route(_JOURNEY + "/answers", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_team_answer(self, journey_id, **post):
        """Answer the questions about somebody who comes; refused, show what is wrong."""
        journey = self._team_journey(journey_id)
        item = journey._portal_questions()
        if not item:
            return request.redirect(f"/my/team/{journey.id}")
        typed = catalog_input.answers(item._form_data())
        also_ids = self._also_ids()
        problems = {}

        def work():
            problems.update(journey.action_answer(typed, also_ids))
            return f"/my/team/{journey.id}" + ("" if problems else "?done=answers#done")

        marks = {"answers": json.dumps(typed), "also": json.dumps(also_ids)}
        path, error = self._service_desk_once(portal_input.fingerprint(marks), work)
        if error or problems:
            return self._journey_page(journey, typed, problems or {"form": error}, status=422, also_ids=also_ids)
        return request.redirect(path)

    def _also_ids(self):
        """Journeys that get the same answers: one in a box, or all that stood on the page in the first box."""
        parts = ",".join(request.httprequest.form.getlist("also")).split(",")
        return sorted({int(part) for part in parts[:MAX_ALSO] if part.isascii() and part.isdigit() and len(part) < 10})

    @route("/my/team/steps/<int:line_id>", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_team_done(self, line_id, **post):
        """Say that one's own step is done, on the page of all of one's steps or on that of the journey."""
        line = request.env["service.desk.journey.line"]._portal_find(line_id)
        if not line:
            self._service_desk_nothing()
        note = portal_input.line(post.get("note"))[:MAX_NOTE]
        journey = request.env["service.desk.journey"]
        if post.get("back") == "journey":
            # Whoever does a step need not see its journey.
            journey = journey._portal_find(line.journey_id.id)
        path = f"/my/team/{journey.id}" if journey else "/my/team"
        things = request.httprequest.form.getlist("thing")[:MAX_THINGS]

        def work():
            line.action_done(note, things)
            return f"{path}?done=step#done"

        marks = {"line": str(line.id), "note": note, "path": path, "things": ",".join(things)}
        address, error = self._service_desk_once(portal_input.fingerprint(marks), work)
        if not error:
            return request.redirect(address)
        refusal = {"status": 422, "failed_id": line.id, "chosen": things, "errors": {"step": error}}
        return self._journey_page(journey, **refusal) if journey else self._team_page(**refusal)

    @route(_JOURNEY + "/successor", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_team_successor(self, journey_id, **post):
        """Say who takes over the work of somebody who leaves or is away."""
        journey = self._team_journey(journey_id)
        address = portal_input.line(post.get("address"))

        def work():
            journey.action_name_successor(journey._colleague_by_address(address).id)
            return f"/my/team/{journey.id}?done=successor#done"

        path, error = self._service_desk_once(portal_input.fingerprint({"address": address}), work)
        if error:
            return self._journey_page(journey, problems={"form": error}, status=422)
        return request.redirect(path)

    @route(_JOURNEY + "/access/<int:entitlement_id>", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_team_access(self, journey_id, entitlement_id, **post):
        """Keep or take back what somebody who moves was given individually."""
        journey = self._team_journey(journey_id)
        verdict = portal_input.choice(post.get("verdict"), ("keep", "revoke"))

        def work():
            journey.action_decide_access(entitlement_id, verdict)
            return f"/my/team/{journey.id}?done=access#done"

        marks = {"entitlement": str(entitlement_id), "verdict": verdict}
        path, error = self._service_desk_once(portal_input.fingerprint(marks), work)
        if error:
            return self._journey_page(journey, problems={"form": error}, status=422)
        return request.redirect(path)
