"""Who sees which ticket, by every route the ORM offers."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase

MODELS = ("service.desk.incident", "service.desk.request")


@tagged("post_install", "-at_install")
class TestRightsTickets(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_two, cls.agent_other = cls.make_company()
        cls.public = cls.env.ref("base.public_user")
        cls.tickets = {model: cls._make_tickets(model) for model in MODELS}

    @classmethod
    def _make_tickets(cls, model):
        """One ticket of each kind that differs in who may see it, by name."""
        portal = {"requester_id": cls.portal_a.partner_id.id}
        values = {
            "open": {},
            "portal": portal,
            "walled": {"team_id": cls.team_walled.id},
            "secret": {"team_id": cls.team_one.id, "is_confidential": True},
            "secret_portal": {"team_id": cls.team_two.id, "is_confidential": True, **portal},
            "other": {"company_id": cls.company_two.id, "team_id": False},
        }
        created = cls.env[model].create(
            [
                {"name": f"zebra {key}", "requester_id": cls.manager.partner_id.id, **vals}
                for key, vals in values.items()
            ]
        )
        return dict(zip(values, created, strict=True))

    #: who sees which of them; the manager is the requester of those without another one
    EXPECTED = {
        "public": set(),
        "portal_a": {"portal", "secret_portal"},
        "portal_b": set(),
        "employee": set(),
        "agent": {"open", "portal", "secret"},
        "agent_two": {"open", "portal", "secret_portal"},
        "agent_walled": {"open", "portal", "walled"},
        "admin_user": {"open", "portal", "walled"},
        "agent_other": {"other"},
    }

    def each(self):
        """Every person with every model, and the tickets they may and may not see."""
        for name, keys in self.EXPECTED.items():
            for model in MODELS:
                tickets = self.tickets[model]
                seen = self.env[model].union(*(tickets[key] for key in keys))
                hidden = self.env[model].union(*tickets.values()) - seen
                yield self.env[model].with_user(getattr(self, name)), seen, hidden

    def test_search_count_and_groups_show_the_same_tickets(self):
        """Search, count, grouping and autocomplete agree on what a person sees."""
        domain = [("name", "like", "zebra")]
        for Model, seen, _hidden in self.each():
            if Model.env.user == self.public:
                with self.assertRaises(AccessError):
                    Model.search(domain)
                continue
            self.assertEqual(Model.search(domain), seen.sorted())
            self.assertEqual(Model.search_count(domain), len(seen))
            counted = sum(count for _p, count in Model._read_group(domain, ["phase"], ["__count"]))
            self.assertEqual(counted, len(seen))
            self.assertEqual({i for i, _n in Model.name_search("zebra")}, set(seen.ids))
            read = Model.web_search_read(domain, {"name": {}})
            self.assertEqual({row["id"] for row in read["records"]}, set(seen.ids))

    def test_ids_of_others_open_nothing(self):
        """Reading, exporting or copying by a guessed id is refused."""
        for Model, _seen, hidden in self.each():
            for ticket in hidden.with_env(Model.env):
                ticket.invalidate_recordset()
                # Portal users may not export at all, which is a refusal of another class.
                with self.assertRaises(UserError):
                    ticket.export_data(["name"])
                for call in (
                    lambda t=ticket: t.read(["name"]),
                    lambda t=ticket: t.web_read({"name": {}}),
                    lambda t=ticket: t.copy(),
                    lambda t=ticket: t.write({"name": "mine"}),
                    lambda t=ticket: t.unlink(),
                    lambda t=ticket: t.message_post(body="hello"),
                    lambda t=ticket: t.action_take(),
                    lambda t=ticket: t.announce_presence(),
                ):
                    with self.assertRaises(AccessError):
                        call()

    def test_names_of_hidden_tickets_are_not_told_by_links(self):
        """The label of a linked ticket behind a wall is its number alone."""
        walled = self.tickets["service.desk.incident"]["walled"]
        child = self.make_incident(self.manager, parent_id=walled.id)
        label = child.with_user(self.agent).read(["parent_id"])[0]["parent_id"][1]
        self.assertEqual(label, walled.number)
        label = child.with_user(self.agent_walled).read(["parent_id"])[0]["parent_id"][1]
        self.assertIn("zebra", label)

    def test_names_of_linked_tickets_are_not_told_to_requesters(self):
        """A requester's ticket below a stranger's one tells the parent's number, not its subject."""
        parent = self.make_incident(requester_id=self.portal_b.partner_id.id, name="zebra secret")
        child = self.make_incident(requester_id=self.portal_a.partner_id.id, parent_id=parent.id)
        for user in (self.portal_a, self.employee):
            label = child.with_user(user).sudo().parent_id.display_name
            self.assertEqual(label, parent.number)

    def test_agent_whom_a_walled_ticket_is_about_only_reads_it(self):
        """They see their ticket as a requester does: no writing, no notes."""
        walled = self.make_incident(
            self.agent_walled, team_id=self.team_walled.id, requester_id=self.agent.partner_id.id
        )
        note = walled.message_post(body="He does not know yet", message_type="comment")
        mine = walled.with_user(self.agent)
        self.assertEqual(mine.search([("id", "=", walled.id)]), walled)
        with self.assertRaises(AccessError):
            mine.write({"urgency": "1"})
        with self.assertRaises(AccessError):
            note.with_user(self.agent).read(["body"])

    def test_queue_has_the_rules_of_the_tickets(self):
        """The queue shows an agent exactly the open tickets that the tables show."""
        for name in ("agent", "agent_two", "agent_walled", "admin_user", "agent_other"):
            Work = self.env["service.desk.work"].with_user(getattr(self, name))
            rows = Work.search([("name", "like", "zebra")])
            expected = self.env["service.desk.incident"].with_user(getattr(self, name))
            numbers = set()
            for model in MODELS:
                numbers |= set(expected.env[model].search([("name", "like", "zebra")]).mapped("number"))
            self.assertEqual(set(rows.mapped("number")), numbers)

    def test_requesters_have_no_queue(self):
        """Neither employees nor customers can read the queue."""
        for user in (self.employee, self.portal_a, self.public):
            with self.assertRaises(AccessError):
                self.env["service.desk.work"].with_user(user).search([])

    def test_organization_sees_what_is_shared_and_not_secret(self):
        """Colleagues of a customer see each other's tickets once the organization shares them."""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        (self.portal_a | self.portal_b).partner_id.parent_id = firm
        ticket, secret = (
            self.make_incident(requester_id=self.portal_a.partner_id.id, is_confidential=flag) for flag in (False, True)
        )
        theirs = self.env["service.desk.incident"].with_user(self.portal_b)
        self.assertFalse(theirs.search([]))
        firm.service_desk_share_tickets = True
        self.assertEqual(theirs.search([]), ticket)
        self.assertNotIn(secret, theirs.search([]))
        with self.assertRaises(AccessError):
            ticket.with_user(self.portal_b).write({"name": "x"})

    def test_leaving_a_team_ends_the_sight_of_its_tickets(self):
        """Rules are cached; a change of membership takes effect at once."""
        walled = self.tickets["service.desk.incident"]["walled"]
        mine = self.env["service.desk.incident"].with_user(self.agent_walled)
        self.assertIn(walled, mine.search([]))
        self.team_walled.member_ids = [(3, self.agent_walled.id)]
        self.assertNotIn(walled, mine.search([]))
        self.agent_walled.service_desk_team_ids = [(4, self.team_walled.id)]
        self.assertIn(walled, mine.search([]))

    def test_following_grants_nothing(self):
        """A follower who is neither requester nor team sees nothing."""
        walled = self.tickets["service.desk.incident"]["walled"]
        walled.sudo().message_subscribe(partner_ids=self.agent.partner_id.ids)
        self.assertNotIn(walled, walled.with_user(self.agent).search([]))

    def test_desk_fields_are_hidden_from_requesters(self):
        """Hand-off notes, suppliers, work and escalation are the desk's own business."""
        ticket = self.make_incident().with_user(self.employee)
        for name in (
            "handoff_note",
            "supplier_id",
            "supplier_ref",
            "worklog_ids",
            "escalation_level",
            "priority_override_reason",
            "transition_ids",
            "worked_minutes",
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                ticket.read([name])
            with self.subTest(field=name), self.assertRaises(AccessError):
                ticket.search([(name, "!=", False)])
            self.assertNotIn(name, ticket.fields_get())
