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

    def action_open_alerts(self):
        """Show what monitoring says about these items."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_alert_action")
        return {**action, "domain": [("ci_id", "in", self.ids)], "context": {}}
