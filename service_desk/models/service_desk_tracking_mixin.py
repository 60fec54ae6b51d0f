from odoo import models

#: Where notes wait while the changes of several tickets are being logged (see below).
NOTES = "service_desk.tracking.notes"


class ServiceDeskTrackingMixin(models.AbstractModel):
    """Logs what changed on many tickets in two queries; stock Odoo takes two for each ticket.

    Stock Odoo goes through the tickets one by one and calls ``_message_log`` for each. While it
    does so the notes are put aside, and written together at the end. They wait in the transaction
    and not in the context, where a client could make them disappear.
    """

    _name = "service.desk.tracking.mixin"
    _description = "Tracking in Bulk"

    def _message_track(self, fields_iter, initial_values_dict):
        notes = self.env.cr.precommit.data.setdefault(NOTES, [])
        try:
            tracking = super()._message_track(fields_iter, initial_values_dict)
        finally:
            self.env.cr.precommit.data.pop(NOTES, None)
        self._write_notes(notes)
        return tracking

    def _message_log(self, **kwargs):
        notes = self.env.cr.precommit.data.get(NOTES)
        if notes is None or not kwargs.get("tracking_value_ids"):
            return super()._message_log(**kwargs)
        notes.append((self.id, kwargs["author_id"], kwargs["body"], kwargs["tracking_value_ids"]))
        return self.env["mail.message"]

    def _write_notes(self, notes):
        """Create the notes that were put aside, and the changed values below them."""
        by_author = {}
        for note in notes:
            by_author.setdefault(note[1], []).append(note)
        values = []
        for author_id, theirs in by_author.items():
            bodies = {ticket_id: body for ticket_id, _author, body, _commands in theirs}
            messages = self.browse(bodies)._message_log_batch(bodies, author_id=author_id)
            for message, (*_note, commands) in zip(messages, theirs, strict=True):
                values += [{**command[2], "mail_message_id": message.id} for command in commands]
        # sudo: as stock Odoo does; what changed is told to those who may read the message.
        self.env["mail.tracking.value"].sudo().create(values)
