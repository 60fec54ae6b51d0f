"""What the job reads, and that tickets are found before it has come by."""

from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestLikenessIndex(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incidents = cls.env["service.desk.incident"].with_user(cls.agent)
        cls.index = cls.env["service.desk.likeness"]
        cls.hydrant = cls.make_incident(name="Hydrant leaks", description="<p>Corroded valve</p>")

    def read_tickets(self):
        """Let the job come by."""
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_likeness").method_direct_trigger()
        self.env.invalidate_all()

    def found(self, text="hydrant"):
        return [like.ticket_id for like in self.incidents._like_text(text)]

    def rows(self, ticket):
        return self.index.search_count([("incident_id", "=", ticket.id)])

    def test_ticket_is_found_before_and_after_the_job(self):
        """Tickets of the last minutes are read with the question, others from the index."""
        before = self.incidents._like_text("hydrant leaks")
        self.assertFalse(self.rows(self.hydrant))
        self.read_tickets()
        self.assertTrue(self.rows(self.hydrant))
        after = self.incidents._like_text("hydrant leaks")
        self.assertEqual([one.ticket_id for one in before], [one.ticket_id for one in after])

    def test_job_reads_each_ticket_once(self):
        """A second run has nothing to do."""
        self.read_tickets()
        self.assertFalse(self.index._index("service.desk.incident", everywhere=True))

    def test_gap_is_closed(self):
        """What was created by somebody slower than the job is read by the next one."""
        self.read_tickets()
        other = self.make_incident(name="Hydrant lid lost")
        last = self.make_incident(name="Hose torn")
        self.index._index("service.desk.incident")
        self.index.search([("incident_id", "=", other.id)]).unlink()
        self.assertTrue(self.rows(last))
        self.read_tickets()
        self.assertIn(other.id, self.found())

    def test_changed_text_is_read_again(self):
        """A corrected subject is found by its new words alone."""
        self.read_tickets()
        self.hydrant.with_user(self.agent).name = "Fountain leaks"
        self.assertEqual(self.found("fountain"), [self.hydrant.id])
        self.assertEqual(self.found("hydrant"), [])

    def test_deleted_ticket_leaves_nothing(self):
        """Its words go with it."""
        self.read_tickets()
        number = self.hydrant.id
        self.hydrant.sudo().unlink()
        self.assertFalse(self.index.search_count([("incident_id", "=", number)]))

    def test_writing_a_ticket_down_asks_nothing_of_the_index(self):
        """Reading its words is the job's work, not the agent's."""
        asked = self.queries(lambda: self.make_incident(name="Hose torn"))
        self.assertFalse([query for query in asked if "likeness" in query])

    def test_moving_a_ticket_asks_nothing_of_the_index(self):
        """Only what changes words does."""
        asked = self.queries(self.hydrant.action_take)
        self.assertFalse([query for query in asked if "likeness" in query])

    def test_words_that_all_tickets_have_say_little(self):
        """Once words are counted, the rare one decides."""
        for _number in range(20):
            self.make_incident(name="Wagon late")
        rare = self.make_incident(name="Wagon zeppelin")
        common = self.make_incident(name="Wagon late early")
        self.read_tickets()
        found = self.incidents._like_text("wagon zeppelin late", limit=30)
        scores = {like.ticket_id: like.score for like in found}
        self.assertGreater(scores[rare.id], scores[common.id])
