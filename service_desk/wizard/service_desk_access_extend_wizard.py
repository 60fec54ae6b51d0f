from datetime import timedelta

from odoo import api, fields, models

#: Days longer that are offered where nothing is chosen.
OFFERED_DAYS = 30


class ServiceDeskAccessExtendWizard(models.TransientModel):
    """Keep access longer."""

    _name = "service.desk.access.extend.wizard"
    _description = "Extend Access"

    access_ids = fields.Many2many("service.desk.access", required=True)
    date_end = fields.Datetime(
        string="Until",
        required=True,
        compute="_compute_date_end",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("access_ids")
    def _compute_date_end(self):
        """A month more, as far as the entitlements allow; most people want that or a day near it."""
        now = self.env.cr.now().replace(microsecond=0)
        for wizard in self:
            ends = [access.date_end for access in wizard.access_ids if access.date_end]
            longest = filter(None, wizard.access_ids.entitlement_id.mapped("max_days"))
            limits = [now + timedelta(days=days) for days in longest]
            wizard.date_end = ends and min(max(ends) + timedelta(days=OFFERED_DAYS), *limits, now.max) or False

    def action_confirm(self):
        """Extend, or ask for it."""
        self.check_access("write")
        self.access_ids.action_extend(self.date_end)
        return {"type": "ir.actions.act_window_close"}
