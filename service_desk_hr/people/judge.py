"""What would happen to each row of a sheet, and why not."""

from collections import defaultdict

from odoo.tools import email_normalize

from odoo.addons.service_desk.sheets.days import DayReader
from odoo.addons.service_desk.sheets.headings import plain

from ..models.service_desk_journey_import_data import DONE, ROW_TEXTS
from .finder import Contacts, Employees
from .journeys import Journeys
from .managers import Managers
from .names import is_name
from .places import Places
from .verdict import Verdict


class Judge(Managers, Journeys):
    """Looks at the rows of one import as they stand; nothing is written.

    Each question is asked once for all rows. What a row gets does not depend on the order of rows.

    :param job: ``service.desk.journey.import``, of the person who imports
    """

    def __init__(self, job):
        self.env, self.job = job.env, job
        self.rows = job.row_ids.filtered(lambda row: not row.is_misfit)
        self.people = (Contacts if job.is_of_contacts else Employees)(job, self.rows)
        self.places = Places(job.env, job.company_id)
        self.days = DayReader({text for row in self.rows for text in (row.first_day, row.last_day)}, job.day_order)
        templates, packages = self.env["service.desk.journey.template"], self.env["service.desk.access.package"]
        self._template_for = templates._once_for_alike("_find", job.kind)
        self._entitlements_for = packages._once_for_alike("_entitlements_for")
        self._employments = self._index_employments()
        #: Departments and jobs that are not there yet, as they stand in the sheet.
        self.missing = set()

    def judge(self, rows=None):
        """row -> its values, for all rows that are not done, or for those asked for."""
        verdicts = {row: self._verdict(row) for row in self.rows}
        asked = [verdicts[row] for row in (self.rows if rows is None else rows) if row.state != DONE]
        self._compare(verdicts)
        for verdict in asked:
            self._judge_place(verdict)
        if not (self.job.is_of_contacts or self.job.is_leaving):
            self._find_managers(verdicts)
        for verdict in asked:
            self._judge_journey(verdict)
        present = self._present(asked)
        return {verdict.row: verdict.as_values(present.get(verdict.row, "")) for verdict in asked}

    # -- The person ------------------------------------------------------------------------------

    def _verdict(self, row):
        verdict = Verdict(row, self.people.none)
        if row.state == DONE:
            verdict.person = row.employee_id if self.people.none._name == "hr.employee" else row.partner_id
            return verdict
        self._check_texts(verdict)
        if not verdict.problems:
            verdict.person, against = self.people.find(row)
            verdict.problems += [against] if against else []
        if not verdict.problems and not verdict.person:
            self._check_may_come(verdict)
        field = "partner_id" if self.job.is_of_contacts else "employee_id"
        verdict.values[field] = verdict.person.id
        return verdict

    def _check_may_come(self, verdict):
        """Whoever leaves is here already; contacts are created by those who may do that."""
        if self.job.is_leaving:
            verdict.problems.append(self.env._("Nobody here is called %s and has this work mail.", verdict.row.name))
        elif self.job.is_of_contacts and not self.env["res.partner"].has_access("create"):
            verdict.problems.append(
                self.env._("This contact is not there yet, and you may not create contacts. Ask somebody who may.")
            )

    def _check_texts(self, verdict):
        row, problems = verdict.row, verdict.problems
        if not row.name:
            problems.append(self.env._("The name is missing."))
        elif not is_name(row.name):
            problems.append(self.env._("“%s” is no name.", row.name))
        for mail in (row.work_email, row.private_email):
            if mail and not email_normalize(mail):
                problems.append(self.env._("“%s” is no mail address.", mail))

    def _compare(self, verdicts):
        """People who stand in the sheet twice; where both rows say the same, the first one counts."""
        groups = defaultdict(list)
        for row, verdict in verdicts.items():
            if not verdict.problems:
                groups[row.identity()].append(verdict)
        for same in (group for group in groups.values() if len(group) > 1):
            first, *others = sorted(same, key=lambda verdict: (verdict.row.state != DONE, verdict.row.line))
            is_alike = len({tuple(one.row[name] or "" for name in ROW_TEXTS) for one in same}) == 1
            for verdict in others if is_alike or first.row.state == DONE else same:
                others_of = [one.row.line for one in same if one is not verdict]
                verdict.problems.append(
                    self.env._("The same person stands in row %s, too.", ", ".join(map(str, others_of)))
                )

    # -- Places ----------------------------------------------------------------------------------

    def _judge_place(self, verdict):
        """Where somebody new will work; of whom is known nothing is changed."""
        row = verdict.row
        if verdict.person or self.job.is_of_contacts or self.job.is_leaving:
            return
        verdict.department = self._judge_department(verdict)
        if row.job:
            found = self.places.job(row.job, verdict.department)
            self._take(verdict, "job_id", found, row.job, self.env._("job"), self.job.makes_places)
        if row.location:
            found = self.places.location(row.location)
            self._take(verdict, "location_id", found, row.location, self.env._("work location"), False)
        if row.employment:
            verdict.values["employee_type"] = self._employments.get(plain(row.employment), False)
            if not verdict.values["employee_type"]:
                known = ", ".join(self._employment_labels().values())
                verdict.problems.append(
                    self.env._(
                        "“%(word)s” is no kind of employment. Known are: %(known)s.", word=row.employment, known=known
                    )
                )

    def _judge_department(self, verdict):
        """The department as far as it is there, for the templates and packages that go by it."""
        text = verdict.row.department
        if not text:
            return self.env["hr.department"]
        found = self.places.department(text)
        self._take(verdict, "department_id", found, text, self.env._("department"), self.job.makes_places)
        return found if len(found) == 1 else self.places.above(text)[:1]

    def _take(self, verdict, field, found, text, what, is_made):
        if len(found) == 1:
            verdict.values[field] = found.id
        elif found:
            verdict.problems.append(
                self.env._(
                    "There is more than one %(what)s “%(name)s”; write it with all above it.", what=what, name=text
                )
            )
        elif is_made:
            self.missing.add(text)
            verdict.notices.append(self.env._("New %(what)s: %(name)s.", what=what, name=text))
        else:
            self.missing |= {text} if field != "location_id" else set()
            verdict.problems.append(self.env._("There is no %(what)s “%(name)s”.", what=what, name=text))

    def _employment_labels(self):
        return dict(self.env["hr.version"]._fields["employee_type"]._description_selection(self.env))

    def _index_employments(self):
        """Words for kinds of employment, in the language of the person and in English."""
        field = self.env["hr.version"]._fields["employee_type"]
        english = dict(field._description_selection(self.env(context={**self.env.context, "lang": "en_US"})))
        labels = self._employment_labels()
        return {plain(word): key for key in labels for word in (key, english[key], labels[key])}
