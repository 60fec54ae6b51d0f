from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..lifecycle import ENDED_PHASES, OPEN_PHASES

#: Like tickets shown at an end.
LIKES = 3


class ServiceDeskGuideWizard(models.TransientModel):
    """An agent walks a guide, beside a ticket or to try it; the answers are logged on the ticket."""

    _name = "service.desk.guide.wizard"
    _description = "Walk a Guide"

    guide_id = fields.Many2one("service.desk.guide", domain="[('state', '=', 'published')]")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    path = fields.Json(default=list, readonly=True)
    step_id = fields.Many2one("service.desk.guide.step", compute="_compute_step_id")
    kind = fields.Selection(related="step_id.kind", related_sudo=False)
    name = fields.Char(related="step_id.name", related_sudo=False, string="Question")
    body = fields.Html(related="step_id.body", related_sudo=False)
    trail = fields.Html(compute="_compute_step_id", sanitize=False)
    option_id = fields.Many2one("service.desk.guide.option", string="Answer", domain="[('step_id', '=', step_id)]")
    target = fields.Char(compute="_compute_target", string="What It Ends With")
    likes = fields.Html(compute="_compute_likes", sanitize=False)
    is_beside_ticket = fields.Boolean(compute="_compute_is_beside_ticket")

    # -- Computes ------------------------------------------------------------------------------

    @api.depends("guide_id", "path")
    def _compute_step_id(self):
        for wizard in self:
            options, wizard.step_id = wizard._way()
            wizard.trail = self.env["service.desk.guide"]._answers(options) if options else False

    @api.depends("step_id")
    def _compute_target(self):
        for wizard in self:
            step = wizard.step_id
            found = {"article": step.article_id, "catalog": step.item_id}.get(step.kind)
            wizard.target = found.display_name if found and found.has_access("read") else False

    @api.depends("step_id")
    def _compute_likes(self):
        """At an end: solved tickets like this way that the agent may read, and what fixed them."""
        for wizard in self:
            is_end = wizard.step_id and wizard.kind != "question"
            wizard.likes = wizard._likes() if is_end else False

    @api.depends("res_id")
    def _compute_is_beside_ticket(self):
        for wizard in self:
            wizard.is_beside_ticket = bool(wizard.res_id)

    def _likes(self):
        options, step = self._way()
        ticket = self._ticket()
        tickets = self.env["service.desk.incident"] if ticket is None else ticket.browse()
        domain = [("phase", "in", ENDED_PHASES), ("resolution", "!=", False), ("id", "!=", self.res_id or 0)]
        text = self.guide_id._search_text(options, step)
        if ticket is not None:
            text = f"{ticket.name} {text}"
        likes = tickets._like_text(text, step.service_id or self.guide_id.service_id, LIKES, domain)
        found = tickets.browse(like.ticket_id for like in likes)
        found.fetch(["number", "name", "resolution"])
        lines = Markup().join(
            Markup(
                "<li><a href='/odoo/%s/%s' target='_blank'>%s %s</a> <span class='text-muted'>(%s)</span><br/>%s</li>"
            )
            % (one._name, one.id, one.number, one.name, ", ".join(like.words), one._resolution_excerpt())
            for one, like in zip(found, likes, strict=True)
        )
        return Markup("<ul>%s</ul>") % lines if likes else False

    # -- Walking -------------------------------------------------------------------------------

    def _way(self):
        """The answers given so far and the step they lead to."""
        self.ensure_one()
        nothing = self.env["service.desk.guide.option"], self.env["service.desk.guide.step"]
        return (self.guide_id and self.guide_id._walk(self.path or [])) or nothing

    def _open(self):
        """Show the dialog where it stands."""
        return {
            "type": "ir.actions.act_window",
            "name": self.guide_id.name or self.env._("Guided Diagnosis"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_next(self):
        """Take the chosen answer."""
        self.check_access("write")
        self.ensure_one()
        if not self.guide_id:
            raise UserError(self.env._("Choose a guide."))
        if self.step_id and not self.option_id:
            raise UserError(self.env._("Choose an answer."))
        if self.option_id not in self.step_id.option_ids:
            raise UserError(self.env._("This is no answer to the question. Choose another one."))
        self.write({"path": [*(self.path or []), self.option_id.id], "option_id": False})
        return self._open()

    def action_back(self):
        """Take the last answer back."""
        self.check_access("write")
        self.ensure_one()
        self.write({"path": (self.path or [])[:-1], "option_id": False})
        return self._open()

    # -- At the end ----------------------------------------------------------------------------

    def action_apply(self):
        """Log the answers on the ticket, and do what the guide ends with."""
        ticket, options, step = self._end()
        ticket._message_log(body=self._log(options, step))
        return getattr(self, f"_apply_{step.kind}")(ticket, step)

    def action_solved(self):
        """Log the answers, and resolve the ticket with the words of the end, to be looked over."""
        ticket, options, step = self._end()
        ticket._message_log(body=self._log(options, step))
        if step.kind == "article":
            return self._counting(self._article_line(ticket, step).action_resolve(), step)
        action = ticket.action_resolve()
        action["context"] = {**action.get("context", {}), "default_resolution": self._html(step)}
        return self._counting(action, step)

    def _end(self):
        """The ticket, the answers and the end.

        :raise UserError: when there is no ticket to apply it to, or the way is not at its end
        """
        self.check_access("write")
        ticket = self._ticket()
        options, step = self._way()
        if ticket is None:
            raise UserError(self.env._("Open the guide from a ticket to apply what it ends with."))
        if not step or step.kind == "question":
            raise UserError(self.env._("Answer the questions first."))
        if ticket.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s is over. Reopen it first.", ticket.number))
        return ticket, options, step

    def _ticket(self):
        """The ticket beside which it was opened, with the user's own rights, or None."""
        self.ensure_one()
        model = self.env.get(self.res_model or "")
        if not self.res_id or model is None or not isinstance(model, self.env.registry["service.desk.ticket"]):
            return None
        ticket = model.browse(self.res_id).exists()
        ticket.check_access("write")
        return ticket

    def _log(self, options, step):
        return Markup("<p>%s</p>%s<p>→ %s</p>") % (
            self.env._("Guide: %s", self.guide_id.name),
            self.env["service.desk.guide"]._answers(options),
            step.name,
        )

    @api.model
    def _counting(self, action, step):
        """A dialog that counts the end when it is confirmed: one that is closed again has helped nobody."""
        return {**action, "context": {**action.get("context", {}), "service_desk_guide_step_id": step.id}}

    def _html(self, step):
        """What an end says, to be taken over."""
        return escape(step.name) if is_html_empty(step.body) else step.body

    def _apply_ticket(self, ticket, step):
        values = step._ticket_values()
        vals = {name: values[name].id for name in ("service_id", "category_id") if values[name]}
        ticket.write({**vals, "urgency": values["urgency"]})
        self.guide_id._was_walked(step, "applied")
        return {"type": "ir.actions.act_window_close"}

    def _apply_advice(self, ticket, step):
        return self._counting(ticket._reply_dialog(self._html(step)), step)

    def _apply_article(self, ticket, step):
        return self._counting(self._article_line(ticket, step).action_reply(), step)

    def _apply_catalog(self, ticket, step):
        self.guide_id._was_walked(step, "applied")
        order = self.env["service.desk.order.wizard"]
        return order.create({"partner_id": ticket.requester_id.id, "item_id": step.item_id.id}).action_open()

    def _article_line(self, ticket, step):
        """The article as the search for articles shows it beside the ticket."""
        step.article_id.check_access("read")
        finder = self.env["service.desk.article.finder"].create({"res_model": ticket._name, "res_id": ticket.id})
        # sudo: people cannot write these lines, which are shown as HTML; this one has no words in it.
        finder.sudo().line_ids = [fields.Command.create({"article_id": step.article_id.id})]
        return finder.line_ids
