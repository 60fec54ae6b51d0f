from odoo import fields, models


class ServiceDeskAccessWorkMixin(models.AbstractModel):
    """What the end of a task means to access."""

    _name = "service.desk.access.work.mixin"
    _description = "Work on Access"

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
