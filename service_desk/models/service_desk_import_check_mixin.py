from base64 import b64decode
from collections import Counter, defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..history.issues import ERROR, NOTICE, Issues
from ..history.lookup import AMBIGUOUS, FAILURES, Lookup
from ..history.parser import HistoryParser
from ..history.sheet import Sheet
from .service_desk_import_data import MAX_ISSUES, MAX_WORD_LENGTH

#: Words in one query, staged rows in one INSERT.
CHUNK = 2000


class ServiceDeskImportCheckMixin(models.AbstractModel):
    """The dry run: reads the file, looks everything up, stages the tickets, counts."""

    _name = "service.desk.import.check.mixin"
    _description = "Check of an Import"

    def _check_file(self):
        """Replace what an earlier check found by what this one finds.

        :raise UserError: when the import has been started, or the file as a whole cannot be read
        """
        self.ensure_one()
        if self.state not in ("draft", "checked"):
            raise UserError(self.env._("This import has been started already."))
        if not self.profile_id:
            raise UserError(self.env._("Choose a profile that says how to read the file, or make one from the file."))
        issues = Issues()
        parser = HistoryParser(self.profile_id, self._sheet(), issues, self.env.cr.now())
        drafts = parser.drafts()
        words = self._look_up(parser, drafts)
        existing, taken = self._compare_numbers(parser, drafts)
        good = [draft for draft in drafts if draft.number not in parser.bad]
        self._forget_check()
        self._stage(good, existing)
        self._keep_findings(parser, good, existing, taken, words)

    def _sheet(self):
        """The file as a table.

        :raise UserError: when there is none, or it is no table
        """
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        data = b64decode(self.with_context(bin_size=False).file)
        profile = self.profile_id
        return Sheet(self.env, data, profile.encoding or "auto", profile.delimiter or "auto")

    def _forget_check(self):
        """Back to a draft: what was found in another file or by another profile does not hold."""
        # sudo: managers may not write findings, and may ask for a new check.
        jobs = self.sudo()
        jobs.issue_ids.unlink()
        jobs.staged_ids.unlink()
        counts = ("row", "ticket", "bad", "existing", "loaded", "failed", "error", "notice")
        jobs.write(
            {f"{name}_count": 0 for name in counts}
            | {"state": "draft", "stats": False, "date_checked": False, "failure": False}
        )

    # -- Looking up ----------------------------------------------------------------------------

    def _look_up(self, parser, drafts):
        """Tell for every name in the file what it stands for; mark tickets that have unknown ones.

        :return: kind -> Counter of what became of its words
        """
        places = defaultdict(dict)
        users = defaultdict(set)
        for draft in drafts:
            for key in draft.record_words():
                if len(key[1]) > MAX_WORD_LENGTH:
                    self._report_long(parser, draft, *key)
                    continue
                places[key[0]].setdefault(key[1], draft.line)
                users[key].add(draft)
        # sudo: contacts, users and teams are looked up as the load will do it. The caller has
        # checked that this user may import; only counts and the file's own words are shown.
        lookup = Lookup(self.profile_id.sudo(), self.company_id)
        results = {}
        for kind, lines in places.items():
            found = lookup.resolve(kind, set(lines))
            results[kind] = Counter(outcome.how for outcome in found.values())
            for word, outcome in found.items():
                if outcome.how in FAILURES:
                    for draft in users[kind, word]:
                        message = self._text_failure(kind, outcome.how)
                        parser.error(draft.number, draft.line, self._target_of(kind), word, message)
        return results

    def _report_long(self, parser, draft, kind, word):
        message = self.env._("This is too long for a name; up to %s characters are possible.", MAX_WORD_LENGTH)
        parser.error(draft.number, draft.line, self._target_of(kind), word, message)

    def _target_of(self, kind):
        return {"person": "requester", "agent": "assignee"}.get(kind, kind)

    def _text_failure(self, kind, how):
        labels = dict(self.env["service.desk.import.value"]._fields["kind"]._description_selection(self.env))
        if how == AMBIGUOUS:
            return self.env._(
                "%(kind)s: there is more than one with this name. Say in the profile, under People"
                " and Places, which one it is.",
                kind=labels[kind],
            )
        return self.env._("%(kind)s: there is none with this name.", kind=labels[kind])

    # -- Numbers -------------------------------------------------------------------------------

    def _compare_numbers(self, parser, drafts):
        """Tickets of earlier imports, and numbers that tickets of this desk have.

        :return: (number -> id of the ticket that is here, set of taken numbers)
        """
        existing, taken = {}, set()
        for chunk in split_every(CHUNK, [draft.number for draft in drafts]):
            existing |= self._existing(chunk)
            taken |= self._taken([number for number in chunk if number not in existing])
        for draft in drafts:
            if draft.number in taken:
                self._report_taken(parser, draft)
        return existing, taken

    def _report_taken(self, parser, draft):
        if self.profile_id.number_taken == "new":
            message = self.env._(
                "A ticket of this desk has this number; a new one is given and this one kept as a reference."
            )
            parser.notice(draft.line, "number", draft.number, message)
        else:
            message = self.env._("A ticket of this desk that does not come from this tool has this number already.")
            parser.error(draft.number, draft.line, "number", draft.number, message)

    # -- Writing down --------------------------------------------------------------------------

    def _stage(self, drafts, existing):
        """Write the readable tickets down for the load."""
        # sudo: staged tickets are written by the check alone.
        Staged = self.sudo().env["service.desk.import.ticket"]
        for chunk in split_every(CHUNK, drafts):
            Staged.create([self._staged_values(draft, existing.get(draft.number)) for draft in chunk])

    def _staged_values(self, draft, ticket_id):
        impact, urgency = draft.values["impact"], draft.values["urgency"]
        return {
            "import_id": self.id,
            "number": draft.number,
            "line": draft.line,
            "row_count": draft.row_count,
            "name": draft.values["name"],
            "ticket_state": draft.values["state"],
            "priority": draft.priority[0] or self._matrix_priority(impact, urgency),
            "date_opened": draft.values["date_opened"],
            "state": "existing" if ticket_id else "waiting",
            "res_id": ticket_id,
            "payload": False if ticket_id else draft.payload(),
        }

    def _keep_findings(self, parser, good, existing, taken, words):
        issues = parser.issues
        # sudo: findings are written by the check alone.
        job = self.sudo()
        job.env["service.desk.import.issue"].create(
            [{"import_id": self.id, **values} for values in issues.values(MAX_ISSUES)]
        )
        header = parser.sheet.header
        read = {header[place] for place in parser.places.values()}
        read |= {header[place] for _label, place in parser.fact_places}
        job.write(
            {
                "state": "checked",
                "user_id": self.env.uid,
                "date_checked": self.env.cr.now().replace(microsecond=0),
                "row_count": parser.row_count,
                "ticket_count": len(good),
                "bad_count": len(parser.bad - {""}),
                "existing_count": len(existing.keys() & {draft.number for draft in good}),
                "error_count": issues.count(ERROR),
                "notice_count": issues.count(NOTICE),
                "stats": {
                    "encoding": parser.sheet.encoding,
                    "delimiter": parser.sheet.delimiter,
                    "unread": [name for name in header if name and name not in read],
                    "taken": len(taken),
                    "words": {kind: dict(counter) for kind, counter in words.items()},
                    "priorities": self._compare_priorities(good),
                },
            }
        )

    def _compare_priorities(self, drafts):
        """How often the file's priority is another than our matrix gives, by impact and urgency."""
        differences, compared = Counter(), 0
        for draft in drafts:
            wanted, word = draft.priority
            key = (draft.values["impact"], draft.values["urgency"])
            given = self._matrix_priority(*key)
            compared += bool(wanted)
            if wanted and wanted != given:
                differences[(*key, wanted, word, given)] += 1
        return {
            "compared": compared,
            "differences": [[*key, count] for key, count in sorted(differences.items())],
        }
