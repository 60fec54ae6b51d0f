from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_import_data import KIND_FIELDS, WORD_KINDS
from .service_desk_incident_data import INCIDENT_STATES
from .service_desk_request_data import REQUEST_STATES
from .service_desk_ticket_data import CHANNELS, LEVELS, PRIORITIES

#: The states of all processes, each once.
ALL_STATES = list(dict(REQUEST_STATES + INCIDENT_STATES).items())


class ServiceDeskImportValue(models.Model):
    """What one word of an export stands for here.

    Lines for states and levels are written with the profile; lines for people, teams and the like
    are added by the imports that found or created them, and may be corrected by hand. They keep a
    second import from creating anybody twice, even after a record was renamed.
    """

    _name = "service.desk.import.value"
    _description = "Import Word"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "kind, text, id"
    _rec_name = "text"
    _check_company_auto = True

    profile_id = fields.Many2one("service.desk.import.profile", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", index=True, ondelete="cascade", help="Leave empty for all companies.")
    kind = fields.Selection(WORD_KINDS, required=True, default="state")
    text = fields.Char(string="In the File", required=True)
    state_choice = fields.Selection(ALL_STATES, string="State")
    level_choice = fields.Selection(LEVELS, string="Impact or Urgency")
    priority_choice = fields.Selection(PRIORITIES, string="Priority")
    channel_choice = fields.Selection(CHANNELS, string="Channel")
    pending_reason_id = fields.Many2one("service.desk.pending.reason", ondelete="cascade", index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="cascade",
        check_company=True,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Agent",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    team_id = fields.Many2one("service.desk.team", ondelete="cascade", check_company=True, index="btree_not_null")
    service_id = fields.Many2one("service.desk.service", ondelete="cascade", check_company=True, index="btree_not_null")
    category_id = fields.Many2one(
        "service.desk.category", ondelete="cascade", check_company=True, index="btree_not_null"
    )
    resolution_code_id = fields.Many2one("service.desk.resolution.code", ondelete="cascade", index="btree_not_null")
    is_created = fields.Boolean(
        string="Created", readonly=True, help="An import created it; otherwise it was here before."
    )

    _word_uniq = models.UniqueIndex(
        "(profile_id, kind, text, COALESCE(company_id, 0))",
        "The profile already says what this word stands for.",
    )

    @api.constrains(*dict.fromkeys(KIND_FIELDS.values()), "kind", "pending_reason_id")
    def _check_meaning(self):
        for line in self:
            if not line[KIND_FIELDS[line.kind]]:
                raise ValidationError(self.env._("Say what %s stands for.", line.text))
            if line.kind != "state":
                continue
            states = line.profile_id.env[line.profile_id.process]._lifecycle.phases
            if line.state_choice not in states:
                labels = dict(self._fields["state_choice"]._description_selection(self.env))
                raise ValidationError(
                    self.env._("%(state)s is no state of this process.", state=labels[line.state_choice])
                )
            if line.state_choice == "pending" and not line.pending_reason_id:
                raise ValidationError(self.env._("Say what a ticket waits for in the state %s.", line.text))
