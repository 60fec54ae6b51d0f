from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..guide import MAX_ANSWERS, Node, faults
from .service_desk_catalog_data import ITEM_AUDIENCES
from .service_desk_guide_data import DESK, GUIDE_STATES


class ServiceDeskGuide(models.Model):
    """A tree of questions that leads people to what helps: advice, an article, an order, a ticket.

    It begins with the step on top of its list. Whoever builds it is told what keeps people from
    getting to an end; it cannot be published before that is mended, nor be broken afterwards. Only
    what it ends with may be withdrawn under it, see the upkeep mixin.
    """

    _name = "service.desk.guide"
    _description = "Guided Diagnosis"
    _inherit = [
        "service.desk.audience.mixin",
        "service.desk.guide.portal.mixin",
        "service.desk.guide.upkeep.mixin",
        "service.desk.storable.mixin",
        "service.desk.unsigned.mixin",
        "service.desk.boundary.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    summary = fields.Char(translate=True, help="One sentence that says for what trouble it is.")
    icon = fields.Char(string="Picture", default="fa-compass", help="A name of Font Awesome, like fa-print.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        GUIDE_STATES, required=True, default="draft", readonly=True, copy=False, index=True, tracking=True
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Leave empty for a guide that all companies use."
    )
    audience = fields.Selection(ITEM_AUDIENCES, required=True, default="internal", tracking=True)
    service_id = fields.Many2one("service.desk.service", check_company=True, index="btree_not_null", groups=DESK)
    step_ids = fields.One2many("service.desk.guide.step", "guide_id", string="Steps", copy=False)
    walk_ids = fields.One2many("service.desk.guide.walk", "guide_id", groups="service_desk.group_agent")
    fault_text = fields.Text(string="What Is Missing", compute="_compute_fault_text")
    outline = fields.Html(compute="_compute_outline", sanitize=False)
    walk_count = fields.Integer(string="Used", compute="_compute_walk_count", groups="service_desk.group_agent")
    solved_count = fields.Integer(string="Solved", compute="_compute_walk_count", groups="service_desk.group_agent")

    # -- Computes ------------------------------------------------------------------------------

    @api.depends(
        "step_ids.name",
        "step_ids.kind",
        "step_ids.sequence",
        "step_ids.article_id",
        "step_ids.item_id",
        "step_ids.option_ids.next_step_id",
    )
    def _compute_fault_text(self):
        for guide in self:
            guide.fault_text = "\n".join(guide._faults())

    @api.depends("step_ids.name", "step_ids.sequence", "step_ids.option_ids.name")
    def _compute_outline(self):
        """The tree as nested lists; a step that several answers lead to stands there once."""
        for guide in self:
            shown = set()
            first = guide.step_ids.sorted()[:1]
            guide.outline = guide._outline_of(first, shown, 0) if first else False

    def _outline_of(self, step, shown, depth):
        if step in shown or depth > MAX_ANSWERS:
            return Markup("<em>↑ %s</em>") % step.name
        shown.add(step)
        branches = Markup().join(
            Markup("<li><span class='text-muted'>%s →</span> %s</li>")
            % (
                option.name,
                self._outline_of(option.next_step_id, shown, depth + 1)
                if option.next_step_id
                else Markup("<strong class='text-danger'>?</strong>"),
            )
            for option in (step.option_ids if step.kind == "question" else ())
        )
        label = Markup("<strong>%s</strong>") if step.kind == "question" else Markup("<span>■ %s</span>")
        return (label % step.name) + (Markup("<ul>%s</ul>") % branches if branches else Markup())

    def _compute_walk_count(self):
        counts = {
            (guide, outcome): count
            for guide, outcome, count in self.env["service.desk.guide.walk"]._read_group(
                [("guide_id", "in", self.ids)], ["guide_id", "outcome"], ["__count"]
            )
        }
        for guide in self:
            theirs = {outcome: count for (one, outcome), count in counts.items() if one == guide._origin}
            guide.walk_count = sum(theirs.values())
            guide.solved_count = theirs.get("solved", 0)

    # -- Is it whole ---------------------------------------------------------------------------

    def _faults(self):
        """A sentence for each thing that keeps people from getting to an end."""
        self.ensure_one()
        steps = self.step_ids.sorted()
        if not steps:
            return [self.env._("It has no steps yet.")]
        nodes = {
            step: Node(step.kind == "question", [option.next_step_id or None for option in step.option_ids])
            for step in steps
        }
        sentences = {
            "unanswered": self.env._("“%(step)s” asks, but has no answers."),
            "nowhere": self.env._("“%(step)s” has an answer that leads nowhere."),
            "circle": self.env._("“%(step)s” leads back to a step before it: people would walk in circles."),
            "unreached": self.env._("No answer leads to “%(step)s”."),
        }
        told = [sentences[kind] % {"step": step.name} for kind, step in faults(nodes, steps[0])]
        return told + [fault for step in steps for fault in step._end_faults()]

    def _check_whole(self):
        """:raise ValidationError: when a published guide would lead nowhere"""
        for guide in self.filtered(lambda guide: guide.state == "published"):
            told = guide._faults()
            if told:
                raise ValidationError(
                    self.env._(
                        "%(guide)s is published and would be broken:\n%(faults)s",
                        guide=guide.name,
                        faults="\n".join(told),
                    )
                )

    # -- State ---------------------------------------------------------------------------------

    def write(self, vals):
        if "state" in vals:
            self._check_state(vals["state"])
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """A new guide is a draft, whatever somebody says."""
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def action_publish(self):
        """Let people walk it."""
        return self.write({"state": "published"})

    def action_draft(self):
        """Take it back to work on it; nobody walks it meanwhile."""
        return self.write({"state": "draft"})

    def action_retire(self):
        """Keep it for its figures; nobody walks it any more."""
        return self.write({"state": "retired"})

    def _check_state(self, state):
        """:raise UserError: when a guide that leads nowhere would be published"""
        for guide in self if state == "published" else ():
            told = guide._faults()
            if told:
                raise UserError(
                    self.env._(
                        "%(guide)s cannot be published yet:\n%(faults)s",
                        guide=guide.name,
                        faults="\n".join(told),
                    )
                )

    # -- For whom ------------------------------------------------------------------------------

    @api.model
    def _domain_for(self, person):
        here = Domain("company_id", "=", False) | Domain("company_id", "in", person.companies.ids)
        return super()._domain_for(person) & here & Domain("state", "=", "published") & Domain("active", "=", True)

    # -- Walking -------------------------------------------------------------------------------

    def _walk(self, path):
        """The answers given, as options, and the step to which they lead.

        :param path: ids of the options that were chosen, one after the other
        :return: options and step; None when there is no such way
        """
        self.ensure_one()
        step = self.step_ids.sorted()[:1]
        options = self.env["service.desk.guide.option"].browse(path)
        for option in options:
            if option not in step.option_ids or step.kind != "question":
                return None
            step = option.next_step_id
        return (options, step) if step else None

    @api.model
    def _answers(self, options):
        """What was asked and answered, as a list for a ticket."""
        return Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s <strong>%s</strong></li>") % (option.step_id.name, option.name) for option in options
        )

    @api.model
    def _search_text(self, options, step):
        """What the way says, for finding articles and tickets that are like it; no HTML."""
        said = [f"{option.step_id.name} {option.name}" for option in options]
        return " ".join([self.name or "", *said, step.name or ""])

    def _was_walked(self, step, outcome):
        """Note that somebody got to an end; who it was is not noted."""
        self.check_access("read")
        # sudo: rows are written by this code alone.
        walks = self.env["service.desk.guide.walk"].sudo()
        return walks.create(
            {
                "guide_id": self.id,
                "step_id": step.id,
                "outcome": outcome,
                "channel": "desk" if self.env.user.has_group("service_desk.group_agent") else "portal",
            }
        )

    @api.model
    def _note_walk(self, tickets, outcome):
        """Count the end whose words an agent took over, now that they were really used.

        The dialog was opened with the end in its context, see the guide's wizard.
        """
        step_id = self.env.context.get("service_desk_guide_step_id")
        step = self.env["service.desk.guide.step"].browse(step_id if type(step_id) is int else ()).exists()
        if tickets and step and step.has_access("read") and step.kind != "question":
            step.guide_id._was_walked(step, outcome)

    # -- Actions -------------------------------------------------------------------------------

    def action_try(self):
        """Walk it without a ticket, published or not."""
        self.ensure_one()
        return self.env["service.desk.guide.wizard"].create({"guide_id": self.id})._open()

    def action_open_walks(self):
        """How often people got to which end."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Use of %s", self.name),
            "res_model": "service.desk.guide.walk",
            "view_mode": "graph,pivot,list",
            "domain": [("guide_id", "=", self.id)],
        }
