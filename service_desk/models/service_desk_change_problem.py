from odoo import models

from ..lifecycle import DONE, ENDED_PHASES, OPEN_PHASES
from .service_desk_change_data import BAD_OUTCOMES


class ServiceDeskChange(models.Model):
    """What follows for problems when the change is done that they wait for."""

    _inherit = "service.desk.change"

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        phases = self._lifecycle.phases
        if phases[target] in ENDED_PHASES:
            # sudo: who ends a change need not see the problems that wait for it.
            ended = self.sudo().filtered(lambda change: phases[sources[change.id]] in OPEN_PHASES)
            for change in ended:
                is_fixed = phases[target] == DONE and change.outcome not in BAD_OUTCOMES
                change.problem_ids._on_change_done(change, is_fixed)
        return result
