from odoo import api, fields, models

from .service_desk_journey_data import OPEN_STATES
from .service_desk_journey_holding_mixin import in_short


class HrEmployee(models.Model):
    """Journeys begin on an employee; who gets a login, a manager or leaves has an effect on them."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "service.desk.dialog.mixin"]

    service_desk_journey_ids = fields.One2many(
        "service.desk.journey", "employee_id", string="Journeys", groups="hr.group_hr_user"
    )
    service_desk_journey_count = fields.Integer(
        string="Number of Journeys", compute="_compute_service_desk_journey_count", groups="hr.group_hr_user"
    )

    service_desk_holds = fields.Char(
        string="Holds",
        compute="_compute_service_desk_holds",
        groups="hr.group_hr_user",
        help="How much of each kind the person has: devices, licenses, access.",
    )

    def _compute_service_desk_holds(self):
        people = {employee: employee._service_desk_contacts() for employee in self}
        rows = self.env["res.partner"].sudo().union(*people.values())._service_desk_holdings()  # sudo: see below
        for employee in self:
            employee.service_desk_holds = in_short(row for row in rows if row["partner"] in people[employee])

    def _service_desk_contacts(self):
        """The contacts of the login and of the work, with superuser rights: HR is told what they hold, in words."""
        known = self.sudo()  # sudo: see above
        return known.user_id.partner_id | known.work_contact_id

    def _compute_service_desk_journey_count(self):
        counts = dict(
            self.env["service.desk.journey"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.service_desk_journey_count = counts.get(employee, 0)

    def action_open_service_desk_journeys(self):
        """Show the journeys of this employee."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_hr.service_desk_journey_action")
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {"create": False}}

    def action_start_service_desk_journey(self):
        """Open the dialog that starts a journey for these people."""
        self.env["service.desk.journey"]._check_is_hr()
        is_going = self[:1].service_desk_journey_ids.filtered(lambda journey: journey.state in OPEN_STATES)
        kind = "mover" if is_going or (self[:1].user_id and self[:1].user_id.login_date) else "joiner"
        return self._open_dialog("service.desk.journey.wizard", self.env._("Start a Journey"), kind=kind)

    def _service_desk_reads_contracts(self):
        """Whether the reader may see contracts, which departures change."""
        field = self.env["hr.version"]._fields["contract_date_start"]
        return self.env.su or self.env["hr.version"]._has_field_access(field, "read")

    def _get_departure_date(self):
        """Odoo's dialog suggests a day by the contract; it opens for officers too, who are shown their way."""
        return super()._get_departure_date() if self._service_desk_reads_contracts() else False

    # -- What follows from the file ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._service_desk_show_menu()
        return employees

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "user_id"} & vals.keys():
            self._service_desk_show_menu()
        if vals.get("user_id"):
            # What waited for a login of these people goes on.
            users = self.env["res.users"].browse(vals["user_id"])
            self.env["service.desk.journey"]._on_logins(users.sudo().filtered("active"))
        if "active" in vals:
            # What waits for the word of somebody who has left goes on without them.
            # sudo: only whose logins they are.
            self.env["service.desk.approval"]._on_users_changed(self.sudo().user_id)
        return result

    def unlink(self):
        """Journeys forget whoever is deleted; whoever may not delete them learns nothing of journeys."""
        self.check_access("unlink")
        self.env["service.desk.journey"]._forget_person([("employee_id", "in", self.ids)])
        return super().unlink()

    def _service_desk_show_menu(self):
        """Who begins to lead somebody finds it in the menu, and menus are remembered."""
        people = self.sudo()  # sudo: only whether managers lead others besides.
        managers = people.parent_id.filtered("user_id")
        others = people._read_group([("parent_id", "in", managers.ids), ("id", "not in", self.ids)], ["parent_id"])
        is_new = len(others) < len(managers)
        if is_new or people.filtered("user_id").child_ids:
            self.env.registry.clear_cache()
