from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from ..lifecycle import SYSTEM
from .service_desk_change_data import (
    CHANGE_MANAGER,
    CHECKED_BEFORE,
    DATE_FIELDS,
    DOCUMENTS,
    DOCUMENTS_HIGH_RISK,
    EMERGENCY,
    NORMAL,
    STANDARD,
    SUCCESSFUL,
)


class ServiceDeskChangeGuardMixin(models.AbstractModel):
    """What must hold at each door of a change; each says in a sentence what is missing."""

    _name = "service.desk.change.guard.mixin"
    _description = "Doors of a Change"

    def _door_roles(self):
        roles = super()._door_roles()
        if not self.env.su and self.env.user.has_group("service_desk.group_change_manager"):
            roles.add(CHANGE_MANAGER)
        return roles

    # -- What is missing -----------------------------------------------------------------------

    def _missing_documents(self):
        """Labels of what must still be told of this change, before approval or before its end."""
        self.ensure_one()
        if self.change_type == STANDARD:
            return []
        names = DOCUMENTS + (DOCUMENTS_HIGH_RISK if self.risk == "high" else ())
        missing = [self._field_label(name) for name in names if is_html_empty(self[name] or "")]
        if not self.service_id:
            missing.insert(0, self._field_label("service_id"))
        if self._unanswered():
            missing.append(self.env._("answers about its risk"))
        return missing

    def _missing_dates(self):
        return [self._field_label(name) for name in DATE_FIELDS if not self[name]]

    def _check_described(self, missing):
        """:raise UserError: naming what is missing"""
        if missing:
            raise UserError(
                self.env._(
                    "%(change)s is not described well enough yet. Please add: %(missing)s.\n"
                    "Plans and justification are on its page Plan, questions about its risk on its page Risk.",
                    change=self.display_name,
                    missing=", ".join(missing),
                )
            )

    def _check_plan_ahead(self):
        """:raise UserError: when it should have been over by now"""
        if self.date_planned_end <= self._now():
            raise UserError(self.env._("%s was planned for a time that is past. Plan it anew.", self.display_name))

    def _check_moves(self, target, roles):
        if not self.env.su:
            # Strangers hear that it is not theirs, before anything about its state.
            self.check_access("write")
        result = super()._check_moves(target, roles)
        when = CHECKED_BEFORE.get(target)
        if when:
            for change in self:
                change._check_checklist(when)
        return result

    def _check_checklist(self, when):
        """:raise UserError: naming the first line that must be done before this door"""
        # sudo: the lines belong to the change, which the caller may write.
        left = self.sudo().check_ids.filtered(lambda one: one.phase == when and one.is_required and not one.is_done)
        if left:
            raise UserError(
                self.env._(
                    "%(change)s: the checklist is not finished: %(check)s (%(count)s to do).",
                    change=self.display_name,
                    check=left[0].name,
                    count=len(left),
                )
            )

    # -- The doors -----------------------------------------------------------------------------

    def _guard_rework(self, roles):
        """It can be assessed anew at any time before the work begins; what was agreed is void then."""

    def _guard_approval(self, roles):
        """Others are asked when they can read what, why, when, how, and how risky it is."""
        for change in self:
            if change.change_type == STANDARD:
                raise UserError(
                    self.env._("%s is a standard change: it was agreed to with its model.", change.display_name)
                )
            if change.change_type == NORMAL:
                change._check_described(change._missing_dates() + change._missing_documents())
                change._check_plan_ahead()

    def _guard_schedule(self, roles):
        """Nothing is scheduled that was not agreed to, or for no time, or for a time that is past."""
        for change in self:
            if change.change_type == STANDARD:
                change._check_model_published()
            elif change.state == "draft":
                raise UserError(
                    self.env._(
                        "%s is not a standard change: it is assessed and agreed to before it is scheduled.",
                        change.display_name,
                    )
                )
            papers = change._missing_documents() if change.change_type == NORMAL else []
            change._check_described(change._missing_dates() + papers)
            change._check_plan_ahead()

    def _check_model_published(self):
        """:raise UserError: unless the model that stands for the approval is in force"""
        model = self.sudo().model_id  # sudo: whether it is published is for everybody to know
        if model.state != "published":
            raise UserError(
                self.env._(
                    "%(change)s cannot go the short way: its model %(model)s is not published.",
                    change=self.display_name,
                    model=model.display_name or "?",
                )
            )

    def _guard_implementation(self, roles):
        """No work before authorization; an emergency is authorized afterwards."""
        for change in self:
            if change.state != "scheduled" and change.change_type != EMERGENCY:
                raise UserError(
                    self.env._(
                        "%s is not scheduled yet. Only an emergency change begins before it is agreed to.",
                        change.display_name,
                    )
                )

    def _guard_outcome(self, roles):
        """The needs of the move and the checklist say it all; other addons may ask for more."""

    def _guard_closing(self, roles):
        """Closed is what was looked at: its outcome, what was learned, and its papers."""
        for change in self:
            change._check_may_close(roles)
            if change.change_type == EMERGENCY:
                change._check_decided()
                change._check_described(change._missing_documents())
            if change._needs_review() and is_html_empty(change.lessons or ""):
                raise UserError(
                    self.env._("%s: please write down what was learned before it is closed.", change.display_name)
                )

    def _needs_review(self):
        """A standard change that went well needs no words about it."""
        return not (self.change_type == STANDARD and self.outcome == SUCCESSFUL)

    def _check_may_close(self, roles):
        """:raise AccessError: unless change managers close it, or it needs no review"""
        if SYSTEM in roles or self._is_change_authority() or not self._needs_review():
            return
        raise AccessError(self.env._("%s is closed by a change manager, after its review.", self.display_name))

    def _check_decided(self):
        """:raise UserError: while nobody has decided about an emergency"""
        if self.date_authorized or self.approval_state == "refused":
            return
        if self.approval_state == "pending":
            raise UserError(self._text_in_approval())
        raise UserError(self.env._("%s was done without approval. Ask for it before it is closed.", self.display_name))
