from ast import literal_eval
from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from .service_desk_filling_mixin import ServiceDeskFillingMixin
from .service_desk_ticket_data import is_open_value


@dataclass(frozen=True)
class Rule:
    """What decides whether a rule matches, read once by each server until a rule changes."""

    id: int
    company_id: int | bool
    domain: tuple
    stops: bool


@dataclass
class Case:
    """A ticket that is about to be created: its values, and the rules that may still match it."""

    vals: dict
    rules: list


class ServiceDeskDispatchRule(models.Model):
    """Fills in team, service, category and the like on new tickets that match a domain.

    Rules run from top to bottom when a ticket is created, whatever the channel. A rule may make
    another one match; each applies once per ticket at most, which bounds the chain. A rule leaves
    alone what the creator or a rule before it has filled in, unless it says ``overwrites``; tags
    are added up.
    """

    _name = "service.desk.dispatch.rule"
    _description = "Dispatch Rule"
    _inherit = ["service.desk.cached.mixin", "service.desk.filling.mixin"]
    _order = "sequence, id"
    #: Rules of this kind are put aside in tests of anything else.
    _decides_about_tickets = True
    _check_company_auto = True

    #: Tags are apart: they add up.
    _FILLS = {**ServiceDeskFillingMixin._FILLS, "user_id": "user_id"}

    domain = fields.Char(string="Applies To", required=True, default="[]", help="Empty means every new ticket.")
    overwrites = fields.Boolean(help="Also change what whoever created the ticket has filled in.")
    stops = fields.Boolean(string="Last Rule", help="No further rule runs after this one.")
    user_id = fields.Many2one("res.users", string="Assignee", domain="[('share', '=', False)]", check_company=True)
    tag_ids = fields.Many2many("service.desk.tag")

    @api.constrains("domain", "process")
    def _check_domain(self):
        for rule in self:
            try:
                Domain(literal_eval(rule.domain or "[]")).validate(self.env[rule.process])
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of rule %(rule)s cannot be read: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.constrains("name", "stops", "tag_ids", *_FILLS)
    def _check_does_something(self):
        """A rule without any effect is a mistake that nobody would find."""
        for rule in self:
            if not (rule.stops or rule.tag_ids or any(rule[name] for name in self._FILLS)):
                raise ValidationError(
                    self.env._(
                        "Rule %s does nothing yet. Choose what it fills in, a team for instance,"
                        " or make it the last rule.",
                        rule.name,
                    )
                )

    @api.model
    @tools.ormcache("process")
    def _book(self, process):
        """The rules for new tickets of a process, as :class:`Rule`, in the order in which they run."""
        # sudo: rules work the same whoever creates the ticket; requesters may not read them.
        rules = self.sudo().with_context(active_test=True).search([("process", "=", process)])
        return tuple(
            Rule(rule.id, rule.company_id.id, tuple(literal_eval(rule.domain or "[]")), rule.stops) for rule in rules
        )

    @api.model
    def _apply_all(self, process, vals_list):
        """Complete the values of tickets that are about to be created.

        :param str process: the model of the tickets
        :param list vals_list: values for ``create``; changed in place
        """
        book = self._book(process)
        cases = [
            Case(vals, [rule for rule in book if rule.company_id in (False, vals["company_id"])])
            for vals in (vals_list if book else ())
        ]
        cases = [case for case in cases if case.rules]
        desk = self.sudo()  # sudo: see _book
        while cases:
            cases = desk._run_round(process, cases)

    @api.model
    def _run_round(self, process, cases):
        """Let each ticket be changed by the first rule that matches it, which may make others match.

        Rules are matched with all tickets at once, so that what they look at is read at once.

        :return: the tickets that were changed and have rules left
        """
        by_draft = {self.env[process].new(case.vals).id: case for case in cases}
        undecided = self.env[process].browse(by_draft)
        changed = []
        book = self._book(process)
        for rule, filling in zip(book, self.browse(rule.id for rule in book), strict=True):
            waiting = undecided.filtered(lambda draft, rule=rule: rule in by_draft[draft.id].rules)
            matching = waiting.filtered_domain(list(rule.domain))
            for draft in matching:
                case = by_draft[draft.id]
                case.vals.update(filling._values_for(case.vals))
                case.rules = [] if rule.stops else [one for one in case.rules if one != rule]
                changed.append(case)
            undecided -= matching
        return [case for case in changed if case.rules]

    def _values_for(self, vals):
        """What the rule adds to the values of a new ticket."""
        values = {
            target: value
            for target, value in self._fillings(vals["company_id"]).items()
            if self.overwrites or is_open_value(target, vals.get(target))
        }
        if self.tag_ids:
            tags = [Command.link(tag.id) for tag in self.tag_ids]
            values["tag_ids"] = [*(vals.get("tag_ids") or []), *tags]
        return values
