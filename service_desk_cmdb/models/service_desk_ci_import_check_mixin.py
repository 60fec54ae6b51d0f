from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..reconcile.coming import Coming
from ..reconcile.headings import ATTRIBUTE, RELATIONS, named_among
from ..reconcile.named import WAYS
from ..reconcile.preview import Preview
from ..reconcile.reconciler import Reconciler
from ..reconcile_rules import keys_of, norm
from .service_desk_ci_data import GONE_STATES
from .service_desk_ci_source_data import (
    CHECKED_AT_ONCE,
    KEYS,
    LINKING,
    NEW,
    RANK_OTHERS,
    READ,
    ROW_BATCH,
    TEXTS,
    UNCHANGED,
    WAITING,
)

#: Larger files are not even read while the person waits.
_READ_AT_ONCE = 2**20


class ServiceDeskCiImportCheckMixin(models.AbstractModel):
    """The dry run: looks at what each row of the sheet would change."""

    _name = "service.desk.ci.import.check.mixin"
    _description = "Check of an Import of Items"

    def _check_sheet(self):
        """Replace the rows of an earlier check by what the sheet says now.

        :raise UserError: once it has been started, or when the file as a whole cannot be read
        """
        self.ensure_one()
        if self.state not in ("draft", "checked") or self.date_started:
            raise UserError(self.env._("This import has been started already. Make a new one to read a sheet again."))
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        job = self.sudo()  # sudo: rows and columns are written by the check alone; who asks was checked
        job._drop_rows()
        job.write({"state": "checking", "failure": False, "notice": False, "user_id": self.env.uid})
        if len(self.with_context(bin_size=False).file) * 3 // 4 > _READ_AT_ONCE:
            self._wake_job()
            return
        job._read_sheet()
        if job.row_count > CHECKED_AT_ONCE:
            self._wake_job()
        elif job.state == "checking":
            job._judge_waiting(lambda _count: True)

    def _forget(self, keeps_columns):
        """Back to a draft: the file, or what it means, is another now.

        :raise UserError: once it has been started
        """
        job = self.sudo()  # sudo: see above
        if any(one.date_started for one in job):
            raise UserError(self.env._("This import has been started already. Make a new one to read a sheet again."))
        job._drop_rows()
        if not keeps_columns:
            job.column_ids.unlink()
        job.write({"state": "draft", "failure": False, "notice": False})

    # -- Looking ---------------------------------------------------------------------------------

    def _judge_waiting(self, commit):
        """Look at the rows that were read, then at their relations.

        :param commit: called with the number of rows after each batch; commits, and returns something
            false when there is no time left
        :return: whether it is done with time left
        """
        for state, make_step in ((READ, self._make_judge), (LINKING, self._make_preview)):
            rows = self._next_rows(state)
            step = make_step() if rows else None
            while rows:
                step(rows)
                if not commit(len(rows)):
                    return False
                rows = self._next_rows(state)
        self.state = "checked"
        return bool(commit(1))

    def _make_judge(self):
        """How a batch of rows is looked at; what earlier batches said of the same items is known."""
        reconciler = self._make_reconciler(self._coming_locations())
        before = self._find_rows_before()
        twins = {}
        for row, answer in zip(before, reconciler.judge([row.texts for row in before]), strict=True):
            twins.setdefault(answer.thing, row.twin)

        def judge(rows):
            answers = zip(rows, reconciler.judge([row.texts for row in rows]), strict=True)
            self._rows()._note(
                {
                    row: self._told_twin(
                        row,
                        self._verdict(reconciler, answer, WAITING),
                        answer.is_new() and twins.setdefault(answer.thing, row.line),
                    )
                    for row, answer in answers
                }
            )

        return judge

    def _told_twin(self, row, values, twin):
        """Values of a row; one that is about the same new item as a row before says so."""
        said = self.env._("About the same new item as row %s.", twin) if twin and twin != row.line else None
        return {**values, "twin": twin, "message": values.get("message") or said}

    def _make_preview(self):
        """How the relations of a batch are looked at: said beside what changes otherwise."""
        mine = self._as_person()
        preview = Preview(mine.env, mine.source_id, self._told_of, self._find_coming())
        before = [(row._item(), self._relations_of(row)) for row in self._find_rows_looked_at()]
        for start in range(0, len(before), ROW_BATCH):
            preview.look(before[start : start + ROW_BATCH])

        def look(rows):
            looks = zip(rows, preview.look([(row._item(), self._relations_of(row)) for row in rows]), strict=True)
            self._rows()._note(
                {
                    row: {
                        **row._linked(WAITING, notices, bool(lines)),
                        "changes": "\n".join(filter(None, (row.changes, *lines))),
                    }
                    for row, (lines, notices) in looks
                }
            )

        return look

    def _make_reconciler(self, coming=frozenset()):
        mine = self._as_person()
        return Reconciler(mine.env, mine.source_id, mine.class_id, self.day_order_found, coming)

    def _coming_locations(self):
        """What the sheet calls its locations: what will be there when others stand in them."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT texts ->> 'name' FROM service_desk_ci_import_row"
                " WHERE import_id = %s AND rank < %s AND state != 'problem' AND texts ->> 'name' IS NOT NULL",
                self.id,
                RANK_OTHERS,
            )
        )
        return frozenset(norm(word) for (word,) in rows)

    def _find_coming(self):
        """What the rows that go in are about: what will be there when others refer to it.

        What they say nothing new of is there as it will be.
        """
        self.env.flush_all()
        words = SQL(", ").join(SQL("texts ->> %s", way) for way in WAYS)
        query = SQL(
            "SELECT COALESCE(ci_id, -twin, -line), class_id, texts ->> 'state', %s"
            " FROM service_desk_ci_import_row"
            " WHERE import_id = %s AND state IN ('waiting', 'linking') AND outcome IS DISTINCT FROM %s",
            words,
            self.id,
            UNCHANGED,
        )
        rows, cells = self.env.execute_query(query), self._make_reconciler().cells
        meanings = {state: state and cells.meaning("state", state, None) for state in {row[2] for row in rows}}
        return Coming((one, kind, meanings[state] in GONE_STATES, *words) for one, kind, state, *words in rows)

    def _find_rows_before(self):
        """Rows that the job has looked at before, and that share a name or a key with others to come."""
        self.env.flush_all()
        keys = SQL(", ").join(SQL("lower(%s || (texts ->> %s))", column, column) for column in self._keys())
        # One pass, and nothing joined: of rows just written the database does not know how many there are.
        query = SQL(
            """
            SELECT id
              FROM (SELECT id, rank, line, state, bool_or(state = 'read') OVER (PARTITION BY key) AS is_met
                      FROM (SELECT id, rank, line, state, unnest(ARRAY[%(keys)s]) AS key
                              FROM service_desk_ci_import_row
                             WHERE import_id = %(id)s AND state IN ('read', 'waiting', 'linking')) AS told
                     WHERE key IS NOT NULL) AS met
             WHERE is_met AND state != 'read'
             GROUP BY id, rank, line
             ORDER BY rank, line, id
            """,
            keys=keys,
            id=self.id,
        )
        return self._rows().browse(one for (one,) in self.env.execute_query(query))

    def _find_rows_looked_at(self):
        """Rows whose relations the job has looked at before, of types that say how many there may be."""
        kinds = self.env["service.desk.ci.relation.type"].search(
            ["|", ("source_max", ">", 0), ("target_max", ">", 0)]
        )
        limited = {sign + kind.code for kind in kinds for sign in RELATIONS} & set(self.column_ids.mapped("target"))
        query = SQL(
            "SELECT id FROM service_desk_ci_import_row"
            " WHERE import_id = %s AND state = 'waiting' AND texts ?| %s ORDER BY rank, line, id",
            self.id,
            list(limited),
        )
        self.env.flush_all()
        return self._rows().browse(one for (one,) in self.env.execute_query(query))

    def _keys(self):
        """What things of the sheet can be known by."""
        own = self.env["service.desk.ci.identifier"].search(Domain.TRUE)
        columns = {column for one in own for column in keys_of(one.columns)}
        known = {*KEYS, *(column if column in TEXTS else ATTRIBUTE + column for column in columns)}
        coded = self.env["service.desk.ci.attribute"].search([("code", "in", list(columns))])
        return sorted(known | named_among(filter(None, self.column_ids.mapped("target")), coded))

    @staticmethod
    def _verdict(reconciler, answer, state):
        """Values of a row; ``state`` is that of one that goes in and tells no relations."""
        if not answer.is_in():
            values = {"state": answer.outcome, "message": answer.message}
        else:
            kind = reconciler.kind.browse(answer.thing.kind)
            lines = reconciler.cells.show_changes(answer.changes, kind, answer.outcome == NEW, answer.overruled)
            said = "\n".join(lines)
            state = LINKING if answer.relations() else state
            values = {"state": state, "outcome": answer.outcome, "changes": said}
            values["class_id"] = answer.thing.kind
        return {**values, "ci_id": answer.thing.id if answer.thing else next(iter(answer.about), None)}
