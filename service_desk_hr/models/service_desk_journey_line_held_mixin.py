from odoo import api, fields, models

from odoo.addons.service_desk import plan_rules

from .. import journey_rules
from .service_desk_journey_holding_mixin import in_words


class ServiceDeskJourneyLineHeldMixin(models.AbstractModel):
    """What is to be taken back by a step: whoever does it knows it before they say that it is done."""

    _name = "service.desk.journey.line.held.mixin"
    _description = "What Journey Steps Take Back"

    held = fields.Text(
        string="The Person Has", compute="_compute_held", help="Items and licenses that are with the person now."
    )

    things = fields.Json(compute="_compute_things", help="Keys and names of what may be ticked as taken back.")

    @api.depends_context("uid")
    @api.depends("may_do", "kind", "task_id")
    def _compute_things(self):
        """For whoever may say that the step is done; one look for all steps."""
        asking = self.filtered(lambda line: line.kind == "take_back" and line.may_do)
        # sudo: teams' tasks; names of things alone are told, as in "held".
        found = asking.sudo().task_id._takeable()
        for line in self:
            known = found.get(line.sudo().task_id, {}) if line in asking else {}
            line.things = list(known.items())

    @api.depends_context("uid", "lang")
    @api.depends("is_mine", "kind", "state", "journey_id")
    def _compute_held(self):
        """In words, for whoever has the step in hand and for HR; one look for all steps."""
        is_hr = self.env.user.has_group("hr.group_hr_user")
        asking = self.filtered(
            lambda line: line.kind == "take_back"
            and line.state not in journey_rules.ENDED
            and (line.is_mine or is_hr)
        )
        # sudo: a buddy does not see the journey; names of things alone are told.
        rows = asking.sudo().journey_id._holdings()
        for line in self:
            told = rows.get(line.sudo().journey_id) if line in asking else ()
            line.held = in_words(told or ())

    def _note_left(self):
        """The work is done, and a leaver has something still: somebody has to look. Called with superuser rights.

        Another step may be there to take it back.
        """
        left = self.kind == "take_back" and self.journey_id._left()[self.journey_id]
        if left:
            words = self.env._(
                "Not given back: %(things)s. Try again when it is there; what never comes is retired.",
                things=", ".join(left[:5]),
            )
            self._note_problem(words)

    def _settle_left(self):
        """What has come back meanwhile, or is retired, needs no further work."""
        done = self.filtered(lambda line: line.kind == "take_back" and line.task_id.state == plan_rules.DONE)
        left = done.journey_id._left()
        done.filtered(lambda line: not left[line.journey_id]).write({"problem": False})
