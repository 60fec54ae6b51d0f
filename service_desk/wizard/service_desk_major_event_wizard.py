from odoo import fields, models


class ServiceDeskMajorEventWizard(models.TransientModel):
    """Add to the timeline of a major incident, or put an entry right."""

    _name = "service.desk.major.event.wizard"
    _description = "Add to the Timeline"

    major_id = fields.Many2one("service.desk.major", required=True, ondelete="cascade")
    corrects_id = fields.Many2one("service.desk.major.event", ondelete="cascade")
    kind = fields.Selection([("note", "Note"), ("decision", "Decision")], required=True, default="note")
    date = fields.Datetime(string="When", required=True, default=lambda self: fields.Datetime.now())
    body = fields.Html(string="What Happened", required=True)

    def action_confirm(self):
        """Write it down."""
        if self.corrects_id:
            self.corrects_id.action_correct(self.body)
        else:
            self.major_id.action_note(self.body, self.date, self.kind)
        return {"type": "ir.actions.act_window_close"}
