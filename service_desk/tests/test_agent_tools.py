"""What makes an agent quick: keys for the buttons, and replies that need no typing."""

from lxml import etree

from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ServiceDeskCase

#: What Odoo's own form, pager, chatter and menus listen to while a ticket is on the screen.
TAKEN_KEYS = frozenset("abchjkmnpsuvxz")
MAIN_BUTTONS = {"action_take", "action_resolve", "action_hold", "action_open_escalation"}


@tagged("-at_install", "post_install")
class TestAgentTools(ServiceDeskCase, HttpCase):
    # -- Keys ----------------------------------------------------------------------------------

    def buttons(self, ticket):
        """Header buttons that the agent has on the screen with this ticket."""
        view = ticket.with_user(self.agent).get_view(view_type="form")
        header = etree.fromstring(view["arch"]).find("header")
        names = [node.get("name") for node in etree.fromstring(view["arch"]).iter("field")]
        known = {name: ticket[name] for name in names if name in ticket._fields}
        values = {**known, "id": ticket.id, "uid": self.agent.id, "context": {}}
        return [button for button in header.iter("button") if not safe_eval(button.get("invisible") or "False", values)]

    def tickets(self):
        """Tickets of both processes in the states in which agents work on them."""
        for make in (self.make_incident, self.make_request):
            yield make(user_id=False)
            taken = make()
            taken.action_take()
            yield taken
            waiting = make()
            waiting.action_take()
            waiting.write({"state": "pending", "pending_reason_id": self.reason.id})
            yield waiting
        yield self.make_resolved()

    def test_each_key_stands_for_one_button(self):
        """Whatever the state, no two buttons on the screen share a key, nor take one of Odoo's."""
        for ticket in self.tickets():
            keys = [key for button in self.buttons(ticket) if (key := button.get("data-hotkey"))]
            self.assertEqual(len(keys), len(set(keys)), (ticket._name, ticket.state, keys))
            self.assertFalse(TAKEN_KEYS.intersection(keys), (ticket._name, ticket.state))

    def test_main_verbs_have_the_same_key_everywhere(self):
        """What an agent's fingers learn holds for incidents and requests, in each state."""
        keys, seen = {}, set()
        for ticket in self.tickets():
            for button in self.buttons(ticket):
                name = button.get("name")
                if name in MAIN_BUTTONS:
                    seen.add((ticket._name, name))
                    self.assertTrue(button.get("data-hotkey"), name)
                    keys.setdefault(name, set()).add(button.get("data-hotkey"))
        self.assertEqual({name: len(found) for name, found in keys.items()}, dict.fromkeys(MAIN_BUTTONS, 1))
        self.assertEqual(len(seen), 2 * len(MAIN_BUTTONS))

    # -- Canned responses ----------------------------------------------------------------------

    def canned(self):
        """The replies that came with the addon."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "service_desk"), ("model", "=", "mail.canned.response")]
        )
        return self.env["mail.canned.response"].browse(data.mapped("res_id"))

    def offered(self, user):
        """Shortcuts that the composer of this user offers after ``::``."""
        self.authenticate(user.login, user.login)
        told = self.make_jsonrpc_request("/mail/data", {"fetch_params": ["mail.canned.response"]})
        return {line["source"]: line["substitution"] for line in told.get("mail.canned.response", ())}

    def test_agents_composer_offers_the_replies(self):
        """From the first day on, with the text that will be put in."""
        offered = self.offered(self.agent)
        self.assertGreaterEqual(len(self.canned()), 8)
        for response in self.canned():
            self.assertEqual(offered.get(response.source), response.substitution)

    def test_other_colleagues_are_not_offered_the_desks_replies(self):
        """They are the agents' words."""
        self.assertFalse(set(self.canned().mapped("source")) & self.offered(self.employee).keys())

    def test_shortcuts_can_be_typed(self):
        """One short word each, without the ``::`` that calls it; none stands for two texts."""
        shortcuts = self.canned().mapped("source")
        self.assertEqual(len(shortcuts), len(set(shortcuts)))
        for shortcut in shortcuts:
            self.assertRegex(shortcut, r"^[a-z]{3,12}$")
        for text in self.canned().mapped("substitution"):
            self.assertEqual(text, text.strip())
