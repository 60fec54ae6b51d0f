import json

from odoo import api, fields, models


class ServiceDeskWebhook(models.Model):
    """A system that the desk calls: where, with which secret, and how long it waits.

    System administrators alone write it: whoever may choose an address lets the server call it, and
    whoever may see the secret can sign in the desk's name.
    """

    _name = "service.desk.webhook"
    _description = "Webhook"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for the tasks of all companies."
    )
    url = fields.Char(
        string="Address", required=True, groups="base.group_system", help="https://…"
    )
    secret = fields.Char(
        groups="base.group_system",
        copy=False,
        help="Signs each call, so that the receiver knows it comes from here.",
    )
    timeout = fields.Integer(
        string="Seconds to Wait", default=10, help="For the whole call, from name to last byte."
    )
    allow_private = fields.Boolean(
        string="Inside the Own Network",
        groups="base.group_system",
        help="Lets the desk call private and local addresses, which it refuses otherwise.",
    )

    _timeout_sane = models.Constraint(
        "CHECK(timeout BETWEEN 1 AND 60)", "Wait between 1 and 60 seconds, please."
    )

    @api.model
    def _parse_payload(self, text):
        """The template of a payload as data; None when there is none.

        :raise ValueError: when it is not JSON
        """
        return json.loads(text) if text and text.strip() else None
