"""A month's service review in a real browser."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

# The module, not its class: pytest would run that class's own tests here.
from odoo.addons.service_desk.tests import common


@tagged("post_install", "-at_install")
class TestUiReview(common.ServiceDeskCase, HttpCase):
    def history(self, name, opened, hours):
        """An incident of the past that took so many hours, with its clocks."""
        resolved = opened + timedelta(hours=hours)
        incident = self.make_incident(self.env.user, name=name, state="closed", date_opened=opened)
        incident.write({"date_resolved": resolved, "date_closed": resolved})
        incident.clock_ids.unlink()
        incident._sla_follow(is_history=True)

    def test_manager_reviews_the_last_month(self):
        """Sees what was missed, works out the figures, closes the review, and corrects it."""
        self.env["service.desk.sla.clock"].search([]).unlink()
        self.env["service.desk.sla.policy"].search([]).active = False
        self.env["service.desk.sla.policy"].create({
            "name": "Promise",
            "calendar_source": "always",
            "date_from": False,
            "target_ids": [(0, 0, {"metric": "resolution", "minutes": 60})],
        })
        now = self.env.cr.now().replace(microsecond=0)
        opened = now.replace(day=1, hour=12) - timedelta(days=3)
        self.history("Late turbine", opened, 2)
        self.history("Quick turbine", opened, 0.5)
        self.start_tour("/odoo/service-levels", "service_desk_sla_manager_reviews_month", login=self.manager.login)
        reviews = self.env["service.desk.sla.review"].search([("former_id", "!=", False)], order="id desc", limit=1)
        self.assertEqual((reviews.former_id.state, reviews.former_id.met_rate), ("closed", 50.0))
