from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .approval_case import ApprovalCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestApprovalPortal(ApprovalCase, PortalCase):
    """Deciding in a browser without JavaScript."""

    def make_approval(self, users=None, **values):
        policy = self.make_policy({"users": users or self.ann})
        return self.steps(self.make_waiting(policy, **values))

    def decide(self, approval, verb, comment="", **data):
        data.setdefault("seen", approval.content_hash)
        return self.post(f"/my/approvals/{approval.id}/{verb}", comment=comment, **data)

    def test_list_shows_what_waits_and_what_was_decided(self):
        """Each person finds what is asked of them, and nothing else."""
        mine = self.make_approval(self.ann | self.cid, name="Mine to decide")
        self.make_approval(self.bob, name="Somebody else's")
        for user in (self.ann, self.cid):
            self.login(user)
            page = self.get("/my/approvals").text
            self.assertIn("Mine to decide", page)
            self.assertNotIn("Somebody else", page)
            self.assertNotIn("Mine to decide", self.get("/my/approvals?show=decided").text)
            self.decide(mine, "approve", key=user.login)
            self.assertIn("Mine to decide", self.get("/my/approvals?show=decided").text)
            self.assertNotIn("Mine to decide", self.get("/my/approvals?show=waiting").text)

    def test_page_shows_content_escaped(self):
        """What is asked for reads as it was written; scripts in it are words."""
        approval = self.make_approval(name="A <script>alert(1)</script>", description="<p>Lab</p>")
        self.login(self.ann)
        page = self.get(f"/my/approvals/{approval.id}").text
        self.assertIn("Lab", page)
        self.assertIn('name="comment"', page)
        self.assertIn("&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert(1)", page)

    def test_customer_approves_by_form(self):
        """A portal user decides; it is on record by which way."""
        approval = self.make_approval(self.cid)
        self.login(self.cid)
        answer = self.decide(approval, "approve", "Go ahead")
        self.assertIn("You have approved this", answer.text)
        seat = approval.decision_ids
        self.assertEqual(
            (seat.decision, seat.user_id, seat.channel, seat.comment),
            ("approve", self.cid, "portal", "Go ahead"),
        )
        self.assertEqual(approval.request_id.state, "in_progress")

    def test_refusal_asks_for_a_reason_where_the_words_are(self):
        """Without a reason the form comes back with the sentence."""
        approval = self.make_approval()
        self.login(self.ann)
        answer = self.decide(approval, "refuse", "  ")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("say why you refuse", answer.text)
        self.assertIn("You have refused this", self.decide(approval, "refuse", "Too dear").text)
        self.assertEqual(approval.state, "refused")

    def test_looking_decides_nothing(self):
        """Programs that follow links of mails change nothing."""
        approval = self.make_approval()
        self.login(self.ann)
        for path in ("", "/approve", "/refuse", "/approve?comment=x"):
            self.assertEqual(self.get(f"/my/approvals/{approval.id}{path}").status_code, 200)
        self.assertEqual(approval.state, "pending")
        self.logout()
        answer = self.get(f"/my/approvals/{approval.id}", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_form_without_token_is_refused(self):
        """Another site cannot decide in somebody's name."""
        approval = self.make_approval()
        self.login(self.ann)
        self.assertEqual(self.decide(approval, "approve", csrf_token=None).status_code, 400)
        self.assertEqual(approval.state, "pending")

    def test_missing_and_forbidden_look_alike(self):
        """Numbers cannot be guessed: neither looking nor deciding tells whether there is one."""
        approval = self.make_approval()
        for user in (self.bob, self.portal_b, self.employee, self.agent, self.manager):
            self.login(user)
            for verb in ("", "/approve", "/refuse"):
                send = self.post if verb else self.get
                missing = send(f"/my/approvals/987654321{verb}")
                forbidden = send(f"/my/approvals/{approval.id}{verb}")
                self.assertEqual((missing.status_code, forbidden.status_code), (404, 404))
                self.assertEqual(
                    self.steady(missing).replace("/987654321", "/N"),
                    self.steady(forbidden).replace(f"/{approval.id}", "/N"),
                )
            self.assertEqual(self.get("/my/approvals/99999999999999999999").status_code, 404)
        self.assertEqual(approval.state, "pending")

    def test_double_click_counts_once(self):
        """The same form sent twice leads to the same page; another one hears that it is over."""
        approval = self.make_approval(self.ann | self.bob)
        self.login(self.ann)
        for _click in range(2):
            answer = self.decide(approval, "approve", "Fine", key="one")
            self.assertIn("You have approved this", answer.text)
        other = self.decide(approval, "refuse", "No", key="two")
        self.assertEqual(other.status_code, 422)
        self.assertIn("decided this already", other.text)
        self.assertEqual(approval.log_ids.mapped("kind").count("voted"), 1)

    def test_old_page_does_not_decide_about_something_new(self):
        """A page that was opened before the request was changed and asked again decides nothing."""
        approval = self.make_approval()
        self.login(self.ann)
        answer = self.decide(approval, "approve", seen="0" * 64)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("has changed", answer.text)
        self.assertEqual(approval.state, "pending")

    def test_session_of_an_archived_approver_is_over(self):
        """Who has left decides nothing with a page that is still open."""
        approval = self.make_approval(self.ann | self.bob)
        self.login(self.ann)
        self.ann.active = False
        answer = self.decide(approval, "approve")
        self.assertNotIn("You have approved", answer.text)
        self.assertEqual(approval.approve_count, 0)

    def test_requester_is_not_told_by_the_list(self):
        """Who asked finds nothing to approve, also while standing in for the approver."""
        approval = self.make_approval()
        self.env["service.desk.approval.delegation"].create(
            {
                "user_id": self.ann.id,
                "delegate_id": self.employee.id,
                "date_from": fields.Date.today(),
                "date_to": fields.Date.today() + timedelta(days=1),
            }
        )
        self.login(self.employee)
        self.assertNotIn("New screen", self.get("/my/approvals").text)
        self.assertEqual(self.decide(approval, "approve").status_code, 404)
        self.assertEqual(approval.state, "pending")

    def test_home_pages_call_for_the_approver(self):
        """Both home pages say that somebody waits."""
        self.make_approval(self.cid)
        self.login(self.cid)
        self.assertIn("Needs your approval", self.get("/my/service-desk").text)
        self.assertIn("/my/approvals", self.get("/my").text)

    def test_pages_are_read_only_for_replicas(self):
        """Looking writes nothing, so that a replica can serve it."""
        approval = self.make_approval()
        self.login(self.ann)
        with self.assertNoLogs("odoo.http", "WARNING"):
            for path in ("", f"/{approval.id}", "/delegation", f"/{approval.id}/approve"):
                self.assertEqual(self.get(f"/my/approvals{path}").status_code, 200)

    def test_list_costs_the_same_for_many(self):
        """A page of many approvals takes no more queries than one of three, or a few more."""
        page = self.env["service.desk.approval"].with_user(self.ann)

        def cost(count):
            for _one in range(count):
                self.make_approval()
            return self.queries(lambda: page._portal_page("waiting", 20))

        self.assert_queries(cost, (3, 18), lambda few, many: many <= few + 2)

    # -- Standing in -----------------------------------------------------------------------------

    def delegate(self, colleague, days=(0, 2), **data):
        first, last = (fields.Date.today() + timedelta(days=count) for count in days)
        values = {"colleague": colleague, "date_from": first, "date_to": last, **data}
        return self.post("/my/approvals/delegation", **values)

    def test_colleague_is_named_and_decides(self):
        """By address, in any case; the colleague finds what waits, and for whom."""
        approval = self.make_approval()
        self.login(self.ann)
        self.assertIn("It is noted", self.delegate("Test_Bob@Example.com").text)
        self.login(self.bob)
        page = self.get(f"/my/approvals/{approval.id}").text
        self.assertIn("You decide in place of", page)
        self.decide(approval, "approve")
        self.assertEqual(approval.decision_ids.user_id, self.bob)

    def test_address_tells_nothing_about_strangers(self):
        """Who exists elsewhere and who does not exist get the same answer."""
        self.login(self.portal_a)
        answers = [
            self.delegate(address)
            for address in ("nobody@nowhere.test", "test_portal_b@example.com", "test_agent", "%", "")
        ]
        for answer in answers:
            self.assertEqual(answer.status_code, 422)
            self.assertIn("found no colleague", answer.text)

    def test_days_are_checked(self):
        """Days that make no sense get a sentence and change nothing."""
        self.login(self.ann)
        for data in ({"days": (3, 1)}, {"days": (-4, -2)}, {"date_to": "soon"}, {"date_from": ""}):
            answer = self.delegate("test_bob@example.com", **data)
            self.assertEqual(answer.status_code, 422)
        self.assertFalse(self.env["service.desk.approval.delegation"].search([("user_id", "=", self.ann.id)]))

    def test_form_speaks_for_who_is_logged_in(self):
        """Extra fields of a form do not delegate for others."""
        self.login(self.ann)
        self.delegate("test_bob@example.com", user_id=self.cid.id, delegate_id=self.ann.id)
        row = self.env["service.desk.approval.delegation"].search([("delegate_id", "=", self.bob.id)])
        self.assertEqual(row.user_id, self.ann)

    def test_delegation_ends_at_once(self):
        """Its owner ends it; nobody else can, and numbers tell nothing."""
        self.login(self.ann)
        self.delegate("test_bob@example.com")
        row = self.env["service.desk.approval.delegation"].search([("user_id", "=", self.ann.id)])
        row.date_from = fields.Date.today() - timedelta(days=3)
        for user in (self.bob, self.employee):
            self.login(user)
            for number in (row.id, 987654321):
                path = f"/my/approvals/delegation/{number}/end"
                self.assertEqual(self.post(path).status_code, 404)
        self.assertTrue(row.is_current)
        self.login(self.ann)
        self.post(f"/my/approvals/delegation/{row.id}/end")
        self.env.invalidate_all()
        self.assertFalse(row.is_current)
