from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..lifecycle import CLOSED, DONE, ENDED_PHASES, OPEN_PHASES, PENDING, REQUESTER
from ..mail_out.pictures import without_pictures
from .service_desk_portal_data import (
    INLINE_TYPES,
    KIND_LABELS,
    MODEL_OF_KIND,
    RATINGS,
    SHOWN_STATES,
    STATE_LABELS_OF_OTHERS,
    STATE_OF_PHASE,
    STATE_OF_WAITING,
    URGENCIES,
    size_label,
    translated,
)


class ServiceDeskPortalMixin(models.AbstractModel):
    """How a ticket looks to the people who asked.

    Pages never get the record, only the plain values from here: a white list that holds nothing
    of notes, work logs, suppliers or other people. The caller's gate has found the ticket with
    the person's own rights.
    """

    _name = "service.desk.portal.mixin"
    _description = "Ticket on the Portal"
    _inherit = ["service.desk.portal.link.mixin"]

    # -- Who and what ------------------------------------------------------------------------

    def _is_asking(self, user=None):
        """Whether the ticket was raised by or for this person."""
        self.ensure_one()
        return (user or self.env.user).partner_id in self._asking_partners()

    def _portal_kind(self):
        return next(kind for kind, model in MODEL_OF_KIND.items() if model == self._name)

    def _portal_state(self):
        """The state in the requester's words, a key of ``SHOWN_STATES``."""
        if self.state in SHOWN_STATES:
            return self.state
        # sudo: of the reason only whom it waits for is looked at.
        waits_for = self.phase == PENDING and self.pending_reason_id.sudo().waits_for
        return STATE_OF_WAITING.get(waits_for) or STATE_OF_PHASE[self.phase]

    def _portal_allowed(self):
        """What the current user may do here, as a set of verbs.

        Colleagues of an organization that shares its tickets may help with an answer; whether it
        is solved and how well is for those who asked.
        """
        self.ensure_one()
        allowed = set()
        if self.phase != CLOSED:
            allowed.add("reply")
        if not self._is_asking():
            # sudo: who follows is the desk's business; this asks about the reader alone.
            watches = self.env.user.partner_id in self.sudo().message_partner_ids
            return allowed | {"unfollow" if watches else "follow"}
        move = self._lifecycle.move(self.state, self._lifecycle.closing)
        if move and REQUESTER in move.roles:
            allowed.add("close")
        if self.phase in ENDED_PHASES:
            allowed.add("reopen" if self.can_reopen else "follow_up")
        if self._portal_state() in ("solved", "closed"):
            allowed.add("rate")
        return allowed

    def _portal_check(self, verb):
        """Refuse what :meth:`_portal_allowed` does not name.

        :raise UserError: with a sentence that says what can be done instead
        """
        if verb in self._portal_allowed():
            return
        if verb == "reply":
            text = self.env._("This ticket is closed. Please open a new one.")
        elif not self._is_asking():
            text = self.env._("Only the person who asked may do this.")
        elif verb in ("cancel", "amend"):
            text = self.env._("Work on this has begun. Please write to us instead.")
        elif verb == "close":
            text = self.env._("This ticket cannot be closed now.")
        elif verb == "reopen" and self.phase not in ENDED_PHASES:
            text = self.env._("This ticket is open. Just write what is missing.")
        elif verb == "reopen":
            text = self.env._("This ticket ended too long ago. Please open a new one about it.")
        else:
            text = self.env._("You can rate the service once your ticket is solved.")
        raise UserError(text)

    # -- Values of the pages -----------------------------------------------------------------

    def _portal_summary(self):
        """What a list shows of one ticket."""
        self.ensure_one()
        state = self._portal_state()
        label, icon = SHOWN_STATES[state]
        is_mine = self._is_asking()
        if not is_mine:
            label = STATE_LABELS_OF_OTHERS.get(state, label)
        kind = self._portal_kind()
        # sudo: names that belong to the ticket; contacts of colleagues and retired services
        # cannot be read by requesters.
        ticket = self.sudo()
        return {
            "number": self.number,
            "name": self.name,
            "url": self._portal_url(),
            "kind": kind,
            "kind_label": translated(self.env, KIND_LABELS[kind]),
            "state": state,
            "state_label": translated(self.env, label),
            "state_icon": icon,
            "date_opened": self.date_opened,
            "requester": ticket.requester_id.name,
            "is_mine": is_mine,
            "service": ticket.service_id.name,
        }

    def _portal_detail(self):
        """What the page of one ticket shows."""
        # sudo: see _portal_summary
        ticket = self.sudo()
        is_open = self.phase in OPEN_PHASES
        return self._portal_summary() | {
            "is_open": is_open,
            "submitter": ticket.submitted_by_id.name,
            "category": ticket.category_id.name,
            "urgency": translated(self.env, dict(URGENCIES[self._portal_kind()])[self.urgency]),
            "assignee": ticket.user_id.name,
            "date_due": is_open and ticket._promised_date(),
            "date_resolved": self.date_resolved,
            "date_closed": self.date_closed,
            "date_autoclose": self.date_autoclose,
            "resolution": not is_html_empty(self.resolution) and self.resolution,
            "messages": self._portal_conversation(),
            "allowed": self._portal_allowed(),
            "desk_url": self._desk_url(),
            "rating": self._portal_rating(),
            "follow_up_url": self._portal_follow_up_url(),
            "continues": self._portal_link(self.previous_id),
            "continued_as": self._portal_link(self._portal_successor()),
        }

    def _desk_url(self):
        """Where an agent works this ticket; nothing for everybody else."""
        is_agent = self.env.user.has_group("service_desk.group_agent")
        return is_agent and self.has_access("write") and f"/odoo/{self._name}/{self.id}"

    def _portal_open_detail(self):
        """What a link in a mail shows to whoever has it: no verbs, no files, no other tickets."""
        detail = self._portal_detail()
        for message in detail["messages"]:
            message["files"] = [{**file, "url": None} for file in message["files"]]
            # Their addresses would open them longer than the link does.
            message["body"] = message["body"] and without_pictures(message["body"])
        if detail["resolution"]:
            detail["resolution"] = without_pictures(detail["resolution"])
        nothing = dict.fromkeys(("desk_url", "rating", "continues", "continued_as", "submitter"))
        return {**detail, **nothing, "allowed": set(), "is_mine": False}

    def _portal_conversation(self):
        """What was said, beginning with what was asked and the files that came with it."""
        messages = self._portal_messages()
        # sudo: see _portal_summary
        asker = self.sudo().submitted_by_id
        question = {
            "author": asker.name,
            "is_desk": False,
            "date": self.date_opened,
            "body": self.description if not is_html_empty(self.description) else self.name,
            "files": [],
        }
        if messages and not messages[0]["body"] and messages[0]["author"] == asker.name:
            question["files"] = messages.pop(0)["files"]
        return [question, *messages]

    def _portal_messages(self):
        """The public messages, oldest first."""
        asking = self._asking_partners()
        agents = {}
        values = []
        for message in self._public_messages():
            author = message.author_id
            if author not in agents:
                agents[author] = author not in asking and any(
                    user.has_group("service_desk.group_agent") for user in author.user_ids
                )
            values.append(
                {
                    "author": author.name or self._name_in_address(message.email_from),
                    "is_desk": agents[author],
                    "date": message.date,
                    "body": not is_html_empty(message.body) and message.body,
                    "files": [self._portal_file(file) for file in message.attachment_ids.sorted("id")],
                }
            )
        # A word against a solution comes after it, also within the same second.
        return sorted(self._portal_past_resolutions() + values, key=lambda value: value["date"])

    def _portal_past_resolutions(self):
        """How the desk ended the ticket before it was reopened; how it ends now stands on top."""
        # sudo: of the history only what the requester was told before is shown.
        moves = self.sudo().transition_ids.sorted("id")
        openings = [place for place, move in enumerate(moves) if move.phase_to in OPEN_PHASES]
        past = moves[: openings[-1]] if openings else moves.browse()
        return [
            {
                "author": self.company_id.sudo().name,
                "is_desk": True,
                "is_resolution": line.phase_to == DONE,
                "date": line.date,
                "body": line.resolution,
                "files": [],
            }
            for line in past
            if not is_html_empty(line.resolution)
        ]

    @api.model
    def _name_in_address(self, address):
        """The name in ``"Ann" <ann@example.com>``; the address itself is nobody else's business."""
        name = (address or "").split("<")[0].strip(' "')
        return name if name and "@" not in name else self.env._("Guest")

    def _portal_file(self, attachment):
        return {
            "id": attachment.id,
            "name": attachment.name,
            "size_label": size_label(attachment.file_size),
            "is_image": attachment.mimetype in INLINE_TYPES - {"application/pdf"},
            "url": self._portal_url(f"/files/{attachment.id}"),
        }

    def _portal_attachment(self, attachment_id):
        """A file of the public conversation, with superuser rights to read it, or None.

        Files of notes, and those an agent put beside the conversation, are not found.
        """
        files = self._public_messages().attachment_ids
        return next((file for file in files if file.id == attachment_id and file.type == "binary"), None)

    def _portal_rating(self):
        """What the requester answered to "how did we do?"."""
        # sudo: requesters may not read ratings; this one is about their own ticket.
        ticket = self.sudo()
        rating = ticket.rating_ids.filtered(lambda r: r.consumed and r.partner_id == ticket.requester_id)[:1]
        if not rating:
            return None
        label, icon = next(
            ((label, icon) for value, label, icon in RATINGS if value == rating.rating),
            RATINGS[1][1:],
        )
        return {
            "value": int(rating.rating),
            "label": translated(self.env, label),
            "icon": icon,
            "feedback": rating.feedback,
        }

    def _portal_successor(self):
        """The ticket this one was merged into or goes on as."""
        return self.merged_into_id or self._successor_ticket()
