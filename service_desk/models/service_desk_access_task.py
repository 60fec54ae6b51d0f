from odoo import fields, models
from odoo.exceptions import UserError

from ..lifecycle import SYSTEM


class ServiceDeskTask(models.Model):
    """Tasks by which access is granted or revoked."""

    _inherit = "service.desk.task"

    access_id = fields.Many2one(
        "service.desk.access",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="What it grants or revokes.",
    )
    access_verb = fields.Selection([("grant", "Grant"), ("revoke", "Revoke")], readonly=True)

    def _payload_facts(self):
        """What another system is told that is to grant or revoke."""
        facts = super()._payload_facts()
        access = self.access_id
        if access:
            holder, user = access.partner_id, access.partner_id.user_ids[:1]
            facts["access"] = {
                "operation": self.access_verb,
                "id": access.id,
                "entitlement": {"code": access.entitlement_id.code or None, "name": access.entitlement_id.name},
                "holder": {"name": holder.name, "email": holder.email or None, "login": user.login or None},
                "until": access.date_end and access.date_end.isoformat() + "Z" or None,
                "reason": access.reason or None,
            }
        return facts

    def _check_moves(self, target, vals, roles):
        """Who gets it does not say that they got it."""
        own = self.sudo().filtered(lambda task: task.access_id.partner_id == self.env.user.partner_id)
        if own and target == "done" and SYSTEM not in roles:
            raise UserError(self.env._("Let a colleague do %s: it is about your own access.", own[0].display_name))
        return super()._check_moves(target, vals, roles)

    def _owners(self):
        return super()._owners() | ({self.access_id} if self.access_id else set())


class ServiceDeskAccessEvidence(models.Model):
    """Evidence that names the task."""

    _inherit = "service.desk.access.evidence"

    task_id = fields.Many2one("service.desk.task", ondelete="set null")
    call_key = fields.Char(help="The key of the call to another system, by which both sides know it.")


class ServiceDeskAccess(models.Model):
    """What the end of a task means to access."""

    _inherit = "service.desk.access"

    task_ids = fields.One2many("service.desk.task", "access_id", groups="service_desk.group_agent")

    def _add_tasks(self, vals_list):
        """Order the work on these records, each by its values."""
        shared = [
            {
                "access_id": access.id,
                "company_id": access.company_id.id,
                "team_id": access.entitlement_id.team_id.id,
                # Work for an order belongs to it; what comes later is no more of its business.
                "request_id": access._request_at_work().id,
            }
            for access in self
        ]
        tasks = self.env["service.desk.task"]._add(
            [{**common, **vals} for common, vals in zip(shared, vals_list, strict=True)]
        )
        by_access = {task.access_id.id: {"detail": task.name, "task_id": task.id} for task in tasks}
        self._log("ordered", each=by_access)
        return tasks

    def _request_at_work(self):
        is_open = self.state == "granting" and self.request_id.phase in ("new", "active", "pending")
        return self.request_id if is_open else self.request_id.browse()

    def _task_ended(self, task):
        """A task of this record is over: done, or given up by somebody."""
        # sudo: the team that did the work has no rights on the record.
        access = self.sudo()
        if task.state != "done":
            access._note_failure({access.id: access.env._("%s was not done.", task.display_name)})
            return
        facts = {
            "method": access._task_method(task),
            "detail": task.note or "",
            "task_id": task.id,
            "call_key": task.key if task.kind != "manual" else False,
        }
        if task.access_verb == "revoke":
            access._revoked(**facts)
        elif access.state == "granting":
            access._granted(**facts)
        else:
            access._log("granted", **facts)

    def _task_failed(self, task):
        """Nobody goes on by themself now: an access manager looks at it."""
        access = self.sudo()  # sudo: see _task_ended
        reason = access.env._("%(task)s failed: %(note)s", task=task.display_name, note=task.note or "")
        access._note_failure({access.id: reason})

    def _task_method(self, task):
        label = dict(task._fields["kind"]._description_selection(task.env))[task.kind]
        return f"{label}: {task.user_id.name}" if task.user_id else label

    def _drop_tasks(self, reason):
        """Tasks that are still open are not needed any more."""
        open_tasks = self.task_ids.filtered(lambda task: task.phase not in ("done", "closed"))
        if open_tasks:
            open_tasks.with_context(service_desk_tasks_dropped=True).write({"state": "cancelled", "note": reason})
