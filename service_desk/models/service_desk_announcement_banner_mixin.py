from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_announcement_data import LOOKS, MAX_BANNERS, NEWS_TYPE

#: What the corner of the desk's screens shows, and what decides whether it does.
_ON_SCREEN = frozenset({"name", "kind", "active", "date_shown", "date_from", "date_to"})


class ServiceDeskAnnouncementBannerMixin(models.AbstractModel):
    """What is up right now, cheap enough to ask on every page.

    While nothing is announced no query is made at all; else it is one.
    """

    _name = "service.desk.announcement.banner.mixin"
    _description = "Banners"
    _inherit = ["service.desk.cached.mixin"]

    _cached_fields = frozenset({"date_shown", "date_to", "active"})

    # -- Telling the desk's screens ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        announcements = super().create(vals_list)
        self._tell_screens()
        return announcements

    def write(self, vals):
        result = super().write(vals)
        if self and _ON_SCREEN & vals.keys():
            self._tell_screens()
        return result

    def unlink(self):
        result = super().unlink()
        self._tell_screens()
        return result

    @api.model
    def _tell_screens(self):
        """Let the screens of agents ask anew. That there is something new is all that is sent, and to them alone."""
        self.env.ref("service_desk.group_agent")._bus_send(NEWS_TYPE, {})

    # -- Whether there is anything -------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _spans(self):
        """From when until when anything is shown, of what is not over yet."""
        # sudo: only whether it is worth looking; what is shown goes through the rules.
        not_over = ["|", ("date_to", "=", False), ("date_to", ">", fields.Datetime.now())]
        rows = self.sudo().search_fetch(not_over, ["date_shown", "date_to"])
        return tuple((row.date_shown, row.date_to) for row in rows)

    @api.model
    def _is_anything_up(self):
        now = fields.Datetime.now()
        return any(shown <= now and (not end or end > now) for shown, end in self._spans())

    # -- What is shown -------------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_banners(self):
        """What the people of the desk are told on every screen: what is trouble now first, the newest of it.

        :return: list of ``{"id", "name", "kind", "icon", "color", "state", "date_from", "date_to",
            "date_expected", "is_subscribed", "is_collecting"}``
        """
        is_agent = self.env.user.has_group("service_desk.group_agent")
        return self._banners(Domain.TRUE) if is_agent else []

    @api.model
    def _portal_banners(self):
        """The same on the portal, where agents get no more than everybody.

        The others' record rule says so already.
        """
        is_agent = self.env.user.has_group("service_desk.group_agent")
        banners = self._banners(Domain("is_for_me", "=", True) if is_agent else Domain.TRUE)
        reports = self.browse(one["id"] for one in banners if one["is_collecting"])._own_reports()
        return [{**one, "report_url": reports.get(one["id"])} for one in banners]

    @api.model
    def _banners(self, domain):
        if not self._is_anything_up():
            return []
        now = fields.Datetime.now()
        not_over = Domain("date_to", "=", False) | Domain("date_to", ">", now)
        query = self._search(domain & Domain("date_shown", "<=", now) & not_over)
        query.order = SQL(
            "(date_from > %(now)s), (kind = 'disruption') DESC,"
            " CASE WHEN date_from > %(now)s THEN date_from END, date_from DESC, id DESC",
            now=now,
        )
        query.limit = MAX_BANNERS
        return [self._banner(row, now) for row in self.env.execute_query(self._select_banners(query))]

    @api.model
    def _select_banners(self, query):
        self.flush_model()
        names = ("id", "name", "kind", "date_from", "date_to", "date_expected", "is_collecting")
        mine = SQL(
            "EXISTS (SELECT 1 FROM service_desk_announcement_subscription mine"
            " WHERE mine.announcement_id = %s AND mine.partner_id = %s)",
            SQL.identifier(query.table, "id"),
            self.env.user.partner_id.id,
        )
        self.env["service.desk.announcement.subscription"].flush_model()
        return query.select(*(SQL.identifier(query.table, name) for name in names), mine)

    @api.model
    def _banner(self, row, now):
        number, name, kind, date_from, date_to, date_expected, is_collecting, is_subscribed = row
        icon, color = LOOKS[kind]
        return {
            "id": number,
            "name": name,
            "kind": kind,
            "icon": icon,
            "color": color,
            "state": "planned" if date_from > now else "current",
            "date_from": date_from,
            "date_to": date_to,
            "date_expected": date_expected,
            "is_subscribed": is_subscribed,
            "is_collecting": is_collecting,
        }
