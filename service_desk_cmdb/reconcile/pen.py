"""Writing down what rows say: new items at once, changes, history, sightings, differences."""

from collections import defaultdict

from ..models.service_desk_ci_audit_data import DIFFERS
from ..models.service_desk_ci_source_data import COLUMNS, NEW

#: The note of a change is cut here.
_MAX_NOTE = 4000


class Pen:
    """Writes as the person who imports; only what the desk keeps by itself is written with more rights."""

    def __init__(self, env, source, cells):
        self.env, self.source, self.cells = env, source, cells
        # One line in the history says what a tracking of each value would.
        self.items = env["service.desk.ci"].with_context(service_desk_by_source=True, tracking_disable=True)

    def note_down(self, answers, run):
        """Write down answers that go in; their things have ids afterwards."""
        by_thing = defaultdict(list)
        for answer in answers:
            by_thing[answer.thing].append(answer)
        fresh = [thing for thing in by_thing if thing.id is None]
        born = self.items.create([self._birth(thing) for thing in fresh])
        for thing, item in zip(fresh, born, strict=True):
            thing.id, thing.values["number"] = item.id, item.number
        changed = {}
        for thing, some in by_thing.items():
            if some[0].outcome != NEW and self._change(thing, some):
                changed[thing.id] = some
        self._log(born.ids, changed)
        ids = [thing.id for thing in by_thing]
        self.env["service.desk.ci.sighting"].sudo()._note(self.source, ids, run)  # sudo: the desk keeps sightings
        self._report(by_thing)

    # -- Items -----------------------------------------------------------------------------------

    def _birth(self, thing):
        return {
            "class_id": thing.kind,
            "company_id": self.source.company_id.id,
            **self._as_vals(thing.values),
            "value_sources": thing.origins,
        }

    @staticmethod
    def _as_vals(values):
        vals = {column: value for column, value in values.items() if column in COLUMNS}
        attributes = {code: value for code, value in values.items() if code not in COLUMNS and code != "number"}
        return {**vals, "attributes": attributes} if attributes else vals

    def _change(self, thing, answers):
        """Write what changes on one item.

        :return: whether something does
        """
        changes = {column: after for one in answers for column, _before, after in one.changes}
        claims = {column for one in answers for column in one.claims}
        if not changes and not claims:
            return False
        item = self.items.browse(thing.id)
        kind = changes.pop("class_id", None)
        vals = {**self._as_vals(changes), **({"class_id": kind} if kind else {})}
        item.write({**vals, "value_sources": thing.origins})
        return bool(vals)

    def _log(self, born, changed):
        """One line in the history of each."""
        name = self.source.name
        bodies = dict.fromkeys(born, self.env._("Brought in by %s.", name))
        for one, answers in changed.items():
            lines = [
                f"{self.cells.label(column)}: {self.cells.say(column, before) or '–'} → {self.cells.say(column, after)}"
                for answer in answers
                for column, before, after in answer.changes
            ]
            bodies[one] = f"{name}: {'; '.join(lines)}"[:_MAX_NOTE]
        if bodies:
            self.items.browse(bodies)._message_log_batch(bodies=bodies)

    # -- Differences -----------------------------------------------------------------------------

    def _report(self, by_thing):
        """Bring findings up to what this source tells; what others have found stays until it is no longer so."""
        # sudo: findings are the desk's own; about items that the person was allowed to write.
        findings = self.env["service.desk.ci.finding"].sudo()
        things = {thing.id: thing for thing in by_thing}
        said = {thing.id: {column for one in some for column in one.said} for thing, some in by_thing.items()}
        found = {}
        for thing, some in by_thing.items():
            for answer in some:
                for column, (value, current) in answer.differs.items():
                    found[thing.id, column] = self._finding(column, value, current)
        domain = [("kind", "=", DIFFERS), ("state", "!=", "ended"), ("ci_id", "in", list(things))]
        for row in findings.search(domain):
            key = row.ci_id.id, row.key
            if self._stays(row, things[key[0]], said[key[0]], found.get(key)):
                names = ("detail", "found_value", "authorized_value", "source_code")
                found[key] = {name: row[name] for name in names}
        if found or findings.search_count(domain, limit=1):
            findings._record(DIFFERS, found, among=self.items.browse(things))

    def _finding(self, column, value, current):
        return {
            "detail": self.env._(
                "%(column)s, told by %(name)s", column=self.cells.label(column), name=self.source.name
            ),
            "found_value": self.cells.say(column, value)[:500],
            "authorized_value": self.cells.say(column, current)[:500] or False,
            "source_code": self.source.code,
        }

    def _stays(self, row, thing, said, mine):
        """Whether what was found before stays as it is, besides what this source tells now."""
        if row.found_value == self.cells.say(row.key, thing.values.get(row.key)):
            return False
        if row.source_code == self.source.code:
            return row.key not in said
        ranks = self.source._ranks()
        return not mine or ranks.get(row.source_code, len(ranks)) < ranks[self.source.code]
