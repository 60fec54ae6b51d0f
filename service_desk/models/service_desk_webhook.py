import json
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..webhook import addresses, payload, sender
from ..webhook.errors import WebhookError


class ServiceDeskWebhook(models.Model):
    """A system that the desk calls: where, with which secret, and how long it waits.

    System administrators alone write it: whoever may choose an address lets the server call it, and
    whoever may see the secret can sign in the desk's name.
    """

    _name = "service.desk.webhook"
    _description = "Webhook"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for the tasks of all companies.")
    url = fields.Char(string="Address", required=True, groups="base.group_system", help="https://…")
    secret = fields.Char(
        required=True,
        default=lambda self: secrets.token_hex(32),
        groups="base.group_system",
        copy=False,
        help="Signs each call, so that the receiver knows it comes from here.",
    )
    timeout = fields.Integer(string="Seconds to Wait", default=10, help="For the whole call, from name to last byte.")
    allow_private = fields.Boolean(
        string="Allow Private Addresses",
        groups="base.group_system",
        help="Lets the desk call private and local addresses, which it refuses otherwise.",
    )

    _timeout_sane = models.Constraint("CHECK(timeout BETWEEN 1 AND 60)", "Wait between 1 and 60 seconds, please.")

    @api.constrains("url", "allow_private")
    def _check_url(self):
        """Say at once what the first call would fail with; names are looked up by the call."""
        # sudo: the address was just written by somebody who may.
        for webhook in self.sudo():
            try:
                target = addresses.parse(webhook.url.strip())
                addresses.check_literal(target, webhook.allow_private)
            except WebhookError as error:
                raise ValidationError(self.env._("%(url)s: %(error)s", url=webhook.url, error=error)) from None

    def _send(self, facts, key):
        """Call the system now. Nobody's transaction should depend on it: see the runner of tasks.

        :param facts: what to send, as data for JSON
        :param str key: the same in all attempts of one piece of work
        :return: what the other side said
        :raise WebhookError: unless it answers in time that all is well
        """
        self.ensure_one()
        # sudo: address and secret are hidden from those whose work makes the call.
        webhook = self.sudo()
        if not webhook.active:
            raise WebhookError(self.env._("%s is not in use any more.", webhook.name))
        answer = sender.send(
            webhook.url.strip(),
            json.dumps(facts, ensure_ascii=False, default=str).encode(),
            secret=webhook.secret,
            key=key,
            timeout=webhook.timeout,
            allow_private=webhook.allow_private,
        )
        return f"{answer.status} {answer.text}".strip()

    @api.model
    def _parse_payload(self, text):
        """The template of a payload as data; None when there is none.

        :raise ValueError: when it is not JSON
        """
        return json.loads(text) if text and text.strip() else None

    @api.model
    def _fill_payload(self, text, facts):
        """What a call says; all facts when no template chooses among them."""
        template = self._parse_payload(text)
        return facts if template is None else payload.fill(template, facts)
