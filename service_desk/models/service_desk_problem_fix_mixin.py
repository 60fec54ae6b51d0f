from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from ..lifecycle import DONE, MANAGER, OPEN_PHASES, SYSTEM

_TODO = "mail.mail_activity_data_todo"


class ServiceDeskProblemFixMixin(models.AbstractModel):
    """How the cause is removed: by a change, which a problem waits for, or without one."""

    _name = "service.desk.problem.fix.mixin"
    _description = "Fix of a Problem"
    _inherit = ["service.desk.change.source.mixin"]

    change_id = fields.Many2one(
        "service.desk.change",
        string="Fixed by Change",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The change that removes the cause.",
    )
    change_waiver = fields.Char(
        string="Resolved before Its Change, Because",
        copy=False,
        tracking=True,
        help="Why a manager had it resolved although its change was not done.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("change_waiver") for vals in vals_list):
            self._check_may_waive()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("change_waiver") or ("change_id" in vals and self._loses_change(vals["change_id"])):
            self._check_may_waive()
        return super().write(vals)

    @api.model
    def _no_foreign_defaults(self):
        return super()._no_foreign_defaults() | {"change_waiver"}

    def _loses_change(self, change_id):
        """Whether one of these would wait no more for a change that is not done."""
        return any(problem.waits_for_change and problem.change_id.id != change_id for problem in self)

    @api.model
    def _check_may_waive(self):
        """:raise AccessError: when somebody else than a manager lets a problem go without its change"""
        if not self._door_roles() & {MANAGER, SYSTEM}:
            raise AccessError(
                self.env._("A manager decides to resolve a problem before its change is done, or without it.")
            )

    # -- The door ----------------------------------------------------------------------------

    def _check_needs(self, move):
        result = super()._check_needs(move)
        if self._lifecycle.phases[move.target] == DONE:
            self._check_change_done()
        return result

    def _check_change_done(self):
        """A problem is solved when its change is done, unless a manager says why it is all the same.

        :raise UserError: naming the change
        """
        for problem in self:
            # sudo: that the change is not done is no secret of it; its subject may be.
            change = problem.change_id.sudo()
            if change.phase in OPEN_PHASES and not (problem.change_waiver or "").strip():
                raise UserError(
                    self.env._(
                        "%(problem)s waits for %(change)s, which is not done yet. A manager can resolve it"
                        " before that and say why.",
                        problem=problem.display_name,
                        change=change.number,
                    )
                )

    def _door_values(self, target):
        values = super()._door_values(target)
        if self._lifecycle.phases[target] in OPEN_PHASES and self.change_waiver:
            values["change_waiver"] = False
        return values

    # -- When the change is over -------------------------------------------------------------

    def _on_change_done(self, change, is_fixed):
        """Tell whoever answers for these problems that their change is over.

        :param change: the change, as superuser
        :param bool is_fixed: whether it did what it should
        """
        for problem in self.filtered(lambda problem: problem.phase in OPEN_PHASES):
            summary = (
                self.env._("%s is done: check, and resolve the problem", change.number)
                if is_fixed
                else self.env._("%s did not fix it: find another way", change.number)
            )
            owner = problem.user_id or problem.team_id.leader_id
            problem._message_log(body=summary)
            if owner:
                problem.activity_schedule(_TODO, summary=summary, user_id=owner.id)

    # -- Verbs -------------------------------------------------------------------------------

    def action_known_error(self):
        """The cause is known, and people live with it until it is removed."""
        return self.write({"state": "known_error"})

    def action_fix(self):
        """The cause is being removed."""
        return self.write({"state": "fixing"})

    def action_create_change(self):
        """Write down the change that removes the cause, with what is known of it."""
        self.ensure_one()
        self.check_access("write")
        if is_html_empty(self.root_cause):
            raise UserError(self.env._("%s has no root cause yet: what should a change remove?", self.display_name))
        return super().action_create_change()

    def _change_values(self):
        """The change is there because of the cause; what is to be done about it is still to be found."""
        return {
            **super()._change_values(),
            "name": self.env._("Fix: %s", self.name),
            "description": False,
            "justification": self.root_cause,
        }
