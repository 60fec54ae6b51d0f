from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_desk.days import end_of_day, zone_of

from .. import journey_rules
from ..step_table import FIRST_KINDS
from .service_desk_journey_data import NEEDED, WORK_KINDS


class ServiceDeskJourneyLineBeginMixin(models.AbstractModel):
    """What happens when the day of a line has come: records of the desk are made, in bulk by kind.

    A line that cannot begin says why and is tried again when somebody asks for it; the others go on.
    """

    _name = "service.desk.journey.line.begin.mixin"
    _description = "Beginning of Journey Steps"

    @api.model
    def _domain_to_begin(self):
        """Lines whose day has come and that nothing keeps from beginning."""
        now = self.env.cr.now().replace(microsecond=0)
        return (
            Domain("date_begun", "=", False)
            & Domain("problem", "=", False)
            & Domain("journey_state", "=", "running")
            & Domain("state", "=", journey_rules.PLANNED)
            & (Domain("date_begin", "=", False) | Domain("date_begin", "<=", now))
        )

    def _begin_due(self):
        """Begin those of these lines whose day has come; what ends something comes first, then logins."""
        self.filtered_domain(self._domain_to_begin())._begin_in_order()

    def _begin_in_order(self):
        """Begin all of these lines, kind by kind."""
        kinds = self.grouped("kind")
        order = {kind: place for place, kind in enumerate(FIRST_KINDS)}
        for kind in sorted(kinds, key=lambda kind: order.get(kind, len(order))):
            kinds[kind]._begin_kind(kind)

    def _begin_kind(self, kind):
        """Begin lines of one kind together; those with which something is wrong stay behind and say so."""
        begin = f"_begin_{'work' if kind in WORK_KINDS else kind}"

        def work(lines):
            lines._stamp_begun()
            getattr(lines, begin)()

        self._try_together(
            self._without_lost(kind),
            work,
            lambda line, error: line._note_problem(line.journey_id._words_of(error)),
        )

    def _without_lost(self, kind):
        """Those of these lines that know what to do still; the others say so."""
        if kind not in NEEDED:
            return self
        lost = self.filtered(lambda line: not line.step_id[NEEDED[kind]])
        sentence = self.env._("The template does not say any more what to do: the step was deleted, or what it needs.")
        lost._note_problems(dict.fromkeys(lost, sentence))
        return self - lost

    def _stamp_begun(self):
        self.write({"date_begun": self.env.cr.now().replace(microsecond=0), "problem": False})
        if any(line.responsible == "person" and line.user_id for line in self):
            # From now on the person finds it in the menu, and menus are remembered.
            self.env.registry.clear_cache()

    def _note_problem(self, sentence):
        """Say on the line, and to HR, why it does not begin."""
        self._note_problems({self: sentence})

    @api.model
    def _note_problems(self, problems):
        """The same for several lines.

        :param dict problems: line -> sentence
        """
        for line, sentence in problems.items():
            line.problem = sentence
        self.env["service.desk.journey"]._note_each(
            "failed", [(line.journey_id, f"{line.name}: {sentence}") for line, sentence in problems.items()]
        )

    def action_retry(self):
        """Try again to begin what could not begin."""
        self.journey_id._check_may_run()
        # sudo: who may was checked
        self.sudo()._settle_left()
        # sudo: see above
        lines = self.sudo().filtered("problem")
        lines.write({"problem": False, "date_begun": False})
        lines._begin_in_order()
        return True

    # -- Kinds -----------------------------------------------------------------------------------

    def _begin_work(self):
        """A task for each line, in the hands of its team or of the person."""
        tasks = self.env["service.desk.task"]._add([line._task_values() for line in self])
        for line, task in zip(self, tasks, strict=True):
            line.task_id = task

    def _task_values(self):
        person = self.journey_id.person_name or ""
        return {
            "journey_line_id": self.id,
            "company_id": self.company_id.id,
            "name": f"{self.name}: {person}"[:200],
            "description": self._task_description(),
            "team_id": self.team_id.id,
            "user_id": self.user_id.id if not self.user_id.share else False,
            "date_due": self._due_moment(),
            "is_shown": False,
        }

    def _due_moment(self):
        """The end of its day, as the database keeps moments."""
        return self.date_due and end_of_day(self.date_due, zone_of(self.company_id))
