import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import split_every

from ..hand_over_table import SHARES

_logger = logging.getLogger(__name__)
#: Records that are given away between two looks at the memory.
_BATCH = 500
#: Names that stand in the proof of one kind; the number says how many there were.
_MAX_NAMES = 50


class ServiceDeskHandOver(models.AbstractModel):
    """Gives what stands in somebody's name to somebody else, kind by kind.

    What the successor cannot take stays and is counted, so that people see to it. Called with
    superuser rights: who leaves has things that neither HR nor the manager may read; they learn
    how many there were, and names of what is no secret.
    """

    _name = "service.desk.hand.over"
    _description = "Hand-Over of Work"
    _inherit = ["service.desk.batch.mixin"]

    @api.model
    def _shares(self):
        """Rows of the table; add those of other addons."""
        return list(SHARES)

    @api.model
    def _hand_over(self, users, heir, ruler, reason, is_for_good=True):
        """Give everything of these logins away.

        :param heir: who takes over the work
        :param ruler: who takes over what decides about others; may be nobody
        :param str reason: stands in the histories
        :param bool is_for_good: what they own goes as well; else only what is to be done meanwhile
        :return: list of dicts ``what``, ``count``, ``names``, ``to`` and ``left``, of what there was; and
            ``model``, ``ids`` and ``to_id``, by which what is to be done comes back to whoever was away
        """
        rows = []
        for share in self._shares():
            if share.model in self.env and (is_for_good or share.is_work):
                to = ruler if share.is_power else heir
                rows.append(self._give(share, users, to, reason))
        return [row for row in rows if row["count"] or row["left"]]

    @api.model
    def _give_back(self, handed, user, reason):
        """Whoever was away takes up again what is still to be done and still with whoever stood in.

        :param list handed: rows as :meth:`_hand_over` gave them
        :return: rows of what came back
        """
        work = {share.model: share for share in self._shares() if share.is_work and share.model in self.env}
        rows = []
        for row in handed:
            share, heir = work.get(row.get("model")), self.env["res.users"].browse(row.get("to_id")).exists()
            if share and heir and row["ids"]:
                rows.append(self._give(share, heir, user, reason, row["ids"]))
        return [row for row in rows if row["count"]]

    @api.model
    def _give(self, share, users, heir, reason, only_ids=None):
        records = self._records(share, users)
        if only_ids is not None:
            # What they cannot take any more stays with whoever has it.
            records = records.filtered(lambda one: one.id in only_ids and self._is_of_team(one, heir))
        given = records.browse()
        fits = heir and (not share.group or heir.has_group(share.group))
        for ids in split_every(_BATCH, records.ids if fits else ()):
            given |= self._give_what_can_be_given(share, records.browse(ids), users, heir)
        self._log(given, users, heir, reason)
        left = self._records(share, users) if records and not share.may_stay else records.browse()
        names = given.mapped(share.names)[:_MAX_NAMES] if share.names else []
        return {
            "what": self._label(share),
            "count": len(given),
            "names": names,
            "to": heir.name,
            "left": len(left),
            "model": share.model,
            "ids": given.ids if share.is_work else [],
            "to_id": heir.id,
        }

    @api.model
    def _is_of_team(self, record, user):
        """Whether somebody is in the team that has a record, if one has it."""
        team = record.team_id if "team_id" in record._fields else None
        return not team or user in team.member_ids

    @api.model
    def _records(self, share, users):
        model = self.env[share.model].with_context(active_test=False)
        domain = Domain(share.field, "in", users.ids) & Domain(list(share.domain))
        if "active" in model._fields:
            domain &= Domain("active", "=", True)
        return model.search(domain).with_context(active_test=True)

    @api.model
    def _label(self, share):
        """What it is, in words."""
        # sudo: names of models
        name = self.env["ir.model"].sudo()._get(share.model).name
        if share.is_work or share.may_stay:
            return name
        return f"{name} ({self.env[share.model]._fields[share.field]._description_string(self.env)})"

    @api.model
    def _give_what_can_be_given(self, share, records, users, heir):
        """One that cannot be given keeps back no other.

        :return: those that were given
        """

        def refused(record, error):
            if not isinstance(error, UserError):
                _logger.error("%s cannot be handed over.", record, exc_info=error)
            return record.browse()

        give = getattr(self, share.how)
        given = self._try_together(records, lambda some: give(share, some, users, heir), refused)
        return records.browse().union(*given)

    @api.model
    def _log(self, records, users, heir, reason):
        """A line in the history of each, in one go."""
        if not records or not hasattr(records, "_message_log_batch"):
            return
        words = self.env._(
            "Handed over from %(person)s to %(heir)s (%(reason)s).",
            person=users[:1].name,
            heir=heir.name,
            reason=reason,
        )
        free = self.env._(
            "%(person)s has handed it over: back in the queue (%(reason)s).", person=users[:1].name, reason=reason
        )
        back = records.filtered(lambda one: "user_id" in one._fields and "team_id" in one._fields and not one.user_id)
        records._message_log_batch({one.id: free if one in back else words for one in records})

    # -- How ---------------------------------------------------------------------------------------

    @api.model
    def _give_field(self, share, records, users, heir):
        if records._fields[share.field].type == "many2many":
            commands = [Command.link(heir.id), *(Command.unlink(user.id) for user in users)]
            records.write({share.field: commands})
        else:
            records.with_context(mail_auto_subscribe_no_notify=True).write({share.field: heir.id})
        return records

    @api.model
    def _give_tickets(self, share, records, users, heir):
        """To the successor where they are in the team, or nobody's team is on it; else back to its queue.

        Nobody inherits what is done because they leave themself.
        """
        quiet = records.with_context(mail_auto_subscribe_no_notify=True)
        is_agent = heir.has_group("service_desk.group_agent") or records._name == "service.desk.task"
        taken = quiet.filtered(lambda one: heir in one.team_id.member_ids if one.team_id else is_agent)
        taken -= taken.filtered(lambda one: heir in one._barred_assignees())
        taken.write({"user_id": heir.id})
        (quiet - taken).write({"user_id": False})
        return records

    @api.model
    def _give_steps(self, share, records, users, heir):
        """Steps of other people's journeys, with the tasks behind them; their own stay theirs."""
        others = records.filtered(lambda line: line.journey_id.partner_id not in users.partner_id)
        others.write({"user_id": heir.id})
        others.task_id.filtered(lambda task: task.user_id in users).write({"user_id": heir.id})
        return others

    @api.model
    def _give_activities(self, share, records, users, heir):
        """What somebody had planned, on records that the successor may read; without a mail for each."""
        given = records.browse()
        for model, theirs in records.grouped("res_model").items():
            if model and model in self.env:
                own = self.env[model].with_user(heir).with_context(allowed_company_ids=heir.company_ids.ids)
                readable = set(own.browse(theirs.mapped("res_id")).exists()._filtered_access("read").ids)
                given |= theirs.filtered(lambda one, readable=readable: one.res_id in readable)
            elif not model:
                given |= theirs
        given.with_context(mail_activity_quick_update=True).write({"user_id": heir.id})
        return given

    @api.model
    def _give_seats(self, share, records, users, heir):
        """Approvals on which somebody is asked; those on which the successor may not decide are left to the
        approval itself, which asks others when the login is closed."""
        given = records.browse()
        for seat in records:
            approval = seat.approval_id
            approval._lock()
            if approval._may_sit(heir):
                given |= seat
                added = approval._add_seats(heir)
                text = self.env._("%(new)s in place of %(absent)s", new=heir.name, absent=seat.approver_id.name)
                approval._take_seats(seat.approver_id, "replaced", text)
                if approval.state == "pending":
                    approval._mail_asked(added)
                approval._weigh_votes()
        return given

    @api.model
    def _give_delegations(self, share, records, users, heir):
        """Whoever was to decide for others in their absence does so no more; the successor does."""
        today = fields.Date.context_today(self)
        current = records.filtered(lambda one: one.date_to >= today)
        for delegation in current - current.filtered(lambda one: one.user_id == heir):
            delegation.copy(
                {"delegate_id": heir.id, "date_from": max(delegation.date_from, today), "is_announced": False}
            )
        begun = current.filtered(lambda one: one.date_from < today)
        for delegation in begun:
            delegation.date_to = fields.Date.subtract(today, days=1)
        (current - begun).unlink()
        return records.browse(begun.ids)
