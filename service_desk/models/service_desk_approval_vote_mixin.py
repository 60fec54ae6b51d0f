from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .service_desk_approval_data import MAX_WORDS, is_changed


class ServiceDeskApprovalVoteMixin(models.AbstractModel):
    """The two verbs of those who are asked.

    Who decides is who is logged in, never an argument. A second click, a second approver in the
    same moment or an old page find out under the lock what is true by then.
    """

    _name = "service.desk.approval.vote.mixin"
    _description = "Votes on an Approval"

    def action_approve(self, comment=None):
        """Agree, on one's own seat and on those of people one stands in for.

        :param str comment: what one wants to add
        :raise UserError: when it is over, was decided by this person, or has changed
        """
        return self._vote("approve", comment)

    def action_refuse(self, reason):
        """Say no, and why.

        :param str reason: the requester reads it
        """
        return self._vote("refuse", reason)

    def _vote(self, decision, words, channel="backend", seen=None):
        """Write down one person's decision and go on from there.

        :param str seen: hash of what the person was shown, when a page says so
        """
        self._check_visible()
        self.ensure_one()
        words = self._check_words(words)
        if decision == "refuse" and not words:
            raise UserError(self.env._("Please say why you refuse; the requester reads it."))
        # sudo: nobody writes approvals; what follows checks the person's own seat.
        approval = self.sudo()
        approval._lock()
        seats = approval._seats_to_vote_on(self.env.user)
        approval._check_content(seen)
        seats.write(
            {
                "decision": decision,
                "user_id": self.env.uid,
                "date": self.env.cr.now().replace(microsecond=0),
                "comment": words,
                "channel": channel,
            }
        )
        for seat in seats:
            approval._log("voted", approval._text_vote(seat))
        approval._weigh_votes()
        return True

    def _check_words(self, words):
        """Clean text that somebody typed.

        :raise ValidationError: when it is no text, or longer than anybody reads
        """
        words = words or ""
        if not isinstance(words, str):
            raise ValidationError(self.env._("A comment is text."))
        words = words.replace("\x00", "").strip()
        if len(words) > MAX_WORDS:
            raise ValidationError(self.env._("Please say it in %s characters at most.", f"{MAX_WORDS:,}"))
        return words

    def _seats_to_vote_on(self, user):
        """The open seats of this person, own ones and those they stand in for.

        :raise UserError: when there is none, with the reason
        """
        if self.state != "pending":
            raise UserError(self._text_over())
        if user in self.barred_user_ids | self._subject()._approval_barred_users():
            raise AccessError(self.env._("Nobody decides about what they asked for themselves."))
        seats = self.env["service.desk.approval.decision"].search(
            Domain("approval_id", "=", self.id) & self.env["service.desk.approval.decision"]._domain_open_of(user)
        )
        if seats and self._may_sit(user):
            return seats
        if user in self.decision_ids.user_id:
            raise UserError(self.env._("You have decided this already; it stands."))
        raise AccessError(self.env._("You are not asked to decide this."))

    def _check_content(self, seen=None):
        """:raise UserError: when it is no longer what the approvers were shown"""
        is_other_page = seen is not None and seen != self.content_hash
        if is_other_page or is_changed(self.content or [], self._subject()._frozen_content()):
            raise UserError(
                self.env._(
                    "%s has changed since it was sent to you, so it cannot be decided as it"
                    " stands. The desk must ask for approval again.",
                    self.number or self.title,
                )
            )

    def _text_over(self):
        """What to tell somebody who comes too late, or too early."""
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        if self.state == "waiting":
            return self.env._("An earlier step must be decided first.")
        return self.env._("This is over already: %s. Nothing was changed.", label)

    def _text_vote(self, seat):
        label = dict(seat._fields["decision"]._description_selection(self.env))[seat.decision]
        name = seat.user_id.name
        if seat.approver_id != seat.user_id:
            name = self.env._("%(name)s in place of %(approver)s", name=name, approver=seat.approver_id.name)
        return f"{name}: {label}. {seat.comment}".strip()
