from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .service_desk_approval_data import OPEN_STATES


class ServiceDeskApprovalSeatMixin(models.AbstractModel):
    """Who sits where: approvers who may not or cannot decide are left out, others take their place.

    A step never passes because nobody is there, and it never stops the desk: others are asked, and
    in the end the managers of the desk.
    """

    _name = "service.desk.approval.seat.mixin"
    _description = "Seats of an Approval"

    @api.model
    def _eligible(self, users, company, barred):
        """Those of these users who have a login, work for the company and may decide."""
        return (users - barred).filtered(
            lambda user: user.active and company in user.company_ids and (user._is_internal() or user._is_portal())
        )

    @api.model
    def _asked(self, users, company, barred):
        """Whom a step asks of those whom its rule names. Other addons may know who is away, and who
        decides then."""
        return self._eligible(users, company, barred)

    def _may_sit(self, users):
        return self._eligible(users, self.company_id, self.barred_user_ids)

    @api.model
    def _last_resort(self, company, barred):
        """Who is asked when nobody else is there: the desk's managers, or who runs the system."""
        for name in ("service_desk.group_manager", "base.group_system"):
            users = self.env.ref(name).all_user_ids
            found = self._eligible(users, company, barred) - self.env.ref("base.user_root")
            if found:
                return found
        return self.env["res.users"]

    def _add_seats(self, users):
        """Ask these people too."""
        self.ensure_one()
        new = users - self.decision_ids.approver_id
        return self.env["service.desk.approval.decision"].create(
            [{"approval_id": self.id, "approver_id": user.id} for user in new]
        )

    def _seat_somebody(self, gone=None):
        """Fill steps that nobody sits in: by their own rule, asked anew, then others, then managers.

        :param gone: users who sat there and cannot decide any more; without them the rule has just
            been asked
        """
        empty = self.filtered(lambda approval: not approval.decision_ids)
        for approval in empty if gone else ():
            approval._add_seats(approval._may_sit(approval._instead_of(gone)))
        left = empty.filtered(lambda approval: not approval.decision_ids)
        for approval in left:
            users = approval._may_sit(approval.fallback_user_ids)
            users = users or self._last_resort(approval.company_id, approval.barred_user_ids)
            approval._add_seats(users)
            approval.is_fallback = True
        left._log("fallback", left._text_waits_for())
        (empty - left)._log("replaced", (empty - left)._text_waits_for())
        for approval in self:
            approval.seat_count = len(approval.decision_ids)

    def _instead_of(self, gone):
        """Who is asked when nobody is left of whom a step asked: whom its rule names now.

        :param gone: users who sat there
        """
        self.ensure_one()
        return self.step_id._approvers(self._subject()) if self.step_id else gone.browse()

    # -- Somebody leaves -----------------------------------------------------------------------

    @api.model
    def _on_users_changed(self, users):
        """Seats of people who can no longer decide are taken away; votes they cast stand."""
        # sudo: who archives a user need not see what that user was to approve.
        seats = (
            self.env["service.desk.approval.decision"]
            .sudo()
            .search(
                Domain("approver_id", "in", users.ids)
                & Domain("decision", "=", False)
                & Domain("approval_id.state", "in", OPEN_STATES)
            )
        )
        for approval in seats.approval_id.sorted("id"):
            approval._lock()
            mine = approval.decision_ids.filtered(lambda seat: not seat.decision and seat.approver_id in users)
            gone = mine.approver_id - approval._may_sit(mine.approver_id)
            if gone and approval.state in OPEN_STATES:
                approval._take_seats(gone, "left", ", ".join(gone.mapped("name")))
                approval._after_seats_changed(gone)

    def _take_seats(self, users, kind, text):
        """Take away seats that hold no vote."""
        seats = self.decision_ids.filtered(lambda seat: seat.approver_id in users and not seat.decision)
        seats.unlink()
        self._log(kind, text)

    def _after_seats_changed(self, gone):
        """Ask others where nobody is left, then see what the votes amount to now."""
        before = self.decision_ids
        self._seat_somebody(gone)
        if self.state == "pending":
            self._mail_asked(self.decision_ids - before)
        self._weigh_votes()

    # -- A manager puts somebody else there ----------------------------------------------------

    def action_replace(self, approver_id, user_id, reason):
        """Ask somebody else in place of an approver who is absent.

        :param int approver_id: whose seat it is; nothing may have been decided there
        :param int user_id: who takes it
        :raise UserError: when one of the two cannot be, or without a reason
        """
        self._check_visible()
        self.ensure_one()
        if not self.env.user.has_group("service_desk.group_manager"):
            raise AccessError(self.env._("Only a manager of the desk may replace an approver."))
        reason = self._check_words(reason)
        if not reason:
            raise UserError(self.env._("Say why somebody else is asked."))
        # sudo: nobody writes seats; the manager's right was checked.
        approval = self.sudo()
        approval._lock()
        absent = approval.decision_ids.filtered(
            lambda seat: seat.approver_id.id == approver_id and not seat.decision
        ).approver_id
        is_number = type(user_id) is int and 0 < user_id < 2**31
        new = self.env["res.users"].sudo().browse(user_id if is_number else ()).exists()
        approval._check_replacement(absent, new)
        added = approval._add_seats(new)
        text = self.env._(
            "%(new)s in place of %(absent)s: %(reason)s",
            new=new.name,
            absent=absent.name,
            reason=reason,
        )
        approval._take_seats(absent, "replaced", text)
        if approval.state == "pending":
            approval._mail_asked(added)
        approval._weigh_votes()
        return True

    def _check_replacement(self, absent, new):
        """:raise UserError: when this person cannot take the seat of that one"""
        if self.state not in OPEN_STATES:
            raise UserError(self._text_over())
        if not absent:
            raise UserError(self.env._("This person is not asked, or has decided already."))
        if new in self.decision_ids.approver_id:
            raise UserError(self.env._("%s is asked already.", new.name))
        if self.env.user in self.barred_user_ids:
            raise UserError(self.env._("You asked for this yourself, so somebody else must choose who decides."))
        if not new or not self._may_sit(new):
            raise UserError(
                self.env._(
                    "This person cannot decide here: they need a login for this company, and must"
                    " not have asked for it themselves."
                )
            )
