from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

AGREEMENT_FIELDS = ("date_agreed", "date_agreed_reason")
#: Nobody agrees on anything later than so many days from now.
MOST_DAYS = 36525


class ServiceDeskSlaAgreementMixin(models.AbstractModel):
    """A date that was agreed with the requester, instead of the one that a policy gives.

    Nothing moves it silently: no pause, no priority, no other policy. It is set with a reason, which
    stands in the ticket's history.
    """

    _name = "service.desk.sla.agreement.mixin"
    _description = "Agreed Due Date"

    date_agreed = fields.Datetime(
        string="Agreed Date",
        copy=False,
        help="By when it will be done, as agreed with the requester. It stands until it is changed"
        " or taken back here.",
    )
    date_agreed_reason = fields.Char(
        string="Why This Date", copy=False, groups="service_desk.group_agent"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A date that a ticket is opened with was agreed on before anything was measured."""
        if not self._loads_history():
            for vals in vals_list:
                agreed = vals.get("date_agreed") or vals.get("date_due")
                if agreed:
                    self._check_near(agreed)
                    vals |= {"date_agreed": agreed, "date_due": agreed}
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            # The server's own code answers for a date that it promises.
            agreed = {"date_agreed": vals["date_due"]} if "date_due" in vals else {}
            return super().write({**agreed, **vals})
        if "date_due" in vals:
            promised = self.filtered("promise_state")
            if promised:
                (self - promised).write(vals)
                rest = {name: value for name, value in vals.items() if name != "date_due"}
                return promised.write({**rest, "date_agreed": vals["date_due"]})
            # Nothing is promised, so that nothing is moved; it stands when something is, later.
            self._check_near(vals["date_due"])
            return super().write({**vals, "date_agreed": vals["date_due"]})
        if vals.keys().isdisjoint(AGREEMENT_FIELDS):
            return super().write(vals)
        reason = str(vals.get("date_agreed_reason") or "").strip()
        changed = self.browse()
        if "date_agreed" in vals:
            date = fields.Datetime.to_datetime(vals["date_agreed"])
            changed = self.filtered(lambda ticket: ticket.date_agreed != date)
        if changed:
            changed._check_agreement(vals["date_agreed"], reason)
        retold = (self - changed)._with_another_reason(vals)
        result = super().write(vals)
        for ticket in changed | retold:
            ticket._log_agreement(reason)
        return result

    def _with_another_reason(self, vals):
        """Those whose date stays, while another reason for it is given."""
        if "date_agreed_reason" not in vals:
            return self.browse()
        return self.filtered(
            lambda ticket: ticket.date_agreed and ticket.date_agreed_reason != vals["date_agreed_reason"]
        )

    def action_open_agreement(self):
        """Open the dialog in which another date is agreed on, or taken back."""
        return self._open_dialog("service.desk.sla.agree.wizard", self.env._("Agree on a Date"))

    def _check_agreement(self, date, reason):
        """:raise UserError: without a reason, for a time that is over, or on a ticket that is"""
        if not reason:
            raise UserError(
                self.env._("Say why another date than the promised one was agreed upon.")
            )
        if date and fields.Datetime.to_datetime(date) <= self.env.cr.now():
            raise UserError(self.env._("Agree on a time in the future."))
        self._check_near(date)
        for ticket in self:
            if ticket.promise_state == "ended":
                raise UserError(self.env._("%s is over, its date stands.", ticket.display_name))

    @api.model
    def _check_near(self, date):
        """:raise UserError: for a date that nobody means"""
        limit = self.env.cr.now() + timedelta(days=MOST_DAYS)
        if date and fields.Datetime.to_datetime(date) > limit:
            raise UserError(self.env._("Agree on a time within the next hundred years."))

    def _log_agreement(self, reason):
        title = (
            self.env._(
                "Agreed to have it done by %s",
                self.env["ir.qweb.field.datetime"].value_to_html(
                    self.date_agreed, {"tz_name": self.env.user.tz}
                ),
            )
            if self.date_agreed
            else self.env._("The agreed date was taken back; the promised time counts again.")
        )
        self._log_note(title, reason)
