from odoo import models

from .. import plan_rules
from .service_desk_filling_mixin import serves
from .service_desk_task_data import MANUAL

#: What the desk does a step with, and what may belong to one company alone.
_MEANS = ("webhook_id", "record_template_id")


class ServiceDeskTaskCompanyMixin(models.AbstractModel):
    """Tasks are of the company that has their ticket."""

    _name = "service.desk.task.company.mixin"
    _description = "Company of Tasks"

    def _move_to_company(self, company):
        """Follow the ticket to another company, as superuser.

        What only the former company has stays behind: open work goes to the ticket's team and to
        nobody in particular there, and a step that the desk cannot do any more is for people.
        """
        moving = self.filtered(lambda task: task.company_id != company)
        for values, tasks in moving.grouped(lambda task: task._values_in(company)).items():
            tasks.write({**dict(values), "company_id": company.id})

    def _values_in(self, company):
        """What changes about a task besides its company, as a tuple of pairs."""
        self.ensure_one()
        is_open = self.state in plan_rules.OPEN_STATES
        values = {name: False for name in _MEANS if not serves(self[name], company.id)}
        if not serves(self.team_id, company.id):
            values["team_id"] = self._ticket().team_id.id if is_open else False
        if is_open and self.user_id and company not in self.user_id.company_ids:
            values["user_id"] = False
        needs = self._kinds_needing().get(self.kind, [])
        if needs and not any(self[name] for name in needs if name not in values):
            values["kind"] = MANUAL
        return tuple(sorted(values.items()))
