from collections import defaultdict
from functools import cache

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError

from ..lifecycle import ACTIVE, NEW, OPEN_PHASES, PENDING


class ServiceDeskAssignmentMixin(models.AbstractModel):
    """In whose hands a ticket is, and how it gets there.

    New tickets are routed before they are stored: dispatch rules, then the team of the service,
    of the category, or the first line, then the team's assignment method. All in batches.
    """

    _name = "service.desk.assignment.mixin"
    _description = "Assignment"

    team_id = fields.Many2one("service.desk.team", check_company=True, index=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    handoff_note = fields.Text(
        copy=False,
        groups="service_desk.group_agent",
        help="What the next team needs to know; asked for when a ticket in work changes team.",
    )
    date_assigned = fields.Datetime(readonly=True, copy=False, help="When somebody was first made responsible.")
    reassignment_count = fields.Integer(
        readonly=True, copy=False, help="How many times the ticket went from one team to another."
    )
    is_confidential = fields.Boolean(
        string="Confidential", tracking=True, help="Only the team and the requester see it."
    )

    @api.constrains("user_id")
    def _check_assignee(self):
        # sudo: agents may not read every colleague's user record.
        for ticket in self.sudo():
            if ticket.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%s is not a colleague and cannot be made responsible for a ticket.",
                        ticket.user_id.name,
                    )
                )

    # -- New tickets -------------------------------------------------------------------------

    @api.model
    def _prepare_routing(self, vals_list):
        """Decide team and assignee of tickets that are about to be created, in place."""
        if self._loads_history():
            self._fill_teams(vals_list)
            return
        self.env["service.desk.dispatch.rule"]._apply_all(self._name, vals_list)
        self._fill_teams(vals_list)
        self._fill_assignees(vals_list)
        for vals in vals_list:
            if vals.get("user_id"):
                vals.setdefault("date_assigned", self._now())

    @api.model
    def _fill_teams(self, vals_list):
        """The team of the service, of the category, or the first line."""
        # sudo: routing is the same for requesters, who may not read teams; a requester's ticket
        # takes over the team's confidentiality, whoever sends it.
        desk = self.sudo()
        unrouted = [vals for vals in vals_list if "team_id" not in vals]
        services = desk._pointed_at(unrouted, "service_id")
        categories = desk._pointed_at(unrouted, "category_id")
        first_line = cache(desk._first_line)
        for vals in unrouted:
            candidates = services[vals.get("service_id")].team_id | categories[vals.get("category_id")].team_id
            companies = (False, vals["company_id"])
            usable = (team for team in candidates if team.active and team.company_id.id in companies)
            vals["team_id"] = (next(usable, None) or first_line(vals["company_id"])).id
        teams = desk._pointed_at(vals_list, "team_id")
        for vals in vals_list:
            if teams[vals["team_id"]].is_confidential:
                vals["is_confidential"] = True

    @api.model
    def _first_line(self, company_id):
        """The team that takes what nothing else routes."""
        return self.env["service.desk.team"].search(
            [("tier", "=", "1"), ("company_id", "in", [False, company_id])], limit=1
        )

    @api.model
    def _pointed_at(self, vals_list, name):
        """id -> record for what new tickets point at; whichever is read first, all are read."""
        comodel = self.env[self._fields[name].comodel_name]
        records = comodel.browse(dict.fromkeys(vals[name] for vals in vals_list if vals.get(name)))
        return defaultdict(comodel.browse, records.grouped("id"))

    @api.model
    def _fill_assignees(self, vals_list):
        """Let each team's assignment method choose for the tickets that have no assignee."""
        waiting = defaultdict(list)
        for vals in vals_list:
            if vals["team_id"] and not vals.get("user_id") and not self._is_ended(vals.get("state")):
                waiting[vals["team_id"]].append(vals)
        # sudo: see _fill_teams
        desk = self.sudo()
        for team in desk.env["service.desk.team"].browse(waiting):
            if team.assignment_method != "manual":
                theirs = waiting[team.id]
                needs = desk._assignment_needs(theirs)
                for vals, user in zip(theirs, team._next_assignees(needs), strict=True):
                    vals["user_id"] = user.id

    @api.model
    def _is_ended(self, state):
        return bool(state) and self._lifecycle.phases.get(state) not in OPEN_PHASES

    @api.model
    def _assignment_needs(self, vals_list):
        """What the category and the service of each new ticket ask of the one who takes it."""
        services = self._pointed_at(vals_list, "service_id")
        categories = self._pointed_at(vals_list, "category_id")
        return [
            (
                categories[vals.get("category_id")].skill_ids | services[vals.get("service_id")].skill_ids,
                vals["company_id"],
            )
            for vals in vals_list
        ]

    # -- Changes -----------------------------------------------------------------------------

    def write(self, vals):
        if not vals.get("is_confidential", True):
            self._check_stays_confidential(vals)
        if not {"team_id", "user_id"} & vals.keys():
            return super().write(vals)
        handed_over = self.filtered(
            lambda ticket: "team_id" in vals and ticket.team_id.id != (vals["team_id"] or False)
        )
        handed_over._check_handover(vals)
        former = {ticket.id: ticket.team_id.sudo().name for ticket in handed_over if ticket.team_id}
        groups = self.grouped(lambda ticket: ticket._assignment_values(vals, ticket in handed_over))
        for extra, tickets in groups.items():
            super(ServiceDeskAssignmentMixin, tickets).write({**vals, **dict(extra)})
        # sudo: the right to hand over was checked by the write; the team that takes over may be
        # one whose tickets this agent does not see.
        handed_over = handed_over.sudo()
        handed_over.browse(former)._log_handover(former, vals.get("handoff_note"))
        if not vals.get("user_id"):
            handed_over._assign_waiting()
        return True

    def _assignment_values(self, vals, is_handover):
        """What else changes on this one ticket when it gets another team or assignee (hashable)."""
        self.ensure_one()
        extra = {}
        if vals.get("user_id") and not self.date_assigned:
            extra["date_assigned"] = self._now()
        if is_handover and self.team_id:
            extra["reassignment_count"] = self.reassignment_count + 1
        if is_handover and vals["team_id"]:
            # sudo: of the team that takes over, members and confidentiality decide, whoever asks.
            team = self.env["service.desk.team"].sudo().browse(vals["team_id"])
            if "user_id" not in vals and self.user_id not in team.member_ids:
                extra["user_id"] = False
            if team.is_confidential:
                extra["is_confidential"] = True
        return tuple(extra.items())

    def _check_stays_confidential(self, vals):
        """:raise UserError: for tickets of a team whose tickets are all confidential"""
        # sudo: of the team only that is asked, whoever writes.
        teams = self.env["service.desk.team"].sudo()
        teams = teams.browse(vals["team_id"] or ()) if "team_id" in vals else self.sudo().team_id
        strict = teams.filtered("is_confidential")[:1]
        if strict:
            raise UserError(self.env._("All tickets of %s are confidential.", strict.name))

    def _check_handover(self, vals):
        """A ticket somebody already works on changes team with a note for the next one.

        Triage of new tickets needs none, and neither does the server's own code.

        :raise UserError: when the note is missing
        """
        if self.env.su or (vals.get("handoff_note") or "").strip():
            return
        for ticket in self:
            if ticket.team_id and ticket.phase in (ACTIVE, PENDING):
                raise UserError(
                    self.env._(
                        "%s is in work. Say in a hand-off note what was done and what is left"
                        " before another team takes over.",
                        ticket.display_name,
                    )
                )

    def _log_handover(self, former, note):
        """Leave the hand-off note where the next team reads first: in the conversation."""
        if not self:
            return
        note = (note or "").strip()
        self._message_log_batch(
            bodies={
                ticket.id: Markup("<p><b>%s</b></p><p>%s</p>")
                % (
                    self.env._(
                        "Handed over from %(former)s to %(team)s",
                        former=former[ticket.id],
                        team=ticket.team_id.sudo().name or self.env._("no team"),
                    ),
                    note,
                )
                for ticket in self
            }
        )

    def _barred_assignees(self):
        """Users to whom no team's method gives this ticket. For other addons to say."""
        self.ensure_one()
        return self.env["res.users"]

    def _assign_waiting(self):
        """Apply the team's assignment method to open tickets that have nobody."""
        waiting = self.filtered(lambda ticket: ticket.phase in OPEN_PHASES and not ticket.user_id)
        alike = waiting.grouped(lambda ticket: (ticket.team_id.sudo(), ticket._barred_assignees()))
        for (team, barred), tickets in alike.items():
            if not team or team.assignment_method == "manual":
                continue
            needs = [
                (ticket.category_id.skill_ids | ticket.service_id.skill_ids, ticket.company_id.id) for ticket in tickets
            ]
            chosen = zip(tickets, team._next_assignees(needs, barred), strict=True)
            by_user = defaultdict(self.browse)
            for ticket, user in chosen:
                by_user[user] |= ticket
            for user, theirs in by_user.items():
                if user:
                    theirs._write_facts({"user_id": user.id})

    # -- Actions -----------------------------------------------------------------------------

    def action_take(self):
        """Make the current user responsible and start the work.

        :raise UserError: when somebody else was faster, with their name; or the ticket is over
        """
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(self.env._("Somebody is taking this ticket at this very moment. Look again.")) from error
        self.invalidate_recordset(["user_id", "state"])
        for ticket in self:
            if ticket.phase not in OPEN_PHASES:
                raise UserError(self.env._("%s is not open any more.", ticket.display_name))
            if ticket.user_id and ticket.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(ticket)s already belongs to %(name)s.",
                        ticket=ticket.display_name,
                        name=ticket.user_id.sudo().name,
                    )
                )
        self.write({"user_id": self.env.uid})
        fresh = self.filtered(lambda ticket: ticket.phase == NEW)
        if fresh:
            fresh._take_up()
        return True

    def _take_up(self):
        """What becomes of new tickets when somebody takes them: the work begins."""
        return self.write({"state": self._lifecycle.working})
