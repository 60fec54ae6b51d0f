from odoo import api, fields, models

from ..days import in_utc
from ..forms import Form, check
from .service_desk_catalog_data import PROBLEM_WORDS
from .service_desk_portal_data import translated


class ServiceDeskCatalogFormMixin(models.AbstractModel):
    """The form of an item, between its records and the pure rules in :mod:`..forms`."""

    _name = "service.desk.catalog.form.mixin"
    _description = "Form of a Catalog Item"

    question_ids = fields.One2many("service.desk.catalog.question", "item_id", copy=True)
    version = fields.Integer(
        default=1, required=True, readonly=True, copy=False, help="Raised by each edit of the form."
    )

    def _raise_version(self):
        """The form asks something else from now on."""
        # sudo: whoever may edit the form raises its version.
        for version, items in self.sudo().grouped("version").items():
            items.version = version + 1

    def copy(self, default=None):
        """With conditions that look at the copy's own questions."""
        copies = super().copy(default)
        rows = []
        for item, copied in zip(self, copies, strict=True):
            own = {question.code: question.id for question in copied.question_ids}
            rows += [
                {
                    "question_id": own[one.question_id.code],
                    "on_question_id": own[one.on_question_id.code],
                    "purpose": one.purpose,
                    "operator": one.operator,
                    "value": one.value,
                }
                for one in item.question_ids.condition_ids
            ]
        self.env["service.desk.catalog.condition"].create(rows)
        return copies

    # -- As data -------------------------------------------------------------------------------

    def _form_data(self):
        """The questions in the reader's language, as they are sent to the browser."""
        self.ensure_one()
        return [self._question_data(question) for question in self.question_ids]

    def _form(self):
        return Form.from_data(self._form_data())

    @api.model
    def _question_data(self, question):
        data = {
            "code": question.code,
            "kind": question.kind,
            "name": question.name,
            "help": question.help or "",
            "required": question.is_required,
            "minimum": question.minimum or "",
            "maximum": question.maximum or "",
            "pattern": question.kind == "text" and question.pattern or "",
            "pattern_hint": question.pattern_hint or "",
            "extensions": question._extensions(),
            "max_mb": question.max_mb,
            "unit": question._unit(),
            "choices": [
                {"value": choice.value, "name": choice.name, "price": choice.price_extra}
                for choice in question.choice_ids
                if question.kind in ("choice", "choices")
            ],
        }
        for purpose in ("show", "require"):
            data[purpose] = [
                {"on": one.on_question_id.code, "operator": one.operator, "value": one.value or ""}
                for one in question.condition_ids
                if one.purpose == purpose
            ]
        return data

    def _form_flaws(self):
        """Sentences about what keeps the form from working."""
        words = {
            "order": self.env._("“%s” depends on a question that comes later. Move it down."),
            "on_heading": self.env._("“%s” depends on a heading, which nobody answers."),
            "no_choice": self.env._("“%s” has nothing to choose from."),
        }
        names = {question.code: question.name for question in self.question_ids}
        flaws = [(code, kind) for code, kind in self._form().flaws() if kind in words]
        return [words[kind] % names[code] for code, kind in dict.fromkeys(flaws)]

    def _default_answers(self, partner):
        """code -> what is there before anybody types, for an order of somebody's."""
        # What one may not know of a person is not filled in.
        known = partner.with_user(self.env.uid).has_access("read")
        # sudo: see above
        person = partner.sudo() if known or partner == self.env.user.partner_id else partner.browse()
        facts = {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "function": person.function,
            "company": person.commercial_partner_id.name,
            "street": person.street,
            "zip": person.zip,
            "city": person.city,
            "person": person._service_desk_words(),
            "today": fields.Date.to_string(fields.Date.context_today(self)),
        }
        return {
            question.code: (
                question.default_value if question.default_kind == "fixed" else facts[question.default_kind]
            )
            or ""
            for question in self.question_ids
            if question.default_kind
        }

    # -- Answers -------------------------------------------------------------------------------

    def _check_answers(self, answers, files=None):
        """What the current user's answers are worth.

        :param dict answers: code -> text or list of texts
        :param dict files: code -> list of (name, content in bytes)
        :return: values and sentences about what is wrong, both by code
        """
        self.ensure_one()
        files = files or {}
        sizes = {code: [(name, len(raw)) for name, raw in some] for code, some in files.items()}
        today = fields.Date.context_today(self)
        values, problems = check(self._form(), answers, sizes, today)
        sentences = {code: self._problem_text(code, problem) for code, problem in problems.items()}
        for question in self.question_ids.filtered(lambda one: one.code in values):
            if question.kind in ("person", "record"):
                found, problem = question._find_answer(values.pop(question.code))
                if problem:
                    sentences[question.code] = translated(self.env, PROBLEM_WORDS[problem])
                else:
                    values[question.code] = found
            elif question.kind == "datetime":
                values[question.code] = self._to_utc(values[question.code])
            elif question.kind == "file":
                values[question.code] = files[question.code]
        return values, sentences

    def _to_utc(self, moment):
        """A moment as the person's clock shows it, as the database keeps it."""
        return in_utc(moment, self.env.context.get("tz") or self.env.user.tz or "UTC")

    def _problem_text(self, code, problem):
        """What is wrong, as a sentence."""
        question = self.question_ids.filtered(lambda one: one.code == code)
        if problem.kind == "pattern" and question.pattern_hint:
            return question.pattern_hint
        return translated(self.env, PROBLEM_WORDS[problem.kind]) % problem.facts
