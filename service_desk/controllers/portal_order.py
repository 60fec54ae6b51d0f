import json
from datetime import timedelta
from urllib.parse import urlencode

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..forms.checks import MAX_FILES, MAX_LENGTH, MAX_MB
from ..forms.spec import to_number
from . import catalog_input, portal_input
from .portal_input import max_content_length

_ITEM = "/my/catalog/<int:item_id>"


class ServiceDeskPortalOrder(CustomerPortal):
    """The form of one item: look at it, order it, or put it into the cart."""

    # -- The gate ----------------------------------------------------------------------------

    def _catalog_item(self, item_id, is_preview=False):
        """The only door to an item: what is not offered to this person does not exist.

        Agents order for others, so they open whatever is published, and look at drafts.
        """
        domain = [("id", "=", item_id)] if 0 < item_id < 2**31 else [("id", "=", 0)]
        if not request.env.user.has_group("service_desk.group_agent"):
            domain.append(("is_for_me", "=", True))
        elif not is_preview:
            domain.append(("state", "=", "published"))
        item = request.env["service.desk.catalog.item"].search(domain)
        if not item:
            self._service_desk_nothing()
        return item

    # -- Pages -------------------------------------------------------------------------------

    @route(_ITEM, type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_item(self, item_id, **kw):
        item = self._catalog_item(item_id, bool(kw.get("preview")))
        line = self._cart_line(kw.get("line"), item)
        if line:
            typed = {
                "answers": line.answers or {},
                "quantity": line.quantity,
                "for": self._words_of(line.for_partner_id),
            }
        else:
            person = self._asked_person(kw.get("for"))
            typed = {
                "answers": item._default_answers(person or request.env.user.partner_id),
                "quantity": 1,
                "for": self._words_of(person) if person else "",
            }
        return self._item_page(item, typed, line=line)

    def _cart_line(self, value, item):
        """One of the person's own lines, of this item."""
        line_id = portal_input.number(value)
        lines = request.env["service.desk.cart.line"]._mine(line_id) if 0 < line_id < 2**31 else None
        return lines if lines and lines.item_id.id == item.id else None

    def _asked_person(self, value):
        """For whom an agent or a link opens the form."""
        person, _problem = request.env["service.desk.catalog"]._find_person(portal_input.line(value))
        return person

    def _person_of(self, typed):
        """Who gets it, as far as the form says."""
        return (typed["for"] and self._asked_person(typed["for"])) or request.env.user.partner_id

    def _ask_url(self, item, person):
        """Where to ask the desk about this item for somebody."""
        words = {"kind": "request", "item": item.id, **({"for": person.id} if self._words_of(person) else {})}
        return f"/my/tickets/new?{urlencode(words)}"

    def _words_of(self, partner):
        is_me = not partner or partner == request.env.user.partner_id
        return "" if is_me else partner._service_desk_words()

    def _item_page(self, item, typed, errors=None, line=None, amended=None):
        """The form, empty, filled in, or with what is wrong.

        :param line: of the cart, which is being changed
        :param amended: the request that is being changed
        """
        errors = errors or {}
        questions = item._form_data()
        records = {one.code: one for one in item.question_ids}
        catalog = request.env["service.desk.catalog"]
        kept = line._files() if line else amended._sent_files() if amended else {}
        person = amended.requester_id if amended else self._person_of(typed)
        return self._service_desk_render(
            "service_desk.portal_item",
            "service_desk_item",
            {
                "item": item,
                "card": catalog._cards(item)[0],
                "spec": json.dumps(questions),
                "today": fields.Date.to_string(fields.Date.context_today(item)),
                "fields": [
                    self._field(question, records[question["code"]], typed, errors, kept)
                    for question in questions
                ],
                "typed": typed,
                "errors": errors,
                "obstacles": item._obstacles(person),
                "ask_url": self._ask_url(item, person),
                "line": line,
                "amended": amended,
                "form_url": amended._portal_url("/amend") if amended else f"/my/catalog/{item.id}",
                "back_url": amended._portal_url() if amended else "/my/catalog",
                "may_order": item._orderable(item.id, request.env.user.partner_id)
                or (item.state == "published" and request.env.user.has_group("service_desk.group_agent")),
                "may_order_for_others": not amended and catalog._may_order_for_others(),
                "cart_count": len(request.env["service.desk.cart.line"]._mine()),
            },
            status=422 if errors else 200,
        )

    def _field(self, question, record, typed, errors, kept):
        """One question as the page shows it."""
        value = typed["answers"].get(question["code"], [] if question["kind"] == "choices" else "")
        conditions = [one.display_name for one in record.condition_ids]
        first, last = self._days(question)
        return {
            **question,
            "prefix": f"o_sd_q_{question['code']}",
            "input": ("f_" if question["kind"] == "file" else "a_") + question["code"],
            "value": value,
            "error": errors.get(question["code"]) or (errors and self._lost_files(question)),
            # Without JavaScript everything is there, with a word about when it matters.
            "condition": "; ".join(conditions),
            "is_always_required": question["required"] and not question["show"],
            "options": record._record_options() if question["kind"] == "record" else [],
            "first": first,
            "last": last,
            "max_length": question["maximum"] or MAX_LENGTH.get(question["kind"]),
            "max_files": question["maximum"] or MAX_FILES,
            "max_mb": question["max_mb"] or MAX_MB,
            "kept": [name for name, _content in kept.get(question["code"], ())],
        }

    def _lost_files(self, question):
        """Which files somebody has to choose again, since browsers forget them."""
        return question["kind"] == "file" and portal_input.choose_again(catalog_input.FILE + question["code"])

    def _days(self, question):
        """First and last day that can be chosen."""
        if question["kind"] not in ("date", "datetime"):
            return None, None
        today = fields.Date.context_today(request.env.user)
        clock = "T00:00" if question["kind"] == "datetime" else ""
        limits = (to_number(question["minimum"]), to_number(question["maximum"]))
        return tuple(
            None if limit is None else f"{today + timedelta(days=limit)}{clock}" for limit in limits
        )

    # -- What a person does ------------------------------------------------------------------

    @route(
        _ITEM,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=max_content_length,
    )
    def service_desk_item_send(self, item_id, **post):
        """Order it or put it into the cart; refused, show the form with what is wrong."""
        item = self._catalog_item(item_id)
        form = request.httprequest.form
        line = self._cart_line(form.get("line"), item)
        questions = item._form_data()
        typed = {
            "answers": catalog_input.answers(questions),
            "quantity": portal_input.number(form.get("quantity"), 1),
            "for": portal_input.line(form.get("for")),
        }
        files = {**(line._files() if line else {}), **catalog_input.files(questions)}
        partner, errors = self._item_errors(item, typed, files)
        if not errors:
            verb = "cart" if form.get("verb") == "cart" else "order"
            sizes = {code: [(name, len(raw)) for name, raw in some] for code, some in files.items()}
            path, error = self._service_desk_once(
                portal_input.fingerprint(verb, typed, sizes),
                lambda: getattr(self, f"_item_{verb}")(item, typed, files, partner, line),
            )
            if not error:
                return request.redirect(path)
            errors = {"form": error}
        return self._item_page(item, typed, errors, line)

    def _item_errors(self, item, typed, files):
        """For whom it is, and a sentence for each thing that is wrong."""
        errors = {}
        partner = request.env.user.partner_id
        if typed["for"]:
            partner, _problem = request.env["service.desk.catalog"]._find_person(typed["for"])
            if not partner:
                errors["for"] = request.env._(
                    "We did not find this person. Please give the e-mail address of somebody for"
                    " whom you may order."
                )
        sent = portal_input.number(request.httprequest.form.get("version"), item.version)
        if sent != item.version:
            errors["form"] = request.env._(
                "This form was changed meanwhile. Please look at your answers again."
            )
        _values, wrong = item._check_answers(typed["answers"], files)
        return partner, {**errors, **wrong}

    def _as_line(self, item, typed, files):
        return {
            "item_id": item.id,
            "quantity": typed["quantity"],
            "answers": typed["answers"],
            "files": files,
        }

    def _item_order(self, item, typed, files, partner, line):
        tickets = item.browse()._place_order([self._as_line(item, typed, files)], partner)
        if line:
            line.unlink()
        return tickets[0]._portal_url(done="new") + "#done"

    def _item_cart(self, item, typed, files, partner, line):
        checked = item.browse()._check_line(self._as_line(item, typed, files), partner)
        if checked["problems"]:
            raise UserError("\n".join(checked["problems"]))
        request.env["service.desk.cart.line"]._put(
            item, typed["quantity"], typed["answers"], files, partner, line
        )
        return "/my/cart?done=put"
