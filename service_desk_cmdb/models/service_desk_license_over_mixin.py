from odoo import api, fields, models
from odoo.fields import Domain

from ..license_rules import OVER
from .service_desk_expiry_mixin import who_hears
from .service_desk_license_data import BATCH_SIZE, OVER_USE_TODO


class ServiceDeskLicenseOverMixin(models.AbstractModel):
    """More in use than owned: whoever answers for the license hears of it, once each time it begins.

    It begins when a seat is taken, and also by itself: a purchase ends, or the software is found on
    one more thing. So a job looks once a day.
    """

    _name = "service.desk.license.over.mixin"
    _description = "Over-Use of Licenses"
    _inherit = ["service.desk.batch.mixin"]

    is_over_told = fields.Boolean(readonly=True, copy=False, help="The owner knows that it is over-used.")

    def _tell_over_use(self):
        """Tell the owners of what has become over-used since they were told; called with superuser rights."""
        positions = self._positions()
        for one in self:
            is_over = positions[one.id].verdict == OVER
            if is_over and not one.is_over_told:
                hears = who_hears(one)
                words = one.with_context(lang=hears.lang).env
                one.activity_schedule(
                    OVER_USE_TODO,
                    summary=words._("%s more in use than owned", -positions[one.id].free),
                    user_id=hears.id,
                )
            if one.is_over_told and not is_over:
                one.activity_unlink([OVER_USE_TODO])
            if is_over != one.is_over_told:
                one.is_over_told = is_over

    @api.model
    def _cron_licenses(self):
        """Look at all licenses; called by a job once a day."""
        domain = Domain("active", "=", True)
        self._run_batches([(self.search(domain), domain, "_look_after")], BATCH_SIZE)

    def _look_after(self):
        """Tell what is over-used, and give what waited for a purchase that begins today."""
        self._tell_over_use()
        self._serve_waiting()
