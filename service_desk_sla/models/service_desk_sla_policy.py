from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..clock_rules import CONTINUE, SLA, UC
from .service_desk_sla_data import CALENDAR_SOURCES, KINDS, PAUSE_RULES, REOPENINGS, SUBJECTS

#: What changes the promise itself, so that it counts as another version of the policy.
VERSION_FIELDS = frozenset({
    "kind",
    "company_id",
    "process",
    "customer_ids",
    "contract_id",
    "service_ids",
    "category_ids",
    "team_ids",
    "supplier_ids",
    "target_ids",
    "calendar_source",
    "resource_calendar_id",
    "date_from",
    "date_to",
    "pause_rule",
    "pending_reason_ids",
    "reopen",
    "counts_calls",
})


class ServiceDeskSlaPolicy(models.Model):
    """A promise: what it is for, how long things may take, and by which hours.

    Of the policies that fit a ticket the most specific one holds, see :mod:`..policy_rules`. A
    clock takes a copy of the length it was promised: editing a policy changes nothing that was
    promised already. Divided by subject: ``service.desk.sla.policy.book.mixin`` gives policies to
    clocks, ``service.desk.sla.policy.apply.mixin`` brings an edited one to open tickets,
    ``service.desk.sla.policy.warning.mixin`` tells what will not do what one expects,
    ``service.desk.sla.policy.entry.mixin`` offers the next target while they are entered,
    ``service.desk.sla.policy.action.mixin`` has the buttons.
    """

    _name = "service.desk.sla.policy"
    _description = "Service Level Policy"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.cached.mixin",
        "service.desk.sla.policy.book.mixin",
        "service.desk.sla.policy.warning.mixin",
        "service.desk.sla.policy.apply.mixin",
        "service.desk.sla.policy.entry.mixin",
        "service.desk.sla.policy.action.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
        "service.desk.facts.mixin",
        "mail.thread",
    ]
    _order = "sequence, id"
    _check_company_auto = True
    _company_from = frozenset({"contract_id"})
    _facts = frozenset({"version", "apply_done", "is_applying"})
    #: Rules of this kind are put aside in tests of anything else.
    _decides_about_tickets = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10, help="Decides between policies that are equally specific.")
    description = fields.Text(translate=True)
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        index=True,
        help="Leave empty for a policy of all companies. What a contract promises is its company's.",
    )
    kind = fields.Selection(KINDS, required=True, default=SLA, tracking=True)
    version = fields.Integer(
        readonly=True,
        copy=False,
        default=1,
        help="Counts the changes of what is promised. Clocks say by which version they run.",
    )
    date_from = fields.Datetime(
        string="Valid From",
        tracking=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
        help="Tickets opened before are not its business.",
    )
    date_to = fields.Datetime(
        string="Valid Until", tracking=True, help="Nor are those opened at this time or later."
    )
    # -- What it is for; what is left empty fits everything. So what is named here is not deleted:
    #    a policy that no longer names its only service would hold for all of them.
    process = fields.Selection(
        SUBJECTS,
        string="Kind of Ticket",
        help="Empty: all tickets, not their tasks.",
    )
    customer_ids = fields.Many2many(
        "res.partner",
        "service_desk_sla_policy_customer_rel",
        "policy_id",
        "partner_id",
        string="Customers",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    contract_id = fields.Many2one(
        "service.desk.contract",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What this contract promises: to a customer's people, or of a supplier.",
    )
    service_ids = fields.Many2many(
        "service.desk.service", string="Services", check_company=True, ondelete="restrict"
    )
    category_ids = fields.Many2many(
        "service.desk.category",
        string="Categories",
        check_company=True,
        ondelete="restrict",
        help="With all categories below them.",
    )
    team_ids = fields.Many2many(
        "service.desk.team", string="Teams", check_company=True, ondelete="restrict"
    )
    supplier_ids = fields.Many2many(
        "res.partner",
        "service_desk_sla_policy_supplier_rel",
        "policy_id",
        "partner_id",
        string="Suppliers",
        ondelete="restrict",
        help="Whose promise it is. Empty: of every supplier.",
    )
    # -- What it promises.
    target_ids = fields.One2many(
        "service.desk.sla.target", "policy_id", string="Targets", copy=True
    )
    calendar_source = fields.Selection(
        CALENDAR_SOURCES, string="Hours", required=True, default="company"
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar", string="Calendar", check_company=True
    )
    warning_percent = fields.Integer(
        string="At Risk From",
        default=75,
        help="Percent of the time from which a ticket is shown as at risk.",
    )
    # -- How its clocks behave.
    pause_rule = fields.Selection(
        PAUSE_RULES, string="Pauses", required=True, default="reason"
    )
    pending_reason_ids = fields.Many2many(
        "service.desk.pending.reason", string="Pending Reasons", ondelete="restrict"
    )
    counts_calls = fields.Boolean(
        string="A Call Is a Response",
        help="Who talks to an agent on the phone, in a chat or at the counter has been answered: no"
        " response is promised about what an agent writes down there.",
    )
    reopen = fields.Selection(
        REOPENINGS, string="After Reopening", required=True, default=CONTINUE
    )
    asks_reason = fields.Boolean(
        string="Ask for a Reason When It Was Missed",
        help="Who resolves a ticket that came late is asked why. They may leave it out.",
    )
    level_ids = fields.One2many(
        "service.desk.sla.level", "policy_id", string="Escalation", copy=True
    )
    clock_count = fields.Integer(compute="_compute_clock_count", string="Clocks")

    _percent_sane = models.Constraint(
        "CHECK(warning_percent BETWEEN 1 AND 100)",
        "A ticket is at risk from some percent between 1 and 100.",
    )
    _validity_sane = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_from < date_to)",
        "A policy must be valid from a time before it ends.",
    )

    @api.model
    def default_get(self, fields):
        """Whoever works for one company alone promises in its name, and is offered what is its own.

        For others there is no default, not even an empty one: the contract says whose policy it is.
        """
        values = super().default_get(fields)
        user = self.env.user
        if "company_id" in fields and not self.env.su and len(user.company_ids) == 1:
            values.setdefault("company_id", user.company_id.id)
        return values

    @api.depends("contract_id")
    def _compute_company_id(self):
        for policy in self:
            policy.company_id = policy.contract_id.company_id or policy.company_id

    def _compute_clock_count(self):
        counts = dict(
            self.env["service.desk.sla.clock"]._read_group(
                [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]
            )
        )
        for policy in self:
            policy.clock_count = counts.get(policy._origin, 0)

    @api.constrains(
        "kind", "supplier_ids", "contract_id", "calendar_source", "resource_calendar_id"
    )
    def _check_kind(self):
        for policy in self:
            if policy.calendar_source == "own" and not policy.resource_calendar_id:
                raise ValidationError(
                    self.env._("Choose the calendar by which the clocks of %s run.", policy.name)
                )
            if policy.kind != UC and policy.supplier_ids:
                raise ValidationError(
                    self.env._("Suppliers can be named in a supplier's promise only.")
                )
            wanted = "supplier" if policy.kind == UC else "customer"
            if policy.contract_id and policy.contract_id.kind != wanted:
                raise ValidationError(
                    self.env._(
                        "%s is the other kind of contract: customers' contracts say what the desk"
                        " promises, suppliers' contracts what suppliers promise.",
                        policy.contract_id.display_name,
                    )
                )

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        # Its targets come with it: they are its first version, not a change of it.
        # sudo: the count is a fact.
        policies.sudo().version = 1
        return policies

    def write(self, vals):
        versions = {policy: policy.version for policy in self}
        result = super().write(vals)
        if VERSION_FIELDS & vals.keys():
            # Its targets have counted themselves meanwhile: one edit is one version.
            # sudo: the count is a fact; what is counted was written by those who may.
            for policy, version in versions.items():
                policy.sudo().version = version + 1
        return result

    def _count_version(self):
        """What is promised has changed."""
        # sudo: the count is a fact; what is counted was written by those who may.
        for policy in self.sudo():
            policy.version += 1

    # -- On the form ---------------------------------------------------------------------------

    @api.onchange("contract_id")
    def _onchange_contract_id(self):
        """Customers' contracts say what the desk promises, suppliers' what they do."""
        if self.contract_id:
            self.kind = UC if self.contract_id.kind == "supplier" else SLA
