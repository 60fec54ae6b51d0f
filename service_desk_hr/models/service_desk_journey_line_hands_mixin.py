from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import journey_rules
from .service_desk_journey_data import WORK_KINDS


class ServiceDeskJourneyLineHandsMixin(models.AbstractModel):
    """Steps in the hands of people without a role at the desk: where they find them, and what to do."""

    _name = "service.desk.journey.line.hands.mixin"
    _description = "Journey Steps in People's Hands"

    instructions = fields.Html(
        string="What to Do", compute="_compute_instructions", help="For whoever does it, and for HR."
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", help="Whether the reader has to do it here.")
    may_do = fields.Boolean(compute="_compute_may_do", help="Whether the reader may say here that it is done.")

    @api.depends_context("uid")
    @api.depends("user_id", "state", "kind", "responsible")
    def _compute_is_mine(self):
        for line in self:
            is_theirs = line._is_by_hand() and line.user_id == self.env.user
            line.is_mine = is_theirs and line.state == journey_rules.OPEN

    def _is_by_hand(self):
        """Whether one person does this, without a role at the desk, and says so here."""
        return self.kind in WORK_KINDS and self.responsible != "team"

    @api.model
    def _domain_by_hand(self):
        return Domain("kind", "in", WORK_KINDS) & Domain("responsible", "!=", "team")

    @api.depends_context("uid")
    @api.depends("is_mine")
    def _compute_instructions(self):
        is_hr = self.env.user.has_group("hr.group_hr_user")
        for line in self:
            # sudo: what to do was written for whoever does it.
            line.instructions = line.sudo().step_id.description if line.is_mine or is_hr else False

    @api.depends_context("uid")
    @api.depends("is_mine", "state", "kind", "responsible")
    def _compute_may_do(self):
        is_hr = self.env.user.has_group("hr.group_hr_user")
        for line in self:
            line.may_do = line.is_mine or (is_hr and line._is_by_hand() and line.state == journey_rules.OPEN)

    def action_open_done(self):
        """Ask what came of it."""
        self.ensure_one()
        return self._open_dialog("service.desk.journey.done.wizard", self.env._("It Is Done"))

    @api.model
    def _domain_mine(self):
        """Steps that are the reader's to do now."""
        in_hand = Domain("user_id", "=", self.env.uid) & Domain("state", "=", journey_rules.OPEN)
        return in_hand & self._domain_by_hand()

    # -- Done by hand ------------------------------------------------------------------------------

    def action_done(self, note=None, things=None):
        """Say that one's own step is done; HR may say it for the others.

        :param str note: what came of it; some steps need it as proof
        :param list things: keys of what one step takes back, see ``things``; None says nothing about it
        :raise AccessError: for those with whom it is not
        """
        self.check_access("read")
        for line in self:
            line._check_may_do()
            if line.needs_proof and not (isinstance(note, str) and note.strip()):
                raise UserError(self.env._("Write down what came of “%s”: it is the proof.", line.name))
        # sudo: who may was checked; the work itself is the desk's.
        for line in self.sudo():
            if things is not None:
                line.task_id._name_taken([str(key) for key in things])
            line.task_id.action_done(note)
        return True

    def _check_may_do(self):
        if self.state != journey_rules.OPEN:
            raise UserError(self.env._("“%s” is not to be done at the moment.", self.name))
        if not self._is_by_hand():
            raise UserError(self.env._("“%s” is done by the desk, in its own records.", self.name))
        user = self.env.user
        if not (self.env.su or self.user_id == user or user.has_group("hr.group_hr_user")):
            raise AccessError(self.env._("“%s” is with somebody else.", self.name))

    # -- Where people find them --------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        newcomers = self._without_steps({vals.get("user_id") for vals in vals_list} - {None, False})
        lines = super().create(vals_list)
        self._show_menu(newcomers)
        return lines

    def write(self, vals):
        newcomers = self._without_steps({vals.get("user_id")} - {None, False})
        result = super().write(vals)
        self._show_menu(newcomers)
        return result

    @api.model
    def _show_menu(self, newcomers):
        """Whoever has a first step finds an entry from now on, and menus are remembered."""
        if newcomers:
            self.env.registry.clear_cache()

    @api.model
    def _without_steps(self, user_ids):
        """Which of these users never had a step."""
        if not user_ids:
            return []
        self.flush_model(["user_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT one FROM unnest(%s) one
                 WHERE NOT EXISTS (SELECT 1 FROM service_desk_journey_line line WHERE line.user_id = one)
                """,
                list(user_ids),
            )
        )
