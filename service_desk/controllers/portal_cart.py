from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from . import portal_input


class ServiceDeskPortalCart(CustomerPortal):
    """Several things in one order. Nothing here takes a line that is not the person's own."""

    @route("/my/cart", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_cart(self, **kw):
        return self._cart_page(done=kw.get("done"))

    def _cart_page(self, errors=None, done=""):
        lines = [self._cart_row(line) for line in request.env["service.desk.cart.line"]._mine()]
        totals = {}
        for line in lines:
            totals[line["currency"]] = totals.get(line["currency"], 0) + line["price"]
        return self._service_desk_render(
            "service_desk.portal_cart",
            "service_desk_cart",
            {
                "lines": lines,
                "totals": [(currency, total) for currency, total in totals.items() if total],
                "errors": errors or {},
                "done": done,
                "may_send": all(line["is_orderable"] for line in lines),
                "state": "-".join(f"{line['id']}.{line['stamp']}" for line in lines),
            },
            status=422 if errors else 200,
        )

    def _cart_row(self, line):
        """A line as the page shows it, and whether it can still be ordered."""
        items = request.env["service.desk.catalog.item"]
        partner = line.for_partner_id or request.env.user.partner_id
        # What was withdrawn meanwhile is named by what the person has put aside, and no more.
        item = items._orderable(line.item_id.id, partner)
        checked = item and items._check_line(line._as_order(), partner)
        problems = checked["problems"] if checked else [request.env._("This cannot be ordered any more.")]
        price = 0.0
        if item and not checked["problems"]:
            unit = items._price(item.sudo(), checked["values"], request.env.company.id)
            price = unit * line.quantity
        return {
            "id": line.id,
            "stamp": line.write_date.timestamp(),
            "name": line.item_id.name,
            "icon": line.item_id.icon or "fa-cube",
            "quantity": line.quantity,
            "price": price,
            "currency": request.env.company.sudo().currency_id,
            "for": "" if partner == request.env.user.partner_id else partner.sudo().name,
            "files": line.file_ids.mapped("name"),
            "problems": problems,
            "is_orderable": not problems,
            "edit_url": item and f"/my/catalog/{item.id}?line={line.id}",
        }

    @route("/my/cart/remove", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_cart_remove(self, line=None, **post):
        line_id = portal_input.number(line)
        if 0 < line_id < 2**31:
            request.env["service.desk.cart.line"]._mine(line_id).unlink()
        return request.redirect("/my/cart?done=removed")

    @route("/my/cart/order", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_cart_order(self, **post):
        """Order all of it, once."""

        def work():
            tickets = request.env["service.desk.cart.line"]._order_all()
            people = {ticket.sudo().requester_id for ticket in tickets}
            if len(people) > 1:
                return "/my/tickets?done=new"
            return tickets[0]._portal_url(done="new") + "#done"

        state = portal_input.line(post.get("state"))
        path, error = self._service_desk_once(portal_input.fingerprint("cart", state), work)
        if error:
            return self._cart_page({"form": error})
        return request.redirect(path)
