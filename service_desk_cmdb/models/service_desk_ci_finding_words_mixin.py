from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.service_desk.some_of import some_of

from .. import attribute_rules
from .service_desk_ci_audit_data import DATE_AUDITED, DIFFERS, LOOKS_AT, NAMED_CLASSES, NO_OWNER, ORPHAN
from .service_desk_ci_data import CONFIGURATION_MANAGER
from .service_desk_ci_picture_data import ATTRIBUTE
from .service_desk_ci_picture_words import PictureWords


class ServiceDeskCiFindingWordsMixin(models.AbstractModel):
    """What findings say to people, and what an audit looks at and does not."""

    _name = "service.desk.ci.finding.words.mixin"
    _description = "Words of Findings"

    words = fields.Char(string="What Was Found", compute="_compute_words")

    @api.depends("kind", "key", "detail", "found_value", "authorized_value", "source_code", "class_id")
    @api.depends_context("lang", "tz")
    def _compute_words(self):
        differing = self.filtered(lambda finding: finding.kind == DIFFERS)
        words = PictureWords(self.env) if differing else None
        sources = self.env["service.desk.ci.source"].search([("code", "in", differing.mapped("source_code"))])
        names = {source.code: source.name for source in sources} if differing else {}
        for finding in self:
            if finding.kind == DIFFERS:
                finding.words = finding._words_differing(words, names)
            else:
                finding.words = finding.detail or finding._words_plain()

    def _words_plain(self):
        """What findings say that need no detail."""
        return {
            ORPHAN: self.env._("No relation and no service."),
            NO_OWNER: self.env._("Nobody owns it, or the owner has left."),
        }.get(self.kind, False)

    def _words_differing(self, words, sources):
        known = {one.code: one for one in self.class_id._attributes()}
        attribute = known.get(self.key)
        values = {
            "what": words.label(f"{ATTRIBUTE}{self.key}" if attribute else self.key, known),
            "found": self._words_value(words, attribute, self.found_value),
            "authorized": self._words_value(words, attribute, self.authorized_value),
            "name": sources.get(self.source_code) or self.env._("a source"),
        }
        return self.env._("%(what)s: %(found)s by %(name)s, %(authorized)s is authorized.", **values)

    def _words_value(self, words, attribute, text):
        """A value as people read it; it is kept as programs do."""
        if not text:
            return self.env._("nothing")
        if not attribute:
            return words.value(self.key, text)
        try:
            return words.value(
                f"{ATTRIBUTE}{self.key}", attribute_rules.clean(attribute, text), {self.key: attribute}
            )
        except (ValueError, TypeError, OverflowError):
            # The attribute was of another type then.
            return text

    # -- The audit -------------------------------------------------------------------------------

    @api.model
    def audit_told(self):
        """What those who look at the findings should know of the audit: for the head of their list.

        :return: dict of ``when``, ``rules`` (a list of sentences), ``is_due``, ``may_audit``
        """
        self.browse().check_access("read")
        # sudo: a day and whether a job is due, no more.
        when = self.env["ir.config_parameter"].sudo().get_param(DATE_AUDITED)
        triggers = self.env["ir.cron.trigger"].sudo()  # sudo: see above
        due = Domain("cron_id", "=", self.env.ref("service_desk_cmdb.cron_audit").id)
        return {
            "when": format_datetime(self.env, when, dt_format="short") if when else False,
            "rules": self._audit_rules(),
            "is_due": bool(triggers.search_count(due & Domain("call_at", "<=", fields.Datetime.now()), limit=1)),
            "may_audit": self.env.user.has_group(CONFIGURATION_MANAGER),
        }

    @api.model
    def _audit_rules(self):
        """A sentence for each rule: which classes it asks, since each class says what is asked of it."""
        classes = self.env["service.desk.ci.class"].search(Domain.TRUE)
        asked = {
            "owner": classes.filtered("needs_owner"),
            "relation": classes.filtered("needs_relation"),
            "stale": classes.filtered(lambda kind: any(kind._lineage().mapped("stale_days"))),
        }
        labels = dict(self._fields["kind"]._description_selection(self.env))
        told = [f"{labels[kind]}: {self._text_classes(asked[name], classes)}" for kind, name in LOOKS_AT.items()]
        return [*told, self.env._("Only what is in use or in repair is asked; each class says what for.")]

    @api.model
    def _text_classes(self, asked, classes):
        """Which classes are asked, by the shorter of both lists."""
        left = classes - asked
        if not left:
            return self.env._("all classes.")
        if not asked:
            return self.env._("no class.")
        if len(left) <= len(asked):
            return self.env._("all classes but %s.", self._text_names(left))
        return self.env._("only %s.", self._text_names(asked))

    @api.model
    def _text_names(self, classes):
        return some_of(self.env, sorted(classes.mapped("name"), key=str.casefold), NAMED_CLASSES)
