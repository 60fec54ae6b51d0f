from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.service_desk_portal_data import PAGE_SIZE
from . import portal_input

_LIST = "/my/approvals"
_PAGE = _LIST + "/<int:approval_id>"
_VERB_PAGE = _PAGE + "/<any(approve, refuse):verb>"
_DELEGATION = _LIST + "/delegation"


def _may_use_replica(_controller, _rule, _args):
    """Right after a change the page is read where the change was made: a replica may lag."""
    return "done" not in request.httprequest.args


class ServiceDeskPortalApprovals(CustomerPortal):
    """What waits for somebody's word. To look changes nothing, only a form that is sent decides."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_desk_approval_count" in counters:
            approvals = request.env["service.desk.approval"]
            values["service_desk_approval_count"] = approvals.search_count(approvals._portal_domain("waiting"))
        return values

    # -- Pages ---------------------------------------------------------------------------------

    @route(_LIST, type="http", auth="user", website=True, readonly=_may_use_replica, methods=["GET"])
    def service_desk_approvals(self, show=None, page=None, done=None, **kw):
        approvals = request.env["service.desk.approval"]
        which = portal_input.choice(show, ["waiting", "decided"])
        totals = {name: approvals.search_count(approvals._portal_domain(name)) for name in ("waiting", "decided")}
        last = max((totals[which] - 1) // PAGE_SIZE + 1, 1)
        page = min(max(portal_input.number(page, 1), 1), last)
        return self._service_desk_render(
            "service_desk.portal_approvals",
            "service_desk_approvals",
            {
                "approvals": approvals._portal_page(which, PAGE_SIZE, (page - 1) * PAGE_SIZE),
                "show": which,
                "totals": totals,
                "page": page,
                "last": last,
                "delegations": [
                    row for row in request.env["service.desk.approval.delegation"]._portal_values() if row["is_current"]
                ],
            },
        )

    def _service_desk_approval(self, approval_id):
        """The only door to an approval: what is missing and what is not theirs look the same."""
        approval = request.env["service.desk.approval"]
        # No row has a number that the database cannot hold.
        approval = approval._portal_find(approval_id) if approval_id < 2**31 else approval
        if not approval:
            self._service_desk_nothing()
        return approval

    @route(_PAGE, type="http", auth="user", website=True, readonly=_may_use_replica, methods=["GET"])
    def service_desk_approval(self, approval_id, done=None, **kw):
        return self._service_desk_approval_page(self._service_desk_approval(approval_id), done=done)

    def _service_desk_approval_page(self, approval, status=200, **values):
        return self._service_desk_render(
            "service_desk.portal_approval",
            "service_desk_approval",
            {"approval": approval._portal_detail(), "done": "", "typed": {}, **values},
            status=status,
        )

    @route(
        _PAGE + "/files/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def service_desk_approval_file(self, approval_id, file_id, **kw):
        files = self._service_desk_approval(approval_id)._portal_files()
        file = files.filtered(lambda one: one.id == file_id)
        return self._service_desk_file(file) if file else self._service_desk_nothing()

    # -- Deciding ------------------------------------------------------------------------------

    @route(_VERB_PAGE, type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_approval_verb(self, approval_id, verb, **kw):
        """Where the login leads after a session ended while somebody was writing."""
        return request.redirect(self._service_desk_approval(approval_id)._portal_url())

    @route(_VERB_PAGE, type="http", auth="user", website=True, methods=["POST"])
    def service_desk_approval_act(self, approval_id, verb, **post):
        """Decide, once, and show the page again; refused, with the sentence and the words."""
        approval = self._service_desk_approval(approval_id)
        comment = portal_input.text("comment")
        seen = portal_input.line(request.httprequest.form.get("seen"))

        def work():
            approval._vote(verb, comment, channel="portal", seen=seen)
            return f"{approval._portal_url()}?done={verb}#done"

        try:
            path, error = self._service_desk_once(portal_input.fingerprint(comment, seen), work)
        except AccessError as refusal:
            path, error = "", str(refusal)
        if error:
            return self._service_desk_approval_page(
                approval, status=422, errors={"comment": error}, typed={"comment": comment}
            )
        return request.redirect(path)

    # -- Standing in -----------------------------------------------------------------------------

    @route(
        _DELEGATION,
        type="http",
        auth="user",
        website=True,
        readonly=_may_use_replica,
        methods=["GET"],
    )
    def service_desk_delegation(self, done=None, **kw):
        today = fields.Date.context_today(request.env.user)
        return self._service_desk_delegation_page(done=done, typed={"date_from": today})

    def _service_desk_delegation_page(self, status=200, **values):
        delegations = request.env["service.desk.approval.delegation"]
        return self._service_desk_render(
            "service_desk.portal_delegation",
            "service_desk_delegation",
            {
                "delegations": delegations._portal_values(),
                "people": [(str(user.id), user.name) for user in delegations._portal_people()],
                "suggestions": [(user.email or user.login, user.name) for user in delegations._portal_suggestions()],
                "done": "",
                "typed": {},
                **values,
            },
            status=status,
        )

    @route(_DELEGATION, type="http", auth="user", website=True, methods=["POST"])
    def service_desk_delegate(self, **post):
        form = request.httprequest.form
        names = ("colleague", "date_from", "date_to", "absent", "reason")
        typed = {name: portal_input.line(form.get(name)) for name in names}

        def work():
            request.env["service.desk.approval.delegation"]._portal_delegate(
                typed["colleague"], typed["date_from"], typed["date_to"], typed["absent"], typed["reason"]
            )
            return f"{_DELEGATION}?done=delegate#done"

        path, error = self._service_desk_once(portal_input.fingerprint(typed), work)
        if error:
            return self._service_desk_delegation_page(422, errors={"form": error}, typed=typed)
        return request.redirect(path)

    @route(
        _DELEGATION + "/<int:delegation_id>/end",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def service_desk_delegation_end(self, delegation_id, **post):
        delegations = request.env["service.desk.approval.delegation"]
        if delegation_id >= 2**31 or not delegations._portal_end(delegation_id):
            self._service_desk_nothing()
        return request.redirect(f"{_DELEGATION}?done=end#done")
