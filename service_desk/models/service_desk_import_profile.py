from datetime import datetime

from pytz import all_timezones

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .service_desk_import_data import (
    CHOICE_TARGETS,
    DATE_ORDERS,
    DELIMITERS,
    ENCODINGS,
    EVENT_ORDERS,
    LAYOUTS,
    TAKEN_NUMBERS,
    UNKNOWN_AGENT,
    UNKNOWN_CHOICE,
    UNKNOWN_RECORD,
)
from .service_desk_process_data import REQUESTER_PROCESSES
from .service_desk_ticket_data import CHANNELS, LEVELS

#: A moment with different numbers everywhere, to try a date pattern on.
_PROBE = datetime(2016, 2, 29, 13, 45)


class ServiceDeskImportProfile(models.Model):
    """How to read the export of one other tool: its form, its columns, its words.

    ``name`` of the tool and number together make an imported ticket known again, so that a second
    import of it makes no double.
    """

    _name = "service.desk.import.profile"
    _description = "Import Profile"
    _inherit = [
        "service.desk.boundary.mixin",
        "service.desk.import.header.mixin",
        "service.desk.import.guess.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="The other tool's name, and the kind of export.")
    tool = fields.Char(
        string="Key",
        required=True,
        copy=False,
        default="other",
        help="Stands for the other tool: tickets with the same key and number are the same ticket."
        " Profiles for several exports of one tool share it.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    process = fields.Selection(REQUESTER_PROCESSES, required=True, default="service.desk.incident")
    layout = fields.Selection(LAYOUTS, required=True, default="ticket", string="The File Has")
    event_order = fields.Selection(
        EVENT_ORDERS,
        required=True,
        default="time",
        string="Order of Events",
        help="The last event of a ticket says how it stands.",
    )

    encoding = fields.Selection(ENCODINGS, required=True, default="auto")
    delimiter = fields.Selection(DELIMITERS, required=True, default="auto")
    date_order = fields.Selection(DATE_ORDERS, required=True, default="auto", string="Dates")
    date_pattern = fields.Char(help="As in Python's strptime, for example %d %b %Y %H:%M.")
    tz = fields.Selection(
        lambda self: [(zone, zone) for zone in sorted(all_timezones)],
        string="Time Zone",
        required=True,
        default="UTC",
        help="Of times in the file that do not say theirs.",
    )
    missing_words = fields.Char(
        string="Missing Values",
        default="?",
        help="Words that stand for nothing, divided by spaces. Empty cells always do.",
    )
    subject_template = fields.Char(
        string="Subject Made From",
        help="For files without a subject: names of columns in braces, as in {category}: {symptom}.",
    )

    column_ids = fields.One2many("service.desk.import.column", "profile_id", copy=True)
    value_ids = fields.One2many(
        "service.desk.import.value",
        "profile_id",
        domain=[("kind", "in", CHOICE_TARGETS)],
        copy=True,
        string="Words",
    )
    record_value_count = fields.Integer(compute="_compute_record_value_count", string="People and Places")

    number_taken = fields.Selection(
        TAKEN_NUMBERS,
        required=True,
        default="error",
        string="A Number Is Taken",
        help="What to do when a ticket of this desk already has the number of an imported one.",
    )
    unknown_choice = fields.Selection(UNKNOWN_CHOICE, required=True, default="error", string="Unknown Words")
    unknown_person = fields.Selection(UNKNOWN_RECORD, required=True, default="create", string="Unknown Requesters")
    unknown_team = fields.Selection(UNKNOWN_RECORD, required=True, default="create", string="Unknown Teams")
    unknown_service = fields.Selection(UNKNOWN_RECORD, required=True, default="default", string="Unknown Services")
    unknown_category = fields.Selection(UNKNOWN_RECORD, required=True, default="create", string="Unknown Categories")
    unknown_code = fields.Selection(UNKNOWN_RECORD, required=True, default="create", string="Unknown Codes")
    unknown_agent = fields.Selection(UNKNOWN_AGENT, required=True, default="text", string="Unknown Agents")
    match_names = fields.Boolean(
        string="Match People by Name",
        default=True,
        help="Requesters are looked up by e-mail and reference; with this also by their full name.",
    )

    default_impact = fields.Selection(LEVELS, required=True, default="2")
    default_urgency = fields.Selection(LEVELS, required=True, default="2")
    default_channel = fields.Selection(CHANNELS, required=True, default="phone")
    default_person_id = fields.Many2one("res.partner", string="Default Requester", check_company=True)
    default_team_id = fields.Many2one("service.desk.team", check_company=True)
    default_service_id = fields.Many2one("service.desk.service", check_company=True)
    default_category_id = fields.Many2one("service.desk.category", check_company=True)
    default_code_id = fields.Many2one("service.desk.resolution.code", string="Default Resolution Code")
    organization_id = fields.Many2one(
        "res.partner",
        check_company=True,
        help="The organization to which newly created requesters belong.",
    )

    # -- Constraints ---------------------------------------------------------------------------

    @api.constrains("date_order", "date_pattern")
    def _check_date_pattern(self):
        for profile in self.filtered(lambda profile: profile.date_order == "pattern"):
            pattern = profile.date_pattern or ""
            try:
                again = datetime.strptime(_PROBE.strftime(pattern), pattern)
            except ValueError:
                again = None
            if not again or again.date() != _PROBE.date():
                raise ValidationError(
                    self.env._("%s is not a pattern that says year, month and day of a date.", pattern)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: imports of other companies count too; none of them is shown.
        if self.env["service.desk.import"].sudo().search_count([("profile_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Imports have used this profile. Archive it instead."))

    # -- Computes ------------------------------------------------------------------------------

    def _compute_record_value_count(self):
        counts = dict(
            self.env["service.desk.import.value"]._read_group(
                [("profile_id", "in", self.ids), ("kind", "not in", CHOICE_TARGETS)],
                ["profile_id"],
                ["__count"],
            )
        )
        for profile in self:
            profile.record_value_count = counts.get(profile._origin, 0)

    # -- Actions -------------------------------------------------------------------------------

    def action_back_to_import(self):
        """Go back to the import from whose file this profile was made."""
        import_id = self.env.context.get("service_desk_import_id")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_import_action")
        return {**action, "res_id": import_id, "views": [(False, "form")], "target": "main"}

    def action_open_record_values(self):
        """Show whom and what the names in the files stand for, found or created so far."""
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_import_value_action"),
            "domain": [("profile_id", "=", self.id), ("kind", "not in", CHOICE_TARGETS)],
            "context": {"default_profile_id": self.id, "default_kind": "person"},
        }
