import uuid

import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools.misc import hmac

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.service_desk_portal_data import INLINE_TYPES
from . import portal_input

#: Open tickets shown on the home page; the list has the others.
HOME_TICKETS = 5


class ServiceDeskPortalHome(CustomerPortal):
    """The front door of the desk, and what all its pages share."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        portal = request.env["service.desk.portal"]
        for counter, state in (("service_desk_count", "open"), ("service_desk_answer_count", "answer")):
            if counter in counters:
                values[counter] = portal._count(portal._domain(state))
        return values

    @route("/my/service-desk", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_home(self, **kw):
        portal = request.env["service.desk.portal"]
        waiting_domain, open_domain = portal._domain("answer"), portal._domain("open")
        waiting = portal._page(waiting_domain, sort="oldest", limit=HOME_TICKETS)
        services = portal._services()
        approvals = request.env["service.desk.approval"]
        return self._service_desk_render(
            "service_desk.portal_home",
            "service_desk",
            {
                "waiting": [ticket._portal_summary() for ticket in waiting],
                "waiting_count": portal._count(waiting_domain),
                "tickets": [ticket._portal_summary() for ticket in portal._page(open_domain, limit=HOME_TICKETS)],
                "open_count": portal._count(open_domain),
                "approvals": approvals._portal_page("waiting", HOME_TICKETS),
                "approval_count": approvals.search_count(approvals._portal_domain("waiting")),
                "review_count": request.env["service.desk.access.review.line"]._portal_waiting(),
                "cart_count": len(request.env["service.desk.cart.line"]._mine()),
                "rhythm": request.env.user.service_desk_mail_rhythm or "now",
                "done": kw.get("done"),
                "services": self._service_statuses(services),
            },
        )

    @route("/my/service-desk/mails", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_mails(self, rhythm=None, **kw):
        """Choose between each mail at once and one a day, for oneself."""
        field = request.env["res.partner"]._fields["service_desk_mail_rhythm"]
        if rhythm in field.get_values(request.env):
            # sudo: portal users may not write contacts; this is their own, and nothing else on it.
            request.env.user.partner_id.sudo().service_desk_mail_rhythm = rhythm
        return request.redirect("/my/service-desk?done=mails#mails")

    def _service_statuses(self, services):
        """How each service does: what the desk says of it, or what is announced where it says nothing worse."""
        announcements = request.env["service.desk.announcement"]
        labels = dict(services._fields["status"]._description_selection(services.env))
        words = dict(announcements._fields["kind"]._description_selection(services.env))
        announced = announcements._portal_kinds(services)
        rows = []
        for service in services:
            status, label = service.status, labels[service.status]
            kind = announced.get(service)
            if kind == "disruption" and status in ("operational", "maintenance"):
                status, label = "degraded", words[kind]
            elif kind and status == "operational":
                status, label = "maintenance", labels["maintenance"]
            rows.append({"name": service.name, "status": status, "label": label})
        return rows

    # -- What all pages share ----------------------------------------------------------------

    def _service_desk_render(self, template, page_name, values, status=200):
        """Render a page of the desk with times in the reader's own zone."""
        zone = request.cookies.get("tz")
        if not request.env.user.tz and zone in pytz.all_timezones_set:
            request.update_context(tz=zone)
        max_files, max_mb = portal_input.limits()
        return request.render(
            template,
            {
                **self._prepare_portal_layout_values(),
                "page_name": page_name,
                "form_key": portal_input.line(request.httprequest.form.get("key")) or uuid.uuid4().hex,
                "max_files": max_files,
                "max_file_mb": max_mb,
                "errors": {},
                # Screen readers choose their voice by it.
                "html_data": {"lang": (request.env.lang or "en_US").replace("_", "-")},
                **values,
            },
            status=status,
        )

    def _service_desk_file(self, attachment):
        """A file that the caller's gate has let through; shown only if browsers do so without harm.

        :param attachment: with superuser rights
        """
        stream = request.env["ir.binary"]._get_stream_from(attachment)
        is_shown = attachment.mimetype in INLINE_TYPES
        if not is_shown:
            stream.mimetype = "application/octet-stream"
        stream.public = False
        return stream.get_response(as_attachment=not is_shown, content_security_policy="default-src 'none'; sandbox")

    def _service_desk_is_first(self, *what):
        """Whether whoever asks does this for the first time today, so that nobody counts as many.

        Without a login, people of one address are one.
        """
        who = request.httprequest.remote_addr if request.env.user._is_public() else ""
        # sudo: the key of the database, so that the rows tell no address.
        key = hmac(request.env(su=True), "service_desk_first", (fields.Date.today().isoformat(), who, what))
        return not request.env["service.desk.submission"]._claim(key)

    def _service_desk_once(self, fingerprint, work):
        """Do what a form asks for, unless it was done already.

        :param work: does it and returns the address to go to
        :return: the address, and a sentence when it was refused; nothing is half done then
        """
        submissions = request.env["service.desk.submission"]
        try:
            with request.env.cr.savepoint():
                done = submissions._claim(fingerprint)
                if done:
                    return done.path, ""
                path = work()
                submissions._finish(fingerprint, path)
                return path, ""
        except UserError as error:
            return "", str(error)
