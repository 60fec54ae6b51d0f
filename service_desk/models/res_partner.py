from odoo import api, fields, models, tools

from .service_desk_access_data import HOLDING_STATES, LIVE_STATES, REAL_STATES
from .service_desk_contract_data import MONEY_GROUP, RISK_TIERS


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "service.desk.risk.reminder.mixin"]

    service_desk_share_tickets = fields.Boolean(
        string="Colleagues See Tickets",
        groups="service_desk.group_manager",
        help="People of this organization see one another's tickets on the portal, confidential ones excepted.",
    )
    service_desk_mail_rhythm = fields.Selection(
        [("now", "Each at Once"), ("daily", "One Mail a Day")],
        string="Mails about Tickets",
        default="now",
        help="Questions and solutions are mailed at once in any case.",
    )
    # One person may stand in several contacts; who approves or grants must be somebody else.
    service_desk_same_ids = fields.Many2many(
        "res.partner",
        string="Contacts with the Same Address",
        compute="_compute_service_desk_same_ids",
        context={"active_test": False},
        groups=fields.NO_ACCESS,
    )
    service_desk_open_count = fields.Integer(
        string="Open Tickets",
        compute="_compute_service_desk_open_count",
        groups="service_desk.group_agent",
        help="Open tickets of this person, or of the whole organization.",
    )

    service_desk_access_count = fields.Integer(
        string="Access", compute="_compute_service_desk_access_count", groups="service_desk.group_agent"
    )

    service_desk_contract_count = fields.Integer(
        string="Contracts", compute="_compute_service_desk_contract_count", groups="service_desk.group_agent"
    )

    # Not tracked: whoever follows a contact would be mailed how risky it is.
    service_desk_risk_tier = fields.Selection(
        RISK_TIERS, string="Risk Tier", groups=MONEY_GROUP, help="What it would mean if this supplier failed us."
    )
    service_desk_risk_reason = fields.Text(string="Why This Tier", groups=MONEY_GROUP)
    service_desk_risk_date = fields.Date(string="Assessed On", groups=MONEY_GROUP)
    service_desk_risk_date_next = fields.Date(string="Next Assessment", groups=MONEY_GROUP, index="btree_not_null")

    @api.depends_context("partner_display_name_hide_company")
    def _compute_display_name(self):
        """Odoo knows this word of the context, and would give whichever name was asked for first."""
        return super()._compute_display_name()

    def _compute_service_desk_open_count(self):
        counts = {}
        for column in ("requester_id", "customer_id"):
            for partner, count in self.env["service.desk.work"]._read_group(
                [(column, "in", self.ids)], [column], ["__count"]
            ):
                counts[column, partner.id] = count
        for partner in self:
            column = partner._service_desk_column()
            partner.service_desk_open_count = counts.get((column, partner.id), 0)

    def _compute_service_desk_access_count(self):
        counts = dict(
            self.env["service.desk.access"]._read_group(
                [("partner_id", "in", self.ids), ("state", "in", REAL_STATES)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.service_desk_access_count = counts.get(partner, 0)

    def _compute_service_desk_contract_count(self):
        """Contracts with the organization, seen from each of its people."""
        counts = dict(
            self.env["service.desk.contract"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.service_desk_contract_count = counts.get(partner.commercial_partner_id, 0)

    def _compute_service_desk_same_ids(self):
        """Looked up for all at once: approvals ask it for each of many orders."""
        # sudo: callers decide about rights by it and show none of these.
        people = self.sudo().with_context(active_test=False)
        addresses = {person.email_normalized for person in people} - {False}
        found = people.search([("email_normalized", "in", list(addresses))]) if addresses else people.browse()
        by_address = found.grouped("email_normalized")
        for person in people:
            person.service_desk_same_ids = person | by_address.get(person.email_normalized, people.browse())

    def _same_person(self):
        """These contacts and all others with their mail addresses, see ``service_desk_same_ids``."""
        return self.sudo().service_desk_same_ids  # sudo: see the compute

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if any(vals.get("service_desk_mail_rhythm") == "daily" for vals in vals_list):
            self.env.registry.clear_cache()
        return partners

    @api.model
    @tools.ormcache()
    def _service_desk_daily_ids(self):
        """Those who want one mail a day; remembered, since every message asks."""
        # sudo: only ids, for deciding how somebody is mailed.
        daily = self.sudo().with_context(active_test=False)
        return frozenset(daily.search([("service_desk_mail_rhythm", "=", "daily")]).ids)

    def write(self, vals):
        if "service_desk_risk_tier" in vals:
            vals = {"service_desk_risk_date": fields.Date.today(), **vals}
        result = super().write(vals)
        if "service_desk_mail_rhythm" in vals:
            self.env.registry.clear_cache()
        if {"service_desk_share_tickets", "parent_id", "is_company"} & vals.keys():
            # Who sees which tickets is cached with the record rules.
            self.env.registry.clear_cache()
        return result

    def _service_desk_words(self):
        """A person as people type them: the name, and the address that tells whom of that name."""
        return f"{self.name or ''} <{self.email_normalized}>" if self.email_normalized else self.name or ""

    def _service_desk_column(self):
        """Tickets point to a person as requester, to an organization as customer."""
        return "customer_id" if self.is_company else "requester_id"

    def action_open_service_desk_work(self):
        """Open the queue with what this person or organization waits for."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_work_action")
        return {
            **action,
            "domain": [(self._service_desk_column(), "=", self.id)],
            "context": {},
            "display_name": self.env._("Open tickets of %s", self.name),
        }

    def action_open_service_desk_access(self):
        """What this person has."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "display_name": self.env._("Access of %s", self.name),
        }

    def action_open_service_desk_contracts(self):
        """The contracts with this organization."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_contract_action")
        partner = self.commercial_partner_id
        return {
            **action,
            "domain": [("partner_id", "=", partner.id)],
            "context": {"default_partner_id": partner.id},
            "display_name": self.env._("Contracts with %s", partner.name),
        }

    def _service_desk_facts(self):
        """More about a person than the contact says, in a few words each, for the agent who helps them.

        Called with superuser rights: nothing belongs here that a colleague may not know.
        """
        self.ensure_one()
        return []

    def _service_desk_is_ours(self):
        """Whether somebody without a login is one of our own people; called with superuser rights.

        Those are who stand below one of our companies; other addons may know more of them.
        """
        self.ensure_one()
        ours = [("partner_id", "=", self.commercial_partner_id.id)]
        return bool(self.env["res.company"].search_count(ours, limit=1))

    def _service_desk_holdings(self):
        """What these people hold or are about to: access, and whatever other addons hand out.

        Extended by what keeps other things, devices or licenses: call super and add rows, found with
        one query for all of ``self``. Called with superuser rights by code that has checked who asks.

        Each row is a dict of

        * ``partner``: who holds it, one of ``self``;
        * ``kind``: a word of the addon's own, and ``kind_label``: what people call such a thing;
        * ``name``: of the thing, in words that the person's manager may read;
        * ``record``: what says that it is held, to act on;
        * ``since`` and ``until``: moments, or False where it is not known or has no end;
        * ``state``: ``asked`` (is not there yet), ``held``, or ``ending`` (is being given back);
        * ``stage``, where something is known of what is not there yet: what it waits for, in words;
        * ``must_return``: whether somebody who leaves must have given it back. A row that is gone is
          given back: there is no other way to say so;
        * ``goes_with``, where it is known: the access or the open task with whose end it is given back;
        * ``by_hand``, of what must be returned: whether somebody has to take it out of their hands, by a task;
        * ``own_name``, for things in hand: what the person reads on their own page. Rows without it do
          not stand there; access has rows of its own;
        * ``own_key``, where the person can report it: its key among ``_device_choices`` of the portal.

        :return: list of dicts, in the order in which people read them
        """
        accesses = self.env["service.desk.access"].search(
            [("partner_id", "in", self.ids), ("state", "in", LIVE_STATES)], order="partner_id, date_granted, id"
        )
        accesses.entitlement_id.fetch(["name"])
        stages = {
            "requested": self.env._("Is ordered"),
            "approval": self.env._("Waits for approval"),
            "granting": self.env._("Is being set up"),
        }
        return [
            {
                "partner": access.partner_id,
                "kind": "access",
                "kind_label": self.env._("Access"),
                "name": access.entitlement_id.name,
                "record": access,
                "since": access.date_granted,
                "until": access.date_end,
                "state": HOLDING_STATES[access.state],
                "stage": stages.get(access.state, ""),
                "must_return": True,
            }
            for access in accesses
        ]

    def _service_desk_give_back(self, reason):
        """Take back of people who leave what nobody has to take out of their hands, besides access.

        Extended by what keeps such things: call super and add to its list. Called with superuser
        rights by code that has checked who asks.

        :param str reason: by what that happens
        :return: list of (one of ``self``, what it was in words)
        """
        return []
