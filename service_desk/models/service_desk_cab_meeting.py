from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from .. import calendar_file
from .service_desk_cab_data import AGENDA_STATES, MAX_ITEMS, MEETING_STATES


class ServiceDeskCabMeeting(models.Model):
    """The change advisory board meets: who, when, about which changes, and what came of it.

    Members vote on each change; when the meeting is closed their votes count as their decisions on
    the approvals in which they have a seat. A closed meeting stays as it is.
    """

    _name = "service.desk.cab.meeting"
    _description = "Change Advisory Board Meeting"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
        "service.desk.dialog.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _facts = frozenset({"state", "date_closed", "invite_count"})

    name = fields.Char(required=True, default=lambda self: self.env._("Change Advisory Board"), tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(MEETING_STATES, required=True, default="planned", readonly=True, copy=False, tracking=True)
    date_start = fields.Datetime(string="Begins", required=True, index=True, tracking=True)
    hours = fields.Float(string="Lasts", required=True, default=1.0)
    place = fields.Char(help="A room, or a link to where it takes place.")
    chair_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    member_ids = fields.Many2many(
        "res.users",
        "service_desk_cab_member_rel",
        "meeting_id",
        "user_id",
        string="Members",
        domain="[('share', '=', False)]",
        help="Who votes.",
    )
    attendee_ids = fields.Many2many(
        "res.users",
        "service_desk_cab_attendee_rel",
        "meeting_id",
        "user_id",
        string="Present",
        copy=False,
        domain="[('share', '=', False)]",
    )
    item_ids = fields.One2many("service.desk.cab.item", "meeting_id", string="Agenda")
    minutes = fields.Html(copy=False, help="What was said and decided.")
    date_closed = fields.Datetime(readonly=True, copy=False)
    invite_count = fields.Integer(readonly=True, copy=False, help="How often members were invited.")
    is_member = fields.Boolean(compute="_compute_is_member")
    can_run = fields.Boolean(compute="_compute_is_member")
    is_chair_voting = fields.Boolean(compute="_compute_is_chair_voting", help="The chair is a member as well.")

    _hours_sane = models.Constraint("CHECK(hours > 0 AND hours <= 24)", "A meeting lasts up to a day.")

    @api.depends("member_ids", "chair_id")
    @api.depends_context("uid")
    def _compute_is_member(self):
        for meeting in self:
            meeting.is_member = self.env.user in meeting.member_ids
            meeting.can_run = meeting._may_run()

    @api.depends("member_ids", "chair_id")
    def _compute_is_chair_voting(self):
        for meeting in self:
            meeting.is_chair_voting = meeting.chair_id in meeting.member_ids

    @api.depends("name", "date_start")
    def _compute_display_name(self):
        for meeting in self:
            when = meeting.date_start and format_datetime(self.env, meeting.date_start, dt_format="short")
            meeting.display_name = f"{meeting.name}, {when}" if when else meeting.name

    @api.constrains("member_ids", "chair_id", "company_id")
    def _check_members(self):
        """Members read changes, so that they need a role of the desk, and work for the company."""
        for meeting in self:
            if not meeting.chair_id.has_group("service_desk.group_change_manager"):
                raise ValidationError(self.env._("A change manager is in the chair."))
            people = meeting.member_ids | meeting.chair_id
            strangers = people.filtered(
                lambda user, company=meeting.company_id: (
                    not user.has_group("service_desk.group_agent") or company not in user.company_ids
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._("%s cannot read changes here, so they cannot be of the board.", strangers[0].name)
                )

    # -- CRUD ------------------------------------------------------------------------------------

    def write(self, vals):
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open_ones(self):
        self._check_open()

    def _check_open(self):
        """:raise UserError: when the minutes are closed"""
        closed = self.filtered(lambda meeting: meeting.state == "closed")
        if closed:
            raise UserError(self.env._("%s is closed; its minutes stay as they are.", closed[0].display_name))

    def _may_run(self):
        """Change managers prepare and close meetings."""
        return self.env.user.has_group("service_desk.group_change_manager")

    def _check_may_run(self):
        self.check_access("read")
        self.ensure_one()
        if not self._may_run():
            raise AccessError(self.env._("Change managers do this."))
        if self.state != "planned":
            raise UserError(self.env._("%s is over.", self.display_name))

    # -- Before ----------------------------------------------------------------------------------

    def action_fill_agenda(self):
        """Put all changes on the agenda that wait for assessment or approval, the riskiest first.

        Of those that the current user may read; what is on it already stays.
        """
        self._check_may_run()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", AGENDA_STATES),
            ("change_type", "!=", "standard"),
            ("id", "not in", self.item_ids.change_id.ids),
        ]
        order = "risk_score desc nulls last, date_planned_start, id"
        changes = self.env["service.desk.change"].search(domain, order=order, limit=MAX_ITEMS)
        last = max(self.item_ids.mapped("sequence"), default=0)
        self.env["service.desk.cab.item"].create(
            [
                {"meeting_id": self.id, "change_id": change.id, "sequence": last + place}
                for place, change in enumerate(changes, start=1)
            ]
        )
        return True

    def action_invite(self):
        """Mail the members an invitation for their calendars, and what is on the agenda."""
        self._check_may_run()
        people = (self.member_ids | self.chair_id).partner_id
        # sudo: a fact of the desk; the right was checked above.
        self.sudo().invite_count += 1
        self.message_notify(
            partner_ids=people.ids,
            subject=self.display_name,
            body=self._invitation_body(),
            attachments=[("invitation.ics", self._invitation_file().encode())],
            email_layout_xmlid="mail.mail_notification_light",
        )
        self._message_log(body=self.env._("Invited: %s", ", ".join(people.mapped("name"))))
        return True

    def _invitation_body(self):
        """The mail. Numbers alone: not everybody may read every change, and mails are passed on."""
        return self.env["ir.qweb"]._render(
            "service_desk.cab_invitation", {"meeting": self, "numbers": self.sudo().item_ids.change_id.mapped("number")}
        )

    def _invitation_file(self):
        people = self.member_ids | self.chair_id
        return calendar_file.invitation(
            uid=f"cab-{self.id}@{self.env['ir.config_parameter'].sudo().get_param('database.uuid')}",
            stamp=self.env.cr.now(),
            start=self.date_start,
            end=self.date_start + timedelta(minutes=round(self.hours * 60)),
            summary=self.name,
            location=self.place or "",
            organizer=self.chair_id.email or "",
            attendees=[(user.name, user.email or "") for user in people],
            version=self.invite_count,
        )

    # -- After -----------------------------------------------------------------------------------

    def action_close(self):
        """The meeting is over: votes count where their voters are asked, and nothing changes any more."""
        self._check_may_run()
        items = self.sudo().item_ids  # sudo: the chair may not read all that others voted on
        for item in items:
            item._count_votes()
        self.sudo().write({"state": "closed", "date_closed": self.env.cr.now().replace(microsecond=0)})
        return True

    def action_cancel(self):
        """It does not take place; no vote counts."""
        self._check_may_run()
        self.sudo().state = "cancelled"
        return True

    def action_print(self):
        """The minutes on paper."""
        self.check_access("read")
        return self.env.ref("service_desk.service_desk_cab_meeting_report").report_action(self)
