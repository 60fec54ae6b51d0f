from odoo import api, fields, models
from odoo.exceptions import AccessError

from .service_desk_major_data import ROLES


class ServiceDeskMajorMember(models.Model):
    """Who helps with a major incident, and as what."""

    _name = "service.desk.major.member"
    _description = "Member of a Major Incident's Team"
    _inherit = ["service.desk.export.mixin"]
    _order = "role, id"
    _rec_name = "user_id"

    major_id = fields.Many2one("service.desk.major", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        index=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("service_desk.group_agent").ids)],
    )
    role = fields.Selection(ROLES, required=True, default="member")

    _once = models.UniqueIndex("(major_id, user_id, role)", "They have this role already.")

    @api.constrains("user_id", "major_id")
    def _check_user(self):
        self.env["service.desk.major"]._check_can_help([(member.major_id, member.user_id) for member in self])

    @api.model_create_multi
    def create(self, vals_list):
        # Before there is a row: rules look at it afterwards, when it would let its own maker in.
        default = self.default_get(["major_id"]).get("major_id")
        ids = {vals.get("major_id", default) for vals in vals_list}
        self.env["service.desk.major"].browse(ids - {None, False})._check_runs()
        members = super().create(vals_list)
        members._tell_timeline(self.env._("joins the team"))
        return members

    def write(self, vals):
        if "major_id" in vals and not self.env.su:
            # Its rule looks at where it was: whoever helps there would let themselves in elsewhere.
            raise AccessError(self.env._("Who helps with one major incident does not thereby help with another."))
        result = super().write(vals)
        if {"user_id", "role"} & vals.keys():
            self._tell_timeline(self.env._("joins the team"))
        return result

    def unlink(self):
        self._tell_timeline(self.env._("leaves the team"))
        return super().unlink()

    def _tell_timeline(self, words):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for member in self:
            member.major_id._log_event("team", f"{member.user_id.name} {words}: {roles[member.role]}.")
