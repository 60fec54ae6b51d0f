from odoo import api, fields, models

from ..models.service_desk_announcement_data import AUDIENCES


class ServiceDeskOutageAnnounceWizard(models.TransientModel):
    """Look at what people will read of an outage, and who they are, before it is published."""

    _name = "service.desk.outage.announce.wizard"
    _description = "Announce an Outage"

    outage_id = fields.Many2one("service.desk.outage", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(
        string="Title",
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    body = fields.Html(
        string="What They Should Know",
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    date_shown = fields.Datetime(
        string="Show From",
        compute="_compute_words",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Before this, the desk alone knows of it.",
    )
    audience = fields.Selection(AUDIENCES, string="Who Sees It", required=True, default="all")
    service_ids = fields.Many2many(related="outage_id.service_ids", related_sudo=False)
    company_id = fields.Many2one(related="outage_id.company_id", related_sudo=False)
    date_from = fields.Datetime(related="outage_id.date_from", related_sudo=False)
    date_to = fields.Datetime(related="outage_id.date_to", related_sudo=False)

    @api.depends("outage_id")
    def _compute_words(self):
        for wizard in self:
            words = wizard.outage_id._announcement_values() if wizard.outage_id else {}
            wizard.name = words.get("name")
            wizard.body = words.get("body")
            wizard.date_shown = words.get("date_shown")

    def action_confirm(self):
        """Publish it in these words."""
        self.check_access("write")
        self.ensure_one()
        chosen = ("name", "body", "date_shown", "audience")
        self.outage_id._announce({name: self[name] for name in chosen})
        return {"type": "ir.actions.act_window_close"}
