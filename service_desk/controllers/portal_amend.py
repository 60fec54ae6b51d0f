from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from . import catalog_input, portal_input
from .portal_input import max_content_length

_AMEND = "/my/tickets/<path:number>/amend"


class ServiceDeskPortalAmend(CustomerPortal):
    """The form of an order once more, with what was answered, to change it."""

    @route(_AMEND, type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_amend(self, number, **kw):
        ticket, item = self._amended(number)
        typed = {"answers": ticket._typed_answers(), "quantity": ticket.quantity, "for": ""}
        return self._item_page(item, typed, amended=ticket)

    def _amended(self, number):
        """A request that its requester may still change, and its item; else it is not found."""
        ticket = self._service_desk_ticket(number)
        if ticket._name != "service.desk.request" or not ticket._may_amend():
            self._service_desk_nothing()
        # sudo: which item it is; the gate looks whether it is still offered.
        return ticket, self._catalog_item(ticket.sudo().item_id.id)

    @route(
        _AMEND,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=max_content_length,
    )
    def service_desk_amend_send(self, number, **post):
        """Change it and ask again those who must agree; refused, show the form with what is wrong."""
        ticket, item = self._amended(number)
        questions = item._form_data()
        typed = {
            "answers": catalog_input.answers(questions),
            "quantity": portal_input.number(request.httprequest.form.get("quantity"), 1),
            "for": "",
        }
        files = catalog_input.files(questions)
        _partner, errors = self._item_errors(item, typed, {**ticket._sent_files(), **files})
        if not errors:
            sizes = {code: [(name, len(raw)) for name, raw in some] for code, some in files.items()}

            def work():
                ticket._requester_amend(typed["quantity"], typed["answers"], files)
                return ticket._portal_url(done="amend") + "#done"

            path, error = self._service_desk_once(
                portal_input.fingerprint(typed, sizes), work
            )
            if not error:
                return request.redirect(path)
            errors = {"form": error}
        return self._item_page(item, typed, errors, amended=ticket)
