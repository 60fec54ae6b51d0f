from odoo import api, fields, models

from odoo.addons.service_desk import plan_rules

from .. import clock_rules
from ..moments import to_epoch
from ..policy_rules import Facts
from ..standing import Standing

#: What a task's policies are chosen by, and what its clocks follow.
CLOCK_FIELDS = frozenset({"state", "team_id"})

STAGES = {
    plan_rules.WAITING: clock_rules.WAITING,
    plan_rules.DONE: clock_rules.DONE,
    plan_rules.CANCELLED: clock_rules.DROPPED,
}


class ServiceDeskTask(models.Model):
    """Clocks on tasks: time runs from the moment in which a task can begin.

    Its ticket's waiting does not stop it: the work of a team goes on while the requester is asked
    about something else.
    """

    _name = "service.desk.task"
    _inherit = ["service.desk.sla.subject.mixin", "service.desk.task"]

    clock_ids = fields.One2many(
        "service.desk.sla.clock", "task_id", string="Clocks", groups="service_desk.group_agent"
    )

    is_clock_due = fields.Boolean(
        readonly=True, copy=False, help="Its due date is that of its clock; nobody gave it another."
    )

    def write(self, vals):
        result = super().write(vals)
        if "date_due" in vals:
            # sudo: whoever may give a task a date does not write this fact beside it.
            self.sudo().write({"is_clock_due": False})
        return result

    @api.model
    def _sla_fields(self):
        return CLOCK_FIELDS

    def _sla_begin(self):
        # A task without predecessors became ready while it was made, and has its clocks already.
        if self.env["service.desk.sla.policy"]._book().policies:
            self._sla_follow()

    def _sla_facts(self):
        ticket = self._ticket()
        return Facts(
            company=self.company_id.id,
            begun=to_epoch(self.date_ready or self.create_date),
            customer=(ticket.customer_id.id or 0) if ticket else 0,
            contract=(ticket.contract_id.id or 0) if ticket else 0,
            service=(ticket.service_id.id or 0) if ticket else 0,
            categories=ticket._sla_categories() if ticket else (),
            process=self._name,
            priority=self.priority or "",
            team=self.team_id.id or 0,
        )

    def _sla_standing(self, facts, **known):
        return Standing(
            now=to_epoch(self._now()),
            stage=STAGES.get(self.state, clock_rules.OPEN),
            begun=facts.begun,
            facts=facts.word,
            ended=to_epoch(self.date_end),
            responded=to_epoch(self.date_start),
            team=facts.team,
            **known,
        )

    def _sla_calendar(self, source):
        if source == "team":
            return self.team_id._working_calendar(self.company_id)
        ticket = self._ticket()
        return ticket._sla_calendar(source) if ticket else super()._sla_calendar(source)

    @api.model
    def _sla_shown_fields(self):
        return [*super()._sla_shown_fields(), "is_clock_due"]

    def _sla_summary(self, rows):
        """A plan's own date stands; a clock fills in where the plan says nothing."""
        shown = super()._sla_summary(rows)
        is_planned = bool(self.date_due) and not self.is_clock_due
        if is_planned:
            shown["date_due"] = self.date_due
        return {**shown, "is_clock_due": not is_planned and bool(shown["promise_state"])}
