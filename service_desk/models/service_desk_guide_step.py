from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_guide_data import DESK, STEP_KINDS


class ServiceDeskGuideStep(models.Model):
    """A question with its answers, or an end."""

    _name = "service.desk.guide.step"
    _description = "Step of a Guide"
    _inherit = ["service.desk.storable.mixin", "service.desk.unsigned.mixin"]
    _order = "sequence, id"

    guide_id = fields.Many2one("service.desk.guide", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="guide_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(
        required=True, translate=True, help="The question as it is asked; of an end what people see as its title."
    )
    kind = fields.Selection(STEP_KINDS, required=True, default="question")
    body = fields.Html(translate=True, help="Where to look, what to try, what to do.")
    option_ids = fields.One2many("service.desk.guide.option", "step_id", string="Answers", copy=True)
    answer_text = fields.Char(string="Answers and Ends", compute="_compute_answer_text")
    article_id = fields.Many2one("service.desk.article", index="btree_not_null")
    # The names of these are for the desk: whoever walks the guide may know neither item nor service.
    item_id = fields.Many2one(
        "service.desk.catalog.item", string="What Is Ordered", index="btree_not_null", groups=DESK
    )
    process = fields.Selection([("incident", "Incident"), ("request", "Service Request")], default="incident")
    ticket_name = fields.Char(string="Subject", translate=True, help="The title of the end if empty.")
    service_id = fields.Many2one("service.desk.service", index="btree_not_null", groups=DESK)
    category_id = fields.Many2one("service.desk.category", index="btree_not_null", groups=DESK)
    urgency = fields.Selection([("1", "High"), ("2", "Medium"), ("3", "Low")], default="2")

    @api.depends("kind", "option_ids.name", "article_id", "item_id")
    def _compute_answer_text(self):
        for step in self:
            if step.kind == "question":
                step.answer_text = " · ".join(option.name or "" for option in step.option_ids)
            else:
                # A title that the reader may not see is not told here either.
                # sudo: to what it leads; whether that may be read is asked below.
                target = step.sudo()["article_id" if step.kind == "article" else "item_id"].sudo(False)
                is_told = step.kind in ("article", "catalog") and target and target.has_access("read")
                step.answer_text = target.display_name if is_told else ""

    @api.constrains("guide_id", "kind", "option_ids", "article_id", "item_id", "sequence")
    def _check_guide(self):
        self.guide_id._check_whole()

    @api.constrains("guide_id")
    def _check_options(self):
        for option in self.option_ids:
            if option.next_step_id and option.next_step_id.guide_id != option.step_id.guide_id:
                raise ValidationError(self.env._("An answer leads to a step of the same guide."))

    @api.model_create_multi
    def create(self, vals_list):
        """A new step stands below the others: with the one on top the guide begins."""
        guides = [vals["guide_id"] for vals in vals_list if vals.get("guide_id")]
        last = dict(self._read_group([("guide_id", "in", guides)], ["guide_id"], ["sequence:max"]) if guides else ())
        last = {guide.id: sequence for guide, sequence in last.items()}
        return super().create(
            [
                {"sequence": (last.get(vals.get("guide_id")) or 0) + 1 + place, **vals}
                for place, vals in enumerate(vals_list)
            ]
        )

    def unlink(self):
        guides = self.guide_id
        done = super().unlink()
        guides.invalidate_recordset(["step_ids"])
        guides.exists()._check_whole()
        return done

    def _end_faults(self):
        """What an end needs and has not."""
        self.ensure_one()
        # sudo: whether there is one, and whether it is published; nothing of it is told.
        if self.kind == "article" and not self.article_id.sudo().is_live:
            return [self.env._("“%s” ends with an article, but with none that is published.", self.name)]
        if self.kind == "catalog" and self.sudo().item_id.state != "published":
            return [self.env._("“%s” ends with an order, but of nothing that is published.", self.name)]
        return []

    def _ticket_values(self):
        """What a ticket that begins here is filled with."""
        self.ensure_one()
        place = self.sudo()  # sudo: where it belongs, which is not told to whoever walks the guide
        return {
            "name": self.ticket_name or self.name,
            "service_id": place.service_id,
            "category_id": place.category_id,
            "urgency": self.urgency or "2",
        }

    def action_open(self):
        """Open the step with its answers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("service_desk.service_desk_guide_step_view_form").id, "form")],
            "target": "new",
        }
