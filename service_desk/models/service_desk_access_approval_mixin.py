from odoo import api, fields, models
from odoo.fields import Domain

#: Who approves where an entitlement has no policy of its own.
DEFAULT_POLICY = "service_desk.approval_policy_access"


class ServiceDeskAccessApprovalMixin(models.AbstractModel):
    """What approvals mean to access: a grant, more time, or the blessing of an emergency."""

    _name = "service.desk.access.approval.mixin"
    _description = "Approval of Access"
    _inherit = ["service.desk.approvable.mixin"]

    approval_ids = fields.One2many(
        "service.desk.approval", "access_id", string="Approval Steps", groups="service_desk.group_agent"
    )
    conflict_note = fields.Char(
        readonly=True,
        copy=False,
        groups="service_desk.group_agent",
        help="What stood against it when it was asked for; approvers see it.",
    )

    # -- Who ---------------------------------------------------------------------------------

    def _own_policy(self):
        """The policy that the entitlement names for all cases."""
        return self.entitlement_id.approval_policy_id

    def _approval_policy(self):
        """Called when somebody must agree: the entitlement's policy, else the owner decides."""
        default = self.env.ref(DEFAULT_POLICY, raise_if_not_found=False)
        return self._own_policy() or default or super()._approval_policy()

    def _approval_entitlement_owners(self):
        return self.entitlement_id.owner_id

    def _approval_service_owners(self):
        return self.service_id.owner_id

    def _approval_person(self):
        return self.partner_id

    def _approval_team_leaders(self):
        return self.entitlement_id.team_id.leader_id

    def _approval_title(self):
        return {
            "number": self.request_id.number,
            "title": self.display_name,
            "requester_name": self.partner_id.name,
        }

    def _approval_is_confidential(self):
        return self.request_id.is_confidential

    def _approval_blocks(self, target):
        """Nothing is granted before it is approved; taking away needs no approval."""
        return target == "granting"

    # -- What approvers decide about -----------------------------------------------------------

    def _approval_barred_users(self):
        """Neither the holder nor who asks decides, also not for somebody absent."""
        # Archived logins too: they may come back.
        access = self.with_context(active_test=False)
        people = access.partner_id | access.requested_by_id | access.extended_by_id | access.create_uid.partner_id
        return super()._approval_barred_users() | people._same_person().user_ids | access.create_uid

    def _approval_frozen_fields(self):
        frozen = {"partner_id", "entitlement_id", "date_start", "date_end_asked", "reason_given", "is_emergency"}
        # An emergency gets its end when the target system has it.
        is_granted_meanwhile = self.is_emergency and self.state in ("granting", "active")
        return super()._approval_frozen_fields() | frozen | (set() if is_granted_meanwhile else {"date_end"})

    def _approval_content(self):
        """What approvers see, and what stays while they decide."""
        entitlement = self.entitlement_id
        content = [
            (self.env._("Holder"), self.partner_id.name),
            (self.env._("Access"), entitlement.name),
            (self.env._("System"), entitlement.service_id.name or ""),
            (self.env._("Risk"), dict(entitlement._fields["risk"]._description_selection(self.env))[entitlement.risk]),
            (self.env._("Asked by"), (self.extended_by_id or self.requested_by_id).name or ""),
            self._reason_told(),
            (self.env._("Until"), self._text_until()),
            (self.env._("Conflict"), self.conflict_note or ""),
        ]
        if self.is_emergency:
            content.append((self.env._("Emergency"), self.env._("It is granted already.")))
        if self.is_found:
            text = self.env._("They have it in the system already, without a record.")
            content.append((self.env._("Found"), text))
        return super()._approval_content() + [(label, value) for label, value in content if value]

    def _reason_told(self):
        """Why, for approvers; not where fewer people may read the order than are asked here.

        Under a label of its own: an order that is closed to others later changes nothing about
        what is decided.
        """
        request = self.request_id
        if request._is_walled():
            return self.env._("Why"), self.env._("See %s.", request.number)
        return self.env._("Reason"), self.reason_given or ""

    def _text_until(self):
        if self.date_end_asked:
            return self.env._(
                "%(before)s, extended until %(after)s (UTC)", before=self.date_end, after=self.date_end_asked
            )
        if self.date_end and not self.is_emergency:
            return self.env._("%s (UTC)", self.date_end)
        days = self.entitlement_id.max_days
        return self.env._("at most %s days", days) if days else self.env._("no end")

    @api.model
    def _domain_desk_approvals(self):
        """Approvals tell why: of what was ordered they are for those who may read the order."""
        orders = self.env["service.desk.request"]._search([])
        return Domain("request_id", "=", False) | Domain("request_id", "in", orders)

    # -- What follows --------------------------------------------------------------------------

    def _approval_granted(self):
        """Everybody agreed."""
        result = super()._approval_granted()
        # sudo: approvers need no rights on access; what they decided is carried out by the desk.
        access = self.sudo()
        access._log("approved", access._text_round())
        access.date_emergency_end = False
        if access.date_end_asked and access.state == "active":
            access._extend_to(access.date_end_asked)
        elif access.state == "approval":
            access._begin_granting()
        return result

    def _approval_refused(self, reason):
        """Somebody said no, or nobody said anything in time."""
        result = super()._approval_refused(reason)
        # sudo: see _approval_granted
        access = self.sudo()
        if access.state == "active" and access.date_end_asked:
            access.date_end_asked = False
            access._log("refused", access.env._("Extension: %s", reason))
        elif access.state in ("granting", "active"):
            access._order_revoke(access.env._("Emergency access was not approved: %s", reason))
        elif access.state == "approval":
            access._refuse(reason)
        return result

    def _text_round(self):
        """Who said yes in the round that has just ended."""
        approvals = self.approval_ids
        last = approvals.filtered(lambda one: one.round == max(approvals.mapped("round")))
        seats = last.decision_ids.filtered(lambda seat: seat.decision == "approve")
        return ", ".join(seats.user_id.mapped("name"))
