from odoo import fields, models


class ServiceDeskMajorProposeWizard(models.TransientModel):
    """Say why an incident should be declared major."""

    _name = "service.desk.major.propose.wizard"
    _description = "Propose a Major Incident"

    incident_id = fields.Many2one("service.desk.incident", required=True, ondelete="cascade")
    reason = fields.Text(string="Why It Is Major", required=True)

    def action_confirm(self):
        """Propose it, and open what was proposed."""
        self.env["service.desk.major"].check_access("create")
        self.incident_id.check_access("read")
        return self.env["service.desk.major"]._propose(self.incident_id, self.reason)._get_records_action()
