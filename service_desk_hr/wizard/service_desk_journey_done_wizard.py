from odoo import api, fields, models
from odoo.fields import Command


class ServiceDeskJourneyDoneWizard(models.TransientModel):
    """Asks whoever has a step in hand what came of it; the proof, where one is needed."""

    _name = "service.desk.journey.done.wizard"
    _description = "Done With a Step of a Journey"
    #: Of those who have a step in hand, without any role.
    _is_for_requesters = True

    line_id = fields.Many2one("service.desk.journey.line", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(related="line_id.name", related_sudo=False, string="Step")
    person_name = fields.Char(related="line_id.person_name", related_sudo=False, string="For")
    date_due = fields.Date(related="line_id.date_due", related_sudo=False)
    instructions = fields.Html(related="line_id.instructions", related_sudo=False)
    needs_proof = fields.Boolean(related="line_id.needs_proof", related_sudo=False)
    held = fields.Text(related="line_id.held", related_sudo=False)
    thing_ids = fields.One2many("service.desk.journey.done.thing", "wizard_id", string="Taken Back")
    note = fields.Char(string="What Came of It", size=500)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        line = self.env["service.desk.journey.line"].browse((self.env.context.get("active_ids") or ())[:1])
        line.check_access("read")
        things = [Command.create({"key": key, "name": name, "is_back": True}) for key, name in line.things or ()]
        return values | {"line_id": line.id, "thing_ids": things}

    @api.constrains("line_id")
    def _check_line(self):
        """The dialog names the step: it is for those who may know it."""
        # Odoo checks with superuser rights; whose dialog it is counts.
        self.sudo(False).line_id.check_access("read")

    def action_done(self):
        """Say that it is done."""
        self.ensure_one()
        return self.line_id.action_done(self.note, self.thing_ids.filtered("is_back").mapped("key"))
