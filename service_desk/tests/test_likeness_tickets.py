"""Tickets that are like another, the most alike first, with the words that say so."""

from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestLikenessTickets(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incidents = cls.env["service.desk.incident"].with_user(cls.agent)
        cls.hydrant = cls.make_incident(
            name="Hydrant leaks", description="<p>The valve in the courtyard is corroded.</p>"
        )

    def found(self, text, **kwargs):
        return [like.ticket_id for like in self.incidents._like_text(text, **kwargs)]

    def test_ticket_like_another_is_found_with_the_reason(self):
        """Words of subject and description count, and are told as they stand in the question."""
        other = self.make_incident(name="Leaking hydrant", description="<p>Corrosion at a valve</p>")
        like = other._like_tickets()[0]
        self.assertEqual(like.ticket_id, self.hydrant.id)
        self.assertLessEqual({"leaking", "hydrant", "valve"}, set(like.words))
        self.assertTrue(0 < like.score <= 1)

    def test_same_text_is_most_alike(self):
        """The same words are full likeness, fewer are less."""
        twin = self.make_incident(name="Hydrant leaks", description=self.hydrant.description)
        self.make_incident(name="Hydrant painted", description="<p>Red again</p>")
        likes = twin._like_tickets()
        self.assertEqual(likes[0].ticket_id, self.hydrant.id)
        self.assertAlmostEqual(likes[0].score, 1, 4)
        self.assertGreater(likes[0].score, likes[1].score)

    def test_subject_says_more_than_how_people_write(self):
        """Filler of a description does not lift a short ticket above one about the same thing."""
        ours = self.make_incident(name="Zyxel drips", description="<p>Phoning mondays quuxly vorpal gimble</p>")
        filler = self.make_incident(name="Phoning mondays brillig")
        same = self.make_incident(name="Zyxel drips outgrabe mimsy")
        self.assertEqual([like.ticket_id for like in ours._like_tickets()][:2], [same.id, filler.id])

    def test_short_ticket_is_not_alike_by_chance(self):
        """Two words of many are not much, even where a ticket has no others; the angle alone says 0.45."""
        self.make_incident(name="Vorpal gimble")
        (like,) = self.incidents._like_text("vorpal gimble zyxel quuxly brillig slithy outgrabe mimsy borogove wabe")
        self.assertTrue(0.2 < like.score < 0.43)

    def test_ticket_is_not_like_itself(self):
        """Nor is it found by what was merged into another."""
        merged = self.make_incident(name="Hydrant leaks in the courtyard")
        merged.action_merge(self.hydrant.id)
        self.assertEqual(self.hydrant._like_tickets(), [])

    def test_ended_tickets_are_found_too(self):
        """How like ones were solved is what people look for."""
        solved = self.make_resolved(name="Hydrant leaks again")
        self.assertIn(solved.id, self.found("hydrant leaks"))
        self.assertNotIn(solved.id, self.found("hydrant leaks", domain=[("phase", "=", "new")]))

    def test_same_service_comes_first(self):
        """Of two that are as much alike, the one for the same service."""
        service = self.env["service.desk.service"].search([], limit=1)
        ours = self.make_incident(name="Hydrant whistles", service_id=service.id)
        self.make_incident(name="Hydrant whistles")
        self.assertEqual(self.found("hydrant whistles", service=service)[0], ours.id)

    def test_each_process_finds_its_own(self):
        """Incidents are like incidents, requests like requests."""
        request = self.make_request(name="Hydrant leaks less, please")
        self.assertNotIn(request.id, self.found("please"))
        requests = self.env["service.desk.request"].with_user(self.agent)
        self.assertEqual([like.ticket_id for like in requests._like_text("hydrant")], [request.id])

    def test_rubbish_finds_nothing(self):
        """No text breaks the query or finds by chance."""
        for text in ("", None, False, "\0", "the of and", "' | !<->&:*\\", "🔥🔥", "\ud800", "<p></p>", 5):
            self.assertEqual(self.found(text), [], repr(text))

    def test_rubbish_beside_words_does_not_hinder(self):
        """Emoji, quotes, operators and half signs stand in tickets and in questions."""
        odd = self.make_incident(name="🔥 Hydrant's \\valve' & (pump) | !leaks:*", description="<p>\u2028x</p>")
        self.assertIn(odd.id, self.found("hydrant's \\valve' & !(pump) | 🔥 \0 leaks:* <->"))

    def test_huge_texts_are_read_in_part(self):
        """A log of megabytes neither fails nor hides the subject."""
        huge = self.make_incident(name="Hydrant logs", description="<p>" + "zx81 " * 200_000 + "</p>")
        self.assertIn(huge.id, self.found("hydrant logs " + "<p>\n" * 500_000))

    def test_limit_is_kept_within_bounds(self):
        """Neither a huge nor a negative limit gets through."""
        self.assertEqual(self.found("hydrant", limit=-1), [])
        self.assertEqual(self.found("hydrant", limit=10**9), [self.hydrant.id])

    def test_words_of_the_companys_language(self):
        """Each company's tickets are read by the rules of its language."""
        company, agent = self.make_company()
        company.partner_id.lang = self._language("de_DE")
        incidents = self.env["service.desk.incident"].with_user(agent)
        ticket = incidents.create({"name": "Die Drucker im Büro", "requester_id": agent.partner_id.id})
        self.assertEqual([like.ticket_id for like in incidents._like_text("Druckers buro")], [ticket.id])

    def _language(self, code):
        self.env["res.lang"]._activate_lang(code)
        return code

    def test_number_of_queries_does_not_grow(self):
        """Two queries, however many tickets are compared."""

        def measure(count):
            for number in range(count):
                self.make_incident(name=f"Hydrant {number} leaks")
            return self.queries(lambda: self.incidents._like_text("hydrant leaks"))

        self.assert_same_queries(measure, 2, 30)
