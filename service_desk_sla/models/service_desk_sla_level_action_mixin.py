import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.models.service_desk_ticket_data import MAX_ESCALATION_LEVEL

from ..clock_rules import RUNNING
from .service_desk_sla_bundle_mixin import MOST_NOTICES
from .service_desk_sla_data import TASK

_logger = logging.getLogger(__name__)


class ServiceDeskSlaLevelActionMixin(models.AbstractModel):
    """What an escalation level does about a clock that has just reached it.

    The desk acts, not a person. What cannot be done is noted on the ticket and does not undo the
    rest; who hears of it is told after the rest, by what is true then.
    """

    _name = "service.desk.sla.level.action.mixin"
    _description = "Actions of an Escalation Level"

    def _act(self, clocks):
        """Act on these clocks, which have just reached this level; once for each of them."""
        self.ensure_one()
        # sudo: the job of the desk; what a level does was chosen by those who may.
        level = self.sudo().with_context(mail_notify_force_send=False)
        escalations = level.env["service.desk.sla.escalation"]
        known = escalations.search([("level_id", "=", self.id), ("clock_id", "in", clocks.ids)])
        todo = (clocks - known.clock_id).with_env(level.env)
        told = escalations._count_told()
        rows = [level._act_on(clock, told) for clock in todo if clock.state == RUNNING]
        if rows:
            escalations.create(rows)
            # Mails of this transaction wait in the queue until it is committed.
            level.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _act_on(self, clock, told):
        """Do what this level says about one clock.

        :param Counter told: user id -> how much they heard of lately; counted on here
        :return: values of the row that tells of it
        """
        subject = clock._subject()
        users = self._chosen_users(subject)
        results = [self._try(clock, subject, act) for act in self._actions()]
        users = self._listeners(subject, users | self._chosen_users(subject))
        later = users.filtered(lambda user: told[user.id] >= MOST_NOTICES)
        told.update(users.ids)
        self._tell(clock, subject, users - later)
        return {
            "clock_id": clock.id,
            "level_id": self.id,
            "percent": self.percent,
            "user_ids": [(6, 0, users.ids)],
            "later_user_ids": [(6, 0, later.ids)],
            "detail": "\n".join(text for text, _failed in results if text),
            "is_failed": any(failed for _text, failed in results),
        }

    # -- What is done ------------------------------------------------------------------------

    def _actions(self):
        """The methods to call with the ticket or task, in order. Extend it for other actions."""
        wanted = [
            (self.reassign, self._do_reassign),
            (self.raises_level, self._do_raise),
            (self.server_action_id, self._do_run),
        ]
        return [act for is_wanted, act in wanted if is_wanted]

    def _try(self, clock, subject, act):
        """Do one thing; when it fails, undo that alone and note it on the ticket.

        :return: what there is to tell, and whether it failed
        """
        try:
            with self.env.cr.savepoint():
                return act(subject), False
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:
            is_meant = isinstance(error, UserError)
            _logger.log(
                logging.INFO if is_meant else logging.ERROR,
                "Escalation level %s of clock %s: not all could be done.",
                self.id,
                clock.id,
                exc_info=not is_meant,
            )
            words = str(error) if is_meant else f"{type(error).__name__}: {error}"
            self._note_failure(subject, words)
            return words, True

    def _note_failure(self, subject, words):
        ticket = self._ticket_of(subject)
        if ticket:
            title = self.env._("Escalation at %s %%: not all could be done", self.percent)
            ticket._log_note(title, words)

    def _do_reassign(self, subject):
        """Hand it over to the team that the level names, or to the next one."""
        team = self.team_id if self.reassign == "team" else subject.team_id.escalation_team_id
        if not team:
            return self.env._("There is no team to hand it over to.")
        if team == subject.team_id:
            return self.env._("%s had it already.", team.name)
        former = subject.team_id.name or self.env._("no team")
        values = {"team_id": team.id}
        if "handoff_note" in subject._fields:
            values["handoff_note"] = self.env._(
                "By escalation: %s %% of the promised time are used up.", self.percent
            )
        elif subject.user_id not in team.member_ids:
            values["user_id"] = False
        subject.write(values)
        return self.env._("Handed over from %(former)s to %(team)s.", former=former, team=team.name)

    def _do_raise(self, subject):
        """Ask the next person up to act; for a task, about its ticket."""
        ticket = self._ticket_of(subject)
        if not ticket or ticket.phase not in OPEN_PHASES:
            return self.env._("There is no open ticket to escalate.")
        if ticket.escalation_level >= MAX_ESCALATION_LEVEL:
            return self.env._("It was escalated to the top already.")
        ticket._escalate_to_management(
            self.env._("%s %% of the promised time are used up.", self.percent)
        )
        return self.env._("Escalated to management, level %s.", ticket.escalation_level)

    def _do_run(self, subject):
        """Run the server action on it, when it is about such records."""
        action = self.server_action_id
        if action.model_name != subject._name:
            return self.env._("%(action)s is not for %(what)s.", action=action.name, what=subject._description)
        action.with_context(
            active_model=subject._name, active_id=subject.id, active_ids=subject.ids
        ).run()
        return self.env._("Done: %s", action.name)

    @staticmethod
    def _ticket_of(subject):
        """The ticket itself, or that of a task; none for a task of its own."""
        return subject._ticket() if subject._name == TASK else subject

    # -- Who hears of it ---------------------------------------------------------------------

    def _chosen_users(self, subject):
        """Those whom this level names, as things stand now."""
        ticket = self._ticket_of(subject)
        users = self.user_ids
        if self.notify_assignee:
            users |= subject.user_id or subject.team_id.leader_id
        if self.notify_leader:
            users |= subject.team_id.leader_id
        if ticket and self.notify_owner:
            users |= ticket.service_id.owner_id
        if ticket and self.notify_management and ticket.escalation_level:
            users |= ticket._escalation_user(ticket.escalation_level)
        return users

    def _listeners(self, subject, users):
        """Those who may work on it; when nobody of them may, whoever stands above the team.

        Never the requester, unless the work is in their own hands.
        """
        found = users.filtered(lambda user: self._may_be_told(subject, user))
        ticket = self._ticket_of(subject)
        if found or not ticket or not self._tells_anybody():
            return found
        return ticket._escalation_user(1).filtered(lambda user: self._may_be_told(subject, user))

    def _tells_anybody(self):
        chosen = (self.notify_assignee, self.notify_leader, self.notify_owner, self.notify_management)
        return any(chosen) or bool(self.user_ids)

    def _may_be_told(self, subject, user):
        ticket = self._ticket_of(subject)
        is_requester = bool(ticket) and user.partner_id in ticket._asking_partners()
        if not user.active or user.share or (is_requester and user != subject.user_id):
            return False
        reader = subject.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return reader.has_access("write")
