from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_catalog_data import AMOUNT_CODE, MAX_CART_LINES, MODEL_OF_PROCESS, WANTED_CODE
from .service_desk_filling_mixin import serves


class ServiceDeskCatalogOrderMixin(models.AbstractModel):
    """The one door for ordering: forms, the cart, agents and other software come by here.

    Whoever orders needs no rights on tickets; what they may order, for whom, how many and with
    which answers is checked here, whatever a page has checked before.
    """

    _name = "service.desk.catalog.order.mixin"
    _description = "Ordering"

    @api.model
    def _place_order(self, lines, for_partner=None, channel="portal"):
        """Order one or several items as the current user.

        One item becomes one ticket. Several become a request that stands for the order, with a
        child for each; incidents stand by themselves and know the order that they came with.

        :param lines: dicts with ``item_id``, and where they matter ``quantity``, ``answers``
            (code -> text or list of texts) and ``files`` (code -> list of (name, bytes))
        :param for_partner: ``res.partner`` who gets it; without one the current user
        :return: list of tickets with the current user's rights, the one to show first
        :raise UserError: with a sentence for each thing that is wrong; nothing is ordered then
        """
        partner = for_partner or self.env.user.partner_id
        self.env["service.desk.catalog"]._check_beneficiary(partner)
        if not 0 < len(lines) <= MAX_CART_LINES:
            raise UserError(self.env._("An order has 1 to %(limit)s items.", limit=MAX_CART_LINES))
        checked = [self._check_line(line, partner) for line in lines]
        problems = [sentence for line in checked for sentence in line["problems"]]
        if problems:
            raise UserError("\n".join(problems))
        checked += [also for line in checked for also in self._lines_along(line)]
        return self._create_tickets(checked, partner, channel)

    @api.model
    def _order_for_others(self, orders):
        """Order for people what somebody else has decided that they get; for the desk's own code.

        For whom an item is offered does not count here: whoever set this up has decided. Answers
        are checked as with each order, and approvals are asked for.

        :param orders: dicts with ``item``, ``partner``, ``company``, ``answers`` (code -> text or list
            of texts) and ``values``, more fields of the ticket
        :return: list of tickets in that order, with superuser rights
        :raise UserError: with a sentence for each thing that is wrong; nothing is ordered then
        """
        # sudo: see above; whoever causes it need not be able to read the catalog.
        lines = [self.sudo()._line_for_other(order) for order in orders]
        problems = [sentence for line in lines for sentence in line["problems"]]
        if problems:
            raise UserError("\n".join(problems))
        for process in MODEL_OF_PROCESS:
            fitting = [line for line in lines if line["item"].process == process]
            tickets = self._create_lines(fitting, {"channel": "api"})
            for line, ticket in zip(fitting, tickets, strict=True):
                line["ticket"] = ticket
            if process == "request" and tickets:
                tickets._begin()
        return [line["ticket"] for line in lines]

    @api.model
    def _line_for_other(self, order):
        """One line of :meth:`_order_for_others`, with the sentences that speak against it."""
        item = order["item"]
        values, wrong = item._check_answers(order["answers"])
        names = {question.code: question.name for question in item.question_ids}
        problems = [f"{item.name}: {names[code]} – {text}" for code, text in wrong.items()]
        if not item.active or not order["partner"]:
            problems.append(self.env._("%s cannot be ordered any more, or for nobody.", item.name))
        problems += item._obstacles(order["partner"])
        return {
            "item": item,
            "quantity": 1,
            "values": values,
            "problems": problems,
            "common": {"requester_id": order["partner"].id, "company_id": order["company"].id},
            "facts": order["values"],
        }

    # -- Checks ------------------------------------------------------------------------------

    @api.model
    def _orderable(self, item_id, partner):
        """The item when it may be ordered for this person, else nothing.

        What is hidden and what does not exist look the same. It must be offered to whoever orders
        as well, except to agents, who order for everybody.
        """
        item = self.browse(item_id if type(item_id) is int and 0 < item_id < 2**31 else ())
        people = partner
        if not self.env.user.has_group("service_desk.group_agent"):
            people |= self.env.user.partner_id
        is_orderable = item and all(item._is_for(one) for one in people)
        return item if is_orderable and item.has_access("read") else self.browse()

    @api.model
    def _check_line(self, line, partner):
        """One line with its typed values, and the sentences that speak against it."""
        item = self._orderable(line.get("item_id"), partner)
        if not item:
            text = self.env._("This cannot be ordered, or not for this person.")
            return {"item": item, "problems": [text]}
        values, wrong = item._check_answers(line.get("answers") or {}, line.get("files"))
        names = {question.code: question.name for question in item.question_ids}
        problems = [f"{item.name}: {names[code]} – {text}" for code, text in wrong.items()]
        quantity = line.get("quantity", 1)
        if type(quantity) is not int or not 1 <= quantity <= item.max_quantity:
            problems.append(
                self.env._(
                    "%(item)s: between 1 and %(limit)s pieces can be ordered at a time.",
                    item=item.name,
                    limit=item.max_quantity,
                )
            )
        problems += item._obstacles(partner)
        return {"item": item, "quantity": quantity, "values": values, "problems": problems}

    @api.model
    def _lines_along(self, line):
        """What comes with an item by itself; it is told what was answered under the same codes."""
        # sudo: what is ordered along need not be offered by itself.
        along = line["item"].sudo().also_item_ids.filtered(lambda item: item.state == "published" and item.active)
        lines = []
        for item in along:
            kinds = {question.code: question.kind for question in line["item"].question_ids}
            shared = {
                question.code: line["values"][question.code]
                for question in item.question_ids
                if question.code in line["values"]
                and question.kind == kinds[question.code]
                and question.kind not in ("choice", "choices", "record")
            }
            lines.append({"item": item, "quantity": min(line["quantity"], item.max_quantity), "values": shared})
        return lines

    # -- Tickets -----------------------------------------------------------------------------

    @api.model
    def _create_tickets(self, lines, partner, channel):
        """Create what was checked, in bulk."""
        common = {
            "requester_id": partner.id,
            "submitted_by_id": self.env.user.partner_id.id,
            "channel": channel,
            "company_id": self._order_company([line["item"] for line in lines]).id,
        }
        by_process = {
            process: [line for line in lines if line["item"].process == process] for process in MODEL_OF_PROCESS
        }
        requests = self._create_requests(by_process["request"], common)
        order = {"order_id": requests[0].id} if requests else {}
        incidents = self._create_lines(by_process["incident"], {**common, **order})
        tickets = [*requests, *incidents]
        if requests:
            requests._begin()
        # Back to the rights of whoever orders.
        return [ticket.with_env(self.env) for ticket in tickets]

    @api.model
    def _order_company(self, items):
        """The company for which all of this is ordered."""
        companies = self.env.company | self.env.companies
        for item in items:
            # sudo: where an item is offered decides about the ticket alone.
            limits = item.sudo().company_ids
            companies = companies & limits if limits else companies
        if not companies:
            raise UserError(self.env._("These are of different companies. Please order them one by one."))
        return self.env.company if self.env.company in companies else companies[0]

    @api.model
    def _create_requests(self, lines, common):
        """The requests of an order, the one that stands for several first."""
        # sudo: requesters cannot create tickets; everything was checked or is set here.
        requests = self.env["service.desk.request"].sudo()
        if len(lines) < 2:
            return self._create_lines(lines, common) if lines else requests
        names = ", ".join(line["item"].name for line in lines)
        order = requests.create(
            {
                **common,
                "is_order": True,
                "name": self.env._("Order of %(count)s items: %(names)s", count=len(lines), names=names)[:200],
            }
        )
        return order | self._create_lines(lines, {**common, "parent_id": order.id})

    @api.model
    def _create_lines(self, lines, common):
        """A ticket for each line, of one process, with its answers and files."""
        if not lines:
            return []
        # sudo: see _create_requests
        tickets = self.env[MODEL_OF_PROCESS[lines[0]["item"].process]].sudo()
        tickets = tickets.create(
            [self._ticket_values(line, common | line.get("common", {})) | line.get("facts", {}) for line in lines]
        )
        self._create_answers(tickets, lines)
        return tickets

    @api.model
    def _create_answers(self, tickets, lines):
        """Store what was answered, and the files, with the ticket of each line."""
        column = self.env["service.desk.ticket.line"].LINE_FIELDS[tickets._name]
        answers = self.env["service.desk.answer"].sudo()  # sudo: see above
        rows = [
            {column: ticket.id, **row}
            for ticket, line in zip(tickets, lines, strict=True)
            for row in answers._prepare_all(line["item"], line["values"])
        ]
        answers = answers.create(rows)
        for ticket, line in zip(tickets, lines, strict=True):
            mine = answers.filtered(lambda one, ticket=ticket: one[column] == ticket)
            ticket._keep_files(mine, line["values"])

    @api.model
    def _ticket_values(self, line, common):
        item = line["item"].sudo()  # sudo: how the desk goes about an item is not for requesters
        company_id, quantity = common["company_id"], line["quantity"]
        name = line["item"].name
        values = {
            **common,
            "name": f"{quantity} × {name}" if quantity > 1 else name,
            "item_id": item.id,
            "item_version": item.version,
        }
        for target in ("service_id", "category_id", "team_id"):
            record = item[target]
            if record and serves(record, company_id) and (target != "team_id" or record.active):
                values[target] = record.id
        if item.delivery_hours:
            values["date_due"] = self._promise(item, company_id)
        if item.process == "request":
            values |= {
                "quantity": quantity,
                "price_unit": self._price(item, line["values"], company_id),
            }
            wanted = line["values"].get(WANTED_CODE)
            if hasattr(wanted, "year"):
                values["date_wanted"] = wanted
        return values

    @api.model
    def _promise(self, item, company_id):
        """When it will be there, in working time."""
        company = self.env["res.company"].sudo().browse(company_id)
        calendar = item.service_id.resource_calendar_id or company.resource_calendar_id
        now = fields.Datetime.now()
        if not calendar:
            return fields.Datetime.add(now, hours=item.delivery_hours)
        return calendar.plan_hours(item.delivery_hours, now, compute_leaves=True) or False

    @api.model
    def _price(self, item, values, company_id):
        """The price of one piece with what was chosen or named, in the company's currency."""
        price = item.price
        for question in item.question_ids.filtered(lambda one: one.code in values):
            chosen = values[question.code]
            if question.kind == "choice":
                chosen = [chosen]
            if question.kind in ("choice", "choices"):
                picked = question.choice_ids.filtered(lambda one, chosen=chosen: one.value in chosen)
                price += sum(picked.mapped("price_extra"))
            elif question.kind == "number" and question.code == AMOUNT_CODE:
                price += float(chosen)
        company = self.env["res.company"].sudo().browse(company_id)
        today = fields.Date.context_today(self)
        return item.currency_id._convert(price, company.currency_id, company, today)
