"""What the journey of a row would be: its days, its template, and whether it is there already."""

from collections import defaultdict

from ..models.service_desk_journey_data import OPEN_STATES


class Journeys:
    """The part of the judge that looks at journeys."""

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
