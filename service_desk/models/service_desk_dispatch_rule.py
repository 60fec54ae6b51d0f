from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from .service_desk_resolution_code_data import PROCESSES
from .service_desk_ticket_data import LEVELS

#: A rule may make another one match; the chain ends after this many rounds.
MAX_ROUNDS = 5


class ServiceDeskDispatchRule(models.Model):
    """Fills in team, service, category and the like on new tickets that match a domain.

    Rules run when a ticket is created, whatever the channel. Each rule applies once per ticket at
    most. A rule leaves alone what the creator has filled in, unless it says ``overwrites``.
    """

    _name = "service.desk.dispatch.rule"
    _description = "Dispatch Rule"
    _order = "sequence, id"
    _check_company_auto = True

    #: field of the rule -> field of the ticket
    _SETS = {
        "team_id": "team_id",
        "user_id": "user_id",
        "service_id": "service_id",
        "category_id": "category_id",
        "impact": "impact",
        "urgency": "urgency",
        "tag_ids": "tag_ids",
    }

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    process = fields.Selection(PROCESSES, required=True, default="service.desk.incident")
    domain = fields.Char(
        string="Applies To", required=True, default="[]", help="Empty means every new ticket."
    )
    overwrites = fields.Boolean(help="Also change what whoever created the ticket has filled in.")
    stops = fields.Boolean(string="Last Rule", help="No further rule runs after this one.")
    team_id = fields.Many2one("service.desk.team", check_company=True)
    user_id = fields.Many2one("res.users", string="Assignee", domain="[('share', '=', False)]")
    service_id = fields.Many2one("service.desk.service", check_company=True)
    category_id = fields.Many2one("service.desk.category", check_company=True)
    impact = fields.Selection(LEVELS)
    urgency = fields.Selection(LEVELS)
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

    @api.model
    def _apply_all(self, process, vals_list):
        """Complete the values of tickets that are about to be created.

        :param str process: the model of the tickets
        :param list vals_list: values for ``create``; changed in place
        """
        # sudo: rules work the same whoever creates the ticket; requesters may not read them.
        rules = self.sudo().search([("process", "=", process)])
        for vals in vals_list if rules else []:
            rules._apply_to(vals)

    def _apply_to(self, vals):
        """Run these rules on the values of one ticket until none of them matches any more."""
        given = {name for name, value in vals.items() if value}
        waiting = self.filtered(lambda rule: rule.company_id.id in (False, vals["company_id"]))
        for _round in range(MAX_ROUNDS):
            matching = next((rule for rule in waiting if rule._matches(vals)), None)
            if not matching:
                return
            vals.update(matching._values_for(given))
            waiting = self.browse() if matching.stops else waiting - matching

    def _matches(self, vals):
        """Whether a ticket with these values would satisfy the rule's condition."""
        draft = self.env[self.process].new(vals)
        return bool(draft.filtered_domain(literal_eval(self.domain or "[]")))

    def _values_for(self, given):
        """What the rule sets on a ticket whose creator filled in the fields named ``given``."""
        values = {}
        for source, target in self._SETS.items():
            if not self[source] or (target in given and not self.overwrites):
                continue
            value = self[source]
            if source == "tag_ids":
                values[target] = [Command.set(value.ids)]
            else:
                values[target] = value.id if isinstance(value, models.BaseModel) else value
        return values
