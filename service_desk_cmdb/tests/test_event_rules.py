import json
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..event_bodies import MAX_EVENTS, MAX_LABELS, Unreadable, parse, read_alertmanager, read_generic
from ..event_rules import FIRING, RESOLVED, WARNING, dated, moment, severity, single

NOW = datetime(2026, 3, 1, 12)
ALERT = {
    "status": "firing",
    "labels": {"alertname": "NodeDown", "instance": "web1:9100", "severity": "critical"},
    "annotations": {"summary": "web1 is down", "description": "No answer for 5 minutes."},
    "startsAt": "2026-03-01T11:58:00.123456789Z",
    "endsAt": "0001-01-01T00:00:00Z",
    "generatorURL": "http://prometheus.example.com/graph",
    "fingerprint": "abc",
}


@tagged("standard", "at_install")
class TestEventRules(BaseCase):
    """What tools send is read, mended where it is odd, and refused where nobody can understand it."""

    def assertUnreadable(self, raw):
        with self.assertRaises(Unreadable) as caught:
            read_generic(parse(raw), NOW)
        self.assertTrue(str(caught.exception))

    def test_bodies_that_nobody_understands_are_refused(self):
        """Each of them with a sentence, none with another error."""
        for raw in (
            b"",
            b"{",
            b"\xff\xfe",
            b"[]",
            b"null",
            b'"text"',
            b"7",
            b"[" * 100_000,
            b'{"labels": ' * 100_000,
            b'{"summary": NaN}',
            b'{"summary": "a", "labels": {"x": ' + b"9" * 10_000 + b"}}",
            b'{"summary": "a", "summary": "b"}',
            b'{"summary": ["a"]}',
            b'{"summary": "a", "status": "perhaps"}',
            b'{"summary": "a", "status": 1}',
            b'{"summary": "a", "labels": []}',
            b'{"summary": "a", "labels": {"a": {"b": 1}}}',
            b'{"events": {}}',
            b'{"events": [1]}',
            json.dumps({"events": [{}] * (MAX_EVENTS + 1)}).encode(),
            json.dumps({"summary": "a", "labels": {f"l{n}": 1 for n in range(65)}}).encode(),
        ):
            with self.subTest(raw=raw[:40]):
                self.assertUnreadable(raw)

    def test_odd_texts_are_mended(self):
        """NUL and half a character cannot be kept, and are no reason to lose an event."""
        raw = rb'{"summary": "a\u0000b\ud800c", "labels": {"x": "\udfff", "y": true, "z": 1.5}, "link": "javascript:1"}'
        (event,) = read_generic(parse(raw), NOW)
        self.assertEqual((event.summary, event.labels, event.link), ("ab?c", {"x": "?", "y": "true", "z": "1.5"}, ""))

    def test_byte_order_mark_is_no_error(self):
        """Some tools of Windows write one."""
        self.assertEqual(read_generic(parse(b'\xef\xbb\xbf{"summary": "a"}'), NOW)[0].summary, "a")

    def test_severity_words(self):
        """Words and numbers of many tools; what nobody knows is a warning."""
        self.assertEqual([severity(one) for one in ("CRITICAL", "error", " High ", 1, "info")], list("12215"))
        self.assertEqual([severity(one) for one in ("purple", None, [], {})], [WARNING] * 4)

    def test_moments(self):
        """ISO 8601 and seconds are read; what lies in another century is none."""
        expected = datetime(2026, 3, 1, 11, 58, 0, 123456)
        self.assertEqual(moment("2026-03-01T11:58:00.123456789Z", NOW), expected)
        self.assertEqual(moment("2026-03-01T13:58:00.123456789+02:00", NOW), expected)
        self.assertEqual(moment(1772366280, NOW), datetime(2026, 3, 1, 11, 58))
        for wrong in ("0001-01-01T00:00:00Z", "soon", None, [], True, 1e300, float("inf"), "9" * 50, -1):
            with self.subTest(wrong=wrong):
                self.assertIsNone(moment(wrong, NOW))

    def test_alertmanager_alert(self):
        """Its words become ours; a repetition has the same key, the end and a new start another."""
        body = {"version": "4", "alerts": [ALERT]}
        (event,) = read_alertmanager(body, NOW)
        self.assertEqual((event.summary, event.severity, event.status), ("web1 is down", "1", FIRING))
        self.assertEqual((event.fingerprint, event.labels["instance"]), ("abc", "web1:9100"))
        (again,) = read_alertmanager(body, NOW)
        ended = {**ALERT, "status": "resolved", "endsAt": "2026-03-01T11:59:00Z"}
        (end,) = read_alertmanager({"alerts": [ended]}, NOW)
        (later,) = read_alertmanager({"alerts": [{**ALERT, "startsAt": "2026-03-01T11:59:30Z"}]}, NOW)
        self.assertEqual(event.key, again.key)
        self.assertEqual(len({event.key, end.key, later.key}), 3)
        self.assertEqual((end.status, end.date), (RESOLVED, datetime(2026, 3, 1, 11, 59)))

    def test_other_versions_of_alertmanager_are_refused(self):
        """What is not understood is said, not guessed."""
        for body in ({"version": "3", "alerts": []}, {"alerts": {}}, [], {"alerts": ["a"]}, {"alerts": [{}]}):
            with self.subTest(body=body), self.assertRaises(Unreadable):
                read_alertmanager(body, NOW)

    def test_what_it_is_about_may_stand_beside_the_summary(self):
        """Other names are passed over: a value that changes each time makes no other trouble."""
        first, second = (
            read_generic({"summary": "Slow", "host": "web1", "value": value}, NOW, ["host"])[0] for value in ("7", "8")
        )
        self.assertEqual(first.labels, {"host": "web1"})
        self.assertEqual(first.fingerprint, second.fingerprint)

    def fingerprints(self, *rows):
        """How many troubles these events are."""
        return {event.fingerprint for event in read_generic({"events": list(rows)}, NOW, ["ci", "host"])}

    def test_without_labels_item_and_summary_make_the_trouble(self):
        """A host has several troubles, and several hosts the same one; a severity among labels says nothing."""
        full, fan = ({"summary": text, "host": "fw"} for text in ("Disk is full", "Fan 3 broken"))
        self.assertEqual(len(self.fingerprints(full, fan, {**full, "host": "web1"}, {"summary": "Disk is full"})), 4)
        worse = {**full, "severity": "info", "status": "resolved", "labels": {"severity": "info"}}
        self.assertEqual(len(self.fingerprints(full, worse)), 1)

    def test_with_labels_these_and_the_item_make_the_trouble(self):
        """Whatever the summary says then."""
        row = {"summary": "80 %", "host": "fw", "labels": {"disk": "a"}}
        self.assertEqual(len(self.fingerprints(row, {**row, "summary": "95 %"})), 1)
        self.assertEqual(len(self.fingerprints(row, {**row, "host": "web1"}, {**row, "labels": {"disk": "b"}})), 3)

    def test_given_fingerprint_alone_makes_the_trouble(self):
        """The tool knows best."""
        row = {"summary": "80 %", "host": "fw", "fingerprint": "f"}
        other = {"summary": "95 %", "host": "web1", "labels": {"disk": "a"}, "fingerprint": "f"}
        self.assertEqual(self.fingerprints(row, other), {"f"})

    def test_names_of_the_format_are_no_places(self):
        """Whoever makes a label of the id would make another trouble of each event."""
        names = ["id", "severity", "summary", "host"]
        (event,) = read_generic({"id": "7", "summary": "Slow", "severity": "minor", "host": "web1"}, NOW, names)
        self.assertEqual(event.labels, {"host": "web1"})

    def test_key_of_the_sender_wins(self):
        """Without one, status and moment make it; without a moment each event is another one."""
        base = {"summary": "full", "ci": "db1"}
        keys = [read_generic({**base, **more}, NOW)[0].key for more in ({"id": "7"}, {"id": "7"}, {}, {})]
        dated = [read_generic({**base, "date": "2026-03-01T11:00:00Z"}, NOW)[0].key for _ in range(2)]
        self.assertEqual((keys[0], keys[1]), ("7", "7"))
        self.assertNotEqual(keys[2], keys[3])
        self.assertEqual(dated[0], dated[1])

    def test_end_with_the_id_of_the_beginning_is_another_event(self):
        """Tools that number problems send the same number when one is over."""
        begin, end = ({"id": 7, "summary": "a", "status": status} for status in ("problem", "recovery"))
        keys = [read_generic(row, NOW)[0].key for row in (begin, end, end)]
        self.assertNotEqual(keys[0], keys[1])
        self.assertEqual(keys[1], keys[2])

    def test_long_ids_that_begin_alike_are_two(self):
        """They are too long to be kept, and are told from each other all the same."""
        one, other = (read_generic({"id": "x" * 300 + tail, "summary": "a"}, NOW)[0] for tail in "ab")
        self.assertNotEqual(one.key, other.key)
        self.assertLessEqual(len(one.key), 200)

    def test_alertmanager_loses_no_body_for_one_odd_alert(self):
        """It would not send it again: labels that are too many are left out, and a name is found."""
        odd = {"status": "firing", "labels": {f"l{number:03}": "x" for number in range(MAX_LABELS + 9)}}
        first, second = read_alertmanager({"alerts": [odd, ALERT]}, NOW)
        self.assertEqual(len(first.labels), MAX_LABELS)
        self.assertTrue(first.summary.startswith("x x"))
        self.assertEqual(second.summary, "web1 is down")

    def test_fingerprint_is_what_it_is_about(self):
        """Another severity and other words are still the same trouble."""
        one, other = (
            read_generic({"summary": text, "severity": word, "labels": {"host": "a", "severity": word}}, NOW)[0]
            for text, word in (("80 %", "warning"), ("95 %", "critical"))
        )
        self.assertEqual(one.fingerprint, other.fingerprint)

    def test_key_twice_in_a_body_counts_once(self):
        """The first one does."""
        events = read_generic({"events": [{"id": "1", "summary": "a"}, {"id": "1", "summary": "b"}]}, NOW)
        self.assertEqual([event.summary for event in single(events)], ["a"])

    def test_far_future_is_no_moment(self):
        """A sender's clock that is a day ahead does not keep an alert alive for a day."""
        self.assertIsNone(moment((NOW + timedelta(days=1)).isoformat(), NOW))

    def test_nothing_happens_after_it_arrived(self):
        """Alertmanager lets an alert without a start begin when it is expected to end."""
        events = [
            read_generic({"summary": "a", "date": (NOW + timedelta(minutes=minutes)).isoformat()}, NOW)[0]
            for minutes in (-5, 59)
        ]
        self.assertEqual([event.date for event in dated(events, NOW)], [NOW - timedelta(minutes=5), NOW])
