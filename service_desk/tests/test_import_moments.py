"""From words to moments. No database is involved."""

from datetime import datetime

from odoo.tests import BaseCase, tagged

from ..history.moments import DMY, MDY, YMD, MomentReader, fitting_orders, likeliest_order
from ..history.subject import make_subject


@tagged("-at_install", "post_install")
class TestImportMoments(BaseCase):
    def test_orders_and_separators_are_read(self):
        """The same moment in the forms that other tools write."""
        moment = datetime(2016, 2, 1, 13, 5)
        for order, word in (
            (DMY, "01-02-2016 13:05"),
            (DMY, "1.2.2016 13.05"),
            (DMY, "01/02/16 13:05"),
            (MDY, "02/01/2016 1:05 PM"),
            (MDY, "2/1/2016, 01:05 p.m."),
            (YMD, "2016-02-01 13:05:00"),
            (YMD, "2016-02-01T13:05:00.000Z"),
            (YMD, "2016-02-01T14:05:00+01:00"),
        ):
            self.assertEqual(MomentReader(order).parse(word), moment, word)

    def test_a_date_without_time_is_its_midnight(self):
        """A day alone begins at midnight, of the profile's zone."""
        self.assertEqual(MomentReader(DMY).parse("01-02-2016"), datetime(2016, 2, 1))
        self.assertEqual(MomentReader(DMY, zone="Asia/Tokyo").parse("01-02-2016"), datetime(2016, 1, 31, 15))

    def test_times_are_moved_to_utc_over_the_change_of_clocks(self):
        """Winter and summer time of the zone are told apart."""
        reader = MomentReader(YMD, zone="Europe/Berlin")
        self.assertEqual(reader.parse("2016-03-27 01:30"), datetime(2016, 3, 27, 0, 30))
        self.assertEqual(reader.parse("2016-03-27 03:30"), datetime(2016, 3, 27, 1, 30))

    def test_a_pattern_reads_names_of_months(self):
        """What numbers cannot say a pattern can."""
        reader = MomentReader(pattern="%d %b %Y %H:%M")
        self.assertEqual(reader.parse("01 Feb 2016 13:05"), datetime(2016, 2, 1, 13, 5))

    def test_wrong_dates_are_refused(self):
        """No guess is made for what cannot be a date."""
        reader = MomentReader(DMY)
        for word in (
            "31-02-2016 10:00",
            "01-13-2016",
            "soon",
            "01-02-2016 25:00",
            "01-02-0016",
            "2016",
            "1/2/201",
        ):
            with self.assertRaises(ValueError, msg=word):
                reader.parse(word)

    def test_order_is_found_when_the_dates_allow_only_one(self):
        """One day above twelve tells where the day stands."""
        self.assertEqual(fitting_orders({"01-02-2016", "13-02-2016"}), [DMY])
        self.assertEqual(fitting_orders({"02/01/2016", "02/13/2016"}), [MDY])
        self.assertEqual(fitting_orders({"2016-02-01"}), [YMD])

    def test_order_is_left_open_when_the_dates_allow_two(self):
        """Nobody can tell whether this is January or February."""
        self.assertEqual(fitting_orders({"01-02-2016"}), [DMY, MDY])

    def test_most_dates_decide_when_some_are_wrong(self):
        """A typing error does not turn the others around."""
        words = ["13-02-2016", "14-02-2016", "32-02-2016"]
        self.assertEqual(fitting_orders(words), [])
        self.assertEqual(likeliest_order(words), DMY)

    def test_subject_leaves_no_separator_behind(self):
        """What is missing does not show in a subject that is made of columns."""
        template = "{category} / {sub}: {symptom}"
        words = {"category": "Mail", "sub": "Outlook", "symptom": "Slow"}
        self.assertEqual(make_subject(template, words), "Mail / Outlook: Slow")
        self.assertEqual(make_subject(template, {**words, "symptom": ""}), "Mail / Outlook")
        self.assertEqual(make_subject(template, {**words, "sub": ""}), "Mail: Slow")
        self.assertEqual(make_subject(template, {**words, "category": ""}), "Outlook: Slow")
        self.assertEqual(make_subject(template, {}), "")
        self.assertEqual(make_subject(False, words), "")
