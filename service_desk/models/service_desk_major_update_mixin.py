from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize, is_html_empty

#: The to-do by which somebody is reminded of an update.
_TODO = "service_desk.mail_activity_type_update"


class ServiceDeskMajorUpdateMixin(models.AbstractModel):
    """Telling people how it goes: the banner, the plan and what was sent."""

    _name = "service.desk.major.update.mixin"
    _description = "Updates of a Major Incident"
    _inherit = ["service.desk.mailing.mixin"]

    plan_id = fields.Many2one("service.desk.communication.plan", string="Communication Plan", ondelete="set null")
    briefing_ids = fields.One2many("service.desk.major.briefing", "major_id", string="Who Is Told")
    date_next_update = fields.Datetime(
        string="Next Update", compute="_compute_date_next_update", store=True, index="btree_not_null"
    )

    @api.depends("briefing_ids.date_next")
    def _compute_date_next_update(self):
        for major in self:
            major.date_next_update = min(filter(None, major.briefing_ids.mapped("date_next")), default=False)

    # -- What the plan says ----------------------------------------------------------------------

    def _begin_briefings(self):
        """What the plan says becomes this incident's own, and begins to count."""
        for major in self:
            if not major.briefing_ids:
                names = ("name", "channel", "interval_minutes", "body")
                # sudo: the caller has checked who leads; the lines come from the plan.
                major.env["service.desk.major.briefing"].sudo().create(
                    [
                        {
                            "major_id": major.id,
                            "partner_ids": [(6, 0, line.partner_ids.ids)],
                            **{name: line[name] for name in names},
                        }
                        for line in major.sudo().plan_id.line_ids
                    ]
                )
            major.briefing_ids._begin()

    def _end_briefings(self):
        """Nobody waits for an update any more."""
        # sudo: facts, see above
        self.sudo().briefing_ids.write({"date_next": False, "is_reminded": False})
        self.sudo().activity_unlink([_TODO])

    def _remind_by_todo(self, user):
        """A to-do that is gone when the update was sent."""
        self.activity_unlink([_TODO], user_id=user.id)
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            _TODO, summary=self.env._("Tell people how it goes"), user_id=user.id
        )

    # -- The banner --------------------------------------------------------------------------------

    def _put_up_banner(self, values):
        """Announce the trouble, in words written for those who read them."""
        self.ensure_one()
        announcement = self.env["service.desk.announcement"]._announce(
            {
                "kind": "disruption",
                "company_id": self.company_id.id,
                "date_from": min(self.date_started or self._now(), self._now()),
                "service_ids": [(6, 0, self.incident_id.service_id.ids)],
                **values,
                "is_collecting": True,
            }
        )
        # sudo: a fact, set by the desk's own code alone.
        self.sudo().announcement_id = announcement
        self._log_event("update", self.env._("Banner: %s", announcement.sudo().name))

    def _reopen_banner(self):
        """What came back is announced again, by the same banner."""
        # sudo: see _put_up_banner
        over = self.sudo().announcement_id.filtered(lambda one: one.state == "over")
        over.write({"date_to": False, "is_collecting": True})

    # -- Sending -----------------------------------------------------------------------------------

    def _send_update(self, body, briefings, date_expected=None):
        """Tell people how it goes, each by their way, and write it down.

        :param briefings: who is told
        :param date_expected: when it is expected to end, False for nobody knows
        :raise UserError: when it is not running; the last words come with standing down
        """
        self.ensure_one()
        self._check_runs()
        if self.state != "declared":
            raise UserError(self.env._("%s is not running.", self.display_name))
        if briefings and not briefings._reachable():
            raise UserError(self._text_unreached(briefings))
        self._tell(body, briefings, date_expected)

    @api.model
    def _text_unreached(self, briefings):
        """Who would hear nothing and why, empty when everybody is reached."""
        missing = briefings - briefings._reachable()
        without = missing.filtered(lambda one: one.channel == "email")
        words = [
            (without, self.env._("Nobody gets the mails to %s: say under “Who Is Told” to whom they go.")),
            (missing - without, self.env._("There is no banner, so %s would hear nothing.")),
        ]
        return " ".join(text % ", ".join(found.mapped("name")) for found, text in words if found)

    def _tell(self, body, briefings, date_expected=None):
        """The sending itself. The caller has checked who asks, and that there is something to tell."""
        if not isinstance(body, str) or is_html_empty(body):
            raise UserError(self.env._("Write what people should know."))
        if briefings.major_id - self:
            raise UserError(self.env._("Choose from the people of this major incident."))
        announcement = self.sudo().announcement_id
        if announcement and "announcement" in briefings.mapped("channel"):
            announcement.date_expected = date_expected
            announcement.with_user(self.env.user).sudo()._post_update(body)
        self._mail_update(body, briefings.filtered(lambda one: one.channel == "email").partner_ids)
        told = briefings._reachable()
        told._told()
        self.sudo().activity_unlink([_TODO])
        self._log_told(body, told, briefings - told)

    def _log_told(self, body, told, missed):
        """Write down what was told to whom, and who was meant but has heard nothing."""
        words = self.env._("To: %s", ", ".join(told.mapped("name")) or self.env._("nobody"))
        if missed:
            words += " " + self.env._("(not reached: %s)", ", ".join(missed.mapped("name")))
        # What is stored is cleaned by the field.
        self._log_event("update", Markup("<p><b>%s</b></p>%s") % (words, Markup(body)))

    def _mail_update(self, body, partners):
        """One mail to each of those whom the plan names, in their language."""
        company = self.company_id
        mails = []
        # sudo: the people of the plan need not be readable to the agent who writes.
        for partner in partners.sudo().filtered("email"):
            known = self.sudo()._for_reader(partner, company)
            mails.append(
                known._mail_values(
                    "service_desk.mail_major_update",
                    partner,
                    company,
                    known.env._("Major incident %s", self.incident_id.number),
                    major=known,
                    body=Markup(html_sanitize(body)),
                )
            )
        self.sudo()._queue_mails(mails)
