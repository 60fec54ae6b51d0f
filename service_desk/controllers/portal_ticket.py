import werkzeug.exceptions
from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.http import request, route
from odoo.tools import plaintext2html

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.service_desk_portal_data import RATINGS, translated
from . import portal_input
from .portal_input import max_content_length

_PAGE = "/my/tickets/<path:number>"
#: What a requester can do; each verb has its ``_do_<verb>`` below.
_VERB_PAGE = _PAGE + "/<any(reply, close, reopen, rate, follow, unfollow, cancel):verb>"


def _may_use_replica(_controller, _rule, _args):
    """Right after a change the page is read where the change was made: a replica may lag."""
    return "done" not in request.httprequest.args


class ServiceDeskPortalTicket(CustomerPortal):
    """The page of one ticket and what its requester does there."""

    # -- The gate ----------------------------------------------------------------------------

    def _service_desk_ticket(self, number, may_redirect=False):
        """The only door to a ticket: with the rights of the one who knocks, or 404.

        Agents see more tickets than their own, but on the portal they are requesters too.

        :param bool may_redirect: the caller sends agents to the form of a ticket they work
        """
        company_id = portal_input.number(request.httprequest.args.get("company"))
        ticket = request.env["service.desk.portal"]._ticket(number, company_id)
        if ticket is None or (not may_redirect and self._is_agents_business(ticket)):
            self._service_desk_nothing()
        return ticket

    def _is_agents_business(self, ticket):
        """An agent looks at a ticket that others asked for."""
        is_agent = request.env.user.has_group("service_desk.group_agent")
        return is_agent and not ticket._is_asking()

    def _service_desk_nothing(self):
        """Answer 404, the same for what is missing and what is not theirs to see."""
        response = self._service_desk_render(
            "service_desk.portal_nothing", "service_desk_nothing", {}, status=404
        )
        response.flatten()
        werkzeug.exceptions.abort(response)

    # -- Pages -------------------------------------------------------------------------------

    @route(
        _PAGE, type="http", auth="user", website=True, readonly=_may_use_replica, methods=["GET"]
    )
    def service_desk_ticket(self, number, **kw):
        ticket = self._service_desk_ticket(number, may_redirect=True)
        if self._is_agents_business(ticket):
            return request.redirect(f"/odoo/{ticket._name}/{ticket.id}")
        return self._service_desk_page(ticket, done=kw.get("done"))

    def _service_desk_page(self, ticket, status=200, **values):
        return self._service_desk_render(
            "service_desk.portal_ticket",
            "service_desk_ticket",
            {
                "ticket": ticket._portal_detail(),
                "ticket_url": ticket._portal_url,
                "ratings": [
                    (value, translated(request.env, label), icon) for value, label, icon in RATINGS
                ],
                "done": "",
                "verb": "",
                "typed": {},
                **values,
            },
            status=status,
        )

    @route(
        _PAGE + "/files/<int:attachment_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def service_desk_ticket_file(self, number, attachment_id, **kw):
        ticket = self._service_desk_ticket(number)
        attachment = ticket._portal_attachment(attachment_id)
        if not attachment:
            self._service_desk_nothing()
        return self._service_desk_file(attachment)

    @route(
        _VERB_PAGE,
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def service_desk_ticket_verb(self, number, verb, **kw):
        """Where the login leads after a session ended while somebody was writing."""
        return request.redirect(self._service_desk_ticket(number)._portal_url())

    # -- What a requester does ---------------------------------------------------------------

    @route(
        _VERB_PAGE,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=max_content_length,
    )
    def service_desk_ticket_act(self, number, verb, **post):
        """Carry out one verb and show the ticket again; refused, with the sentence and the text."""
        ticket = self._service_desk_ticket(number)
        typed = {
            "body": portal_input.text("body"),
            "rating": portal_input.number(request.httprequest.form.get("rating")),
        }
        files, error = portal_input.files()
        error = error or portal_input.too_long(typed["body"])

        def work():
            ticket._portal_check(verb)
            getattr(self, f"_do_{verb}")(ticket, typed, files)
            return ticket._portal_url(done=verb) + "#done"

        path = ""
        if not error:
            sizes = [(name, len(content)) for name, content in files]
            path, error = self._service_desk_once(
                portal_input.fingerprint(typed, sizes), work
            )
        if error:
            errors = {verb: error}
            if again := portal_input.choose_again():
                errors[f"{verb}_files"] = again
            return self._service_desk_page(
                ticket, status=422, errors=errors, verb=verb, typed=typed
            )
        return request.redirect(path)

    def _do_reply(self, ticket, typed, files):
        if not typed["body"] and not files:
            raise UserError(request.env._("Write something or choose a file to send."))
        ticket._requester_reply(request.env.user.partner_id, self._as_html(typed["body"]), files)

    def _do_close(self, ticket, typed, files):
        ticket._requester_close()

    def _do_cancel(self, ticket, typed, files):
        ticket._requester_cancel()

    def _do_reopen(self, ticket, typed, files):
        if not typed["body"]:
            raise UserError(request.env._("Tell us what is still not right."))
        ticket._requester_reopen(request.env.user.partner_id, self._as_html(typed["body"]), files)

    def _do_rate(self, ticket, typed, files):
        ticket._requester_rate(typed["rating"], typed["body"])

    def _do_follow(self, ticket, typed, files):
        # sudo: the gate let them see the ticket; they only speak for themselves.
        ticket.sudo()._watch(request.env.user.partner_id)

    def _do_unfollow(self, ticket, typed, files):
        # sudo: see _do_follow
        ticket.sudo()._unwatch(request.env.user.partner_id)

    def _as_html(self, text):
        """Typed text as paragraphs, everything in it escaped."""
        return Markup(plaintext2html(text)) if text else Markup("")
