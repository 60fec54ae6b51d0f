import ast
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..forms import refuse_pattern
from ..forms.spec import to_number
from .service_desk_catalog_data import AMOUNT_CODE, DEFAULT_KINDS, MAX_RECORDS, QUESTION_KINDS

#: Numbers and days beyond this are mistakes.
_MAX_LIMIT = 10**12
_MAX_DAYS = 36_500


class ServiceDeskCatalogQuestion(models.Model):
    """One question of an item's form, or a heading that begins a section of it."""

    _name = "service.desk.catalog.question"
    _description = "Catalog Question"
    _inherit = ["service.desk.catalog.word.mixin", "service.desk.catalog.version.mixin"]
    _order = "item_id, sequence, id"

    item_id = fields.Many2one("service.desk.catalog.item", required=True, index=True, ondelete="cascade")
    # New ones come last.
    sequence = fields.Integer(default=1000)
    name = fields.Char(string="Question", required=True, translate=True)
    code = fields.Char(
        compute="_compute_code",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="By this name conditions, tasks and other programs know the answer.",
    )
    help = fields.Char(translate=True, help="Shown below the question.")
    kind = fields.Selection(QUESTION_KINDS, required=True, default="text")
    is_required = fields.Boolean(string="Required")
    default_kind = fields.Selection(DEFAULT_KINDS, string="Filled In With")
    default_value = fields.Char(translate=False, help="For choices the value, for yes or no the word yes or no.")
    minimum = fields.Char(help="Smallest number; fewest characters, choices or files; first day, counted from today.")
    maximum = fields.Char(help="Largest number; most characters, choices or files; last day, counted from today.")
    pattern = fields.Char(help="Regular expression that the whole text must match.")
    pattern_hint = fields.Char(translate=True, help="What to say when it does not.")
    extensions = fields.Char(string="File Types", help="Such as: pdf, png, jpg. Empty for all.")
    max_mb = fields.Integer(string="MB per File")
    record_model = fields.Char(string="Model", help="Technical name; people choose what they may read.")
    record_domain = fields.Char(string="Filter", default="[]")
    choice_ids = fields.One2many("service.desk.catalog.choice", "question_id", copy=True)
    # Copied by the item, since they point at other questions of the same form.
    condition_ids = fields.One2many("service.desk.catalog.condition", "question_id", copy=False)
    condition_text = fields.Char(compute="_compute_condition_text", string="Conditions")

    _code_uniq = models.Constraint("UNIQUE(item_id, code)", "Two questions of one form cannot have the same code.")

    @api.depends("name")
    def _compute_code(self):
        self._fill_word("question_ids")

    @api.depends("condition_ids.purpose", "condition_ids.on_question_id", "condition_ids.value")
    def _compute_condition_text(self):
        for question in self:
            question.condition_text = "; ".join(question.condition_ids.mapped("display_name"))

    # -- What can be asked -------------------------------------------------------------------

    @api.constrains("code")
    def _check_code(self):
        for question in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", question.code or ""):
                raise ValidationError(self.env._("A code is made of small letters, digits and _, such as cost_center."))

    @api.constrains("minimum", "maximum", "kind")
    def _check_limits(self):
        for question in self:
            limits = [question.minimum, question.maximum]
            numbers = [to_number(limit) for limit in limits if limit]
            most = _MAX_DAYS if question.kind in ("date", "datetime") else _MAX_LIMIT
            if None in numbers or any(abs(number) > most for number in numbers):
                raise ValidationError(self.env._("Limits of “%s” must be numbers.", question.name))
            if all(limits) and numbers[0] > numbers[1]:
                raise ValidationError(self.env._("“%s” has a minimum above its maximum.", question.name))

    @api.constrains("max_mb")
    def _check_max_mb(self):
        if any(not 0 <= question.max_mb <= 1000 for question in self):
            raise ValidationError(self.env._("A file can have 1 to 1,000 MB."))

    @api.constrains("pattern")
    def _check_pattern(self):
        for question in self:
            if refuse_pattern(question.pattern):
                raise ValidationError(
                    self.env._(
                        "The pattern of “%s” is not understood, or would take too long on some"
                        " texts. Use letters, digits, [ ] and simple repetitions.",
                        question.name,
                    )
                )

    @api.constrains("extensions")
    def _check_extensions(self):
        for question in self:
            if any(not re.fullmatch(r"[a-z0-9]{1,12}", one) for one in question._extensions()):
                raise ValidationError(self.env._("File types look like: pdf, png, jpg."))

    def _extensions(self):
        parts = (part.strip().lower().lstrip(".") for part in (self.extensions or "").split(","))
        return [part for part in parts if part]

    @api.constrains("kind", "record_model", "record_domain")
    def _check_record(self):
        """What is offered must be something that whoever writes the form may read too."""
        for question in self.filtered(lambda one: one.kind == "record"):
            try:
                if question.record_model not in self.env:
                    raise ValueError(question.record_model)
                question._records().fetch(["display_name"])
            except (ValueError, SyntaxError, TypeError, KeyError, AttributeError) as error:
                raise ValidationError(
                    self.env._("“%s” needs a model, and a filter that goes with it.", question.name)
                ) from error

    def _records(self, domain=()):
        """What the current user may choose, with their own rights."""
        # Also where the form itself is read as superuser: the person's rights decide what is there.
        model = self.env[self.record_model].with_user(self.env.uid)
        if model._abstract or model._transient:
            raise ValueError(self.record_model)
        model.check_access("read")
        filters = ast.literal_eval(self.record_domain or "[]")
        return model.search([*filters, *domain], limit=MAX_RECORDS)

    # -- CRUD --------------------------------------------------------------------------------

    def _versioned_items(self):
        return self.item_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked_for(self):
        """Conditions of other questions would hang in the air."""
        others = self.env["service.desk.catalog.condition"].search(
            [("on_question_id", "in", self.ids), ("question_id", "not in", self.ids)], limit=1
        )
        if others:
            raise UserError(
                self.env._(
                    "“%(other)s” depends on “%(question)s”. Remove the condition first.",
                    other=others.question_id.name,
                    question=others.on_question_id.name,
                )
            )

    # -- Order -------------------------------------------------------------------------------

    def action_earlier(self):
        """Ask this one question earlier, where it cannot be dragged."""
        self._swap(-1)

    def action_later(self):
        """Ask this one question later."""
        self._swap(1)

    def _swap(self, step):
        """Change places with a neighbor; the rights of writing on the form decide who may."""
        self.ensure_one()
        questions = list(self.item_id.question_ids.sorted(lambda one: (one.sequence, one.id)))
        place = questions.index(self)
        other = place + step
        if 0 <= other < len(questions):
            questions[place], questions[other] = questions[other], questions[place]
            for number, question in enumerate(questions, 1):
                if question.sequence != number * 10:
                    question.sequence = number * 10

    # -- Answers that point at something ---------------------------------------------------------

    def _is_amount(self):
        """Whether the answer is what a piece costs."""
        return self.kind == "number" and self.code == AMOUNT_CODE

    def _unit(self):
        """In what a number is given, as it stands beside the question."""
        return self.item_id.currency_id.symbol or "" if self._is_amount() else ""

    def _find_answer(self, text):
        """The person or record that an answer means, and a kind of problem."""
        if self.kind == "person":
            return self.env["service.desk.catalog"]._find_person(text)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            return None, "not_found"
        try:
            # Not as superuser: whoever cannot read a record cannot choose it.
            record = self._records([("id", "=", int(text))])
        except AccessError:
            return None, "not_found"
        return (record, "") if record else (None, "not_found")

    def _record_options(self):
        """Pairs of id and name to choose from, as far as the current user may read them."""
        try:
            records = self._records()
            return [(record.id, record.display_name) for record in records]
        except AccessError:
            return []
