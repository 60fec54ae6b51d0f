from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from ..lifecycle import ENDED_PHASES, MANAGER, OPEN_PHASES, SYSTEM
from .service_desk_major_data import HIGH_IMPACT, TOP_PRIORITY


class ServiceDeskMajorRunMixin(models.AbstractModel):
    """Who leads a major incident from proposal to review, and by which verbs."""

    _name = "service.desk.major.run.mixin"
    _description = "Running a Major Incident"

    # -- Who -----------------------------------------------------------------------------------

    def _may_run(self):
        """Whether the current user leads or helps, or is a manager of the desk."""
        self.ensure_one()
        user = self.env.user
        return self.env.su or user.has_group("service_desk.group_manager") or user in self._crew()

    def _crew(self):
        """Commander and team."""
        return self.commander_id | self.member_ids.user_id

    def _communicators(self):
        """Who tells people how it goes: those with the role, else the commander."""
        self.ensure_one()
        named = self.member_ids.filtered(lambda member: member.role == "communications").user_id
        return named.filtered("active") or self.commander_id

    def _check_runs(self):
        """:raise AccessError: for everybody else"""
        self.check_access("read")
        for major in self:
            if not major._may_run():
                raise AccessError(self.env._("The commander, the team and managers run %s.", major.display_name))

    def _guard_runs(self, roles):
        if not {SYSTEM, MANAGER} & roles:
            self._check_runs()

    def _guard_stand_down(self, roles):
        """It is over when the incident is, or when somebody says why it is major no more."""
        self._guard_runs(roles)
        for major in self:
            if major.incident_phase not in ENDED_PHASES and not (major.stand_down_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%s is not resolved yet. Resolve it first, or say why it is major no more.",
                        major.incident_id.display_name,
                    )
                )

    def _lock(self):
        """Nobody else moves it at the same time; who waits sees afterwards what was done.

        :raise UserError: when somebody is at it
        """
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(self.env._("A colleague is deciding about this at the moment. Look again."))
        self.invalidate_recordset()

    # -- What is running -----------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _running(self):
        """(major, incident, service) of what is declared, for screens that ask all the time."""
        # sudo: only whether it is worth looking; names are read with the reader's own rights.
        rows = self.sudo().search([("state", "=", "declared")])
        return tuple((row.id, row.incident_id.id, row.incident_id.service_id.id) for row in rows)

    # -- Verbs ---------------------------------------------------------------------------------

    @api.model
    def _propose(self, incident, reason):
        """Put an incident up for declaration.

        :raise UserError: without a reason, when the incident is over, or was proposed before
        """
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why it is a major incident."))
        if incident.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s is not open any more.", incident.display_name))
        known = self.search([("incident_id", "=", incident.id)])
        if known.state == "declined":
            # sudo: any agent may propose again; the state and the reason are all that is written.
            known.sudo().write({"reason": reason.strip(), "state": "proposed"})
            known._ask_managers()
            return known
        if known:
            raise UserError(self.env._("%s was proposed already.", incident.display_name))
        major = self.create({"incident_id": incident.id, "reason": reason.strip()})
        major._ask_managers()
        return major

    def _ask_managers(self):
        """A to-do for those who decide about it."""
        for major in self:
            user = major._deciding_manager()
            if user and user != self.env.user:
                # sudo: whoever proposes need not be able to read the one who decides.
                major.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Major incident? Declare or decline"),
                    user_id=user.id,
                )

    def _deciding_manager(self):
        """The team's leader where that is a manager, else a manager who may open the incident."""
        # sudo: whose work it is, is a matter of roles, which is looked up.
        incident = self.sudo().incident_id
        managers = (
            self.env.ref("service_desk.group_manager")
            .sudo()
            .all_user_ids.filtered(lambda user: user.active and not user.share and incident._may_hear(user.id, "write"))
        )
        leader = incident.team_id.leader_id
        return leader if leader in managers else managers.sorted("id")[-1:]

    def action_decline(self, reason):
        """It is no major incident.

        :raise UserError: without a reason
        """
        self._check_is_manager()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why it is no major incident."))
        self._lock()
        self.write({"state": "declined", "decline_reason": reason.strip()})
        return True

    def _declare(self, values, banner=None):
        """Make it a major incident.

        :param dict values: of the major incident; ``commander_id`` at least
        :param dict banner: values of the announcement, None for none
        """
        self.ensure_one()
        self._check_is_manager()
        self._lock()
        if self.state == "declared":
            raise UserError(self.env._("%s has declared it already.", self.declared_by_id.name))
        self.write({**values, "state": "declared"})
        if banner:
            self._put_up_banner(banner)

    def _follow_move(self, sources, target):
        """What begins and ends with a state, by whatever way it came to it."""
        # sudo: the to-do was for the one who decides; whoever decided has done it.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        if target == "declared":
            # What came back has the priority that its team gave it.
            self.filtered(lambda major: sources.get(major.id) != "stood_down")._raise_priority()
            self._begin_briefings()
            self._reopen_banner()
        elif target == "stood_down":
            self._end_briefings()
            # sudo: who runs it takes its banner down
            self.sudo().announcement_id._end()

    def _raise_priority(self):
        """To the top, where the impact is high; by an override, which says why."""
        for incident in self.incident_id.filtered(lambda one: one.impact == HIGH_IMPACT):
            if incident.priority != TOP_PRIORITY:
                incident.write(
                    {
                        "priority_override": TOP_PRIORITY,
                        "priority_override_reason": self.env._("Declared a major incident"),
                    }
                )

    def _stand_down(self, reason=None, last_words=None):
        """The team goes home; what is left is the review.

        :param str reason: needed while the incident is not resolved
        :param str last_words: HTML for all who were told before; nothing tells nobody
        """
        self._check_runs()
        self.ensure_one()
        self._lock()
        if self.state != "declared":
            raise UserError(self.env._("%s is not running.", self.display_name))
        self.stand_down_reason = (reason or "").strip()
        self.write({"state": "stood_down"})
        if not is_html_empty(last_words):
            self._tell(last_words, self.briefing_ids)

    def action_declare_again(self):
        """It came back: the same commander and team go on."""
        self._check_runs()
        self._lock()
        self.write({"state": "declared"})
        return True

    def action_finish_review(self):
        """What was learned is written down; the major incident is closed."""
        self._check_runs()
        self._lock()
        self.write({"state": "reviewed"})
        return True

    def action_reopen_review(self):
        """Something is to be added to the review."""
        self._check_is_manager()
        self._lock()
        self.write({"state": "stood_down"})
        return True

    def _check_is_manager(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("service_desk.group_manager"):
            raise AccessError(self.env._("Managers of the desk decide about major incidents."))
