from odoo import api, fields, models
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
    may_do = fields.Boolean(compute="_compute_may_do", help="Whether the reader may say here that it is done.")

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
            is_by_hand = line.kind in WORK_KINDS and line.responsible != "team"
            line.may_do = line.is_mine or (is_hr and is_by_hand and line.state == journey_rules.OPEN)

    def action_open_done(self):
        """Ask what came of it."""
        self.ensure_one()
        return self._open_dialog("service.desk.journey.done.wizard", self.env._("It Is Done"))

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
