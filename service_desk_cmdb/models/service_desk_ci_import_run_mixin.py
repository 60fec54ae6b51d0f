from odoo import api, models
from odoo.tools import SQL

from ..reconcile.answer import values_of
from ..reconcile.bringer import Bringer
from ..reconcile.headings import RELATIONS
from ..reconcile.linker import Linker
from .service_desk_ci_source_data import (
    DONE,
    FAILED,
    LINKING,
    PROBLEM,
    READ,
    ROW_BATCH,
    WAITING,
)


class ServiceDeskCiImportRunMixin(models.AbstractModel):
    """What the job does of an import: batch after batch of rows, then their relations, then what is gone."""

    _name = "service.desk.ci.import.run.mixin"
    _description = "Start of an Import of Items"
    _inherit = ["service.desk.sheet.job.mixin"]

    # -- Pressing the button -----------------------------------------------------------------------

    def _start_values(self):
        if self.is_full:
            # What it has not told of is missed: no row of it is left out unlooked at.
            self._look_again_at((PROBLEM,))
        run = self.source_id.run_count + (1 if self.is_full else 0)
        return {
            **super()._start_values(),
            "notice": False,
            "run": self.run if self.date_started else run,
        }

    def _has_work(self):
        # Of the rows as they stand, some of which may just have been put back.
        waiting = [("import_id", "=", self.id), ("state", "=", WAITING)]
        return self.is_retiring or bool(self._rows().search_count(waiting, limit=1))

    @api.model
    def _retire_later(self, source, run, count):
        """Let the job retire what a full run of a program has missed, as that of a sheet does.

        :param run: number of the full run, which is counted already
        :param count: how many items it has missed
        """
        # sudo: progress is closed to people; who ends a full run was checked.
        job = self.sudo().create(
            {
                "source_id": source.id,
                "file_name": self.env._("Full run %s", run),
                "is_full": True,
                "is_retiring": True,
            }
        )
        states = dict(source._fields["retire_state"]._description_selection(self.env))
        notice = self.env._(
            "Items of which %(name)s tells no more, and which become %(state)s: %(count)s.",
            name=source.name,
            state=states[source.retire_state].lower(),
            count=count,
        )
        job.write({**job._start_values(), "run": run, "notice": notice})
        job._wake_job()

    def _look_again(self):
        return self._look_again_at((FAILED, PROBLEM))

    def _look_again_at(self, states):
        rows = self._rows().sudo()  # sudo: what becomes of rows is closed to people; who asks was checked
        rows = rows.search_fetch([("import_id", "=", self.id), ("state", "in", states)], ["texts"])
        rows.filtered("texts").write({"state": WAITING, "message": False})

    # -- The job -----------------------------------------------------------------------------------

    def _count_steps(self):
        """What is to be done yet: each row is a step, its relations are another; and the end of it."""
        groups = self._rows()._read_group(
            [("import_id", "=", self.id), ("state", "in", (READ, WAITING, LINKING))], ["state"], ["__count"]
        )
        weights = {READ: 2, WAITING: 2 if self.state == "running" else 0, LINKING: 1}
        return 1 + sum(weights[state] * count for state, count in groups)

    def _go_on(self, commit):
        return self._check_on(commit) if self.state == "checking" else self._bring_waiting(commit)

    def _check_on(self, commit):
        if not self._rows().search_count([("import_id", "=", self.id)], limit=1):
            self._read_sheet()
            if self.state != "checking" or not commit(1):
                return self.state != "checking"
        return self._judge_waiting(commit)

    def _bring_waiting(self, commit):
        """Bring in what waits, then its relations.

        :return: whether there is time for more; this import is done then
        """
        for state, step in ((WAITING, self._bring_batch), (LINKING, self._link_batch)):
            while rows := self._next_rows(state):
                step(rows)
                if not commit(len(rows)):
                    return False
        if not self._retire_unseen(commit):
            return False
        self._finish()
        return bool(commit(1))

    def _next_rows(self, state):
        # Wait for whoever holds it: with no rows to see the import would be over, and what waits be missed.
        self.env.cr.execute(SQL("SELECT FROM service_desk_ci_import WHERE id = %s FOR UPDATE", self.id))
        self._as_person()._check_may_import()
        domain = [("import_id", "=", self.id), ("state", "=", state)]
        names = ["texts", "rank", "outcome", "changes", "message", "ci_id", "class_id", "twin"]
        rows = self._rows().search_fetch(domain, names, order="rank, line, id", limit=ROW_BATCH)
        # What stands in others comes after them, in a batch of its own.
        return rows.filtered(lambda row: row.rank == rows[0].rank)

    # -- A batch -----------------------------------------------------------------------------------

    def _bring_batch(self, rows):
        """Look at these rows once more, for much may have happened since the check, and bring them in."""
        reconciler = self._make_reconciler()
        answers = Bringer(reconciler, self._said_before, self.run).bring([row.texts for row in rows])
        answers = zip(rows, answers, strict=True)
        self._rows()._note(
            {row: self._told_twin(row, self._verdict(reconciler, answer, DONE), row.twin) for row, answer in answers}
        )

    def _said_before(self, ids):
        """id of an item -> what rows of this import said of it that are in already."""
        said = {}
        for one, texts in self._rows_about(ids, (LINKING, DONE)):
            said.setdefault(one, {}).update(values_of(texts))
        return said

    def _told_of(self, ids):
        """(id of an item, its relations) of all rows about these items that are not left out."""
        return [
            (one, {target: text for target, text in texts.items() if target[0] in RELATIONS})
            for one, texts in self._rows_about(ids, (WAITING, LINKING, DONE))
        ]

    def _rows_about(self, ids, states):
        rows = self._rows().search_fetch(
            [("import_id", "=", self.id), ("ci_id", "in", list(ids)), ("state", "in", states)], ["ci_id", "texts"]
        )
        return [(row.ci_id.id, row.texts) for row in rows]

    def _link_batch(self, rows):
        mine = self._as_person()
        linker = Linker(mine.env, mine.source_id, self._told_of)
        notices = linker.link([(row.ci_id.id, self._relations_of(row)) for row in rows if row.ci_id])
        self._rows()._note(
            {row: row._linked(DONE, notices.get(row.ci_id.id, ()), row.ci_id.id in linker.changed) for row in rows}
        )

    @staticmethod
    def _relations_of(row):
        return {target: text for target, text in row.texts.items() if target[0] in RELATIONS}

    def _retire_unseen(self, commit):
        """A full run says also what is gone.

        :return: whether it is done with time left
        """
        mine = self._as_person().source_id
        if self.is_full and self.run == mine.run_count + 1:
            notice = mine._finish_run() or (bool(mine.retire_state) and self._text_unread())
            self.write({"notice": notice, "is_retiring": bool(mine.retire_state) and not notice})
        last = 0
        while self.is_retiring and (gone := mine._find_unseen(self.run, last, ROW_BATCH)):
            self.retired_count += mine._retire(gone)
            last = gone[-1]
            if not commit(len(gone)):
                return False
        return True

    def _text_unread(self):
        """That rows were not read, so that nobody knows of what they tell; nothing where all were."""
        unread = self._rows().search_count([("import_id", "=", self.id), ("texts", "=", False)])
        return unread and self.env._(
            "Rows that could not be read: %s. What they tell of is not known, so nothing was retired.", unread
        )

    def _finish(self):
        result = super()._finish()
        self.is_retiring = False
        return result
