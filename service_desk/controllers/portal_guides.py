from odoo.http import request, route

from ..models.service_desk_portal_data import MAX_SUBJECT
from . import portal_input
from .portal_new import ServiceDeskPortalNew
from .portal_step import ServiceDeskPortalStep

_PAGE = "/my/guides/<int:guide_id>"


class ServiceDeskPortalGuides(ServiceDeskPortalNew, ServiceDeskPortalStep):
    """Questions that lead to what helps. Where somebody is stands in the address: back works."""

    @route("/my/guides", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_guides(self, **kw):
        guides = request.env["service.desk.guide"]._portal_guides()
        return self._service_desk_render("service_desk.portal_guides", "service_desk_guides", {"guides": guides})

    @route(_PAGE, type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_guide(self, guide_id, way="", done="", **kw):
        guide, options, step = self._guide_way(guide_id, way)
        return self._guide_page(guide, options, step, done=done == "solved")

    @route(_PAGE + "/end", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_guide_end_again(self, guide_id, way="", **kw):
        """Where the login leads after a session ended before somebody clicked."""
        guide, options, _step = self._guide_way(guide_id, way)
        return request.redirect(guide._portal_url([str(option.id) for option in options]))

    @route(_PAGE + "/end", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_guide_end(self, guide_id, **post):
        """Somebody is where they wanted to get to: it is counted once a day, and an order goes on in its form."""
        guide, options, step = self._guide_way(guide_id, request.httprequest.form.get("way"))
        if step.kind == "question":
            self._service_desk_nothing()
        path, error = self._service_desk_once(
            portal_input.fingerprint(), lambda: self._guide_ended(guide, options, step)
        )
        if error:
            return self._guide_page(guide, options, step, status=422, errors={"form": error})
        return request.redirect(path)

    def _guide_ended(self, guide, options, step):
        item = guide._portal_item(step)
        if self._service_desk_is_first("guide", step.id):
            guide._was_walked(step, "order" if item else "solved")
        if item:
            return f"/my/catalog/{item.id}"
        way = ".".join(str(option.id) for option in options)
        return f"{guide._portal_url()}?way={way}&done=solved"

    def _guide_way(self, guide_id, text):
        """The one gate: a guide that is for the one who knocks, and a way through it; else 404."""
        guide = request.env["service.desk.guide"]._portal_find(guide_id)
        way = guide and guide._portal_walk(text)
        if not way:
            self._service_desk_nothing()
        return guide, *way

    def _guide_page(self, guide, options, step, status=200, **values):
        return self._service_desk_render(
            "service_desk.portal_guide",
            "service_desk_guide",
            {"guide": guide, "step": guide._portal_page(options, step), "done": False, **values},
            status=status,
        )

    # -- A ticket at the end -------------------------------------------------------------------

    def _prepare_portal_layout_values(self):
        """The form of a new ticket asks for the way by which somebody came; other pages do not."""
        return super()._prepare_portal_layout_values() | {"service_desk_way": self._service_desk_guide}

    def _service_desk_guide(self):
        """The guide, the answers and the end that a form of a new ticket names, or None."""
        params = request.params
        guide = request.env["service.desk.guide"]._portal_find(portal_input.number(params.get("guide")))
        way = guide and guide._portal_walk(params.get("way"))
        return (guide, *way) if way and way[1].kind != "question" else None

    def _service_desk_form(self, typed, previous, errors=None):
        """Begin with what the guide knows, when somebody comes from one."""
        way = self._service_desk_guide()
        if way and request.httprequest.method == "GET":
            known = way[0]._portal_prefill(way[2])
            typed = {**typed, **known, "name": known["name"][:MAX_SUBJECT]}
        return super()._service_desk_form(typed, previous, errors)

    def _service_desk_step(self, typed, values, files):
        """Whoever comes from a guide has seen at its end what may help."""
        return None if self._service_desk_guide() else super()._service_desk_step(typed, values, files)

    def _service_desk_store(self, kind, values, previous, files):
        """Write the answers into the ticket, for those who will help."""
        way = self._service_desk_guide()
        if way:
            guide, options, step = way
            values = {**values, "description": guide._told(options, values.get("description"))}
            guide._was_walked(step, "ticket")
        return super()._service_desk_store(kind, values, previous, files)
