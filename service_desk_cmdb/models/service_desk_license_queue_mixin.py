from odoo import api, fields, models

from odoo.addons.service_desk.models.service_desk_access_data import UNSETTLED_STATES

from .service_desk_license_data import REFUSE


class ServiceDeskLicenseQueueMixin(models.AbstractModel):
    """Who has asked for a seat and has none yet: the order keeps one for them, first come, first served.

    An order puts the access on record at once, so it is access that was asked for and not yet given
    that counts. Whoever gives up, or is refused, makes room for the next.
    """

    _name = "service.desk.license.queue.mixin"
    _description = "Orders of Licenses"

    on_order = fields.Integer(
        compute="_compute_on_order",
        help="People who have asked for it and do not have it yet. A free seat is kept for each of them: nobody"
        " else can order that one.",
    )

    @api.depends("metric", "software_ids", "seat_ids.date_freed", "entitlement_ids.access_ids.state")
    def _compute_on_order(self):
        queues = self._queues()
        for one in self:
            one.on_order = len(queues.get(one._origin.id, ()))

    def action_open_on_order(self):
        """Show the access that was asked for and not given yet."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_action")
        return {
            **action,
            "display_name": self.env._("On Order: %s", self.name),
            "domain": [("entitlement_id.license_id", "=", self.id), ("state", "in", UNSETTLED_STATES)],
            "context": {"partner_display_name_hide_company": True},
        }

    def _queues(self):
        """id -> people for whom a seat is kept, in the order of asking; with a few queries for all of them."""
        licenses = self._origin.sudo()  # sudo: who has asked counts, whoever looks
        asked = licenses.env["service.desk.access"].search(
            [("entitlement_id.license_id", "in", licenses.ids), ("state", "in", UNSETTLED_STATES)], order="id"
        )
        installed = licenses._installed_on() if asked else {}
        # Of what the system is about to give, nobody takes the seat away again.
        ordered = asked.sorted(lambda access: not access.date_ordered)
        return {
            product.id: product._newcomers(accesses.partner_id, installed)
            for product, accesses in ordered.grouped(lambda access: access.entitlement_id.license_id).items()
        }

    def _newcomers(self, people, installed=None):
        """Those of these people for whom one more seat is needed; called with superuser rights.

        Whoever uses a thing that counts, since it is installed there or has a seat, counts already.

        :param installed: what ``_installed_on`` says, where that is known
        """
        self.ensure_one()
        seats = self.current_seat_ids
        found = (self._installed_on() if installed is None else installed).get(self, seats.ci_id)
        return people - seats.partner_id - (found | seats.ci_id).user_partner_id

    def _left_out(self, people):
        """Those of these people who get no seat when all are served who have asked before them.

        Called with superuser rights.

        :param people: in the order of asking; who has not asked yet comes after all who have
        """
        self.ensure_one()
        wanting = self._newcomers(people) if self.over_use == REFUSE else people.browse()
        if not wanting:
            return wanting
        queue = self._queues().get(self.id, people.browse()) | wanting
        return wanting & queue[max(self._positions()[self.id].free, 0) :]

    def _serve_waiting(self):
        """Go on with access that waits for a seat, the first who asked first, now that there may be one."""
        # sudo: whose access it is does not matter to who frees a seat or buys one.
        everyone = self.env["service.desk.access"].sudo()._waiting([("entitlement_id.license_id", "in", self.ids)])
        for one, waiting in everyone.grouped(lambda access: access.entitlement_id.license_id).items():
            left_out = one._left_out(waiting.partner_id)
            # What somebody else has in hand just now is found by the job.
            mine = waiting.filtered(lambda access, left_out=left_out: access.partner_id not in left_out)
            mine.try_lock_for_update()._retry()
