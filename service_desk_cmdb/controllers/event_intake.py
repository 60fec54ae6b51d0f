import json
import re

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import SUPERUSER_ID
from odoo.http import Controller, request, route

from ..event_bodies import Unreadable, parse, read_alertmanager, read_generic
from ..models.service_desk_event_data import MAX_BODY_MB

MEGABYTE = 2**20
ROUTE = {
    "type": "http",
    "auth": "none",
    "csrf": False,
    "save_session": False,
    "readonly": False,
    "max_content_length": MAX_BODY_MB * MEGABYTE,
}


class Refusal(Exception):
    """What the sender is told instead of yes."""

    def __init__(self, status, words, **headers):
        super().__init__(words)
        self.status = status
        self.headers = [(name.replace("_", "-"), str(value)) for name, value in headers.items()]


class EventIntake(Controller):
    """Where monitoring tools hand in what they see. One gate; what passes it is kept before the answer."""

    @route("/service_desk/events", **ROUTE)
    def events(self, **_ignored):
        """Events in the desk's own format, see readme/EVENTS.md."""
        return self._answer(read_generic)

    @route("/service_desk/events/alertmanager", **ROUTE)
    def alertmanager(self, **_ignored):
        """Alerts as Prometheus Alertmanager's webhook sends them."""
        return self._answer(read_alertmanager)

    def _answer(self, read):
        try:
            source = self._gate()
            events = self._read(source, read)
            self._check_rate(source, len(events))
        except Refusal as refusal:
            return self._json(refusal.status, {"error": str(refusal)}, refusal.headers)
        first = source.env["service.desk.event"]._receive(source, events)
        return self._json(202, {"id": first, "accepted": len(events)})

    def _gate(self):
        """The source that sends, with superuser rights.

        :raise Refusal: for whoever has no key of a source
        """
        if request.httprequest.method != "POST":
            raise Refusal(405, "Events are sent by POST.", Allow="POST")
        sent = re.fullmatch(r"bearer\s+(\S+)\s*", request.httprequest.headers.get("Authorization") or "", re.IGNORECASE)
        sources = request.env(user=SUPERUSER_ID)["service.desk.event.source"]
        source = sources._of_key(sent[1]) if sent else sources
        if not source:
            raise Refusal(401, "A valid key of a source of events is needed.", WWW_Authenticate="Bearer")
        return source

    def _read(self, source, read):
        """The events in the body.

        :raise Refusal: when it is too large or nobody understands it
        """
        if request.httprequest.mimetype not in ("application/json", "text/json"):
            raise Refusal(415, "Send JSON, with the content type application/json.")
        if request.httprequest.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Refusal(415, "Send the body as it is, not compressed.")
        try:
            places = source.env["service.desk.event.match"]._places()
            return read(parse(self._body(source.max_body_mb)), request.env.cr.now(), places)
        except Unreadable as error:
            raise Refusal(400, str(error)) from None

    def _body(self, most):
        """The body, of at most so many megabytes.

        What says that it is longer is not even read. What comes in pieces says nothing before it is
        here; it is cut off where the route ends, and refused where the source does.
        """
        too_long = Refusal(413, f"At most {most} MB are taken at a time.")
        if (request.httprequest.content_length or 0) > most * MEGABYTE:
            raise too_long
        try:
            raw = request.httprequest.get_data()
        except RequestEntityTooLarge:
            raise too_long from None
        if len(raw) > most * MEGABYTE:
            raise too_long
        return raw

    def _check_rate(self, source, count):
        seconds = source._seconds_to_wait(count)
        if seconds:
            raise Refusal(429, f"More than {source.rate} events in a minute.", Retry_After=seconds)

    def _json(self, status, content, headers=()):
        told = [("Content-Type", "application/json"), ("Cache-Control", "no-store"), *headers]
        return request.make_response(json.dumps(content), told, status=status)
