import gzip
import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from ..event_bodies import read_generic
from .event_case import EventCase

URL = "/service_desk/events"
EVENT = {"id": "1", "summary": "web1 is down", "severity": "critical"}


@tagged("post_install", "-at_install")
class TestEventIntake(HttpCase, EventCase):
    """What comes in by HTTP, as the key of a source and as everybody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls.source.action_new_key()["context"]["default_key"]

    def post(self, body, url=URL, key=None, **headers):
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {key or self.key}", **headers}
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        return self.url_open(url, data=data, headers=sent, allow_redirects=False)

    def events(self):
        self.env.invalidate_all()
        return self.env["service.desk.event"].search([("source_id", "=", self.source.id)])

    def test_names_that_match_are_read_beside_the_summary(self):
        """Those of the rows in the setup: also one that somebody adds, and none that is archived."""
        rows = self.env["service.desk.event.match"].with_user(self.admin_user)
        row = rows.create({"label": "machine", "target": "name"})
        rows.search([("label", "=", "node")]).active = False
        self.post({"summary": "a", "machine": "web1", "host": "web1", "node": "web1", "value": "7"})
        self.assertEqual(self.events().labels, {"machine": "web1", "host": "web1"})
        row.unlink()
        self.post({"summary": "b", "machine": "web1"})
        self.assertFalse(self.events()[0].labels)

    def test_one_event_costs_few_queries(self):
        """The key, the limits, the event itself, and whether the job is awake."""
        source = self.source.sudo()
        event = self.env["service.desk.event"].sudo()
        # Asked for a moment that this transaction calls past, however long the test has taken to begin.
        self.env.ref("service_desk_cmdb.cron_event").sudo()._trigger(self.env.cr.now())
        for number in ("1", "2"):
            (told,) = read_generic({"id": number, "summary": "a"}, self.env.cr.now())
            event._receive(source, [told])
            source._seconds_to_wait(1)
        (told,) = read_generic({"id": "3", "summary": "a"}, self.env.cr.now())
        self.env.flush_all()
        with self.assertQueryCount(3):
            source._seconds_to_wait(1)
            first = event._receive(source, [told])
        self.assertEqual(first, self.events()[0].id)

    def test_event_is_kept_and_answered(self):
        """202 with its id; the same again gets the same answer and changes nothing."""
        first, again = self.post(EVENT), self.post(EVENT)
        self.assertEqual((first.status_code, again.status_code), (202, 202))
        self.assertEqual(first.json(), again.json())
        event = self.events()
        self.assertEqual(first.json(), {"id": event.id, "accepted": 1})
        self.assertEqual((event.summary, event.severity, event.state), ("web1 is down", "1", "new"))

    def test_many_at_once(self):
        """A body of several is kept whole; what is known of them is not kept twice."""
        self.post(EVENT)
        answer = self.post({"events": [EVENT, {**EVENT, "id": "2"}, {**EVENT, "id": "3"}]})
        self.assertEqual((answer.json()["accepted"], len(self.events())), (3, 3))

    def test_alertmanager(self):
        """The body that Alertmanager sends is understood."""
        alert = {
            "status": "firing",
            "labels": {"alertname": "NodeDown", "instance": "web1:9100", "severity": "critical"},
            "annotations": {"summary": "web1 does not answer"},
            "startsAt": "2026-03-01T10:00:00Z",
            "fingerprint": "f1",
        }
        answer = self.post({"version": "4", "alerts": [alert]}, f"{URL}/alertmanager")
        self.assertEqual((answer.status_code, self.events().fingerprint), (202, "f1"))

    def test_malformed_bodies_are_refused(self):
        """400 with a sentence, never 500, and nothing is kept."""
        for body in (
            b" ",
            b"{",
            b"null",
            b"[" * 200_000,
            b'{"a":' * 200_000,
            b'{"summary": "a", "summary": "b"}',
            b'{"summary": 1e999999, "x": NaN}',
            b'{"summary": {"a": 1}}',
            b"\xff\xfe\x00",
            b'{"events": 7}',
            {"events": [EVENT, {"summary": ""}]},
            {"summary": "a", "labels": {"a": [1]}},
        ):
            with self.subTest(body=body[:40] if isinstance(body, bytes) else body):
                answer = self.post(body)
                self.assertEqual(answer.status_code, 400)
                self.assertTrue(answer.json()["error"])
                self.assertNotIn("Traceback", answer.text)
        self.assertFalse(self.events())

    def test_odd_values_are_kept(self):
        """NUL, half a character and numbers without end harm nobody."""
        raw = rb'{"id": 1e400, "summary": "a\u0000b\ud800", "labels": {"n": 1e400}, "date": 1e300}'
        self.assertEqual(self.post(raw).status_code, 202)
        self.assertEqual(self.events().summary, "ab?")

    def test_wrong_senders_are_refused(self):
        """No key, a wrong one, one for another purpose, one of a person, one of an archived source."""
        keys = self.env["res.users.apikeys"]
        everything = keys.with_user(self.keeper).sudo()._generate(None, "all", None)
        other = keys.with_user(self.source.sudo().user_id).sudo()._generate("other", "other", None)
        wider = keys.with_user(self.source.sudo().user_id).sudo()._generate(None, "wider", None)
        for key in ("x", "0" * 40, everything, other, wider, self.key[:-1] + "g", "é" * 10):
            with self.subTest(key=key):
                self.assertEqual(self.post(EVENT, key=key.encode().decode("latin1")).status_code, 401)
        for header in ("", "Basic abc", "Bearer", f"Bearer {self.key} {self.key}"):
            self.assertEqual(self.post(EVENT, Authorization=header).status_code, 401, header)
        self.source.active = False
        self.assertEqual(self.post(EVENT).status_code, 401)
        self.assertFalse(self.events())

    def test_other_methods_types_and_sizes_are_refused(self):
        """405, 415 and 413, each with a sentence."""
        bearer = {"Authorization": f"Bearer {self.key}"}
        refused = [(405, self.url_open(URL, headers=bearer))]
        refused.append((415, self.post(EVENT, **{"Content-Type": "text/plain"})))
        refused.append((415, self.post(b"a=b", **{"Content-Type": "application/x-www-form-urlencoded"})))
        self.source.max_body_mb = 1
        refused.append((413, self.post({**EVENT, "description": "x" * 2**20})))
        # In pieces, and so without a length to look at.
        pieces = (b'{"summary": "', *(b"x" * 2**16 for _piece in range(17)), b'"}')
        refused.append((413, self.post(iter(pieces))))
        refused.append((415, self.post(gzip.compress(b"{}"), **{"Content-Encoding": "gzip"})))
        for status, answer in refused:
            self.assertEqual(answer.status_code, status)
            self.assertTrue(answer.json()["error"])

    def test_rate_is_limited(self):
        """What is too much is told when to come again, and nothing of it is kept."""
        self.source.rate = 3
        self.assertEqual(self.post({"events": [{**EVENT, "id": str(n)} for n in range(3)]}).status_code, 202)
        answer = self.post({**EVENT, "id": "4"})
        self.assertEqual(answer.status_code, 429)
        self.assertTrue(0 < int(answer.headers["Retry-After"]) <= 60)
        self.assertEqual(len(self.events()), 3)

    def test_repetition_takes_no_number(self):
        """A body that is sent for ever does not use up the numbers that there are."""
        last = "SELECT last_value FROM service_desk_event_id_seq"
        self.post(EVENT)
        before = self.env.execute_query(SQL(last))
        self.post({"events": [EVENT, EVENT]})
        self.assertEqual(self.env.execute_query(SQL(last)), before)

    def test_source_that_has_sent_keeps_its_company(self):
        """Its alerts and incidents would be torn apart; what has sent nothing may move."""
        company = self.env["res.company"].create({"name": "Other"})
        source = self.source.sudo()
        self.post(EVENT)
        with self.assertRaises(UserError):
            source.company_id = company
        source.copy({"name": "New"}).company_id = company

    @mute_logger("odoo.http", "odoo.addons.base.models.res_users", "odoo.service.common")
    def test_key_opens_nothing_else(self):
        """Neither the JSON API, nor XML-RPC, nor a login, nor the key as a password."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        for model in ("res.partner", "service.desk.event", "service.desk.incident", "res.users"):
            answer = self.url_open(f"/json/2/{model}/search_read", data=b'{"domain": []}', headers=headers)
            self.assertEqual(answer.status_code, 401, model)
        login = self.source.sudo().user_id.login
        self.assertFalse(self.xmlrpc_common.authenticate(self.env.cr.dbname, login, self.key, {}))
        self.assertFalse(self.xmlrpc_common.authenticate(self.env.cr.dbname, login, "", {}))
        self.assertEqual(self.url_open("/odoo", headers=headers, allow_redirects=False).status_code, 303)

    def test_user_of_a_source_reads_nothing(self):
        """Even if somebody became that user: nothing of the desk, and no contact."""
        self.fire("x")
        self.send(self.fire("web1"))
        user = self.source.sudo().user_id
        self.assertTrue(user.share)
        self.assertFalse(user.all_group_ids)
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user)
            if (name.startswith("service.desk.") or name in ("res.partner", "res.users")) and not model._abstract:
                with self.subTest(model=name), self.assertRaises(AccessError):
                    model.search_read([], ["id"], limit=1)

    def test_new_key_ends_the_old_one(self):
        """At once."""
        newer = self.source.action_new_key()["context"]["default_key"]
        self.assertEqual(self.post(EVENT).status_code, 401)
        self.assertEqual(self.post(EVENT, key=newer).status_code, 202)
        self.source.action_drop_key()
        self.assertEqual(self.post(EVENT, key=newer).status_code, 401)

    def test_dialog_that_shows_a_key_keeps_nothing_of_it(self):
        """A browser that is closed on it saves the dialog: neither a table nor the log holds the key then."""
        action = self.source.action_new_key()
        dialogs = self.env[action["res_model"]].with_context(**action["context"])
        self.assertEqual(dialogs.default_get(["key"])["key"], action["context"]["default_key"])
        with self.assertNoLogs("odoo.sql_db", level="ERROR"):
            dialogs.web_save({}, {"key": {}})
            self.env.flush_all()
        self.env.cr.execute(f"SELECT to_jsonb(t)::text FROM {dialogs._table} t")
        self.assertFalse([row for (row,) in self.env.cr.fetchall() if action["context"]["default_key"] in row])

    def test_agents_make_no_key(self):
        """Who keeps configuration does; nobody makes another user a source's."""
        with self.assertRaises(AccessError):
            self.source.with_user(self.agent).action_new_key()
        with self.assertRaises(AccessError):
            self.source.with_user(self.agent).action_drop_key()
        with self.assertRaises(AccessError):
            self.source.user_id = self.admin_user

    def test_job_is_asked_for_once(self):
        """Hundreds of events wake it one time."""
        cron = self.env.ref("service_desk_cmdb.cron_event")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        triggers.unlink()
        for number in range(3):
            self.post({**EVENT, "id": str(number)})
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), 1)

    def test_wrong_key_costs_no_arithmetic(self):
        """A guessed key is refused before anything expensive is done."""
        with patch.object(type(self.env["res.users.apikeys"]), "_check_credentials") as check:
            self.assertEqual(self.post(EVENT, key="f" * 40).status_code, 401)
        check.assert_not_called()
