from dataclasses import dataclass

from odoo import api, models, tools
from odoo.fields import Domain

from .. import policy_rules
from ..clock_rules import UC, UPDATE
from ..moments import to_epoch
from ..standing import Manner
from .service_desk_sla_data import TASK


@dataclass(frozen=True)
class Book:
    """All policies as plain data, read once by each server until one of them changes.

    :param policies: :class:`~..policy_rules.Policy`, archived ones too
    :param manners: policy id -> :class:`~..standing.Manner`
    :param calendars: policy id -> (where the calendar comes from, id of its own one)
    :param coverage: policy id -> calendar of the contract it names, 0 for all hours
    :param levels: policy id -> :class:`~..level_rules.Level`, low ones first
    :param warnings: policy id -> percent from which a promise is at risk
    :param partners: ids of the customers and suppliers that policies name
    :param calls: ids of policies for which a call is a response
    :param promises: some policy is active, so that new tickets have to ask
    :param has_updates: some policy promises to tell requesters how it goes
    :param has_categories: some policy is for categories
    """

    policies: tuple
    manners: dict
    calendars: dict
    coverage: dict
    levels: dict
    warnings: dict
    partners: frozenset
    calls: frozenset
    promises: bool
    has_updates: bool
    has_categories: bool


class ServiceDeskSlaPolicyBookMixin(models.AbstractModel):
    """Policies as clocks know them: plain data that every ticket asks, read once by each server."""

    _name = "service.desk.sla.policy.book.mixin"
    _description = "Policies for Clocks"

    @api.model
    @tools.ormcache()
    def _book(self):
        """All policies as plain data, see :class:`Book`."""
        # sudo: promises hold for requesters too, who may not read policies. Without the language of
        # whoever asks first, since the book is shared by everybody.
        reader = self.with_env(self.env(su=True, context={"active_test": False}))
        policies = reader.search(Domain.TRUE, order="sequence, id")
        return Book(
            policies=tuple(policy._as_rule() for policy in policies),
            manners={policy.id: policy._as_manner() for policy in policies},
            calendars={
                policy.id: (policy.calendar_source, policy.resource_calendar_id.id)
                for policy in policies
            },
            coverage={
                policy.id: policy.contract_id.resource_calendar_id.id or 0
                for policy in policies
                if policy.contract_id
            },
            levels={
                policy.id: tuple(level._as_rule() for level in policy.level_ids.sorted("percent"))
                for policy in policies
            },
            warnings={policy.id: policy.warning_percent for policy in policies},
            partners=frozenset((policies.customer_ids | policies.supplier_ids).ids),
            calls=frozenset(policies.filtered("counts_calls").ids),
            promises=any(policies.mapped("active")),
            has_updates=UPDATE in policies.target_ids.mapped("metric"),
            has_categories=bool(policies.category_ids),
        )

    def _as_manner(self):
        """How its clocks behave, as :class:`~..standing.Manner`."""
        return Manner(self.pause_rule, frozenset(self.pending_reason_ids.ids), self.reopen)

    def _as_rule(self):
        """This policy as :class:`~..policy_rules.Policy`.

        A supplier's promise by a contract is for that supplier, and for the contract's services.
        """
        contract = self.contract_id
        is_supplier = self.kind == UC
        theirs = contract.service_ids if is_supplier else contract.service_ids.browse()
        suppliers = self.supplier_ids | contract.partner_id if is_supplier else self.supplier_ids
        return policy_rules.Policy(
            id=self.id,
            name=self.name,
            version=self.version,
            kind=self.kind,
            sequence=self.sequence,
            company=self.company_id.id or 0,
            begin=to_epoch(self.date_from),
            end=to_epoch(self.date_to),
            customers=frozenset(self.customer_ids.commercial_partner_id.ids),
            contract=0 if is_supplier else contract.id or 0,
            services=frozenset((self.service_ids or theirs).ids),
            categories=frozenset(self.category_ids.ids),
            process=self.process or "",
            teams=frozenset(self.team_ids.ids),
            suppliers=frozenset(suppliers.commercial_partner_id.ids),
            targets=tuple(target._as_rule() for target in self.target_ids),
            is_active=self.active and (not contract or contract._is_in_force()),
        )

    @api.model
    def _choose(self, facts, own=frozenset()):
        """The choice of policies for a record, by kind of promise.

        :param facts: :class:`~..policy_rules.Facts`
        :param own: ids of policies it has clocks of; an archived one goes on to hold for it
        :return: kind -> :class:`~..policy_rules.Choice`
        """
        return policy_rules.choose(self._in_question(facts, own), facts)

    @api.model
    def _in_question(self, facts, own=frozenset()):
        """The policies that may hold for a record at all; tasks have policies of their own."""
        return [
            policy
            for policy in self._book().policies
            if (policy.is_active or policy.id in own)
            and (facts.process != TASK or policy.process == TASK)
        ]
