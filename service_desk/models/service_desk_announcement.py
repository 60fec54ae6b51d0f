from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from .service_desk_announcement_data import AUDIENCES, KINDS, MAX_TITLE, STATES


class ServiceDeskAnnouncement(models.Model):
    """What many people should know at once: a disruption, a planned outage, news.

    Shown on the portal and on the desk's screen from ``date_shown`` until it is over. Title and text
    are written by somebody for those who will read them; nothing is taken from a ticket. Whose it
    is the audience says, and what was announced once may be read again later.
    """

    _name = "service.desk.announcement"
    _description = "Announcement"
    _inherit = [
        "service.desk.announcement.banner.mixin",
        "service.desk.announcement.subscriber.mixin",
        "service.desk.announcement.portal.mixin",
        "service.desk.audience.mixin",
        "service.desk.storable.mixin",
        "service.desk.unsigned.mixin",
        "service.desk.export.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
        "service.desk.dialog.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _facts = frozenset({"is_collecting"})

    name = fields.Char(string="Title", required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="disruption", tracking=True)
    body = fields.Html(string="Text", help="What those concerned should know, in their words.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Leave empty for an announcement to the people of all companies.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        string="Services Concerned",
        check_company=True,
        help="Services under contract are announced to those alone whom a contract covers.",
    )
    audience = fields.Selection(AUDIENCES, required=True, default="all", tracking=True)
    group_ids = fields.Many2many(
        "res.groups",
        string="Only for Groups",
        groups="service_desk.group_agent",
        help="Only users in one of these groups read it.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Only for Organizations",
        domain="[('is_company', '=', True)]",
        groups="service_desk.group_agent",
        help="Only people of one of these organizations read it.",
    )
    date_shown = fields.Datetime(
        string="Show From",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: fields.Datetime.now(),
        help="Before this, the desk alone knows of it.",
    )
    date_from = fields.Datetime(
        string="From", required=True, index=True, tracking=True, default=lambda self: fields.Datetime.now()
    )
    date_to = fields.Datetime(
        string="Until",
        index=True,
        tracking=True,
        help="When it is over. Leave it empty while nobody knows: the announcement stays until it is ended.",
    )
    date_expected = fields.Datetime(
        string="Expected to End", tracking=True, help="What is told to people while it is not over."
    )
    state = fields.Selection(STATES, compute="_compute_state", search="_search_state")
    update_ids = fields.One2many("service.desk.announcement.update", "announcement_id", string="Updates", copy=False)
    major_ids = fields.One2many(
        "service.desk.major",
        "announcement_id",
        string="Major Incident",
        readonly=True,
        groups="service_desk.group_agent",
    )
    is_collecting = fields.Boolean(
        string="Takes Reports",
        readonly=True,
        copy=False,
        help="Who has the same trouble can say so with one click, and gets a ticket below the one all wait for.",
    )

    _name_sane = models.Constraint(
        f"CHECK(length(trim(name)) BETWEEN 1 AND {MAX_TITLE})",
        f"Give the announcement a title, of {MAX_TITLE} characters at most.",
    )

    # -- When ----------------------------------------------------------------------------------

    @api.model
    def _audience_fields(self):
        narrowing = {"company_id": "companies", "group_ids": "groups", "partner_ids": "organization"}
        return super()._audience_fields() | narrowing

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        now = fields.Datetime.now()
        for announcement in self:
            is_over = announcement.date_to and announcement.date_to <= now
            is_planned = announcement.date_from and announcement.date_from > now
            announcement.state = "over" if is_over else "planned" if is_planned else "current"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        over = Domain("date_to", "!=", False) & Domain("date_to", "<=", now)
        planned = Domain("date_from", ">", now)
        domains = {"over": over, "planned": ~over & planned, "current": ~over & ~planned}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.constrains("date_from", "date_to", "date_shown")
    def _check_dates(self):
        for announcement in self:
            end = announcement.date_to
            if end and end < announcement.date_from:
                raise ValidationError(self.env._("“%s” would be over before it begins.", announcement.name))
            if end and end < announcement.date_shown:
                raise ValidationError(self.env._("“%s” would be over before anybody is shown it.", announcement.name))

    # -- Whose ---------------------------------------------------------------------------------

    @api.model
    def _domain_for(self, person):
        """What is or was shown, of what is for somebody."""
        shown = Domain("active", "=", True) & Domain("date_shown", "<=", fields.Datetime.now())
        return super()._domain_for(person) & shown & self._domain_of_services("service_ids", person)

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model
    def _announce(self, values):
        """Announce something on behalf of a record whose rights the caller has checked.

        :param dict values: of the announcement; ``name`` is never the subject of a ticket by itself
        :return: the announcement, with the rights of the current user
        """
        # sudo: who may announce what is the caller's to check, see above.
        return self.sudo().create(values).sudo(False)

    # -- Verbs ---------------------------------------------------------------------------------

    def action_post_update(self, body):
        """Tell everybody concerned how it goes; who has subscribed gets a mail.

        :param str body: HTML
        """
        self.check_access("write")
        for announcement in self:
            announcement._post_update(body)
        return True

    def action_end(self):
        """It is over; the banner goes away."""
        self.check_access("write")
        self._end()
        return True

    def action_open_update(self):
        """Open the dialog in which an update is written."""
        self.check_access("write")
        self.ensure_one()
        return self._open_dialog(
            "service.desk.announcement.update.wizard",
            self.env._("Post an Update"),
            announcement_id=self.id,
            date_expected=self.date_expected,
        )

    def _post_update(self, body):
        """Put an update below the announcement and leave a letter for each subscriber.

        The caller has checked the right to do so.
        """
        self.ensure_one()
        if not isinstance(body, str) or is_html_empty(body):
            raise UserError(self.env._("Write what people should know."))
        # sudo: nobody writes updates by hand, so that what was mailed is what stands there.
        update = (
            self.env["service.desk.announcement.update"]
            .sudo()
            .create({"announcement_id": self.id, "body": body, "user_id": self.env.uid})
        )
        update._queue_letters()
        return update

    def _end(self):
        """It is over now, if it was not before. The caller has checked the right."""
        now = fields.Datetime.now()
        # sudo: see above
        running = self.sudo().filtered(lambda one: not one.date_to or one.date_to > now)
        for announcement in running:
            # What was planned and is called off never begins.
            begin = min(announcement.date_from, now)
            shown = min(announcement.date_shown, now)
            announcement.write({"date_from": begin, "date_shown": shown, "date_to": now, "is_collecting": False})
