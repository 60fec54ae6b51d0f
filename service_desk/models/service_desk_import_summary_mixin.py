from markupsafe import Markup

from odoo import api, models

from .service_desk_import_data import ARCHIVED_KINDS


class ServiceDeskImportSummaryMixin(models.AbstractModel):
    """Tells in a few sentences what a check found and what a load did."""

    _name = "service.desk.import.summary.mixin"
    _description = "Summary of an Import"

    @api.depends("stats", "state", "loaded_count", "existing_count", "failed_count", "leaves_out_errors")
    def _compute_summary(self):
        for job in self:
            if not job.stats:
                job.summary = False
                continue
            items = Markup().join(Markup("<li>%s</li>") % line for line in job._summary_lines())
            job.summary = Markup("<ul class='mb-0'>%s</ul>") % items

    def _summary_lines(self):
        """The summary, a sentence a line."""
        return [
            *self._result_lines(),
            *self._file_lines(),
            *self._word_lines(),
            *self._archived_lines(),
            *self._priority_lines(),
        ]

    def _result_lines(self):
        """What happened, or would happen."""
        if self.ticket_count and self.existing_count == self.ticket_count:
            yield self.env._("Nothing to load: all tickets of the file are here already (%s).", self.ticket_count)
        elif not self.ticket_count + self.bad_count:
            yield self.env._("No line of the file tells of a ticket.")
        elif self._is_stuck():
            yield self.env._(
                "Tickets without errors: %(count)s of %(all)s.",
                count=self.ticket_count,
                all=self.ticket_count + self.bad_count,
            )
        elif self.state == "checked":
            yield self.env._(
                "Tickets that would be loaded: %(count)s of %(all)s.",
                count=self.ticket_count - self.existing_count,
                all=self.ticket_count + self.bad_count,
            )
        else:
            yield self.env._(
                "Tickets loaded: %(count)s of %(all)s.",
                count=self.loaded_count,
                all=self.ticket_count + self.bad_count,
            )
        if 0 < self.existing_count < self.ticket_count:
            yield self.env._("Tickets that were here already and stay as they are: %s.", self.existing_count)
        if self.failed_count:
            yield self.env._("Tickets that could not be loaded: %s. The list below says why.", self.failed_count)
        if self.bad_count:
            text = (
                self.env._("Tickets with errors, which are left out: %s.", self.bad_count)
                if self.leaves_out_errors
                else self.env._(
                    "Tickets with errors: %s. Nothing is loaded before that is settled.",
                    self.bad_count,
                )
            )
            yield text
        elif self._is_stuck():
            yield self.env._("Some lines have errors; nothing is loaded before that is settled.")

    def _is_stuck(self):
        """Whether nothing may be loaded, because something is wrong that nobody left out."""
        return self.state == "checked" and self.error_count and not self.leaves_out_errors

    def _file_lines(self):
        """How the file was read."""
        names = {"\t": self.env._("tab"), ",": self.env._("comma"), ";": self.env._("semicolon")}
        yield self.env._(
            "Rows: %(rows)s, read as %(encoding)s, divided by %(delimiter)s.",
            rows=self.row_count,
            encoding=self.stats["encoding"],
            delimiter=names.get(self.stats["delimiter"], self.stats["delimiter"]),
        )
        if self.stats["unread"]:
            yield self.env._("Columns that are not read: %s.", ", ".join(self.stats["unread"]))
        if self.stats["taken"] and self.profile_id.number_taken == "new":
            yield self.env._(
                "Numbers that belong to other tickets of this desk: %s. Their tickets get new numbers"
                " and are still found by the old ones.",
                self.stats["taken"],
            )

    def _word_lines(self):
        """Whom and what the file names."""
        labels = dict(self.env["service.desk.import.value"]._fields["kind"]._description_selection(self.env))
        hows = {
            "found": self.env._("known"),
            "created": self.env._("new"),
            "default": self.env._("replaced by the default"),
            "text": self.env._("kept as text"),
            "unknown": self.env._("unknown"),
            "ambiguous": self.env._("ambiguous"),
        }
        for kind, counts in self.stats["words"].items():
            parts = ", ".join(f"{count} {hows[how]}" for how, count in counts.items())
            yield self.env._("%(kind)s: %(parts)s.", kind=labels[kind], parts=parts)

    def _archived_lines(self):
        """What becomes of the teams, services, categories and codes that are new here."""
        words = self.stats["words"]
        if "made" not in self.stats:
            if any(words.get(kind, {}).get("created") for kind in ARCHIVED_KINDS):
                yield self.env._(
                    "New teams, services, categories and codes come in archived: tickets show them,"
                    " but nobody is offered them for new work. Teams that open tickets need are"
                    " active."
                )
        elif self.stats["made"]:
            yield self.env._(
                "Teams, services, categories and codes that were made, archived: %(made)s. Tickets"
                " show them, but nobody is offered them for new work.",
                made=self.stats["made"],
            )
        if self.stats.get("awake"):
            yield self.env._("Teams in use, because open tickets need them: %s.", self.stats["awake"])

    def _priority_lines(self):
        """Where the other tool's priorities are not the ones our matrix gives, and why."""
        found = self.stats["priorities"]
        if not found["compared"]:
            return
        tickets = self.env[self.process]
        levels = dict(tickets._fields["impact"]._description_selection(self.env))
        priorities = dict(tickets._fields["priority"]._description_selection(self.env))
        count = sum(row[-1] for row in found["differences"])
        if not count:
            yield self.env._("All priorities are what our matrix gives (%s).", found["compared"])
            return
        yield self.env._(
            "Priorities that are what our matrix gives for impact and urgency: %(same)s of %(all)s."
            " The rest keeps the file's priority as an override: %(count)s.",
            same=found["compared"] - count,
            all=found["compared"],
            count=count,
        )
        for impact, urgency, wanted, word, given, number in found["differences"]:
            yield self.env._(
                "Impact %(impact)s and urgency %(urgency)s: the file says %(word)s, our matrix"
                " %(given)s; tickets: %(number)s.",
                number=number,
                impact=levels[impact],
                urgency=levels[urgency],
                word=word or priorities[wanted],
                given=priorities.get(given, ""),
            )
