"""Somebody of the desk who leaves and does not know of it yet."""

from .journey_case import JourneyCase


class LeaverCase(JourneyCase):
    """An agent leaves; what is ordered because of it comes to their own team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("test_leaver", "service_desk.group_agent", password="test_leaver")
        cls.team_one.member_ids += cls.user
        cls.leaver = cls.make_employee("Leo Leaver", user_id=cls.user.id)
        cls.item = cls.make_item("Collect the phone", team_id=cls.team_one.id)
        step = {"name": "Phone", "kind": "item", "anchor": "end", "item_id": cls.item.id}
        cls.leaving = cls.make_template("leaver", [step])

    def order(self):
        """The order of a journey whose last day is in two weeks."""
        return self.line(self.start("leaver", self.leaver), "Phone").request_id
