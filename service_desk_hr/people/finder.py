"""Who of a sheet is known here: employees by their work mail, contacts of a partner by theirs."""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import email_normalize

from ..models.service_desk_journey_import_data import DONE
from .names import may_be_same, words


class Employees:
    """The employees that rows may mean.

    :param job: ``service.desk.journey.import``, of the person who imports
    :param rows: all its rows
    """

    def __init__(self, job, rows):
        self.env, self.job = job.env, job
        self.none = self.env["hr.employee"]
        mails = {mail for row in rows for mail in (row.mail(), email_normalize(row.manager or "")) if mail}
        self._by_mail = self._index_mails(list(mails))
        self._logins = self._index_logins(list(mails))
        self._brought = self._index_brought(rows)
        self._by_name = None

    # -- One row ---------------------------------------------------------------------------------

    def find(self, row):
        """(employee or none, sentence about what speaks against it or None)."""
        return self._find_by_mail(row) if row.mail() else self._find_by_name(row)

    def _find_by_mail(self, row):
        found = self._by_mail[row.mail()]
        own = found.filtered(lambda one: one.company_id == self.job.company_id)
        same = own.filtered(lambda one: may_be_same(one.name, row.name))
        same = same.filtered("active") or same
        if len(same) > 1:
            return self.none, self.env._("More than one employee has the work mail %s.", row.mail())
        if same:
            return same.with_env(self.env), self._against(same)
        if own:
            return self.none, self.env._(
                "The work mail %(mail)s belongs to %(name)s.", mail=row.mail(), name=own[0].name
            )
        if found:
            return self.none, self.env._("The work mail %s belongs to somebody of another company.", row.mail())
        if row.mail() in self._logins:
            return self.none, self.env._(
                "There is a login with the work mail %s, which belongs to no employee here. Create the employee from"
                " the login first.",
                row.mail(),
            )
        return self.none, None

    def _find_by_name(self, row):
        brought = self._brought[words(row.name)]
        same = brought.get(email_normalize(row.private_email or "") or "")
        if same:
            return same, self._against(same)
        alike = self.by_name(row.name) - self.none.union(*brought.values())
        if not alike:
            return self.none, None
        if self.job.is_leaving and len(alike) == 1:
            return alike, None
        return self.none, self.env._(
            "%s is the name of an employee already. Only the work mail tells whether it is the same person.", row.name
        )

    def _against(self, employee):
        if employee.active:
            return None
        return self.env._("%s has left and is archived. Bring the employee back first.", employee.name)

    # -- Managers --------------------------------------------------------------------------------

    def by_mail(self, mail):
        """Employees of the company who may be somebody's manager."""
        own = self._by_mail[mail].filtered(lambda one: one.active and one.company_id == self.job.company_id)
        return own.with_env(self.env)

    def by_name(self, name):
        if self._by_name is None:
            self._by_name = defaultdict(lambda: self.none)
            domain = [("company_id", "=", self.job.company_id.id)]
            for employee in self.none.search_fetch(domain, ["name"]):
                self._by_name[words(employee.name)] |= employee
        return self._by_name[words(name)]

    # -- Indexes ---------------------------------------------------------------------------------

    def _index_mails(self, mails):
        # sudo: an address is taken also by whom this user does not see; of them nothing is shown.
        employees = self.none.sudo().with_context(active_test=False)
        domain = Domain("work_contact_id.email_normalized", "in", mails) | Domain("work_email", "in", mails)
        index = defaultdict(lambda: employees)
        for employee in employees.search(domain):
            for mail in {email_normalize(employee.work_email or ""), employee.work_contact_id.email_normalized} - {
                False
            }:
                index[mail] |= employee
        return index

    def _index_logins(self, mails):
        """Addresses of people's logins, not of customers' ones."""
        # sudo: see above
        users = self.env["res.users"].sudo().with_context(active_test=False)
        domain = Domain("login", "in", mails) | Domain("partner_id.email_normalized", "in", mails)
        found = users.search(domain & Domain("share", "=", False))
        return {mail for user in found for mail in (user.login.lower(), user.partner_id.email_normalized)}

    def _index_brought(self, rows):
        """People without a work mail whom an import has brought: words of the name -> private mail -> employee."""
        index = defaultdict(dict)
        if all(row.mail() for row in rows):
            return index
        domain = [
            ("company_id", "=", self.job.company_id.id),
            ("state", "=", DONE),
            ("work_email", "=", False),
            ("employee_id.active", "=", True),
        ]
        for row in rows.search(domain, order="id"):
            private = email_normalize(row.journey_id.contact_email or "") or ""
            index[words(row.name)][private] = row.employee_id
        return index


class Contacts:
    """The people of a partner company that rows may mean; it is asked as :class:`Employees` is."""

    def __init__(self, job, rows):
        self.env, self.job = job.env, job
        self.none = self.env["res.partner"]
        mails = [row.mail() for row in rows if row.mail()]
        # sudo: see Employees
        people = self.none.sudo()
        self._by_mail = defaultdict(lambda: people)
        for person in people.search([("email_normalized", "in", mails), ("is_company", "=", False)]):
            self._by_mail[person.email_normalized] |= person
        self._by_name = defaultdict(lambda: people)
        for person in people.search([("parent_id", "=", job.organization_id.id), ("is_company", "=", False)]):
            self._by_name[words(person.name)] |= person

    def find(self, row):
        found = self._by_mail[row.mail()] if row.mail() else self._by_name[words(row.name)]
        organization = self.job.organization_id.commercial_partner_id
        own = found.filtered(lambda one: one.commercial_partner_id == organization)
        same = own.filtered(lambda one: may_be_same(one.name, row.name))
        if len(same) == 1:
            return same.with_env(self.env), None
        if same:
            return self.none, self.env._("There is more than one contact like this: %s.", row.name)
        if own:
            return self.none, self.env._(
                "The work mail %(mail)s belongs to %(name)s.", mail=row.mail(), name=own[0].name
            )
        if found:
            return self.none, self.env._("The work mail %s belongs to somebody else.", row.mail())
        return self.none, None
