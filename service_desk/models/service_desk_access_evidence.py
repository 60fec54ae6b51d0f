from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_access_data import EVIDENCE_KINDS


class ServiceDeskAccessEvidence(models.Model):
    """What was done about somebody's access: when, by whom, by which call. Written once, never changed."""

    _name = "service.desk.access.evidence"
    _description = "Evidence of Access"
    _inherit = ["service.desk.own.defaults.mixin"]
    _order = "date, id"
    _rec_name = "kind"
    _log_access = False

    access_id = fields.Many2one("service.desk.access", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", index=True)
    date = fields.Datetime(required=True)
    kind = fields.Selection(EVIDENCE_KINDS, required=True)
    actor_id = fields.Many2one("res.users", string="By")
    method = fields.Char(help="How it was done in the target system.")
    detail = fields.Text()
    task_id = fields.Many2one("service.desk.task", ondelete="set null")
    call_key = fields.Char(help="The key of the call to another system, by which both sides know it.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Evidence is written by the desk alone."))
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        """The desk's own code cannot do it either."""
        kind = UserError if self.env.su else AccessError
        raise kind(self.env._("Evidence is never changed or deleted."))
