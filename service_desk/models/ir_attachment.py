from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Files on tickets are for those who work them.

        Requesters may read their ticket, but a file may hang on an internal note. The portal
        serves the public ones by its own route.
        """
        ticket = self.env.registry["service.desk.ticket"]
        tickets = {
            model: ids
            for model, ids in model_and_ids.items()
            if model in self.env and isinstance(self.env[model], ticket)
        }
        others = {model: ids for model, ids in model_and_ids.items() if model not in tickets}
        yield from super()._inaccessible_comodel_records(others, operation)
        if tickets:
            yield from super()._inaccessible_comodel_records(tickets, "write")
