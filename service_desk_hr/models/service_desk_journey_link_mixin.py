import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hash_sign, verify_hash_signed

from .service_desk_journey_data import ARRIVALS

#: What the signature of such a link is good for, and nothing else.
SCOPE = "service_desk_hr.person_link"
#: So long after the first day the link works for those who have not logged in yet.
LINK_DAYS = 14
#: No link is good for longer, whatever becomes of the days of its journey.
MAX_LINK_DAYS = 400


class ServiceDeskJourneyLinkMixin(models.AbstractModel):
    """The link by which somebody who has no login yet sees what is prepared for them.

    It names the journey and the address it was mailed to, is signed, and holds the journey's own key:
    with another key, another address, a login that works, or a journey that is given up, it ends.
    """

    _name = "service.desk.journey.link.mixin"
    _description = "Link to One's Own Journey"

    access_token = fields.Char(
        string="Link's Key", readonly=True, copy=False, groups=fields.NO_ACCESS, help="Without it no link is valid."
    )

    def _person_link(self):
        """The address of the person's page, for messages that the desk sends to them.

        Nobody else gets it out of here, also not by rendering a message: whoever has it is the person.
        """
        self.ensure_one()
        if not self.env.su or not self._may_have_link():
            return ""
        if not self.access_token:
            self.access_token = uuid.uuid4().hex
        token = hash_sign(
            self.env,
            SCOPE,
            [self.id, self._link_seal(), self.access_token],
            expiration=timedelta(days=MAX_LINK_DAYS),
        )
        return f"{self.get_base_url()}/journey/view/{token}"

    @api.model
    def _keep_from_readers(self, mails):
        """What stands in these mails is for their addressees alone, also while they wait to be sent: colleagues
        read the messages of records that they read, and a link in one makes whoever has it the person."""
        mails.write({"body": False})

    def _may_have_link(self):
        """Only who comes has one: those who are here log in, those who leave are told by people."""
        return self.kind in ARRIVALS and self.state in ("running", "done") and bool(self._address_of("person"))

    def _link_seal(self):
        return self.env["service.desk.portal"]._seal(self._address_of("person"))

    @api.model
    def _of_link(self, token):
        """The journey that a link opens, with superuser rights; None for what is forged or over."""
        # sudo: the signature stands for the reader's right, see above.
        journeys = self.sudo()
        try:
            journey_id, seal, key = verify_hash_signed(journeys.env, SCOPE, token) or ()
        except (ValueError, TypeError):
            return None
        journey = journeys.browse(journey_id).exists()
        return journey if journey and journey._holds_link(seal, key) else None

    def _holds_link(self, seal, key):
        if not self._may_have_link() or not self.access_token:
            return False
        is_ours = consteq(self.access_token, key) and consteq(self._link_seal(), seal)
        today = fields.Date.context_today(self)
        return is_ours and today <= (self.date_start or today) + timedelta(days=LINK_DAYS)

    def _is_login_used(self):
        """Whether the person has come in by a login; one that was opened again counts from then on."""
        opened = self.line_ids.filtered(lambda line: line._is_opened())
        since = opened[:1].date_done
        dates = [user.login_date for user in self._logins() if user.login_date]
        return any(not since or date >= since for date in dates)

    def _is_reached_at_work(self):
        """Whether mail to the address that the desk knows arrives: from the first day on, or once the login works.

        People who are here already, and those of others, have a mailbox.
        """
        self.ensure_one()
        if self.kind not in ARRIVALS or not self.sudo().employee_id or not self.date_start:
            return True
        return self.date_start <= fields.Date.context_today(self) or self._is_login_used()
