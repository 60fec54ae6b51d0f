"""What the views of a ticket offer in each of its states, and what their filters find."""

import re
from datetime import datetime, timedelta
from itertools import product

from lxml import etree

from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ServiceDeskCase

#: Facts on the form that conditions look at, for a ticket with nothing special about it.
PLAIN = {
    "id": 1,
    "can_reopen": True,
    "can_override_priority": True,
    "priority_override": False,
    "approval_state": "none",
    "has_open_parts": False,
}


@tagged("post_install", "-at_install")
class TestTicketViews(ServiceDeskCase):
    def form(self, model):
        view = self.env[model].with_user(self.agent).get_view(view_type="form")
        return etree.fromstring(view["arch"])

    def facts(self, model, state, **values):
        return {**PLAIN, "state": state, "phase": self.env[model]._lifecycle.phases[state], **values}

    def is_true(self, node, attribute, facts):
        condition = node.get(attribute) or "False"
        return bool(safe_eval(condition, dict(facts)))

    def primary_buttons(self, model, facts):
        buttons = self.form(model).xpath("//header/button[contains(@class, 'btn-primary')]")
        return [button.get("name") for button in buttons if not self.is_true(button, "invisible", facts)]

    def test_one_button_is_the_primary_one_in_each_state(self):
        """What comes next stands out, and nothing beside it; what is over asks for nothing."""
        for model in ("service.desk.incident", "service.desk.request"):
            phases = self.env[model]._lifecycle.phases
            for state, user_id, ticket_id in product(phases, (False, 7), (False, 1)):
                facts = self.facts(model, state, user_id=user_id, id=ticket_id)
                expected = 0 if phases[state] == "closed" else 1
                if not ticket_id and (state != "new" or user_id):
                    continue  # a ticket that is not saved yet is new
                with self.subTest(model=model, **facts):
                    self.assertEqual(len(self.primary_buttons(model, facts)), expected)

    def test_nothing_is_begun_while_others_decide(self):
        """What waits for approval offers the agent no way on."""
        model = "service.desk.request"
        facts = self.facts(model, "approval", user_id=7, approval_state="pending")
        self.assertFalse(self.primary_buttons(model, facts))

    def test_unassigned_ticket_is_taken_first(self):
        """While nobody has it, taking is what comes next; then resolving."""
        model = "service.desk.incident"
        for state, user_id, expected in (
            ("new", False, "action_take"),
            ("new", 7, "action_start"),
            ("in_progress", 7, "action_resolve"),
            ("pending", 7, "action_resume"),
            ("resolved", 7, "action_close"),
        ):
            facts = self.facts(model, state, user_id=user_id)
            self.assertEqual(self.primary_buttons(model, facts), [expected])

    def test_closed_ticket_can_only_be_read(self):
        """Every fact on the form is locked once the ticket is closed or cancelled."""
        model = "service.desk.incident"
        incidents = self.env[model]
        filled = {**dict.fromkeys(incidents._fields, 5), "submitted_by_id": 6}
        for state in ("closed", "cancelled"):
            facts = {**filled, **self.facts(model, state)}
            open_fields = [
                node.get("name")
                for node in self.form(model).xpath("//sheet//field[not(ancestor::field)]")
                if not any(self.is_true(part, "invisible", facts) for part in node.iterancestors())
                and not self.is_true(node, "invisible", facts)
                and not self.is_true(node, "readonly", facts)
                and not incidents._fields[node.get("name")].readonly
            ]
            # Minutes are often logged afterwards.
            self.assertEqual(open_fields, ["worklog_ids"])

    def test_nothing_is_due_once_it_is_over(self):
        """A resolved or cancelled ticket promises nothing any more, in no view."""
        for view_type, state in product(("form", "list", "kanban"), ("resolved", "cancelled")):
            view = self.env["service.desk.incident"].with_user(self.agent).get_view(view_type=view_type)
            (due,) = etree.fromstring(view["arch"]).xpath("//field[@name='date_due'][not(ancestor::field)]")
            facts = self.facts("service.desk.incident", state, date_due=True)
            with self.subTest(view_type=view_type, state=state):
                self.assertTrue(self.is_true(due, "invisible", facts))

    def test_parent_can_be_chosen_on_a_new_ticket(self):
        """A ticket that belongs to another one is hung there while it is written down."""
        (parent,) = self.form("service.desk.incident").xpath("//field[@name='parent_id']")
        self.assertFalse(parent.get("invisible"))
        parent_incident = self.make_incident()
        self.assertEqual(self.make_incident(parent_id=parent_incident.id).parent_id, parent_incident)

    def test_resolution_shows_without_a_click(self):
        """How it ended stands on the form itself, not on a page that has to be opened."""
        for model in ("service.desk.incident", "service.desk.request"):
            (resolution,) = self.form(model).xpath("//field[@name='resolution']")
            self.assertFalse(resolution.xpath("ancestor::notebook"))

    def test_line_of_work_begins_with_its_words(self):
        """A new line asks for what was done; the day is filled in and opens no calendar."""
        lists = self.form("service.desk.incident").xpath("//field[@name='worklog_ids']/list")
        view = self.env["service.desk.worklog"].with_user(self.agent).get_view(view_type="list")
        for worklog in (*lists, etree.fromstring(view["arch"])):
            self.assertEqual([node.get("name") for node in worklog.iter("field")][:2], ["name", "minutes"])

    def test_own_work_of_the_desk_fills_both_columns(self):
        """Who works on a problem or a change stands below what it is about: its pages are in sight."""
        for model in ("service.desk.problem", "service.desk.change"):
            form = self.form(model)
            [column] = form.xpath("//group[separator[@name='asking']]")
            self.assertLessEqual({"requester_id", "priority", "team_id", "user_id"}, set(column.xpath("field/@name")))
            self.assertFalse(form.xpath("//group[@name='facts']/separator[@name='handling']"))

    def test_queue_offers_a_new_incident_first(self):
        """One of the two ways to write something down looks like Odoo's New, list and cards."""
        for view_type in ("list", "kanban"):
            view = self.env["service.desk.work"].with_user(self.agent).get_view(view_type=view_type)
            buttons = etree.fromstring(view["arch"]).xpath("//header/button[@display='always']")
            primary = [b.get("string") for b in buttons if b.get("class") == "btn-primary"]
            self.assertEqual(primary, ["New Incident"])

    def test_cards_show_state_and_team(self):
        """Also on a telephone, where there is no list, and where nothing is grouped."""
        for model, state in (("service.desk.work", "phase"), ("service.desk.incident", "state")):
            view = self.env[model].with_user(self.agent).get_view(view_type="kanban")
            card = etree.fromstring(view["arch"]).find(".//t[@t-name='card']")
            shown = {node.get("name") for node in card.iter("field")}
            self.assertLessEqual({state, "team_id"}, shown, model)

    def test_analysis_counts_and_says_that_hours_are_means(self):
        """A mean says little without the number of tickets it is made of."""
        report = self.env["service.desk.report"].with_user(self.manager)
        pivot = etree.fromstring(report.get_view(view_type="pivot")["arch"])
        self.assertEqual(pivot.get("display_quantity"), "1")
        labels = report.fields_get(["first_response_hours", "resolution_hours"], ["string"])
        for name in labels:
            self.assertIn("Mean", labels[name]["string"])

    def test_files_of_the_conversation_are_not_shown_twice(self):
        """They stand where they were said; the paper clip counts them."""
        for model in ("service.desk.incident", "service.desk.request"):
            self.assertFalse(self.form(model).find(".//chatter").get("open_attachments"))

    def test_gear_menu_says_what_it_makes(self):
        """Conversion and children are called by what comes out."""
        names = [
            self.env.ref(f"service_desk.service_desk_{name}").name
            for name in ("incident_action_convert", "request_action_convert", "incident_action_new_child")
        ]
        self.assertEqual(names, ["Convert to Service Request", "Convert to Incident", "Create a Child Ticket"])

    def test_empty_lists_do_not_claim_that_nothing_is_left(self):
        """The same words show when a search finds nothing."""
        for name in ("work", "incident", "request", "report"):
            action = self.env.ref(f"service_desk.service_desk_{name}_action")
            self.assertNotIn("smiling", action.help, name)
            self.assertIn("match", action.help, name)

    # -- Filters -----------------------------------------------------------------------------

    def filtered(self, model, name):
        """Subjects that a filter of the search view finds, for an agent in Auckland."""
        agent = self.agent
        agent.tz = "Pacific/Auckland"
        records = self.env[model].with_user(agent).with_context(tz=agent.tz)
        view = etree.fromstring(records.get_view(view_type="search")["arch"])
        (node,) = view.xpath(f"//filter[@name='{name}']")
        domain = safe_eval(node.get("domain"), {"uid": agent.id})
        return set(records.search(domain).mapped("name")) & {"late", "soon", "tonight", "tomorrow"}

    def test_overdue_and_due_today_are_two_things(self):
        """What is late is not due today any more, and the day ends at the agent's midnight."""
        # Auckland is 13 hours ahead: 22 November begins at 11:00 UTC of the 21st.
        now = datetime(2026, 11, 21, 20, 0)
        for name, hours in (("late", -2), ("soon", 1), ("tonight", 14), ("tomorrow", 16)):
            self.make_incident(name=name, date_due=now + timedelta(hours=hours))
        with freeze_time(now):
            for model in ("service.desk.incident", "service.desk.work"):
                with self.subTest(model=model):
                    self.assertEqual(self.filtered(model, "overdue"), {"late"})
                    self.assertEqual(self.filtered(model, "due_today"), {"soon", "tonight"})

    def test_cards_load_what_they_look_at(self):
        """A card, also one inside a form, asks for each field whose value it tests.

        Otherwise the whole page breaks, and only on a phone.
        """
        ours = [("model", "=like", "service.desk.%"), ("type", "in", ("form", "kanban")), ("mode", "=", "primary")]
        for view in self.env["ir.ui.view"].search(ours):
            for kanban in etree.fromstring(view.get_combined_arch()).iter("kanban"):
                loaded = set(kanban.xpath(".//field/@name"))
                looked_at = set(re.findall(r"\brecord\.(\w+)\.", etree.tostring(kanban, encoding="unicode")))
                with self.subTest(view=view.name):
                    self.assertLessEqual(looked_at, loaded)
