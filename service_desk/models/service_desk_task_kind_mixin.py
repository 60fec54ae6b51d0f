from odoo import models
from odoo.exceptions import UserError


class ServiceDeskTaskKindMixin(models.AbstractModel):
    """What automatic steps do. Called by the runner alone, as superuser.

    A method ``_run_<kind>`` makes one attempt, returns what there is to tell about it, and raises
    to say that it has failed.
    """

    _name = "service.desk.task.kind.mixin"
    _description = "Kinds of Automatic Steps"

    def _run_server_action(self):
        """Run the action on the ticket or on the task, whichever its model is.

        It has all rights, as scheduled jobs have: system administrators alone choose it.
        """
        self.ensure_one()
        action, ticket = self.server_action_id, self._ticket()
        target = next((one for one in (self, ticket) if one and one._name == action.model_name), None)
        if target is None:
            raise UserError(
                self.env._(
                    "The action %(action)s is about %(model)s, and there is none here.",
                    action=action.name,
                    model=action.model_id.name,
                )
            )
        action.with_context(
            active_model=target._name,
            active_id=target.id,
            active_ids=target.ids,
            service_desk_task_id=self.id,
        ).run()
        return action.name

    def _run_webhook(self):
        """Call another system with what is known about the work."""
        self.ensure_one()
        facts = self.webhook_id._fill_payload(self.payload, self._payload_facts())
        return self.webhook_id._send(facts, self.key)

    def _payload_facts(self):
        """What may be told to another system. Extend it with what a task is about elsewhere."""
        self.ensure_one()
        ticket = self._ticket()
        facts = {
            "task": {"number": self.number, "name": self.name},
            "answers": self.answers or {},
        }
        if ticket:
            requester = ticket.requester_id
            facts["ticket"] = {"number": ticket.number, "name": ticket.name}
            facts["requester"] = {"name": requester.name, "email": requester.email or None}
        return facts

    def _run_record(self):
        """Open another ticket for the same requester."""
        self.ensure_one()
        record = self._make_record()
        return record.display_name

    def _make_record(self):
        """The other ticket: ordered from the catalog, or written down."""
        ticket = self._ticket()
        if self.record_item_id:
            return self._order_item(ticket)
        values = {
            "name": self.name,
            "description": self.description,
            "company_id": self.company_id.id,
            "channel": "api",
        }
        if self.record_template_id:
            values["template_id"] = self.record_template_id.id
        if ticket:
            values |= {
                "requester_id": ticket.requester_id.id,
                "is_confidential": ticket.is_confidential,
            }
            if ticket._name == self.record_process:
                values["parent_id"] = ticket.id
        return self.env[self.record_process].create(values)

    def _order_item(self, ticket):
        """Order an item for the requester, by the door that everybody orders through."""
        item = self.record_item_id
        self._check_no_circle(ticket, item)
        codes = set(item.question_ids.mapped("code"))
        answers = {code: value for code, value in (self.answers or {}).items() if code in codes}
        line = {"item_id": item.id, "answers": answers}
        record = item._place_order([line], ticket and ticket.requester_id, "api")[0].sudo()
        if ticket and record._name == ticket._name:
            record.parent_id = ticket
        return record

    def _check_no_circle(self, ticket, item):
        """:raise UserError: for an item whose plan orders it again and again, by whatever way round"""
        while ticket:
            if ticket.item_id == item:
                raise UserError(
                    self.env._(
                        "%(item)s is part of what %(ticket)s fulfills. Ordering it once more would never end.",
                        item=item.name,
                        ticket=ticket.number,
                    )
                )
            ticket = ticket.parent_id
