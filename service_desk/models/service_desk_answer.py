from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, formatLang

from ..days import end_of_day, start_of_day
from ..forms.spec import plain
from .service_desk_catalog_data import QUESTION_KINDS


class ServiceDeskAnswer(models.Model):
    """What somebody answered to one question, kept as it was asked then.

    Later edits of the form change nothing here. Written when something is ordered, by the desk's
    own code alone.
    """

    _name = "service.desk.answer"
    _description = "Answer to a Form"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.ticket.line"]
    _order = "sequence, id"
    _rec_name = "name"

    question_id = fields.Many2one(
        "service.desk.catalog.question", string="Question of the Form", index="btree_not_null", ondelete="set null"
    )
    code = fields.Char(required=True)
    name = fields.Char(string="Question", required=True)
    section = fields.Char()
    sequence = fields.Integer()
    kind = fields.Selection(QUESTION_KINDS, required=True)
    value_text = fields.Text(string="In Words", index="trigram", help="What was answered, as text to search in.")
    value_code = fields.Char(help="The values of what was chosen, by which conditions know it.")
    value_number = fields.Float(digits=(20, 6))
    currency_id = fields.Many2one("res.currency", help="Of an amount.")
    value_date = fields.Date()
    value_datetime = fields.Datetime()
    value_boolean = fields.Boolean()
    value_partner_id = fields.Many2one("res.partner", index="btree_not_null")
    value_model = fields.Char()
    value_res_id = fields.Many2oneReference(model_field="value_model")
    attachment_ids = fields.Many2many("ir.attachment", "service_desk_answer_attachment_rel")
    display_value = fields.Char(
        string="Answer", compute="_compute_display_value", help="As the reader writes dates and numbers."
    )

    @api.depends("kind", "value_text", "value_number", "currency_id", "value_date", "value_datetime", "value_boolean")
    @api.depends_context("lang", "tz")
    def _compute_display_value(self):
        for answer in self:
            answer.display_value = answer._as_shown()

    def _as_shown(self):
        if self.kind == "number" and self.currency_id:
            return formatLang(self.env, self.value_number, currency_obj=self.currency_id)
        if self.kind == "number":
            digits = 0 if self.value_number % 1 == 0 else 2
            return formatLang(self.env, self.value_number, digits=digits)
        if self.kind == "date":
            return format_date(self.env, self.value_date)
        if self.kind == "datetime":
            return format_datetime(self.env, self.value_datetime, dt_format="short")
        if self.kind == "yes_no":
            return self.env._("Yes") if self.value_boolean else self.env._("No")
        return self.value_text

    def _as_sent(self):
        """The answer as a browser sends it, which conditions look at."""
        if self.kind in ("choice", "choices"):
            return self.value_code.split(",") if self.kind == "choices" else self.value_code
        if self.kind == "yes_no":
            return "yes" if self.value_boolean else "no"
        if self.kind == "number":
            return plain(self.value_number)
        if self.kind == "file":
            return self.attachment_ids.mapped("name")
        return self.value_text or ""

    def _as_typed(self):
        """The answer as the form shows it to be changed."""
        if self.kind == "person":
            return self.value_partner_id._service_desk_words()
        if self.kind == "record":
            return str(self.value_res_id)
        if self.kind == "datetime":
            return fields.Datetime.context_timestamp(self, self.value_datetime).strftime("%Y-%m-%dT%H:%M")
        return self._as_sent()

    def _as_moment(self, zone, is_end=False):
        """A date or a time as a moment in UTC; a day ends with its last second.

        :param str zone: name of the time zone in which days begin
        """
        if self.kind != "date":
            return self.value_datetime
        return (end_of_day if is_end else start_of_day)(self.value_date, zone)

    # -- From typed values ---------------------------------------------------------------------

    @api.model
    def _prepare_all(self, item, values):
        """Values of the answers to a form, in the order in which they were asked.

        :param dict values: code -> typed value, as ``_check_answers`` returns it
        """
        rows, section = [], False
        for sequence, question in enumerate(item.question_ids):
            if question.kind == "heading":
                section = question.name
            elif question.code in values:
                rows.append(
                    {
                        "question_id": question.id,
                        "code": question.code,
                        "name": question.name,
                        "section": section,
                        "sequence": sequence,
                        "kind": question.kind,
                        **self._typed(question, values[question.code]),
                    }
                )
        return rows

    @api.model
    def _typed(self, question, value):
        """The columns that hold this value."""
        kind = question.kind
        if kind in ("choice", "choices"):
            chosen = question.choice_ids.filtered(lambda one: one.value in value)
            if kind == "choice":
                chosen = question.choice_ids.filtered(lambda one: one.value == value)
            return {
                "value_code": ",".join(chosen.mapped("value")),
                "value_text": ", ".join(chosen.mapped("name")),
            }
        if kind == "person":
            return {"value_partner_id": value.id, "value_text": value.sudo().name}
        if kind == "record":
            words = {"value_text": value.display_name}
            return {"value_model": value._name, "value_res_id": value.id, **words}
        if kind == "file":
            return {"value_text": ", ".join(name for name, _content in value)}
        if kind == "yes_no":
            return {"value_boolean": value, "value_text": "yes" if value else "no"}
        column = {"number": "value_number", "date": "value_date", "datetime": "value_datetime"}.get(kind)
        if column:
            words = plain(value) if kind == "number" else value.isoformat(*" " if kind == "datetime" else ())
            currency = {"currency_id": question.item_id.currency_id.id} if question._is_amount() else {}
            return {column: value, "value_text": words, **currency}
        return {"value_text": value}
