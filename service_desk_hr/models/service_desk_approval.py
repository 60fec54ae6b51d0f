from odoo import api, fields, models
from odoo.fields import Domain


class ServiceDeskApproval(models.Model):
    """Approvers who have left, and those who are away for long without a stand-in: the next one up decides."""

    _inherit = "service.desk.approval"

    # -- Who can --------------------------------------------------------------------------------

    @api.model
    def _eligible(self, users, company, barred):
        """Somebody who has left decides nothing any more, also while the login is still open."""
        return super()._eligible(users, company, barred) - users._service_desk_left()

    @api.model
    def _asked(self, users, company, barred):
        """Those who are away are asked all the same where nobody stands above them."""
        able = super()._asked(users, company, barred)
        away = self._away(able, company)
        if not away:
            return able
        return (able - away) | self._next_up(away, company, barred) or able

    @api.model
    def _away(self, users, company):
        """Those of these users who are on a long absence now and have named nobody to stand in."""
        journeys = self.env["service.desk.journey"]
        absent = users.filtered(lambda user: user.id in journeys._absent_user_ids(fields.Date.context_today(self)))
        if not absent:
            return absent
        delegations = self.env["service.desk.approval.delegation"]
        covered = delegations.search(
            Domain("user_id", "in", absent.ids)
            & Domain("company_id", "in", [False, company.id])
            & delegations._domain_current()
        )
        return absent - covered.user_id

    @api.model
    def _next_up(self, users, company, barred):
        """For each of these users the first one above them who can decide now."""
        found = users.browse()
        for user in users:
            # sudo: who stands above whom is no secret.
            employee = user.sudo().with_context(active_test=False).employee_ids[:1]
            found |= self._first_up(employee.parent_id, "user_id", company, barred | users)
        return found

    @api.model
    def _first_up(self, lowest, login, company, barred):
        """The first one on the way up who can decide now; nobody when the way ends, or goes round in a circle.

        :param lowest: the record with a ``parent_id`` from which the way leads up
        :param str login: from a record on the way to whoever decides there
        """
        current, passed = lowest, lowest.browse()
        while current and current not in passed:
            able = self._eligible(current.mapped(login), company, barred)
            able -= self._away(able, company)
            if able:
                return able
            passed |= current
            current = current.parent_id
        return self.env["res.users"]

    # -- While it is asked ------------------------------------------------------------------------

    def _instead_of(self, gone):
        """Whom the rule names now, else who stands above those who sat there."""
        found = self._may_sit(super()._instead_of(gone))
        return found or self._next_up(gone, self.company_id, self.barred_user_ids)

    @api.model
    def _cron_clock(self):
        """What waits for somebody who has gone on a long absence goes to the next one up."""
        result = super()._cron_clock()
        absent = self.env["service.desk.journey"]._absent_user_ids(fields.Date.context_today(self))
        seats = Domain("decision_ids", "any", [("approver_id", "in", list(absent)), ("decision", "=", False)])
        waiting = Domain("state", "=", "pending") & seats
        for approval in self.search(waiting) if absent else ():
            approval._work_off(waiting, "_pass_on")
            self.env["ir.cron"]._commit_progress()
        return result

    def _pass_on(self):
        """Ask whoever stands above those who are away; those stay where nobody does."""
        for approval in self:
            open_seats = approval.decision_ids.filtered(lambda seat: not seat.decision)
            away = self._away(open_seats.approver_id, approval.company_id)
            others = self._next_up(away, approval.company_id, approval.barred_user_ids)
            if not others:
                continue
            added = approval._add_seats(others)
            text = self.env._(
                "%(new)s in place of %(absent)s, who is away",
                new=", ".join(others.mapped("name")),
                absent=", ".join(away.mapped("name")),
            )
            approval._take_seats(away, "replaced", text)
            approval._mail_asked(added)
            approval._weigh_votes()
