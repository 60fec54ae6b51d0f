from odoo import fields, models


class ServiceDeskJourneyDoneThing(models.TransientModel):
    """One thing in the dialog of a step that takes things back: the tick says that it is there."""

    _name = "service.desk.journey.done.thing"
    _description = "Thing Taken Back by a Step of a Journey"
    #: As the dialog that it is a part of.
    _is_for_requesters = True

    wizard_id = fields.Many2one("service.desk.journey.done.wizard", index=True, ondelete="cascade")
    # What it says is looked up anew with Done: nobody takes back more than the step may.
    key = fields.Char(required=True)
    name = fields.Char(string="What")
    is_back = fields.Boolean(string="Taken Back", default=True)
