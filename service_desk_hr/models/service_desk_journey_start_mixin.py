from datetime import UTC, datetime, timedelta
from functools import cache

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.days import end_of_day, start_of_day, zone_of

from .. import journey_rules
from .service_desk_journey_data import ENDING_KINDS, OPEN_STATES, PUNCTUAL_KINDS

#: So late on their day messages are sent: people read them at work.
MAIL_HOUR = timedelta(hours=8)


class ServiceDeskJourneyStartMixin(models.AbstractModel):
    """From a person and a day to lines that do something.

    All of it works on many journeys at once: each kind of record is created in one go, so that
    hundreds of people cost as many queries for each as a few.
    """

    _name = "service.desk.journey.start.mixin"
    _description = "Start of Journeys"

    # -- Proposing ---------------------------------------------------------------------------------

    @api.model
    def _propose(self, kind, employees, date_start=False, date_end=False, **values):
        """Put journeys of employees on record, for HR to look at and confirm.

        What was proposed before becomes what is asked for now; whoever is on such a journey already
        is left out.

        :param date date_start: first day, in the new place for movers
        :param date date_end: last day
        :param values: more fields of the journeys
        :return: the proposed journeys, with superuser rights
        """
        # sudo: the caller has checked who asks; nobody may create these rows otherwise.
        model = self.sudo()
        people = []
        for person in employees:
            facts = model._facts_of(person)
            people.append((facts, model._person_values(person, facts)))
        days = {"date_start": date_start, "date_end": date_end}
        return model._propose_people(kind, people, {**days, **values})

    @api.model
    def _propose_contacts(self, kind, partners, date_start=False, date_end=False, **values):
        """The same for people who are no employees: of suppliers and partners.

        :raise UserError: for contacts of employees, whose journeys are HR's and begin with the employee
        """
        self._check_no_employees(partners)
        model = self.sudo()  # sudo: see _propose
        people = []
        for person in partners:
            facts = model._facts_of_contact(person)
            people.append((facts, model._contact_values(person, facts)))
        days = {"date_start": date_start, "date_end": date_end}
        return model._propose_people(kind, people, {**days, **values})

    @api.model
    def _check_no_employees(self, partners):
        # sudo: who works here is no secret.
        known = partners.sudo()
        employees = self.env["hr.employee"].sudo().union(*known._service_desk_employees().values())
        working = (employees | known.user_ids.employee_ids).filtered("active")[:1]
        if working:
            raise UserError(self.env._("%s is an employee: HR starts the journey there.", working.name))

    @api.model
    def _propose_people(self, kind, people, values):
        """:param people: list of facts and values of a person each"""
        find = self.env["service.desk.journey.template"]._once_for_alike("_find", kind)
        common = {"kind": kind, "hr_user_id": self.env.uid, **values}
        rows = [{**own, "template_id": find(facts).id, **common} for facts, own in people]
        return self._create_proposals(rows)

    @api.model
    def _create_proposals(self, rows):
        """Create journeys, but for people who have such a proposal, or are on such a journey, already."""
        people = [row["partner_id"] for row in rows if row["partner_id"]]
        going = self.search([("partner_id", "in", people), ("state", "in", OPEN_STATES)])
        taken = {(journey.partner_id.id, journey.kind): journey for journey in going}
        known, fresh = self.browse(), []
        for row in rows:
            journey = taken.get((row["partner_id"], row["kind"]))
            if not journey:
                fresh.append(row)
            elif journey._may_be_asked_anew(row):
                journey.write(row)
                known |= journey
        journeys = self.create(fresh)
        journeys._leave_to_colleagues()
        journeys._note("proposed", each={journey.id: journey.reason or "" for journey in journeys})
        return known | journeys

    def _leave_to_colleagues(self):
        """Nobody in HR runs their own journey: it is with whoever starts it."""
        self.filtered(lambda journey: journey._is_about(journey.hr_user_id)).hr_user_id = False

    def _may_be_asked_anew(self, row):
        """Whether a proposal becomes what is asked for now: nobody's own, nor an employee's as a contact's."""
        is_same_kind = row.get("employee_id") or not self.is_of_employee
        return self.state == "proposed" and not self.is_about_me and bool(is_same_kind)

    # -- Starting ----------------------------------------------------------------------------------

    def _start(self, is_part=False):
        """Make the lines of these journeys, and begin those whose day has come.

        :param bool is_part: more of them follow; what managers are told waits until all are there
        """
        self.lock_for_update()
        fresh = self.filtered(lambda journey: journey.state == "proposed")
        fresh._check_startable()
        fresh.filtered(lambda journey: not journey.hr_user_id).hr_user_id = self.env.uid
        fresh._create_lines()
        fresh.write({"state": "running", "problem": False})
        fresh._note("started", each={journey.id: journey.template_id.name for journey in fresh})
        fresh._settle_todos()
        fresh._after_start()
        lines = fresh.line_ids
        (lines.filtered(lambda line: not line._is_letter_to_manager()) if is_part else lines)._begin_due()

    def _starters(self):
        """The users by whose doing these journeys run: HR, and whoever confirmed them."""
        started = self.event_ids.filtered(lambda event: event.kind == "started")
        return self.hr_user_id | self.confirmed_by_id | started.user_id

    def _after_start(self):
        """What else belongs to the start; extend it. Lines are there and nothing has begun."""
        self._plan_access()
        self._ask_questions()

    def _check_startable(self):
        """:raise UserError: where a journey cannot start"""
        for journey in self:
            problem = journey._start_problem()
            if problem:
                raise UserError(problem)

    def _start_problem(self):
        """Why a journey cannot start, or nothing: it is one's own, which gives access that nobody else
        agrees to, or something is missing."""
        if self.env.user.partner_id in self._contacts():
            return self.env._("Let a colleague start your own journey.")
        steps = self.template_id.step_ids
        if not steps:
            return self.env._(
                "There is no template with steps for %s. Make one for this kind of journey, or choose another.",
                self.display_name,
            )
        missing = {"start": not self.date_start, "end": not self.date_end}
        step = next((one for one in steps if missing[one.anchor]), None)
        if step:
            return self.env._(
                "%(journey)s: the day is missing from which “%(step)s” counts.",
                journey=self.display_name,
                step=step.name,
            )
        return self._days_problem()

    def _create_lines(self):
        """A line for each step that is needed, or may be once the manager has answered."""
        calendars = self._working_days()
        rows = [
            journey._line_values(step, calendars[journey.company_id])
            for journey in self
            for step in journey.template_id.step_ids
            if journey._may_need(step)
        ]
        return self.env["service.desk.journey.line"].sudo().create(rows)

    def _may_need(self, step):
        return self._is_asking() and bool(step.condition_code) or step._applies(self._answers())

    def _line_values(self, step, is_working):
        return {
            "journey_id": self.id,
            "step_id": step.id,
            "sequence": step.sequence,
            "name": step.name,
            "kind": step.kind,
            "responsible": step.responsible,
            "team_id": step.team_id.id if step.responsible == "team" else False,
            "user_id": self._responsible_user(step.responsible).id,
            "is_confidential": step.is_confidential or step.responsible != "team" or step.team_id.is_confidential,
            "needs_proof": step.needs_proof,
            **self._line_days(step, is_working, self._today()),
        }

    def _today(self):
        """Today where the person works."""
        return fields.Date.context_today(self.with_context(tz=zone_of(self.company_id)))

    def _step_day(self, step, is_working):
        """The day for which a step is meant, which may be over when the journey starts."""
        anchor = self.date_start if step.anchor == "start" else self.date_end
        return journey_rules.shift(anchor, step.offset_days, is_working)

    def _line_days(self, step, is_working, first):
        """When the line of a step is due, not before the day ``first``, and the moment at which it begins."""
        day = self._step_day(step, is_working)
        due = journey_rules.not_before(day, first, is_working)
        zone, begin = zone_of(self.company_id), False
        if self.is_immediate:
            return {"date_due": due, "date_begin": False}
        # By its own day: what should have begun before begins at once.
        if step.kind in ENDING_KINDS:
            begin = end_of_day(day, zone)
        elif step.kind == "message":
            begin = start_of_day(day, zone) + MAIL_HOUR
        elif step.lead_days or step.kind in PUNCTUAL_KINDS:
            begin = start_of_day(journey_rules.shift(day, -step.lead_days, is_working), zone)
        return {"date_due": due, "date_begin": begin}

    def _responsible_user(self, responsible):
        """Who has a step in their hands that is no team's; HR where that person is not known."""
        users = {
            "hr": self.hr_user_id,
            "manager": self.manager_id,
            "buddy": self.buddy_id,
            "person": self.partner_id.user_ids[:1],
        }
        if responsible == "team":
            return self.env["res.users"]
        return users[responsible] or self.hr_user_id

    def _working_days(self):
        """company -> whether people work there on a day; one look at each calendar."""
        return {company: self._is_working_day(company) for company in self.company_id}

    @api.model
    def _is_working_day(self, company):
        """A function that says whether people of a company work on a day: neither weekend nor holiday."""
        if not (calendar := company.resource_calendar_id):
            return lambda day: day.weekday() < 5

        @cache
        def days_off(year):
            first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
            unusual = calendar._get_unusual_days(first, last, company)
            return {day for day, is_off in unusual.items() if is_off}

        return lambda day: fields.Date.to_string(day) not in days_off(day.year)
