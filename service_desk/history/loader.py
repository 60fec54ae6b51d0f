"""From drafts to tickets: writes a batch with its people, history and numbers."""

from odoo.tools import plaintext2html

from ..lifecycle import OPEN_PHASES
from ..models.service_desk_import_data import ARCHIVED_KINDS
from .draft import Draft
from .lookup import CREATED, DEFAULT, TEXT, Lookup

#: Nobody is mailed, subscribed or assigned because of history, and nothing is logged as news.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "service_desk_history": True,
}


class Loader:
    """Writes staged tickets of one import.

    :param job: ``service.desk.import`` in a superuser's environment: number, dates and counters of
        tickets are closed to everybody else. The caller has checked that the user may import.
    """

    def __init__(self, job):
        self.job = job
        self.env = job.env
        self.profile = job.profile_id
        self.company = job.company_id
        self.tickets = (
            self.env[self.profile.process].with_company(self.company).with_context(**QUIET)
        )
        self.phases = self.tickets._lifecycle.phases

    def load(self, staged):
        """Create the tickets of a batch.

        :param staged: ``service.desk.import.ticket`` records; none of their tickets is here yet
        :return: staged record -> id of its ticket
        """
        drafts = [Draft.from_payload(line.payload) for line in staged]
        found = self._resolve(drafts)
        ids = {key: outcome.record_id for key, outcome in found.items()}
        numbers = self._numbers(drafts)
        tickets = self.tickets.create(
            [
                {
                    **self._values(draft, ids),
                    "number": numbers[draft.number],
                    "external_facts": self._facts(draft, found),
                }
                for draft in drafts
            ]
        )
        self._write_history(drafts, tickets, ids)
        self._count_made(found, self._wake_teams(tickets))
        tickets._after_load()
        return dict(zip(staged, tickets.ids, strict=True))

    # -- Words ---------------------------------------------------------------------------------

    def _resolve(self, drafts):
        """(kind, word) -> what it stands for, for all words of the batch; creates what is missing."""
        words = {}
        for draft in drafts:
            for kind, word in draft.record_words():
                words.setdefault(kind, set()).add(word)
        lookup = Lookup(self.profile, self.company)
        return {
            (kind, word): outcome
            for kind, wanted in words.items()
            for word, outcome in lookup.resolve(kind, wanted, create=True).items()
        }

    def _numbers(self, drafts):
        """Numbers in the other tool -> numbers here; None where the desk has to give a new one."""
        taken = self.job._taken([draft.number for draft in drafts])
        numbers = {draft.number: draft.number for draft in drafts}
        return numbers | dict.fromkeys(taken)

    # -- Tickets -------------------------------------------------------------------------------

    def _values(self, draft, ids):
        """Values for ``create`` of one ticket."""
        values = {**draft.values, **self._record_values(draft, ids), **self._priority_values(draft)}
        for name in ("description", "resolution"):
            values[name] = plaintext2html(values[name]) if values[name] else False
        return values | {
            "company_id": self.company.id,
            "import_id": self.job.id,
            "external_tool": self.profile.tool,
            "external_number": draft.number,
            # Reminders and the end for lack of an answer count from the day the desk took over.
            "date_pending": bool(values["pending_reason_id"])
            and self.env.cr.now().replace(microsecond=0),
        }

    def _facts(self, draft, found):
        """What the file says and no field here can hold, names of unknown people included."""
        labels = dict(
            self.env["service.desk.import.value"]._fields["kind"]._description_selection(self.env)
        )
        unplaced = [
            [labels[kind], word]
            for kind, word in draft.ticket_words()
            if found[kind, word].how in (TEXT, DEFAULT)
        ]
        return "\n".join(f"{label}: {text}" for label, text in unplaced + draft.facts) or False

    def _record_values(self, draft, ids):
        words = draft.words
        return {
            "requester_id": ids.get(("person", words["person"]), self.profile.default_person_id.id),
            "submitted_by_id": ids.get(("person", words["submitted_by"]), False),
            "team_id": ids.get(("team", words["team"]), self.profile.default_team_id.id),
            "user_id": ids.get(("agent", words["agent"]), False),
            "service_id": ids.get(
                ("service", words["service"]), self.profile.default_service_id.id
            ),
            "category_id": ids.get(
                ("category", words["category"]), self.profile.default_category_id.id
            ),
            "resolution_code_id": ids.get(("code", words["code"]), False),
        }

    def _priority_values(self, draft):
        """The file's priority stands, as an override where our matrix would give another one."""
        wanted, word = draft.priority
        given = self.job._matrix_priority(draft.values["impact"], draft.values["urgency"])
        if not wanted or wanted == given:
            return {}
        labels = dict(self.tickets._fields["priority"]._description_selection(self.env))
        reason = self.env._(
            "%(tool)s said %(word)s; our matrix gives %(priority)s.",
            tool=self.profile.name,
            word=word or labels[wanted],
            priority=labels.get(given, ""),
        )
        return {"priority_override": wanted, "priority_override_reason": reason}

    def _wake_teams(self, tickets):
        """Open tickets are work: a team that an import has made for them is in use.

        A team that somebody else archived stays so.

        :return: the teams that were archived until now
        """
        asleep = tickets.filtered(lambda ticket: ticket.phase in OPEN_PHASES).team_id.filtered(
            lambda team: not team.active
        )
        made = self.env["service.desk.import.value"].search(
            [("team_id", "in", asleep.ids), ("is_created", "=", True)]
        )
        made.team_id.active = True
        return made.team_id

    def _count_made(self, found, awake):
        """Let the summary tell how many places of another desk came in, and how many are in use."""
        made = {
            (kind, outcome.record_id)
            for (kind, _word), outcome in found.items()
            if kind in ARCHIVED_KINDS and outcome.how == CREATED
        }
        stats = self.job.stats or {}
        self.job.stats = {
            **stats,
            "made": stats.get("made", 0) + len(made),
            "awake": stats.get("awake", 0) + len(awake),
        }

    # -- History -------------------------------------------------------------------------------

    def _write_history(self, drafts, tickets, ids):
        column = self.env["service.desk.ticket.line"].LINE_FIELDS[self.profile.process]
        self.env["service.desk.transition"].create(
            [
                {column: ticket_id, **self._step_values(step, ids)}
                for draft, ticket_id in zip(drafts, tickets.ids, strict=True)
                for step in draft.steps
            ]
        )

    def _step_values(self, step, ids):
        actor = ids.get(("agent", step.actor), False)
        assignee = ids.get(("agent", step.assignee), False)
        return {
            "date": step.date,
            "state_from": step.state_from,
            "state_to": step.state_to,
            "phase_from": self.phases.get(step.state_from),
            "phase_to": self.phases[step.state_to],
            "pending_reason_id": step.reason_id,
            "team_id": ids.get(("team", step.team), False),
            "actor_id": actor,
            "actor_name": False if actor else step.actor,
            "user_id": assignee,
            "user_name": False if assignee else step.assignee,
        }
