from odoo import models
from odoo.exceptions import UserError

from ..lifecycle import DONE, SYSTEM
from .service_desk_access_data import LIVE_STATES, UNSETTLED_STATES
from .service_desk_catalog_data import ACCESS_ANSWERS


class ServiceDeskOrderAccessMixin(models.AbstractModel):
    """The access that a request orders: asked for with it, waited for by it, given back with it.

    The host declares ``access_ids`` and ``item_id``.
    """

    _name = "service.desk.order.access.mixin"
    _description = "Access of a Request"

    # -- Asking --------------------------------------------------------------------------------

    def _ask_for_access(self, entitlements):
        """Put on record which access was ordered; nothing is granted yet.

        :raise UserError: for duties that one person may not have together, and for an order of
            nothing but what the person has
        """
        self.ensure_one()
        if not entitlements:
            return
        accesses = self.env["service.desk.access"]._ask_for(
            self.requester_id, entitlements, self, **self._access_terms()
        )
        if not accesses and not (self.access_ids or self.item_id.plan_id):
            raise UserError(
                self.env._(
                    "%(person)s has this already, or has asked for it: %(access)s. More time is asked"
                    " for under “Your access”.",
                    person=self.requester_id.name,
                    access=", ".join(entitlements.mapped("name")),
                )
            )

    def _access_terms(self):
        """From when, until when and why access is wanted, from the answers that say so."""
        answers = {answer.code: answer for answer in self.answer_ids}
        zone = self.company_id.partner_id.tz or "UTC"
        terms = {}
        for term, code in ACCESS_ANSWERS.items():
            if code in answers:
                is_moment = term.startswith("date")
                answer = answers[code]
                terms[term] = answer._as_moment(zone, term == "date_end") if is_moment else answer.value_text
        return terms

    def _ask_for_missing_access(self):
        """:raise UserError: while something is still being taken back"""
        leaving = self.access_ids.filtered(lambda access: access.state == "revoking")
        if leaving:
            raise UserError(
                self.env._("%s is still being taken back. Ask again when that is done.", leaving[0].display_name)
            )
        live = self.access_ids.filtered(lambda access: access.state in LIVE_STATES)
        self._ask_for_access(self.item_id.entitlement_ids - live.entitlement_id)

    # -- The door ------------------------------------------------------------------------------

    def _check_moves(self, target, roles):
        """Nobody says that a request is done while access of it is undecided or on its way."""
        if self._lifecycle.phases.get(target) == DONE and SYSTEM not in roles:
            self._check_no_unsettled_access()
        return super()._check_moves(target, roles)

    def _check_no_unsettled_access(self):
        """:raise UserError: naming the access that is waited for"""
        # sudo: names of what was ordered, which stand on the request.
        for request in self.sudo():
            waiting = request.access_ids.filtered(lambda access: access.state in UNSETTLED_STATES)
            if waiting:
                raise UserError(
                    self.env._(
                        "%(ticket)s still waits for access: %(access)s. That must be granted, refused or withdrawn"
                        " first.",
                        ticket=request.display_name,
                        access=", ".join(waiting.entitlement_id.mapped("name")),
                    )
                )

    # -- The end -------------------------------------------------------------------------------

    def _latest_access(self):
        """Of each entitlement the last record: earlier ones were dropped to be asked for again."""
        latest = {access.entitlement_id: access.id for access in self.access_ids.sorted("id")}
        return self.access_ids.browse(latest.values())

    def _text_refused(self, accesses):
        env = self._requester_text().env
        return "\n".join(
            env._("Not granted: %(access)s. %(reason)s", access=access.entitlement_id.name, reason=access._last_word())
            for access in accesses
        )

    def _give_back_access(self, reason):
        """What was ordered is not granted any more, and what it had granted is taken back."""
        live = self.access_ids.filtered(lambda access: access.state in LIVE_STATES)
        if live:
            live._revoke_now(reason)
