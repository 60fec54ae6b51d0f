from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ..lifecycle import OPEN_PHASES
from .service_desk_announcement_data import LOOKS, PAST_DAYS


class ServiceDeskAnnouncementPortalMixin(models.AbstractModel):
    """How an announcement looks to those for whom it is: plain values, a white list."""

    _name = "service.desk.announcement.portal.mixin"
    _description = "Announcement on the Portal"

    @api.model
    def _portal_find(self, announcement_id):
        """The one way from an address to an announcement; what is not for the reader does not exist.

        Agents get no more than everybody here: the portal is about what is theirs.
        """
        return self.search([("id", "=", announcement_id), ("is_for_me", "=", True)])

    @api.model
    def _portal_page(self):
        """What is up, what will be, and what was lately; the last first, of what will be the next."""
        recent = fields.Datetime.now() - timedelta(days=PAST_DAYS)
        not_old = Domain("date_to", "=", False) | Domain("date_to", ">", recent)
        found = self.search(not_old & Domain("is_for_me", "=", True), limit=100)
        by_state = found.grouped("state")
        orders = {"current": found, "planned": found[::-1], "over": found}
        reports = found._own_reports()
        return {
            state: [one._portal_summary(reports) for one in order & by_state.get(state, found.browse())]
            for state, order in orders.items()
        }

    @api.model
    def _portal_kinds(self, services):
        """What is announced about services right now, to the reader: service -> kind, the worst."""
        if not self._is_anything_up():
            return {}
        current = Domain("state", "=", "current") & Domain("kind", "in", ("maintenance", "disruption"))
        found = self.search(current & Domain("is_for_me", "=", True) & Domain("service_ids", "in", services.ids))
        # sudo: only those are looked up which the reader has asked about.
        pairs = [(service, one.kind) for one in found.sudo() for service in one.service_ids]
        # A disruption comes last, and stays.
        pairs.sort(key=lambda pair: pair[1] == "disruption")
        return {services.browse(service.id): kind for service, kind in pairs}

    def _own_reports(self):
        """The open tickets by which the reader has said that they have it, too: announcement id -> address."""
        collecting = self.filtered(lambda one: one.is_collecting and one.state == "current")
        if not collecting:
            return {}
        # sudo: requesters know nothing of major incidents; what is found is their own ticket.
        majors = collecting.sudo().major_ids.filtered(lambda one: one.state == "declared")
        by_incident = {major.incident_id.id: major.announcement_id.id for major in majors}
        mine = [
            ("parent_id", "in", list(by_incident)),
            ("requester_id", "=", self.env.user.partner_id.id),
            ("phase", "in", OPEN_PHASES),
        ]
        return {by_incident[one.parent_id.id]: one._portal_url() for one in majors.incident_id.search(mine)}

    def _portal_summary(self, reports=None):
        """What a list shows of it.

        :param dict reports: of :meth:`_own_reports`, where they were looked up for many
        """
        self.ensure_one()
        reports = self._own_reports() if reports is None else reports
        icon, color = LOOKS[self.kind]
        return {
            "id": self.id,
            "url": self._portal_url(),
            "name": self.name,
            "kind_label": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "icon": icon,
            "color": "success" if self.state == "over" else color,
            "state": self.state,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "date_expected": self.state != "over" and self.date_expected,
            "is_subscribed": self.is_subscribed,
            "is_collecting": self.is_collecting and self.state == "current",
            "report_url": reports.get(self.id),
        }

    def _portal_detail(self):
        """What its own page shows."""
        # Services that the reader does not find anywhere else are not named here either.
        services = self.service_ids._filtered_access("read")
        return self._portal_summary() | {
            "body": not is_html_empty(self.body) and self.body,
            "services": services.mapped("name"),
            "updates": [{"date": update.date, "body": update.body} for update in self.update_ids],
        }

    def _portal_url(self, suffix=""):
        return f"/my/announcements/{self.id}{suffix}"

    def _url_for(self, partner):
        """Where a person reads it: agents on their own screen, everybody else on the portal."""
        base = self.get_base_url()
        is_agent = any(user.has_group("service_desk.group_agent") for user in partner.user_ids.filtered("active"))
        return base + (f"/odoo/{self._name}/{self.id}" if is_agent else self._portal_url())

    # -- What people do ------------------------------------------------------------------------

    def _portal_do(self, verb):
        """Carry out what a person asks for on the page.

        :return: the address to go to
        :raise UserError: when it is over
        """
        self.ensure_one()
        if verb != "unsubscribe" and self.state == "over":
            raise UserError(self.env._("This is over, there will be no more news about it."))
        return getattr(self, f"_portal_{verb}")()

    def _portal_subscribe(self):
        self._subscribe(self.env.user.partner_id)
        return self._portal_url("?done=subscribe#done")

    def _portal_unsubscribe(self):
        self._unsubscribe()
        return self._portal_url("?done=unsubscribe#done")

    def _portal_report(self):
        """I have this too: a ticket that is solved together with all the others, and news until then."""
        if not self.is_collecting:
            raise UserError(self.env._("This takes no reports any more. Please open a ticket about it."))
        # sudo: requesters know nothing of major incidents; they get a ticket of their own.
        major = self.sudo().major_ids.filtered(lambda one: one.state == "declared")[:1]
        if not major:
            raise UserError(self.env._("This takes no reports any more. Please open a ticket about it."))
        is_known = bool(self._own_reports())
        service = self.service_ids._filtered_access("read")[:1]
        ticket = major._report(self.env.user.partner_id, service)
        self._subscribe(self.env.user.partner_id)
        return ticket.sudo(False)._portal_url(done="known" if is_known else "new") + "#done"
