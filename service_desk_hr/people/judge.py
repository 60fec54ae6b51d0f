"""What would happen to each row of a sheet, and why not."""

from collections import defaultdict

from odoo.tools import email_normalize

from odoo.addons.service_desk.sheets.days import DayReader
from odoo.addons.service_desk.sheets.headings import plain

from ..models.service_desk_journey_data import OPEN_STATES
from ..models.service_desk_journey_import_data import DONE, KNOWN, NEW, PRESENT, PROBLEM, ROW_TEXTS, WAITING
from .finder import Contacts, Employees
from .managers import Managers
from .names import is_name
from .places import Places


class Verdict:
    """What was found out about one row: values for it, problems that stop it, notices that do not."""

    def __init__(self, row, nobody):
        self.row = row
        self.person = nobody
        self.department = row.env["hr.department"]
        self.values = dict.fromkeys(RESULTS, False)
        self.problems = []
        self.notices = []

    def as_values(self, present):
        """Values of the row.

        :param str present: why nothing is left to do, or empty
        """
        state = PROBLEM if self.problems else PRESENT if present else WAITING
        message = " ".join(self.problems or ([present] if present else self.notices))
        outcome = False if self.problems else KNOWN if self.person else NEW
        return {**self.values, "state": state, "outcome": outcome, "message": message}


#: What a verdict says besides state and message.
RESULTS = (
    "employee_id",
    "partner_id",
    "department_id",
    "job_id",
    "location_id",
    "manager_employee_id",
    "manager_row_id",
    "date_start",
    "date_end",
    "employee_type",
    "template_id",
    "access_text",
)


class Judge(Managers):
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

    # -- The journey -----------------------------------------------------------------------------

    def _judge_journey(self, verdict):
        self._judge_days(verdict)
        if verdict.problems:
            return
        facts = self._facts(verdict)
        template = self._template_for(facts)
        verdict.values["template_id"] = template.id
        if not template.step_ids:
            verdict.problems.append(
                self.env._("There is no journey template with steps for this person and this kind of journey.")
            )
        elif any(not verdict.values[f"date_{step.anchor}"] for step in template.step_ids):
            verdict.problems.append(self.env._("The day is missing from which the steps of “%s” count.", template.name))
        if "access" in template.step_ids.mapped("kind"):
            verdict.values["access_text"] = ", ".join(self._entitlements_for(facts).mapped("name"))
        if verdict.person and self._is_me(verdict.person):
            verdict.problems.append(self.env._("This is you. Let a colleague start your own journey."))

    def _is_me(self, person):
        # sudo: only whose contact it is
        contact = (
            person if self.job.is_of_contacts else person.sudo().work_contact_id | person.sudo().user_id.partner_id
        )
        return self.env.user.partner_id in contact

    def _facts(self, verdict):
        journeys, values = self.env["service.desk.journey"], verdict.values
        if self.job.is_of_contacts:
            company = verdict.person.sudo().company_id or self.job.company_id
            return {**journeys._facts_of_contact(self.people.none), "company_id": company}
        if verdict.person:
            return journeys._facts_of(verdict.person)
        return {
            "company_id": self.job.company_id,
            "department_id": verdict.department,
            "job_id": self.env["hr.job"].browse(values["job_id"] or ()),
            "location_id": self.env["hr.work.location"].browse(values["location_id"] or ()),
            "employee_type": values["employee_type"] or self.job._default_employment(),
        }

    def _judge_days(self, verdict):
        row, default = verdict.row, self.job.date_default
        first, last = self._day(verdict, row.first_day), self._day(verdict, row.last_day)
        if self.job.is_leaving:
            first, last = False, last or default
        else:
            first = first or default
        verdict.values.update(date_start=first, date_end=last)
        if not verdict.problems and not (last if self.job.is_leaving else first):
            verdict.problems.append(
                self.env._("The last day is missing.")
                if self.job.is_leaving
                else self.env._("The first day is missing.")
            )
        if first and last and last < first:
            verdict.problems.append(self.env._("The last day comes before the first."))

    def _day(self, verdict, text):
        if not text:
            return False
        try:
            return self.days.parse(text)
        except LookupError:
            problem = self.env._("“%s” may begin with the day or with the month. Say which, under Dates.", text)
        except ValueError:
            problem = self.env._("“%s” is no day; write it like 2026-01-31.", text)
        verdict.problems.append(problem)
        return False

    def _present(self, verdicts):
        """row -> why there is nothing left to do for people who are on such a journey, or were."""
        people = self.people.none.union(*(verdict.person for verdict in verdicts))
        field = "partner_id" if self.job.is_of_contacts else "employee_id"
        domain = [(field, "in", people.ids), ("kind", "=", self.job.kind), ("state", "!=", "cancelled")]
        journeys = defaultdict(list)
        # sudo: the company's journeys are HR's; only the number is shown.
        for journey in self.env["service.desk.journey"].sudo().search(domain):
            journeys[journey[field].id].append(journey)
        present = {}
        for verdict in verdicts:
            for journey in journeys[verdict.person.id] if verdict.person else ():
                if self._is_this(journey, verdict):
                    present[verdict.row] = self.env._("Is on this journey already: %s.", journey.number)
        return present

    def _is_this(self, journey, verdict):
        """Whether a journey is the one that the row asks for; a proposal still has to be started."""
        if journey.state in OPEN_STATES:
            return journey.state != "proposed"
        name, text = ("date_end", "last_day") if self.job.is_leaving else ("date_start", "first_day")
        return not verdict.row[text] or journey[name] == verdict.values[name]
