from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..lifecycle import CLOSED
from .service_desk_problem_cause_data import CATEGORIES, FISHBONE, MAX_DEPTH, METHODS, TIMELINE, WHYS


class ServiceDeskProblemCauseMixin(models.AbstractModel):
    """Why it happens: the steps by which a cause is found, and the cause."""

    _name = "service.desk.problem.cause.mixin"
    _description = "Cause of a Problem"

    root_cause = fields.Html(help="Why it happens, as far as it is known.")
    cause_method = fields.Selection(
        METHODS,
        string="Method",
        default=WHYS,
        help="Five whys: ask why until nothing explains it further. Ishikawa: look at every kind of"
        " cause. Timeline: what happened before, in order.",
    )
    cause_ids = fields.One2many("service.desk.problem.cause", "problem_id", string="Steps")
    cause_count = fields.Integer(compute="_compute_analysis_html")
    analysis_html = fields.Html(string="Analysis", compute="_compute_analysis_html", sanitize=False)

    @api.depends(
        "name",
        "cause_method",
        "cause_ids.name",
        "cause_ids.is_root",
        "cause_ids.category",
        "cause_ids.parent_id",
        "cause_ids.date",
        "cause_ids.sequence",
        "cause_ids.kind",
    )
    def _compute_analysis_html(self):
        drawn = {WHYS: "_draw_whys", FISHBONE: "_draw_fishbone", TIMELINE: "_draw_timeline"}
        for problem in self:
            steps = problem.cause_ids.filtered(lambda step, problem=problem: step.kind == problem.cause_method)
            problem.cause_count = len(problem.cause_ids)
            drawing = steps and getattr(problem, drawn[problem.cause_method])(steps)
            problem.analysis_html = drawing or False

    # -- Drawings; all texts of people are escaped by Markup ------------------------------------

    def _draw_whys(self, steps):
        """Each answer below what it explains."""
        inner = self._draw_below(steps, steps.browse())
        return Markup('<div class="o_service_desk_whys"><strong>%s</strong>%s</div>') % (self.name or "", inner)

    def _draw_below(self, steps, parent, depth=0):
        """The steps that lead to ``parent``; cycles are refused where steps are written."""
        children = steps.filtered(lambda step: (step.parent_id & steps) == parent)
        if not children:
            return Markup()
        if depth >= MAX_DEPTH:
            return Markup("<p>…</p>")
        rows = Markup().join(
            Markup("<li>%s%s</li>") % (self._draw_step(step), self._draw_below(steps, step, depth + 1))
            for step in children
        )
        return Markup("<ul>%s</ul>") % rows

    def _draw_fishbone(self, steps):
        """One bone a category, those without a cause too: nothing is forgotten."""
        labels = dict(steps._fields["category"]._description_selection(self.env))
        bones = Markup().join(
            self._draw_bone(labels[key], steps.filtered(lambda step, key=key: step.category == key))
            for key, _label in CATEGORIES
        )
        head = Markup('<div class="o_service_desk_fish_head">%s</div>') % (self.name or "")
        return Markup('<div class="o_service_desk_fish"><div class="o_service_desk_bones">%s</div>%s</div>') % (
            bones,
            head,
        )

    def _draw_bone(self, label, steps):
        inner = self._draw_below(steps, steps.browse()) or Markup('<p class="text-muted">%s</p>') % self.env._(
            "Nothing found"
        )
        return Markup('<div class="o_service_desk_bone"><strong>%s</strong>%s</div>') % (label, inner)

    def _draw_timeline(self, steps):
        """What happened, in order."""
        rows = Markup().join(
            Markup('<li><span class="text-muted">%s</span> %s</li>')
            % (self._text_moment(step.date), self._draw_step(step))
            for step in steps.sorted(lambda step: (step.date, step.sequence, step._origin.id))
            if step.date
        )
        return Markup('<ul class="o_service_desk_timeline">%s</ul>') % rows

    def _draw_step(self, step):
        text = escape(step.name or "")
        root = Markup('<span class="badge text-bg-danger">%s</span>') % self.env._("Root cause")
        return Markup("<strong>%s</strong> %s") % (text, root) if step.is_root else text

    def _text_moment(self, moment):
        local = fields.Datetime.context_timestamp(self, moment)
        return local.strftime("%Y-%m-%d %H:%M")

    # -- Helpers -----------------------------------------------------------------------------

    def _check_analysis_open(self):
        """What was found out about a closed problem stays as it is."""
        for problem in self:
            if problem.phase == CLOSED and not self.env.su:
                raise UserError(self.env._("%s is closed; reopen it to go on with its analysis.", problem.display_name))

    def _add_root_cause(self, text):
        """Write a cause that was found below those that are known."""
        known = Markup() if is_html_empty(self.root_cause) else Markup(self.root_cause)
        self.root_cause = known + Markup("<p>%s</p>") % text
