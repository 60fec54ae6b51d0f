from odoo import api, fields, models
from odoo.exceptions import AccessError

from .service_desk_journey_data import INTERNAL_LOGIN, LOGIN_KINDS


class ServiceDeskJourneyStepAccountMixin(models.AbstractModel):
    """Steps that open a login.

    Whoever starts a journey lets the desk make the login that its template asks for. So it is those
    who may make users that put such steps into templates; everybody else who shapes templates may
    move them, and take them out.
    """

    _name = "service.desk.journey.step.account.mixin"
    _description = "Logins by Steps of Journeys"

    login_kind = fields.Selection(
        LOGIN_KINDS,
        string="Login",
        default=INTERNAL_LOGIN,
        required=True,
        help="It gets what all employees, or all portal users, may do and no more: the rest comes by access.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._check_may_open_logins()
        return steps

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "login_kind", "template_id"} & vals.keys():
            self._check_may_open_logins()
        return result

    def _check_may_open_logins(self):
        """:raise AccessError: for those who could not make such a login themselves"""
        opening = self.filtered(lambda step: step.kind == "account")
        if opening and not self.env.su and not self.env["res.users"].has_access("create"):
            raise AccessError(
                self.env._(
                    "“%s” opens logins. Somebody who administers users has to put it into the template.",
                    opening[0].name,
                )
            )
