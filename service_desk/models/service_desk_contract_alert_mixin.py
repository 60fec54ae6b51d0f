from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .service_desk_contract_data import ALERT_DAYS, IN_FORCE, MONEY_GROUP, MOST_ALERT_DAYS
from .service_desk_notice_data import AUTOMATIC_HEADERS


class ServiceDeskContractAlertMixin(models.AbstractModel):
    """Reminds of the last day for notice and of the end, each so many days before, once per term."""

    _name = "service.desk.contract.alert.mixin"
    _description = "Alerts of a Contract"

    notice_alert_days = fields.Char(
        string="Remind of Notice",
        default=ALERT_DAYS,
        help="So many days before the last day for notice, e.g. 90, 30. Empty means never.",
    )
    end_alert_days = fields.Char(
        string="Remind of the End",
        default=ALERT_DAYS,
        help="So many days before the end, e.g. 90, 30. Empty means never.",
    )
    alert_ids = fields.One2many("service.desk.contract.alert", "contract_id", readonly=True)

    @api.constrains("notice_alert_days", "end_alert_days")
    def _check_alert_days(self):
        for contract in self:
            for text in (contract.notice_alert_days, contract.end_alert_days):
                contract._alert_days(text)

    def _alert_days(self, text):
        """The numbers in a text such as "90, 30", the longest first.

        :raise ValidationError: when it is something else
        """
        words = (text or "").replace(",", " ").split()
        if not all(word.isdecimal() and int(word) <= MOST_ALERT_DAYS for word in words):
            raise ValidationError(
                self.env._(
                    "“%(text)s”: please write numbers of days, of %(most)s at most, like 90, 30.",
                    text=text,
                    most=MOST_ALERT_DAYS,
                )
            )
        return sorted({int(word) for word in words}, reverse=True)

    # -- What is due -------------------------------------------------------------------------

    def _alert_dates(self):
        """(kind, the day it is about, days before) of the current term."""
        self.ensure_one()
        if self.state == "active" and self.date_notice:
            yield "notice", self.date_notice, self._alert_days(self.notice_alert_days)
        if self.state in IN_FORCE and self.date_end:
            yield "end", self.date_end, self._alert_days(self.end_alert_days)

    def _due_alerts(self, today):
        """kind -> numbers of days before that are due and were not sent, the nearest one last."""
        self.ensure_one()
        sent = {(alert.kind, alert.days) for alert in self.alert_ids if alert.term_id == self.term_id}
        due = {}
        for kind, day, numbers in self._alert_dates():
            late = [days for days in numbers if day - timedelta(days=days) <= today <= day]
            late = [days for days in late if (kind, days) not in sent]
            if late:
                due[kind] = late
        return due

    @api.model
    def _domain_may_alert(self, today):
        """Contracts for which something may be due; which ones, :meth:`_due_alerts` says."""
        horizon = today + timedelta(days=MOST_ALERT_DAYS)
        near = Domain("date_notice", "<=", horizon) | Domain("date_end", "<=", horizon)
        return Domain("state", "in", IN_FORCE) & Domain("term_id", "!=", False) & near

    def _forget_early_alerts(self):
        """After a date was corrected, what was sent too early for the new one is sent again."""
        today = fields.Date.today()
        for contract in self:
            days = {kind: day for kind, day, _numbers in contract._alert_dates()}
            contract.alert_ids.filtered(
                lambda alert, contract=contract, days=days: (
                    alert.term_id == contract.term_id
                    and alert.kind in days
                    and days[alert.kind] - timedelta(days=alert.days) > today
                )
            ).unlink()

    def write(self, vals):
        result = super().write(vals)
        if {"date_end", "notice_number", "notice_unit", "renewal"} & vals.keys():
            # sudo: nobody may write alerts but the desk itself.
            self.sudo().filtered("alert_ids")._forget_early_alerts()
        if {"term_id", "state"} & vals.keys():
            self._drop_reminders()
        return result

    def _drop_reminders(self):
        """It was decided how the contract goes on: nobody has to decide it any more."""
        # sudo: the to-do of whom the desk reminded, whoever decided.
        self.sudo().filtered("activity_ids").activity_unlink(["mail.mail_activity_data_todo"])

    # -- Sending -----------------------------------------------------------------------------

    def _send_alerts(self):
        """Remind of what is due on these contracts: the nearest of each kind, not those it overtook."""
        today = fields.Date.today()
        told = []
        for contract in self:
            for kind, numbers in contract._due_alerts(today).items():
                contract._keep_alerts(kind, numbers, today)
                contract._alert_activity(kind)
                told.append((contract, kind))
        self._mail_alerts(told)

    def _keep_alerts(self, kind, numbers, today):
        nearest = numbers[-1]
        self.env["service.desk.contract.alert"].create(
            [
                {
                    "term_id": self.term_id.id,
                    "kind": kind,
                    "days": days,
                    "date": today,
                    "is_skipped": days != nearest,
                }
                for days in numbers
            ]
        )

    def _alert_activity(self, kind):
        """A to-do for the one who looks after the contract."""
        user = self.user_id.filtered("active") or self._contract_managers()[:1]
        if not user:
            return
        contract = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        contract.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.date_notice if kind == "notice" else self.date_end,
            summary=contract._alert_words(kind),
            user_id=user.id,
        )

    def _alert_words(self, kind):
        """What to do about it, in a few words."""
        if kind == "notice":
            return self.env._("Give notice or let it go on")
        if self.state == "notice":
            return self.env._("The contract ends")
        if self.renewal == "explicit":
            return self.env._("Renew the contract or let it end")
        if self.renewal == "tacit":
            return self.env._("The contract goes on by itself")
        return self.env._("The contract ends")

    def _contract_managers(self):
        """Whose work contracts of this company are."""
        managers = self.env.ref(MONEY_GROUP).all_user_ids
        return managers.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        ).sorted("id")

    def _mail_alerts(self, told):
        """One mail to each contract manager about all of these.

        :param list told: pairs of contract and kind of alert
        """
        by_user = defaultdict(list)
        for contract, kind in told:
            for user in contract._contract_managers().filtered("email"):
                by_user[user].append((contract, kind))
        mails = [self._alert_mail(user, theirs) for user, theirs in by_user.items()]
        if mails:
            self.env["mail.mail"].create(mails)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _alert_mail(self, user, told):
        localized = self.with_context(lang=user.lang, tz=user.tz or "UTC")
        company = told[0][0].company_id
        lines = []
        for contract, kind in told:
            known = contract.with_env(localized.env)
            lines.append({"contract": known, "kind": kind, "words": known._alert_words(kind)})
        body = localized.env["ir.qweb"]._render(
            "service_desk.mail_contract_alert",
            {
                "lines": lines,
                "user": user,
                "company": company,
                "lang": user.lang,
                "base_url": company.get_base_url(),
            },
            minimal_qcontext=True,
            lang=user.lang,
        )
        subject = localized.env._("Contracts that need a decision: %s", len(told))
        if len(told) == 1:
            subject = f"{lines[0]['words']}: {told[0][0].name}"
        return {
            "subject": subject,
            "email_from": company.email_formatted or company.catchall_formatted or user.email_formatted,
            "recipient_ids": [(4, user.partner_id.id)],
            "author_id": company.partner_id.id,
            "body_html": body,
            "auto_delete": True,
            "headers": repr(AUTOMATIC_HEADERS),
        }
