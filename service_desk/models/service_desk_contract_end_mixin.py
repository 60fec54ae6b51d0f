from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools.misc import format_date

from ..contract_rules import DAY, length, term_end
from .service_desk_contract_data import IN_FORCE, MONEY_GROUP, MOST_TERMS


class ServiceDeskContractEndMixin(models.AbstractModel):
    """How a contract goes on or ends: the verbs of contract managers.

    Each verb checks who asks, locks the contract, and says no with a sentence.
    """

    _name = "service.desk.contract.end.mixin"
    _description = "Renewal and End of a Contract"

    # -- Verbs -------------------------------------------------------------------------------

    def action_activate(self):
        """It is signed: from its start on it counts."""
        self._check_is_manager()
        self.write({"state": "active"})
        # sudo: starting the job is harmless; it says at once what is due already.
        self.env.ref("service_desk.cron_contract").sudo()._trigger()
        return True

    def action_renew(self, date_end, note=False):
        """Agree on another term, from the day after the current one.

        :param date_end: the new last day, or its text
        :param str note: what was agreed; kept with the term
        :raise UserError: when there is nothing to renew, or the day is not later
        """
        self._check_is_manager()
        day = self._to_day(date_end)
        self.lock_for_update()
        for contract in self:
            if contract.state != "active":
                raise UserError(contract._text_not_active())
            if not contract.date_end:
                raise UserError(self.env._("%s has no end, so there is nothing to renew.", contract.display_name))
            if day <= contract.date_end:
                raise UserError(
                    self.env._(
                        "%(contract)s lasts until %(day)s already. Choose a later day.",
                        contract=contract.display_name,
                        day=format_date(self.env, contract.date_end),
                    )
                )
            contract._begin_term(contract.date_end + DAY, day, "explicit", note)
        return True

    def action_give_notice(self, reason):
        """Say that the contract does not go on: it ends with its term.

        After the last day for notice a contract that renews itself has done so: it ends one term
        later. One without an end lasts for the length of notice from today.

        :raise UserError: without a reason, or when the contract is not active
        """
        self._check_is_manager()
        reason = self._to_reason(reason)
        self.lock_for_update()
        for contract in self:
            if contract.state != "active":
                raise UserError(contract._text_not_active())
            date_end = contract._end_after_notice()
            if contract.date_end and date_end > contract.date_end:
                contract._begin_term(contract.date_end + DAY, date_end, "tacit")
            # sudo: the verb has checked who asks; dates and terms change together.
            contract.sudo().write({"state": "notice", "end_reason": reason, "date_end": date_end})
        return True

    def action_withdraw_notice(self):
        """Both sides go on after all."""
        self._check_is_manager()
        for contract in self:
            if contract.state != "notice":
                raise UserError(self.env._("No notice was given for %s.", contract.display_name))
        self.write({"state": "active"})
        return True

    def action_terminate(self, date_end, reason):
        """End it before its time, as agreed or for a cause: on a day to come, or as of one that was.

        :param date_end: the last day, or its text; within the current term. A renewal that would
            begin after it is struck off, while that is still to come
        :raise UserError: without a reason, or for a day outside the current term
        """
        self._check_is_manager()
        reason = self._to_reason(reason)
        day = self._to_day(date_end)
        self.lock_for_update()
        for contract in self:
            contract._strike_terms_after(day)
            contract._check_may_end_on(day)
            is_over = day < fields.Date.today()
            state = "ended" if is_over else "notice"
            # sudo: see action_give_notice
            contract.sudo().write({"state": state, "end_reason": reason, "date_end": day})
        return True

    def action_make_successor(self):
        """Open a draft that follows this contract: same partner, services, contacts and prices."""
        self._check_is_manager()
        self.ensure_one()
        start = self.date_end and self.date_end + DAY
        values = self.copy_data({"name": self.name, "date_start": start})[0]
        values["cost_ids"] = [
            Command.create({**cost.copy_data()[0], "date_from": start or fields.Date.today(), "date_to": False})
            for cost in self.cost_ids
            if cost.period != "once" and (not cost.date_to or cost.date_to == self.date_end)
        ]
        successor = self.create(values)
        # sudo: which contract it follows is the desk's fact.
        successor.sudo().previous_id = self
        return successor._get_records_action()

    def action_open_renew(self):
        """Ask until when, and at what price."""
        return self._open_dialog("service.desk.contract.renew.wizard", self.env._("Renew"))

    def action_open_notice(self):
        """Ask why, and say when it will end."""
        return self._open_dialog("service.desk.contract.end.wizard", self.env._("Give Notice"), default_way="notice")

    def action_open_terminate(self):
        """Ask why, and when it ends."""
        return self._open_dialog("service.desk.contract.end.wizard", self.env._("Terminate"), default_way="terminate")

    def _strike_terms_after(self, day):
        """A term that was agreed and has not begun does not, when the contract ends before it."""
        # sudo: the verb has checked who asks; nobody may write terms otherwise.
        contract = self.sudo()
        last = max(day, fields.Date.today())
        struck = contract.term_ids.filtered(lambda term: term.date_from > last)
        kept = (contract.term_ids - struck).sorted("date_from")[-1:]
        if struck and kept:
            names = ", ".join(struck.mapped("display_name"))
            contract.write({"term_id": kept.id, "date_end": kept.date_to})
            struck.unlink()
            contract._message_log(body=self.env._("Was agreed and does not begin any more: %s", names))

    # -- Checks ------------------------------------------------------------------------------

    def _check_is_manager(self):
        """:raise AccessError: unless contracts are this user's work and these are within reach"""
        if not self.env.su and not self.env.user.has_group(MONEY_GROUP):
            raise AccessError(self.env._("Contracts are kept by contract managers."))
        self.check_access("write")

    def _check_may_end_on(self, day):
        """:raise UserError: when the current term has no such day"""
        if self.state not in IN_FORCE:
            raise UserError(self._text_not_active())
        self._check_term_end(day)
        if self.date_end and day > self.date_end:
            raise UserError(
                self.env._(
                    "%(contract)s ends on %(day)s anyway. Renew it to make it last longer.",
                    contract=self.display_name,
                    day=format_date(self.env, self.date_end),
                )
            )

    def _to_day(self, value):
        """:raise UserError: when it is no date"""
        try:
            day = fields.Date.to_date(value)
        except (ValueError, TypeError):
            day = None
        if not day:
            raise UserError(self.env._("Say on which day."))
        return day

    def _to_reason(self, reason):
        """:raise UserError: when nothing was said"""
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why."))
        return reason.strip()

    def _text_not_active(self):
        return self.env._(
            "%(contract)s is %(state)s. Only what is active can be renewed or given notice of.",
            contract=self.display_name,
            state=self._state_label(self.state),
        )

    def _open_dialog(self, model, title, **defaults):
        self._check_is_manager()
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id, **defaults},
        }

    # -- Days --------------------------------------------------------------------------------

    def _end_after_notice(self):
        """The last day when notice is given today."""
        today = fields.Date.today()
        if not self.date_end:
            return today + length(self.notice_number, self.notice_unit)
        if self.renewal == "tacit" and self.date_notice < today:
            return self._next_term_end()
        return self.date_end

    def _next_term_end(self):
        return term_end(self.date_end + DAY, max(self.renewal_months, 1))

    # -- By itself ---------------------------------------------------------------------------

    @api.model
    def _domain_to_end(self, today):
        """Contracts whose last day is over."""
        return [("state", "in", IN_FORCE), ("date_end", "<", today)]

    def _go_on_or_end(self):
        """What becomes of contracts whose term is over."""
        today = fields.Date.today()
        for contract in self:
            if contract.state == "active" and contract.renewal == "tacit":
                contract._renew_tacitly(today)
            else:
                contract.write({"state": "ended", **contract._ended_by_time()})

    def _ended_by_time(self):
        if self.end_reason:
            return {}
        if self.renewal == "explicit":
            return {"end_reason": self.env._("It was not renewed.")}
        return {"end_reason": self.env._("Its term was over.")}

    def _renew_tacitly(self, today):
        """Begin the next term, and those that nobody made while the job did not run."""
        for _term in range(MOST_TERMS):
            if self.date_end >= today:
                break
            self._begin_term(self.date_end + DAY, self._next_term_end(), "tacit")
