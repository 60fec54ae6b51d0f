from odoo.http import request, route
from odoo.tools import plaintext2html

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lifecycle import ENDED_PHASES
from ..models.service_desk_portal_data import (
    MAX_SUBJECT,
    MODEL_OF_KIND,
    URGENCIES,
    translated,
)
from . import portal_input
from .portal_input import max_content_length


class ServiceDeskPortalNew(CustomerPortal):
    """Raising a ticket. Nothing but what is named here is taken over from a form."""

    @route(
        "/my/tickets/new", type="http", auth="user", website=True, readonly=True, methods=["GET"]
    )
    def service_desk_new(self, **kw):
        typed = {
            "kind": portal_input.choice(kw.get("kind"), MODEL_OF_KIND),
            "device": portal_input.line(kw.get("device")),
            "service": portal_input.number(kw.get("service")),
            "category": 0,
            "urgency": "2",
            "name": "",
            "description": "",
        }
        previous = self._service_desk_previous(kw.get("about"))
        if previous:
            typed |= {
                "kind": previous._portal_kind(),
                "name": previous.name,
                "service": previous.service_id.id,
                "category": previous.category_id.id,
            }
        else:
            typed |= self._service_desk_about_item(kw.get("item"), kw.get("for"))
        return self._service_desk_form(typed, previous)

    def _service_desk_about_item(self, item_id, words):
        """What a question about something that cannot be ordered just now begins with."""
        me = request.env.user.partner_id
        person = request.env["service.desk.catalog"]._find_person(portal_input.line(words))[0] if words else me
        items = request.env["service.desk.catalog.item"]
        item = person and items._orderable(portal_input.number(item_id), person)
        if not item:
            return {}
        subject = request.env._("%s, which cannot be ordered at the moment", item.name)
        about = request.env._("It is for %s.", person.name) if person != me else ""
        # sudo: which service it belongs to; the form offers those that the person may choose.
        return {"name": subject[:MAX_SUBJECT], "description": about, "service": item.sudo().service_id.id}

    def _service_desk_previous(self, number):
        """The ended ticket that a new one is about, when the person may see it."""
        company_id = portal_input.number(request.params.get("company"))
        ticket = request.env["service.desk.portal"]._ticket(portal_input.line(number), company_id)
        is_theirs = ticket is not None and ticket._is_asking()
        return ticket if is_theirs and ticket.phase in ENDED_PHASES else None

    def _service_desk_form(self, typed, previous, errors=None):
        portal = request.env["service.desk.portal"]
        kind = typed["kind"]
        return self._service_desk_render(
            "service_desk.portal_new",
            "service_desk_new",
            {
                "typed": typed,
                "previous": previous and previous._portal_summary(),
                "company": previous and previous.company_id.id,
                "kind": kind,
                "devices": portal._device_choices() if kind == "incident" else [],
                "services": [(service.id, service.name) for service in portal._services()],
                "categories": portal._category_options(),
                "urgencies": [
                    (value, translated(request.env, label)) for value, label in URGENCIES[kind]
                ],
                "max_subject": MAX_SUBJECT,
                "held": request.httprequest.form.get("held"),
                "errors": errors or {},
            },
            status=422 if errors else 200,
        )

    @route(
        "/my/tickets/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=max_content_length,
    )
    def service_desk_create(self, **post):
        form = request.httprequest.form
        previous = self._service_desk_previous(form.get("about"))
        typed = self._service_desk_typed(form, previous)
        files, file_error = portal_input.files()
        values, errors = self._service_desk_values(typed)
        if file_error:
            errors["files"] = file_error
        if not errors and (step := self._service_desk_step(typed, values, files)):
            return step
        if not errors:
            files = self._service_desk_held(files)
            sizes = [(name, len(content)) for name, content in files]
            path, error = self._service_desk_once(
                portal_input.fingerprint(typed, sizes),
                lambda: self._service_desk_store(typed["kind"], values, previous, files),
            )
            if not error:
                return request.redirect(path)
            errors["form"] = error
        if again := portal_input.choose_again():
            errors.setdefault("files", again)
        return self._service_desk_form(typed, previous, errors)

    def _service_desk_typed(self, form, previous):
        """What was typed, clean but not checked; shown again when something is wrong."""
        kind = portal_input.choice(form.get("kind"), MODEL_OF_KIND)
        kind = previous._portal_kind() if previous else kind
        return {
            "kind": kind,
            "device": portal_input.line(form.get("device")) if kind == "incident" else "",
            "name": portal_input.line(form.get("name")),
            "description": portal_input.text("description"),
            "service": portal_input.number(form.get("service")),
            "category": portal_input.number(form.get("category")),
            "urgency": form.get("urgency") or "2",
        }

    def _service_desk_values(self, typed):
        """The white list: the values of the new ticket, and a sentence for each wrong field."""
        portal = request.env["service.desk.portal"]
        device = portal._device_values(typed["device"]) if typed["device"] else {}
        service = self._picked(portal._services(), typed["service"] or device.get("service_id"))
        category = self._picked(portal._categories(), typed["category"])
        device_company = request.env["res.company"].browse(device.get("company_id"))
        company = (service and service.company_id) or device_company or request.env.company
        errors = self._service_desk_text_errors(typed)
        if typed["device"] and not device:
            errors["device"] = request.env._("This device is not on record with you. Please choose again.")
        elif device_company not in (company, company.browse()):
            errors["device"] = request.env._("This device does not go with the service.")
        if typed["service"] and not service:
            errors["service"] = request.env._("Please choose one of the services in the list.")
        if typed["category"] and not category:
            errors["category"] = request.env._("Please choose one of the topics in the list.")
        elif category and category.company_id not in (company, company.browse()):
            errors["category"] = request.env._("This topic does not go with the service.")
        if typed["urgency"] not in dict(URGENCIES[typed["kind"]]):
            errors["urgency"] = request.env._("Please choose one of the answers.")
        values = {
            **device,
            "name": typed["name"],
            "description": plaintext2html(typed["description"]) if typed["description"] else False,
            "service_id": service and service.id,
            "category_id": category and category.id,
            "urgency": typed["urgency"],
            "company_id": company.id,
        }
        return values, errors

    def _service_desk_text_errors(self, typed):
        errors = {}
        if not typed["name"]:
            errors["name"] = request.env._("Please say in a few words what it is about.")
        elif len(typed["name"]) > MAX_SUBJECT:
            errors["name"] = request.env._(
                "This is %(length)s characters long, %(limit)s are possible. Please put the rest"
                " into the description.",
                length=len(typed["name"]),
                limit=MAX_SUBJECT,
            )
        if error := portal_input.too_long(typed["description"]):
            errors["description"] = error
        return errors

    def _picked(self, records, wanted):
        """The record with that id among those this person may choose, or False."""
        return next((record for record in records if record.id == wanted), False)

    def _service_desk_store(self, kind, values, previous, files):
        """Create the ticket for the person who is logged in; returns the address of its page."""
        partner = request.env.user.partner_id
        # sudo: requesters cannot create tickets; all values were checked or are set here.
        ticket = request.env[MODEL_OF_KIND[kind]].sudo().create(
            {
                **values,
                "channel": "portal",
                "requester_id": partner.id,
                "submitted_by_id": partner.id,
                "previous_id": previous.id if previous else False,
            }
        )
        if files:
            ticket._requester_reply(partner, "", files)
        return ticket._portal_url(done="new") + "#done"
