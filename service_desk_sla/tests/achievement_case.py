"""Promises kept and broken, for tests of reports, reviews and credits."""

from .clock_case import ClockCase


class AchievementCase(ClockCase):
    """A measured service on which incidents are to be resolved within two office hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(targets=[("resolution", "any", 120)], process="service.desk.incident")
        cls.service = cls.env["service.desk.service"].create({"name": "Measured"})

    def incident(self, opened="2026-03-02 10:00", resolved=None, **values):
        """An incident opened, and resolved if asked, when the wall shows these times."""
        self.wall(opened)
        incident = self.make_incident(**{"service_id": self.service.id, **values})
        if resolved:
            self.finish(incident, resolved)
        return incident

    def finish(self, incident, resolved):
        self.wall(resolved)
        incident = incident.sudo()
        incident.action_take()
        self.resolve(incident)
