"""The order in which a form asks, where nothing can be dragged."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .catalog_common import CatalogCase


@tagged("-at_install", "post_install")
class TestCatalogQuestionOrder(CatalogCase):
    def names(self):
        questions = self.laptop.question_ids.sorted(lambda question: (question.sequence, question.id))
        return questions.mapped("code")

    def test_question_changes_places_with_its_neighbor(self):
        """Also where all of them have the same place still."""
        self.laptop.question_ids.sequence = 1000
        self.photo.with_user(self.manager).action_earlier()
        self.assertEqual(self.names(), ["model", "which", "why", "photo", "wanted"])
        self.model.with_user(self.manager).action_later()
        self.assertEqual(self.names(), ["which", "model", "why", "photo", "wanted"])

    def test_first_and_last_stay_where_they_are(self):
        """There is nothing beyond; nor is that another version of the form."""
        version, names = self.laptop.version, self.names()
        self.model.with_user(self.manager).action_earlier()
        self.photo.with_user(self.manager).action_later()
        self.assertEqual((self.names(), self.laptop.version), (names, version))

    def test_agents_do_not_change_the_order(self):
        """Nor by RPC."""
        with self.assertRaises(AccessError):
            self.model.with_user(self.agent).action_later()

    def test_cards_of_the_form_have_arrows_for_managers(self):
        """On a phone questions are cards."""
        for user, is_there in ((self.manager, True), (self.agent, False)):
            arch = self.laptop.with_user(user).get_view(view_type="form")["arch"]
            for name in ("action_earlier", "action_later"):
                self.assertEqual(f'name="{name}"' in arch, is_there)
