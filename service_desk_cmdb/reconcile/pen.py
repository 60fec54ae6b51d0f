"""Writing down what rows say: new items at once, changes, history, sightings, differences."""

from collections import defaultdict

from ..models.service_desk_ci_audit_data import DIFFERS
from ..models.service_desk_ci_source_data import BY_SOURCE, COLUMNS, NEW

#: The note of a change is cut here.
_MAX_NOTE = 4000
_COLUMNS = {*COLUMNS, "class_id"}


class Pen:
    """Writes as the person who imports; only what the desk keeps by itself is written with more rights."""

    def __init__(self, env, source, cells):
        self.env, self.source, self.cells = env, source, cells
        self._written = ()
        # One line in the history says what a tracking of each value would.
        self.items = env["service.desk.ci"].with_context(service_desk_by_source=BY_SOURCE, tracking_disable=True)

    def note_down(self, answers, run):
        """Write down answers that go in; their things have ids afterwards."""
        by_thing = defaultdict(list)
        for answer in answers:
            by_thing[answer.thing].append(answer)
        fresh = [thing for thing in by_thing if thing.id is None]
        born = self.items.create([self._birth(thing) for thing in fresh])
        for thing, item in zip(fresh, born, strict=True):
            thing.id, thing.values["number"] = item.id, item.number
        # Read together.
        self._written = tuple(thing.id for thing in by_thing)
        known = {thing: some for thing, some in by_thing.items() if some[0].outcome != NEW}
        self._log(born.ids, self._change(known))
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
        vals = {column: value for column, value in values.items() if column in _COLUMNS}
        attributes = {code: value for code, value in values.items() if code not in _COLUMNS and code != "number"}
        return {**vals, "attributes": attributes} if attributes else vals

    def _change(self, by_thing):
        """Write what changes; what changes alike is written at once.

        :return: thing -> its changes, of those of which more changes than whose word it is
        """
        alike, changed = {}, {}
        for thing, answers in by_thing.items():
            changes = [change for one in answers for change in one.changes]
            if not changes and not any(one.claims for one in answers):
                continue
            if changes:
                changed[thing] = changes
            vals = self._as_vals({column: after for column, _before, after in changes})
            vals["value_sources"] = thing.origins
            alike.setdefault(repr(sorted(vals.items())), (vals, []))[1].append(thing.id)
        for vals, ids in alike.values():
            self.items.browse(ids).write(vals)
        return changed

    def _log(self, born, changed):
        """One line in the history of each."""
        bodies = dict.fromkeys(born, self.env._("Brought in by %s.", self.source.name))
        for thing, changes in changed.items():
            name = self._source_name(thing)
            lines = self.cells.show_changes(changes, self.items.env["service.desk.ci.class"].browse(thing.kind))
            bodies[thing.id] = f"{name}: {'; '.join(lines)}"[:_MAX_NOTE]
        if bodies:
            self.items.browse(bodies)._log_many(bodies)

    def _source_name(self, thing):
        """What the source is called for everybody who reads the item."""
        return self.source._called_in(self.items.browse(thing.id).with_prefetch(self._written).company_id)

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
                    found[thing.id, column] = self._finding(thing, column, value, current)
        domain = [("kind", "=", DIFFERS), ("state", "!=", "ended"), ("ci_id", "in", list(things))]
        open_ones = findings.search(domain)
        ranks = self.source._ranks() if open_ones else {}
        for row in open_ones:
            key = row.ci_id.id, row.key
            if self._stays(row, things[key[0]], said[key[0]], found.get(key), ranks):
                names = ("detail", "found_value", "authorized_value", "source_code")
                found[key] = {name: row[name] for name in names}
        if found or open_ones:
            findings._record(DIFFERS, found, among=self.items.browse(things))

    def _finding(self, thing, column, value, current):
        label = self.cells.label(column, self.env["service.desk.ci.class"].browse(thing.kind))
        return {
            "detail": self.env._("%(column)s, told by %(name)s", column=label, name=self._source_name(thing)),
            "found_value": self.cells.say(column, value)[:500],
            "authorized_value": self.cells.say(column, current)[:500] or False,
            "source_code": self.source.code,
        }

    def _stays(self, row, thing, said, mine, ranks):
        """Whether what was found before stays as it is, besides what this source tells now."""
        if row.found_value == self.cells.say(row.key, thing.values.get(row.key)):
            return False
        if row.source_code == self.source.code:
            return row.key not in said
        return not mine or ranks.get(row.source_code, len(ranks)) < ranks[self.source.code]
