from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from .service_desk_process_data import PROCESSES
from .service_desk_ticket_data import LEVELS, is_open_value


class ServiceDeskDispatchRule(models.Model):
    """Fills in team, service, category and the like on new tickets that match a domain.

    Rules run from top to bottom when a ticket is created, whatever the channel. A rule may make
    another one match; each applies once per ticket at most, which bounds the chain. A rule leaves
    alone what the creator or a rule before it has filled in, unless it says ``overwrites``; tags
    are added up.
    """

    _name = "service.desk.dispatch.rule"
    _description = "Dispatch Rule"
    _order = "sequence, id"
    _check_company_auto = True

    #: field of the rule -> field of the ticket; tags are apart, they add up
    _SETS = {
        "team_id": "team_id",
        "user_id": "user_id",
        "service_id": "service_id",
        "category_id": "category_id",
        "impact": "impact",
        "urgency": "urgency",
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
    user_id = fields.Many2one(
        "res.users", string="Assignee", domain="[('share', '=', False)]", check_company=True
    )
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
        waiting = self.filtered(lambda rule: rule.company_id.id in (False, vals["company_id"]))
        while waiting:
            matching = next((rule for rule in waiting if rule._matches(vals)), None)
            if not matching:
                return
            vals.update(matching._values_for(vals))
            waiting = self.browse() if matching.stops else waiting - matching

    def _matches(self, vals):
        """Whether a ticket with these values would satisfy the rule's condition."""
        draft = self.env[self.process].new(vals)
        return bool(draft.filtered_domain(literal_eval(self.domain or "[]")))

    def _values_for(self, vals):
        """What the rule adds to the values of a new ticket."""
        values = {
            target: self[source].id if isinstance(self[source], models.BaseModel) else self[source]
            for source, target in self._SETS.items()
            if self[source] and (self.overwrites or is_open_value(target, vals.get(target)))
        }
        if self.tag_ids:
            tags = [Command.link(tag.id) for tag in self.tag_ids]
            values["tag_ids"] = [*(vals.get("tag_ids") or []), *tags]
        return values
