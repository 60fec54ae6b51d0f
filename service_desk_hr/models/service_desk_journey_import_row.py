from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from ..people.names import words
from .service_desk_journey_import_data import MAX_TEXT, MENDABLE, OUTCOMES, ROW_STATES, ROW_TEXTS


class ServiceDeskJourneyImportRow(models.Model):
    """One person of a sheet: what was read, what would happen, what became of it.

    HR may mend what was read, as if it stood so in the sheet; the rest is found out by the import.
    """

    _name = "service.desk.journey.import.row"
    _description = "Person in a Sheet"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.export.mixin"]
    _order = "import_id desc, line, id"

    import_id = fields.Many2one(
        "service.desk.journey.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    line = fields.Integer(string="Row", readonly=True, aggregator=None, help="In the sheet; the headings are row 1.")
    is_misfit = fields.Boolean(
        readonly=True, help="It cannot be read: its cells are not those of the headings, or one is too long."
    )

    name = fields.Char()
    work_email = fields.Char(string="Work Mail")
    private_email = fields.Char(string="Private Mail", help="Where messages go before the first day.")
    department = fields.Char()
    job = fields.Char()
    manager = fields.Char(help="By work mail or by name.")
    location = fields.Char(string="Work Location")
    first_day = fields.Char()
    last_day = fields.Char()
    employment = fields.Char(string="Employment Type")

    state = fields.Selection(ROW_STATES, required=True, default="problem", readonly=True, index=True)
    outcome = fields.Selection(OUTCOMES, string="Person", readonly=True)
    message = fields.Char(string="What Happens", readonly=True)
    date_start = fields.Date(string="From", readonly=True)
    date_end = fields.Date(string="Until", readonly=True)
    employee_type = fields.Char(readonly=True)
    department_id = fields.Many2one("hr.department", string="Department Here", readonly=True)
    job_id = fields.Many2one("hr.job", string="Job Here", readonly=True)
    location_id = fields.Many2one("hr.work.location", string="Location Here", readonly=True)
    manager_employee_id = fields.Many2one("hr.employee", string="Manager Here", readonly=True)
    manager_row_id = fields.Many2one(
        "service.desk.journey.import.row", string="Manager in the Sheet", readonly=True, index="btree_not_null"
    )
    employee_id = fields.Many2one("hr.employee", readonly=True, index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True, ondelete="set null")
    template_id = fields.Many2one("service.desk.journey.template", readonly=True)
    access_text = fields.Char(string="Access", readonly=True, help="What the person would get by their role.")
    journey_id = fields.Many2one("service.desk.journey", readonly=True, index="btree_not_null", ondelete="set null")

    @api.depends("line", "name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %(line)s: %(name)s", line=row.line, name=row.name or "")

    # -- Who may ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("People of an import come from its sheet."))
        return super().create(vals_list)

    def write(self, vals):
        """Mend what was read; the import then looks at all of its rows again."""
        if self.env.su:
            return super().write(vals)
        if vals.keys() - set(ROW_TEXTS):
            raise AccessError(self.env._("What happens to a person follows from what the sheet says."))
        if any(row.state not in MENDABLE or row.import_id.state not in ("checked", "done") for row in self):
            raise UserError(self.env._("This person has been started already, or is about to be."))
        texts = {name: " ".join(str(text).split())[:MAX_TEXT] if text else False for name, text in vals.items()}
        result = super().write(texts)
        # sudo: who may write these rows was checked by writing them.
        self.sudo().is_misfit = False
        self.import_id._judge_again()
        return result

    # -- What others ask -------------------------------------------------------------------------

    def mail(self):
        """The work mail as it is compared; empty without one."""
        return email_normalize(self.work_email or "") or ""

    def identity(self):
        """What makes two rows the same person."""
        return self.mail() or (words(self.name), email_normalize(self.private_email or "") or "")

    # -- Actions ---------------------------------------------------------------------------------

    def action_mend(self):
        """Open the dialog in which the row can be put right."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_mended(self):
        """Close the dialog; what was put right is saved and was judged by then."""
        self.check_access("write")
        return {"type": "ir.actions.act_window_close"}

    def action_open_journey(self):
        """Open the journey of this person."""
        self.ensure_one()
        return self.journey_id._get_records_action()
