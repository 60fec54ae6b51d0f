from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from . import portal_input


class ServiceDeskPortalStep(CustomerPortal):
    """ "Does this solve it?", asked once before a ticket is sent.

    Browsers with JavaScript show what may help while somebody writes, and say in the form what
    they have shown. Whatever else is found is asked on a page of its own; what was typed goes along
    in the form, files are held by its key.
    """

    def _service_desk_step(self, typed, values, files):
        """The page that asks, or nothing when there is nothing new to show."""
        form = request.httprequest.form
        if not form.get("ask") or form.get("about"):
            return None
        found = self._service_desk_unseen(typed, values)
        if not found:
            return None
        key = portal_input.line(form.get("key"))
        if files:
            request.env["service.desk.held.file"]._hold(key, files)
        return self._service_desk_render(
            "service_desk.portal_step",
            "service_desk_new",
            {
                "typed": typed,
                "answers": [{**one.article._portal_card(one), **one.article._portal_detail()} for one in found],
                "titles": {one.article.number: one.title for one in found},
                "file_names": [name for name, _content in files],
            },
        )

    def _service_desk_unseen(self, typed, values):
        """What may help and was not shown before."""
        service = request.env["service.desk.service"].browse(values.get("service_id") or ())
        text = f"{typed['name']} {typed['description'][:500]}"
        found = request.env["service.desk.article"]._portal_proposals(text, service)
        seen = set(portal_input.line(request.httprequest.form.get("seen")).split())
        return [] if {one.article.number for one in found} <= seen else found

    def _service_desk_held(self, files):
        """The files of a form, with those that were held while somebody was asked."""
        form = request.httprequest.form
        if not form.get("held"):
            return files
        return files + request.env["service.desk.held.file"]._mine(portal_input.line(form.get("key")))._release()
