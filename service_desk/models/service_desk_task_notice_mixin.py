from markupsafe import Markup

from odoo import models

from .. import plan_rules
from .service_desk_task_data import MANUAL

#: In these states somebody can do something about a task.
_IN_HAND = (plan_rules.READY, plan_rules.IN_PROGRESS, plan_rules.FAILED)


class ServiceDeskTaskNoticeMixin(models.AbstractModel):
    """Who hears that a task is theirs.

    Teams find their tasks in the queue, as they find tickets. Whoever is named on a task is told
    once it can begin, or when somebody hands it to them.
    """

    _name = "service.desk.task.notice.mixin"
    _description = "Notice of a Task"

    def write(self, vals):
        former = {task: task.user_id for task in self} if "user_id" in vals else {}
        result = super().write(vals)
        self.filtered(lambda task: former and task.user_id != former[task])._tell_assignees()
        return result

    def _tell_assignees(self):
        """Let people know what they have to do; what somebody took themself is no news to them."""
        # sudo: the notice goes to a colleague, whose address the user need not see.
        told = self.sudo().filtered(
            lambda task: (
                task.kind == MANUAL and task.state in _IN_HAND and task.user_id.active and task.user_id != self.env.user
            )
        )
        for person, tasks in told.grouped("user_id").items():
            # As the person: behind a wall they read the number alone.
            reader = tasks.with_user(person).with_context(lang=person.lang, allowed_company_ids=person.company_ids.ids)
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=person.partner_id.ids,
                email_layout_xmlid="mail.mail_notification_light",
                **reader._notice_values(),
            )

    def _notice_values(self):
        """What the reader is told about these; one notice, however many begin at once."""
        if len(self) == 1:
            values = {
                "subject": self.env._("For you to do: %s", self.display_name),
                "body": Markup("<p>%s</p>") % self.env._("The task %s is in your hands.", self._notice_link()),
            }
            if self.has_access("read"):
                # Odoo's own button leads there; what it names the task is what the reader may know.
                values |= {"model": self._name, "res_id": self.id, "force_record_name": self.display_name}
            return values
        rows = Markup().join(Markup("<li>%s</li>") % task._notice_link() for task in self)
        return {
            "subject": self.env._("For you to do: %s tasks", len(self)),
            "body": Markup("<p>%s</p><ul>%s</ul>") % (self.env._("These tasks are in your hands:"), rows),
        }

    def _notice_link(self):
        """The name of a task as the reader may know it; it leads to where they do it."""
        url = self._doing_url()
        return Markup('<a href="%s">%s</a>') % (url, self.display_name) if url else self.display_name

    def _doing_url(self):
        """Where the reader does this; empty for what they cannot open. Override for what is done elsewhere."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/service-desk-tasks/{self.id}" if self.has_access("read") else ""
