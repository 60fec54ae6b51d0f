from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .service_desk_access_data import LIVE_STATES


class AccessNotToBeHad(UserError):
    """Some of what was asked for can never be granted.

    :param dict problems: (id of the holder, id of the entitlement) -> sentence
    """

    def __init__(self, problems):
        super().__init__(next(iter(problems.values())))
        self.problems = problems


class ServiceDeskAccessRequestMixin(models.AbstractModel):
    """Asking for access, and who must agree.

    An entitlement's policy says who approves. Where none does, the owner must, except for what an
    access manager gives to somebody else and what was approved with the order it came by. So
    there is always somebody else than the holder who said yes.
    """

    _name = "service.desk.access.request.mixin"
    _description = "Request for Access"

    # -- Asking ------------------------------------------------------------------------------

    @api.model
    def _request(
        self, partner, entitlements, request=None, date_end=None, reason="", date_start=None, is_emergency=False
    ):
        """Ask for access of a person, and go as far as nobody else has to agree.

        Takes what :meth:`_ask_for` takes, and returns the same.
        """
        accesses = self._ask_for(partner, entitlements, request, date_end, reason, date_start, is_emergency)
        accesses._proceed()
        return accesses

    @api.model
    def _ask_for(
        self,
        partner,
        entitlements,
        request=None,
        date_end=None,
        reason="",
        date_start=None,
        is_emergency=False,
        origin=None,
    ):
        """Put on record that access is wanted, and refuse what can never be granted.

        What the person holds or has asked for already is left out. :meth:`_proceed` goes on.

        :param partner: the holder, ``res.partner``
        :param request: the ``service.desk.request`` it is ordered by, approved in its own way
        :param datetime date_end: in UTC; None as long as the entitlement allows
        :param dict origin: more fields of the new records, which say where they come from
        :return: the new records
        :raise UserError: when it is not to be had
        """
        values = {
            "request_id": request.id if request else False,
            "requested_by_id": self._asker(request).id,
            "date_start": date_start,
            "date_end": date_end,
            "reason_given": reason,
            "is_emergency": is_emergency,
            **(origin or {}),
        }
        return self._ask_for_each([(partner, entitlements, values)])

    @api.model
    def _ask_for_each(self, wishes):
        """The same for several people at once.

        :param list wishes: (holder, entitlements, fields of the new records)
        :return: the new records of all of them
        :raise AccessNotToBeHad: with all that can never be granted; nothing is asked for then
        """
        # sudo: the caller has the right to ask; rows are written by the desk alone.
        model = self.sudo()
        had = model._live_by_holder(wishes)
        fresh = []
        for partner, entitlements, values in wishes:
            held = had.get(partner.id, model).filtered(lambda one, some=entitlements: one.entitlement_id in some)
            fresh.append((partner.sudo(), entitlements.sudo() - held.entitlement_id, values))
            if held and values["request_id"]:
                request = model.request_id.browse(values["request_id"])
                held._log("requested", self.env._("Asked for again by %s.", request.number))
        accesses = model._create_requested(fresh)
        # Evidence never changes, the order may be closed to others one day: there stands the reason.
        told = {access.id: {"detail": access.request_id.number or access.reason_given or ""} for access in accesses}
        accesses._log("requested", each=told)
        accesses._check_wanted()
        return accesses

    @api.model
    def _live_by_holder(self, wishes):
        """Contact id -> what they hold or have asked for of what is wished."""
        partners = {partner.id for partner, _entitlements, _values in wishes}
        wanted = {one.id for _partner, entitlements, _values in wishes for one in entitlements}
        live = self.search(
            [("partner_id", "in", partners), ("entitlement_id", "in", wanted), ("state", "in", LIVE_STATES)]
        )
        return live.grouped(lambda access: access.partner_id.id)

    @api.model
    def _asker(self, request):
        """Who asks: whoever handed in the order, else the current user."""
        return (request and (request.sudo().submitted_by_id or request.sudo().requester_id)) or self.env.user.partner_id

    @api.model
    def _create_requested(self, wishes):
        """The records of what is wished, see :meth:`_ask_for_each`."""
        rows = [
            {
                **values,
                "partner_id": partner.id,
                "entitlement_id": entitlement.id,
                "company_id": self._company_of(partner, entitlement).id,
            }
            for partner, entitlements, values in wishes
            for entitlement in entitlements
        ]
        try:
            with self.env.cr.savepoint():
                accesses = self.create(rows)
                self.env.cr.flush()
        except UniqueViolation as error:
            people = ", ".join(partner.name for partner, entitlements, _values in wishes if entitlements)
            raise UserError(self.env._("%s already has this access, or has just asked for it.", people)) from error
        return accesses

    @api.model
    def _company_of(self, partner, entitlement):
        return entitlement.company_id or partner.company_id or partner.user_ids[:1].company_id or self.env.company

    def _check_wanted(self):
        """Refuse what cannot come to a good end, before anybody spends time on it.

        :raise AccessNotToBeHad: with a sentence for each that cannot
        """
        problems = {access.id: sentence for access in self if (sentence := access._problem_wanted())}
        for entitlement, accesses in self.grouped("entitlement_id").items():
            problems = entitlement._provisioning()._problems(accesses) | problems
        if problems:
            raise AccessNotToBeHad(
                {(one.partner_id.id, one.entitlement_id.id): problems[one.id] for one in self if one.id in problems}
            )
        self._refuse_conflicts()

    def _problem_wanted(self):
        """Why this is not to be had, whatever the system that it is for; nothing when it is."""
        entitlement = self.entitlement_id
        if not entitlement.active:
            return self.env._("“%s” is not to be had any more.", entitlement.name)
        if entitlement.company_id and not self._works_for(self.partner_id, entitlement.company_id):
            return self.env._(
                "“%(entitlement)s” belongs to %(company)s, %(person)s does not.",
                entitlement=entitlement.name,
                company=entitlement.company_id.name,
                person=self.partner_id.name,
            )
        self._check_dates(self.date_start or self._now(), self.date_end)
        if self.is_emergency:
            self._check_emergency()
        return None

    @api.model
    def _works_for(self, partner, company):
        companies = partner.company_id | partner.user_ids.company_ids
        return not companies or company in companies

    def _check_emergency(self):
        """At once and approved later, but never for oneself."""
        entitlement = self.entitlement_id
        if not entitlement.allows_emergency:
            raise UserError(self.env._("“%s” is not given in an emergency.", entitlement.name))
        if self._is_about(self.env.user):
            raise AccessError(self.env._("Let a colleague give you emergency access. Nobody grants it to themself."))
        if not self._reason_given(self.reason):
            raise UserError(self.env._("Say what the emergency is."))

    # -- Who must agree ----------------------------------------------------------------------

    def _proceed(self):
        """Grant what nobody else has to agree to, ask for approval of the rest."""
        asking = self.filtered(lambda access: access._needs_approval())
        (self - asking)._begin_granting()
        emergencies = asking.filtered("is_emergency")
        emergencies._log("emergency", self.env._("Granted before anybody approved it."))
        emergencies._limit_emergency()
        emergencies._begin_granting()
        (asking - emergencies).write({"state": "approval"})
        asking._ask_approval()

    def _ask_approval(self):
        """Ask those who must agree.

        :raise UserError: when a policy asks nobody: access is never granted for want of approvers
        """
        for access in self - self._start_approval():
            raise UserError(
                self.env._("Nobody can approve “%s”. Give it a policy with steps.", access.entitlement_id.name)
            )

    def _needs_approval(self):
        """Whether somebody has to agree, as it is asked for now."""
        self.ensure_one()
        if self._own_policy():
            return True
        return not (self._is_ordered_and_approved() or self._is_given_by_manager())

    def _is_ordered_and_approved(self):
        """The order it came by was approved, by people who may decide about it."""
        request = self.request_id
        return request.requester_id == self.partner_id and request._is_approved_for_access(self.entitlement_id)

    def _is_about(self, user):
        """Whether somebody is the holder, also by another contact of theirs."""
        return bool(user.partner_id._same_person() & (self.partner_id | self.partner_id.commercial_partner_id))

    def _is_given_by_manager(self):
        """An access manager gives it to somebody else, and holds what it hands out."""
        user = self.env.user
        return (
            not self.request_id
            and not self._is_about(user)
            and user.has_group("service_desk.group_access_manager")
            and self.entitlement_id._provisioning()._may_hand_out(self.entitlement_id, user)
        )
