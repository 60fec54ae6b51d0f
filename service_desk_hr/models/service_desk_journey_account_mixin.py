from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, escape_psql

from .service_desk_journey_data import INTERNAL_LOGIN, LEAVER


class ServiceDeskJourneyAccountMixin(models.AbstractModel):
    """Which logins are the person's own, and what becomes of the journey when there is one."""

    _name = "service.desk.journey.account.mixin"
    _description = "Logins of Journeys"

    def _all_logins(self):
        """The logins of the person, closed ones too."""
        # sudo: HR need not be able to read users.
        people = self._contacts().sudo().with_context(active_test=False)
        return people.user_ids | self.sudo().employee_id.user_id

    def _resting_logins(self):
        """What this journey closed for the time of an absence, and nobody has opened since."""
        return self.line_ids.closed_user_ids.filtered(lambda user: not user.active)

    def _has_left(self):
        """Whether somebody who is away does not come back."""
        self.ensure_one()
        employee = self.sudo().employee_id
        leaving = Domain("kind", "=", LEAVER) & Domain("state", "in", ("running", "done"))
        later = Domain("date_end", ">=", self.date_start) & Domain("partner_id", "=", self.partner_id.id)
        return bool(employee and not employee.active) or bool(self.search_count(leaving & later, limit=1))

    def _check_own_logins(self, users):
        """:raise UserError: for a login of the system, or of somebody else"""
        self.ensure_one()
        # sudo: whose login it is only decides.
        system = self._system_logins()
        for user in users.sudo():
            others = user.with_context(active_test=False).employee_ids - self.sudo().employee_id
            if user in system or others.filtered(lambda one: one.company_id == self.company_id):
                raise UserError(self.env._("The login %s belongs to somebody else.", user.login))

    @api.model
    def _system_logins(self):
        """Logins that are nobody's, and are copied or act by themselves."""
        names = ("base.user_root", "base.public_user", "base.template_portal_user_id", "base.default_user")
        found = (self.env.ref(name, raise_if_not_found=False) for name in names)
        return self.env["res.users"].union(*(user for user in found if user))

    def _login_address(self, kind):
        """The address that becomes the login of the person.

        :param str kind: internal logins are the mail address at work; portal ones where mail arrives
        :raise UserError: where there is none, or somebody else has it
        """
        self.ensure_one()
        employee = self.sudo().employee_id  # sudo: the address at work is no secret
        login = email_normalize(employee.work_email or self.partner_id.email or "")
        if kind == INTERNAL_LOGIN:
            self._check_is_ours()
        if not login:
            raise UserError(self.env._("%s needs a mail address at work: it becomes the login.", self.person_name))
        self._check_free(login)
        return login

    def _check_is_ours(self):
        """:raise UserError: for the contact of a customer, whose papers an employee would get to see"""
        if not self._is_our_contact():
            raise UserError(
                self.env._(
                    "%(person)s is a contact of %(organization)s. An employee needs a contact of their own.",
                    person=self.person_name,
                    organization=self.partner_id.sudo().commercial_partner_id.name,
                )
            )

    def _is_our_contact(self):
        """Whether the contact is the person's own or our company's, or there is none yet."""
        partner = self.partner_id.sudo()  # sudo: whose contact it is only decides.
        return partner.commercial_partner_id in partner | self.company_id.partner_id

    def _invitation_address(self):
        """Where somebody reads mail before there is a mailbox.

        Whoever is no employee, or is an organization's contact, is invited at the address that the desk
        knows: by another one a stranger would get to see what is the contact's.
        """
        is_ours = self.sudo().employee_id and self._is_our_contact()
        return self._address_of("person") if is_ours else self.partner_id.email

    def _check_free(self, login):
        """:raise UserError: when a login, or the mail address of one, is this already"""
        same = escape_psql(login)
        taken = Domain("login", "=ilike", same) | Domain("email_normalized", "=", login)
        users = self.env["res.users"].sudo().with_context(active_test=False)
        if users.search_count(taken, limit=1):
            raise UserError(self.env._("%s is the login or the mail address of somebody else.", login))

    def _connect_login(self, user):
        """From now on the login is known as this person's; what waits for it goes on by that."""
        employee = self.sudo().employee_id
        if employee and not employee.user_id and not user.share:
            employee.user_id = user
        elif not self.partner_id:
            self.partner_id = user.partner_id

    def _check_becomes(self, partner):
        """:raise UserError: when whoever started the journey, or acts now, becomes its person: it gives access"""
        started = self.event_ids.filtered(lambda event: event.kind == "started").user_id
        if partner in (started | self.hr_user_id | self.env.user).partner_id:
            raise UserError(
                self.env._(
                    "%(journey)s is another person's. Let a colleague connect the login of %(person)s.",
                    journey=self.display_name,
                    person=partner.name,
                )
            )

    @api.model
    def _on_logins(self, users):
        """Somebody has a login now: what waited for it goes on.

        :param users: active ones; called whenever a login appears, whoever made it
        """
        if not users:
            return
        journeys = self.sudo()  # sudo: what the desk has begun goes on, whoever made the login
        theirs = Domain("partner_id", "in", users.partner_id.ids) | Domain("employee_id.user_id", "in", users.ids)
        for journey in journeys.search(Domain("state", "=", "running") & theirs):
            own = journey.employee_id.user_id.partner_id
            if own and own != journey.partner_id:
                journey._check_becomes(own)
                journey.partner_id = own
            journey.line_ids._go_on_with_login()
