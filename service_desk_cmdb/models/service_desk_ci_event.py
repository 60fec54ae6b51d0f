from odoo import fields, models


class ServiceDeskCi(models.Model):
    """What monitoring says about an item."""

    _name = "service.desk.ci"
    _inherit = ["service.desk.uptime.mixin", "service.desk.ci"]
    _downtime_field = "ci_id"

    alert_ids = fields.One2many("service.desk.alert", "ci_id", string="Alerts")

    # Events name items in small letters, by name, number, sticker or attribute.
    _name_lower_index = models.Index("(lower(name))")
    _number_lower_index = models.Index("(lower(number))")
    _serial_lower_index = models.Index("(lower(serial_number)) WHERE serial_number IS NOT NULL")
    _asset_tag_lower_index = models.Index("(lower(asset_tag)) WHERE asset_tag IS NOT NULL")
    # Sources tell of items by attributes, too, see ``Known``.
    _attributes_index = models.Index("USING gin ((lower(attributes::text)::jsonb) jsonb_path_ops)")

    def write(self, vals):
        result = super().write(vals)
        if vals.get("company_id"):
            self._leave_alerts()
        return result

    def _leave_alerts(self):
        """What sources of another company tell is not about these any more: its incidents could not be."""
        # sudo: alerts are the desk's own, also those that the user does not see.
        about = self.sudo().alert_ids
        theirs = about.filtered(lambda alert: alert.company_id != alert.ci_id.company_id)
        if theirs:
            theirs.ci_id = False
            self.env["service.desk.ci.downtime"].sudo()._follow(theirs, {})  # sudo: as above

    def action_open_alerts(self):
        """Show what monitoring says about these items."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_alert_action")
        return {**action, "domain": [("ci_id", "in", self.ids)], "context": {}}
