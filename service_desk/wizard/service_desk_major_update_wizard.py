from odoo import api, fields, models
from odoo.tools import is_html_empty


class ServiceDeskMajorUpdateWizard(models.TransientModel):
    """Tell people how a major incident goes, beginning with the words of the plan."""

    _name = "service.desk.major.update.wizard"
    _description = "Send an Update"

    major_id = fields.Many2one("service.desk.major", required=True, ondelete="cascade")
    briefing_ids = fields.Many2many(
        "service.desk.major.briefing",
        "service_desk_major_update_briefing_rel",
        string="To Whom",
        compute="_compute_briefing_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('major_id', '=', major_id)]",
    )
    body = fields.Html(
        string="What They Should Know",
        compute="_compute_body",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_expected = fields.Datetime(
        string="Expected to End",
        compute="_compute_date_expected",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    by_hand = fields.Char(compute="_compute_by_hand", help="Who is not reached by the desk itself.")
    unreached = fields.Char(compute="_compute_by_hand", help="Who would hear nothing, and why.")
    is_sent = fields.Boolean()

    @api.depends("major_id")
    def _compute_briefing_ids(self):
        """Those who are due; all of them when nobody is."""
        now = fields.Datetime.add(fields.Datetime.now(), minutes=10)
        for wizard in self:
            briefings = wizard.major_id.briefing_ids
            due = briefings.filtered(lambda one: one.date_next and one.date_next <= now)
            wizard.briefing_ids = due or briefings

    @api.depends("briefing_ids")
    def _compute_body(self):
        for wizard in self:
            words = (one.body for one in wizard.briefing_ids._origin if not is_html_empty(one.body))
            # What somebody has typed is not thrown away because one more group is told.
            wizard.body = wizard.body if not is_html_empty(wizard.body) else next(words, False)

    @api.depends("major_id")
    def _compute_date_expected(self):
        for wizard in self:
            wizard.date_expected = wizard.major_id.announcement_id.date_expected

    @api.depends("briefing_ids")
    def _compute_by_hand(self):
        for wizard in self:
            others = wizard.briefing_ids.filtered(lambda one: one.channel not in ("announcement", "email"))
            wizard.by_hand = ", ".join(others.mapped("name"))
            wizard.unreached = wizard.major_id._text_unreached(wizard.briefing_ids._origin)

    def action_confirm(self):
        """Send it, once however often the button is pressed."""
        self.major_id._check_runs()
        self.lock_for_update()
        self.invalidate_recordset(["is_sent"])
        if not self.is_sent:
            self.is_sent = True
            self.major_id._send_update(self.body, self.briefing_ids, self.date_expected)
        return {"type": "ir.actions.act_window_close"}
