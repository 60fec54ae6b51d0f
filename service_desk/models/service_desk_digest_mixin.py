from urllib.parse import urlencode

from odoo import models

from .service_desk_notice_data import EVENTS, URGENT_EVENTS
from .service_desk_portal_data import SHOWN_STATES, STATE_LABELS_OF_OTHERS, translated

#: Notices that can wait for the next digest.
CALM_EVENTS = frozenset(event for event, _label in EVENTS) - URGENT_EVENTS


class ServiceDeskDigestMixin(models.AbstractModel):
    """Whom a ticket's mails reach at once, and for whom they are kept until the daily one.

    What asks for an answer, a question or "is it solved?", is mailed at once to everybody.
    """

    _name = "service.desk.digest.mixin"
    _description = "Ticket in Daily Mails"

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        patient = self._patient_recipients(message, recipients_data) if self else []
        if patient:
            # sudo: what is kept for whom is the server's business; who may read it was decided.
            self.env["service.desk.digest.line"].sudo()._keep(self, message, patient)
            recipients_data = [one for one in recipients_data if one["id"] not in patient]
        return super()._notify_thread_by_email(message, recipients_data, **kwargs)

    def _patient_recipients(self, message, recipients_data):
        """Ids of those who want one mail a day, and whom this message does not ask for anything."""
        event = self.env.context.get("service_desk_event")
        if event not in CALM_EVENTS and not self._is_public_comment(message):
            return []
        daily = self.env["res.partner"]._service_desk_daily_ids()
        called = message.partner_ids.ids if daily else []
        return [
            person["id"]
            for person in recipients_data
            if person["id"] in daily
            and person["notif"] == "email"
            # A colleague who is mentioned is asked for something; customers always are named.
            and (person["share"] or person["id"] not in called)
        ]

    # -- In the daily mail ---------------------------------------------------------------------

    def _is_heard_by(self, partner):
        """Whether somebody takes part in this ticket still, and may read it."""
        self.ensure_one()
        if partner not in self._asking_partners() | self.message_partner_ids:
            return False
        users = partner.user_ids
        return not users or any(self._may_hear(user.id) for user in users)

    def _url_for(self, partner):
        """Where a person reads the ticket: on the portal, by an open link, or by asking in a mail."""
        base = self.get_base_url()
        if partner.user_ids:
            return base + self.portal_path
        path = partner == self.requester_id and self.env["service.desk.portal"]._open_link_path(self)
        if path:
            return base + path
        address = self.team_id.alias_email or self.company_id.catchall_email
        return address and f"mailto:{address}?{urlencode({'subject': self.number})}"

    def _portal_state_label(self, partner):
        """The state in the words of the portal, for one who asked or for one who looks on."""
        state = self._portal_state()
        label = SHOWN_STATES[state][0]
        if partner not in self._asking_partners():
            label = STATE_LABELS_OF_OTHERS.get(state, label)
        return translated(self.env, label)

    # -- Who watches -----------------------------------------------------------------------------

    def _watch(self, partner):
        """Let somebody hear of what is said, who may see the ticket but did not ask."""
        self._add_followers([(self.id, partner.id)], [self._comment_subtype_id()])

    def _unwatch(self, partner):
        self.message_unsubscribe(partner_ids=partner.ids)
