from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .service_desk_major_data import EVENT_KINDS


class ServiceDeskMajorEvent(models.Model):
    """One entry in the timeline of a major incident. A wrong one stays, with its correction below it."""

    _name = "service.desk.major.event"
    _description = "Event of a Major Incident"
    _inherit = ["service.desk.export.mixin", "service.desk.handless.mixin", "service.desk.dialog.mixin"]
    _order = "date, id"
    _rec_name = "kind"

    major_id = fields.Many2one("service.desk.major", required=True, index=True, ondelete="cascade")
    date = fields.Datetime(required=True, default=lambda self: self.env.cr.now().replace(microsecond=0))
    kind = fields.Selection(EVENT_KINDS, required=True, default="note")
    body = fields.Html(string="What Happened", required=True)
    user_id = fields.Many2one("res.users", string="Written By", required=True, default=lambda self: self.env.user)
    is_automatic = fields.Boolean(string="By the Desk")
    corrects_id = fields.Many2one("service.desk.major.event", index="btree_not_null", ondelete="cascade")
    correction_ids = fields.One2many("service.desk.major.event", "corrects_id", string="Corrections")
    is_corrected = fields.Boolean(compute="_compute_is_corrected")

    @api.depends("correction_ids")
    def _compute_is_corrected(self):
        for event in self:
            event.is_corrected = bool(event.correction_ids)

    @api.model
    def _text_hands(self):
        return self.env._("Nothing in a timeline is changed. Add to it, or correct an entry.")

    def action_open_correction(self):
        """Open the dialog that puts an entry right."""
        self.major_id._check_runs()
        return self._open_dialog(
            "service.desk.major.event.wizard",
            self.env._("Correct the Timeline"),
            major_id=self.major_id.id,
            corrects_id=self.id,
            body=self.body,
            date=fields.Datetime.to_string(self.date),
            kind=self.kind,
        )

    def action_correct(self, body):
        """Say what it should have said. The former words stay, marked as corrected.

        :param str body: HTML
        :raise UserError: when the desk wrote it itself, or it was corrected before
        """
        self.ensure_one()
        self.major_id._check_runs()
        if self.is_automatic:
            raise UserError(self.env._("The desk has seen this itself. Add a note about it instead."))
        if self.is_corrected:
            raise UserError(self.env._("This was corrected already. Correct its correction."))
        if not isinstance(body, str) or is_html_empty(body):
            raise UserError(self.env._("Write what happened."))
        # sudo: entries are written by verbs alone, which check who asks.
        self.sudo().create(
            {
                "major_id": self.major_id.id,
                "kind": self.kind,
                "body": body,
                "date": self.date,
                "user_id": self.env.uid,
                "corrects_id": self.id,
            }
        )
        return True
