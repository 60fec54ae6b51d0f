from odoo import api, models

from .service_desk_journey_data import ARRIVALS, OPEN_STATES


class ServiceDeskJourneyProposalMixin(models.AbstractModel):
    """Journeys that follow from what HR writes down elsewhere; HR looks at them and confirms.

    Nothing is proposed where no template says what would be done. What is proposed and not
    confirmed yet follows further changes; what runs is moved by HR.
    """

    _name = "service.desk.journey.proposal.mixin"
    _description = "Proposed Journeys"

    @api.model
    def _propose_by_version(self, kind, version, day, before):
        """Propose a journey for the place that a version describes, or bring its proposal up to date.

        :param version: ``hr.version`` with superuser rights
        :param date day: the first day
        :param dict before: the former place, as ``_service_desk_place`` gives it
        """
        employee = version.employee_id
        facts = self._facts_of(employee, version)
        template = self.env["service.desk.journey.template"]._find(kind, facts)
        if not template:
            return
        values = {
            **self._person_values(employee, facts),
            "kind": kind,
            "template_id": template.id,
            "date_start": day,
            "from_department_id": before["department_id"].id,
            "from_job_id": before["job_id"].id,
            "hr_user_id": version.hr_responsible_id.filtered("active").id or self.env.uid,
            "reason": self.env._("By the employee's record"),
        }
        going = self._going(employee, [kind])
        if not going:
            going = self._create_proposals([values])
            going._ask_to_confirm()
        elif going.state == "proposed":
            going.write({name: value for name, value in values.items() if not name.startswith("from_")})
        # Whoever confirms sees before what comes, stays and goes.
        going.filtered(lambda one: one.state == "proposed")._plan_access()

    @api.model
    def _refresh_proposals(self, version, kinds):
        """Bring what is proposed up to the place that a version describes."""
        for journey in self._going(version.employee_id, kinds).filtered(lambda one: one.state == "proposed"):
            facts = self._facts_of(version.employee_id, version)
            template = self.env["service.desk.journey.template"]._find(journey.kind, facts)
            journey.write({**self._person_values(version.employee_id, facts), "template_id": template.id})

    @api.model
    def _going(self, employee, kinds):
        """Open journeys of an employee."""
        return self.search([("employee_id", "=", employee.id), ("kind", "in", kinds), ("state", "in", OPEN_STATES)])

    @api.model
    def _is_arriving(self, employee):
        """Whether the person is about to come, so that another place is no move yet."""
        return bool(self._going(employee, ARRIVALS))
