"""Service reviews: which promises belong to a period, and that a closed one never changes."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .achievement_case import AchievementCase


@tagged("post_install", "-at_install")
class TestSlaReview(AchievementCase):
    def review(self, month="2026-03", user=None, **values):
        reviews = self.env["service.desk.sla.review"].with_user(user or self.manager)
        return reviews.create({"date_from": f"{month}-01", "service_id": self.service.id, **values})

    def filled(self, month="2026-03", at=None, **values):
        review = self.review(month, **values)
        if at:
            self.wall(at)
        review.action_fill()
        return review

    def figures(self, review):
        return [(line.metric, line.count, line.met_count, line.breached_count) for line in review.line_ids]

    # -- Which promises ----------------------------------------------------------------------------

    def test_fill_counts_what_was_kept_and_broken_in_the_period(self):
        """One in time, one late by three hours, one still open in time."""
        self.incident(resolved="2026-03-02 11:00")
        self.incident(resolved="2026-03-02 15:00")
        self.incident("2026-03-31 16:30")
        review = self.filled(at="2026-04-01 09:10")
        self.assertEqual(self.figures(review), [("resolution", 2, 1, 1)])
        line = review.line_ids
        self.assertEqual((line.met_rate, line.used_hours, line.overrun_hours), (50.0, 3.0, 3.0))
        self.assertAlmostEqual(line.most_hours, 4.6)
        self.assertEqual((review.count, review.breached_count, review.met_rate), (2, 1, 50.0))

    def test_promise_belongs_to_the_month_in_which_it_was_broken(self):
        """Broken in March, ended in April: March's, whenever the review is filled, and not April's."""
        incident = self.incident("2026-03-31 10:00")
        self.wall("2026-03-31 13:00")
        self.run_job()
        march = self.filled(at="2026-04-01 09:00")
        self.assertEqual(self.figures(march), [("resolution", 1, 0, 1)])
        self.assertEqual(march.line_ids.open_count, 1)
        self.finish(incident, "2026-04-01 10:00")
        self.assertEqual(self.figures(self.filled("2026-04", at="2026-05-04 09:00")), [])
        self.assertEqual(self.figures(self.filled(at="2026-05-04 09:00")), [("resolution", 1, 0, 1)])

    def test_period_begins_and_ends_at_midnight_of_the_company(self):
        """23:30 in Brussels on March 31 is March, though 21:30 in UTC; 00:30 is April."""
        self.env["service.desk.sla.policy"].browse(self.policy.id).calendar_source = "always"
        self.incident("2026-03-31 23:00", resolved="2026-03-31 23:59")
        self.incident("2026-03-31 23:30", resolved="2026-04-01 00:01")
        self.assertEqual(self.filled(at="2026-05-04 09:00").count, 1)
        self.assertEqual(self.filled("2026-04").count, 1)

    def test_scope_narrows_what_is_counted(self):
        """By team, by customer, by service, and all of them together."""
        self.incident(resolved="2026-03-02 11:00", team_id=self.team_two.id)
        self.incident(resolved="2026-03-02 11:00", team_id=self.team_one.id)
        self.wall("2026-04-01 09:00")
        self.assertEqual(self.filled(team_id=self.team_two.id).count, 1)
        self.assertEqual(self.filled().count, 2)
        other = self.env["res.partner"].create({"name": "Nobody", "is_company": True})
        self.assertEqual(self.filled(customer_id=other.id).count, 0)

    def test_replaced_promise_is_not_counted_twice(self):
        """What was promised otherwise in the middle counts by its last promise."""
        self.policy.target_ids = [(0, 0, {"metric": "resolution", "priority": "1", "minutes": 60})]
        incident = self.incident(impact="1", urgency="1")
        self.wall("2026-03-02 11:30")
        self.run_job()
        incident.write({"impact": "3", "urgency": "3"})
        self.finish(incident, "2026-03-02 11:45")
        self.assertEqual(self.figures(self.filled(at="2026-04-01 09:00")), [("resolution", 1, 1, 0)])

    def test_review_counts_walled_tickets_and_names_their_numbers_alone(self):
        """Figures are whole for everybody; a subject is nowhere in the review."""
        incident = self.incident(
            resolved="2026-03-02 15:00", user=self.agent_walled, team_id=self.team_walled.id, name="Theft by Mallory"
        )
        incident.sudo().is_confidential = True
        review = self.filled(at="2026-04-01 09:00")
        self.assertEqual(review.breach_ids.mapped("number"), [incident.number])
        rows = review.read() + review.line_ids.read() + review.breach_ids.read()
        self.assertNotIn("Mallory", str(rows))
        self.assertNotIn("Mallory", str(review.breach_ids.clock_id.mapped("display_name")))
        with self.assertRaises(AccessError):
            self.env[incident._name].with_user(self.manager).browse(incident.id).read(["name"])

    def test_worst_breaches_come_first(self):
        """What is still open, then what was late by most."""
        little = self.incident(resolved="2026-03-02 13:00")
        much = self.incident(resolved="2026-03-02 16:00")
        still = self.incident()
        self.wall("2026-03-02 17:00")
        self.run_job()
        review = self.filled(at="2026-04-01 09:00")
        self.assertEqual(review.breach_ids.mapped("number"), [still.number, much.number, little.number])
        self.assertEqual(review.breach_ids.mapped("is_open"), [True, False, False])
        self.assertEqual(review.breach_ids.mapped("overrun_hours"), [0, 4, 1])

    def test_reason_of_a_breach_is_told_and_kept(self):
        """In the review as it was said then; in the report as it is said now."""
        late = self.incident(resolved="2026-03-02 15:00")
        reasons = self.env["service.desk.sla.breach.reason"]
        one, two = reasons.create([{"name": "Spare part came late"}, {"name": "Nobody knew"}])
        late.sudo().clock_ids.breach_reason_id = one
        review = self.filled(at="2026-04-01 09:00")
        review.action_close()
        late.sudo().clock_ids.breach_reason_id = two
        one.name = "Renamed"
        self.assertEqual(review.breach_ids.reason, "Spare part came late")
        self.env.invalidate_all()
        row = self.env["service.desk.sla.report"].with_user(self.agent).search([("number", "=", late.number)])
        self.assertEqual(row.breach_reason_id, two)

    def test_many_promises_cost_as_many_queries_as_few(self):
        """Counting is the database's work."""
        self.wall("2026-04-01 09:00")

        def fill(count):
            for _number in range(count):
                self.incident(resolved="2026-03-02 15:00")
            self.wall("2026-04-01 09:00")
            review = self.review()
            return self.queries(review.action_fill)

        self.assert_same_queries(fill, 2, 8)

    # -- Periods -----------------------------------------------------------------------------------

    def test_any_day_of_a_quarter_means_the_quarter(self):
        """People choose a day; the period follows the calendar."""
        review = self.review("2026-05", period="quarter")
        self.assertEqual((review.date_from, review.date_to), (date(2026, 4, 1), date(2026, 6, 30)))
        self.assertIn("Q2 2026", review.display_name)
        self.assertIn("Measured", review.display_name)

    def test_period_of_any_days_is_kept(self):
        """From … to … is as it was chosen; backward is refused."""
        review = self.review(period="custom", date_to="2026-03-10")
        self.assertEqual((review.date_from, review.date_to), (date(2026, 3, 1), date(2026, 3, 10)))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            review.date_to = "2026-02-01"
            review.flush_recordset()

    def test_half_a_month_is_no_month(self):
        """A crafted call cannot call ten days a month."""
        with self.assertRaises(ValidationError):
            self.review(date_to="2026-03-10")

    def test_new_period_throws_the_figures_away(self):
        """Figures of March never stand under April."""
        self.incident(resolved="2026-03-02 11:00")
        review = self.filled(at="2026-04-02 09:00")
        review.date_from = "2026-02-01"
        self.assertFalse(review.line_ids or review.date_filled or review.count)
        self.assertEqual(review.date_to, date(2026, 2, 28))

    # -- Closing -----------------------------------------------------------------------------------

    def closed(self):
        self.late = self.incident(resolved="2026-03-02 15:00")
        self.incident(resolved="2026-03-02 11:00")
        review = self.filled(at="2026-04-01 09:00", summary="<p>Fair.</p>")
        review.action_close()
        return review

    def told(self, review):
        """All that a review says, except what follows from others; links as what they point at."""
        self.env.flush_all()
        self.env.invalidate_all()
        skipped = {"breach_ids", "write_date", "write_uid", "successor_ids", "is_outdated"}
        names = [name for name in review._fields if name not in skipped]
        breaches = review.breach_ids.read(["number", "overrun_hours", "reason", "service_name", "date_breached"])
        return review.read(names, load=None), review.line_ids.read(load=None), breaches

    def test_closed_review_stays_whatever_happens_later(self):
        """Reopening, another policy, new names, late history, and a deleted ticket change nothing."""
        review = self.closed()
        before = self.told(review)
        self.late.sudo().write({"state": "in_progress"})
        self.policy.target_ids.minutes = 1
        self.policy.name = "Other"
        self.incident("2026-03-03 10:00", resolved="2026-03-03 16:00")
        self.service.name = "Renamed"
        self.late.sudo().unlink()
        self.policy.unlink()
        self.assertEqual(self.told(review), before)
        self.assertFalse(review.breach_ids.clock_id)
        with self.assertRaises(UserError):
            review.breach_ids.action_open()

    def test_closed_review_cannot_be_changed_or_deleted(self):
        """Neither by its manager nor by the desk itself, nor line by line."""
        review = self.closed()
        for vals in ({"summary": "Fine"}, {"date_from": "2026-02-01"}, {"state": "draft"}, {"line_ids": [(5,)]}):
            with self.assertRaises(UserError):
                review.write(vals)
            with self.assertRaises(UserError):
                review.sudo().write(vals)
        for action in (review.action_fill, review.action_close, review.unlink, review.sudo().unlink):
            with self.assertRaises(UserError):
                action()
        for rows in (review.line_ids, review.breach_ids):
            with self.assertRaises(UserError):
                rows.sudo().write({"sequence": 99})
            with self.assertRaises(UserError):
                rows.sudo().unlink()
            with self.assertRaises(UserError):
                rows.sudo().copy()
            with self.assertRaises(UserError):
                rows.write({"sequence": 99})

    def test_correction_is_a_new_revision_that_names_the_former(self):
        """It has its texts and the figures of today; the former is marked once the new one is closed."""
        review = self.closed()
        self.incident("2026-03-03 10:00", resolved="2026-03-03 11:00")
        self.wall("2026-04-03 09:00")
        action = review.action_correct()
        revision = self.env["service.desk.sla.review"].with_user(self.manager).browse(action["res_id"])
        self.assertEqual((revision.former_id, revision.revision, revision.state), (review, 2, "draft"))
        self.assertEqual((revision.count, review.count), (3, 2))
        self.assertIn("Fair", revision.summary)
        self.assertFalse(review.is_outdated)
        revision.action_close()
        self.assertTrue(review.is_outdated)
        self.assertNotIn(review, review.search([("is_outdated", "=", False)]))
        self.assertEqual(review.action_correct()["res_id"], revision.id)

    def test_close_needs_the_whole_period(self):
        """Not before it is over, not without figures, not with figures from the middle of it."""
        review = self.review()
        self.wall("2026-03-20 09:00")
        review.action_fill()
        with self.assertRaises(UserError):
            review.action_close()
        self.wall("2026-04-01 00:00")
        with self.assertRaises(UserError):
            review.action_close()
        review.action_fill()
        review.action_close()
        self.assertEqual((review.state, review.closed_by_id), ("closed", self.manager))
        empty = self.review("2026-01")
        with self.assertRaises(UserError):
            empty.action_close()

    def test_facts_cannot_be_forged(self):
        """Nobody writes figures, states and dates that the desk keeps."""
        review = self.review()
        for vals in ({"state": "closed"}, {"date_filled": "2026-04-01"}, {"revision": 3}, {"scope": "All is well"}):
            with self.assertRaises(AccessError):
                review.write(vals)
            with self.assertRaises(AccessError):
                self.review("2026-02", **vals)
        with self.assertRaises(AccessError):
            self.env["service.desk.sla.review.line"].with_user(self.manager).create(
                {"review_id": review.id, "kind": "sla", "metric": "response", "count": 9}
            )

    # -- Who ---------------------------------------------------------------------------------------

    def test_reviews_are_for_managers(self):
        """Agents, employees and portal users neither read, nor search, nor call them."""
        review = self.closed()
        for user in (self.agent, self.employee, self.portal_a):
            mine = review.with_user(user)
            for action in (
                lambda mine=mine: mine.read(["summary"]),
                lambda mine=mine: mine.search([]),
                lambda mine=mine: mine._read_group([], [], ["__count"]),
                lambda mine=mine: mine.line_ids.search([]),
                lambda mine=mine: mine.breach_ids.search([]),
                lambda mine=mine: mine.action_correct(),
                lambda mine=mine: mine.action_new_improvement(),
            ):
                with self.assertRaises(AccessError):
                    action()

    def test_manager_of_another_company_sees_none(self):
        """Companies do not look into each other, and nobody reviews for another one."""
        company, _agent = self.make_company()
        stranger = self.make_user(
            "stranger", "service_desk.group_manager", company_id=company.id, company_ids=[(6, 0, company.ids)]
        )
        review = self.closed()
        self.assertFalse(review.with_user(stranger).search([("id", "=", review.id)]))
        with self.assertRaises(AccessError):
            self.review(user=stranger, company_id=self.env.company.id, service_id=False)

    def test_lines_are_exported(self):
        """What is on the screen goes to a spreadsheet, a formula as text."""
        self.service.name = "=HYPERLINK(1)"
        self.incident(resolved="2026-03-02 11:00")
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        review = self.filled(at="2026-04-01 09:00")
        rows = review.line_ids.export_data(["service_name", "count", "met_rate"])["datas"]
        self.assertEqual([list(map(str, row)) for row in rows], [["'=HYPERLINK(1)", "1", "100.0"]])

    def test_print_shows_what_the_review_says(self):
        """Period, scope, figures, breaches by number, and a line to sign."""
        review = self.closed()
        html, _kind = self.env["ir.actions.report"].with_user(self.manager)._render_qweb_html(
            "service_desk_sla.service_desk_sla_review_document", review.ids
        )
        text = html.decode()
        for part in ("March 2026", "Measured", "50.0", self.late.number, "Fair.", "Worst Breaches", "Date, for"):
            self.assertIn(part, text)

    def test_improvement_goes_on_after_the_review(self):
        """It is added to a closed review, which itself stays as it is."""
        review = self.closed()
        context = review.action_new_improvement()["context"]
        improvement = self.env["service.desk.improvement"].with_user(self.manager).with_context(**context)
        one = improvement.create({"name": "A second line"})
        self.assertEqual(review.improvement_ids, one)
        one.action_done("Ordered")
        self.assertEqual(one.state, "done")

    # -- Two about the same ------------------------------------------------------------------------

    def test_second_draft_about_the_same_days_is_warned_of(self):
        """A month and a quarter that share days of one service; other days or services do not."""
        month = self.review()
        quarter = self.review("2026-01", period="quarter")
        self.review("2026-04")
        self.review(service_id=self.env["service.desk.service"].create({"name": "Another"}).id)
        self.assertEqual(quarter.overlap_ids, month)
        self.assertEqual(month.overlap_ids, quarter)

    def test_closed_review_overlaps_nothing(self):
        """What is closed stands; its correction is no second draft of it."""
        month = self.filled(at="2026-04-01 09:00")
        month.action_close()
        self.assertFalse(self.review().overlap_ids)
