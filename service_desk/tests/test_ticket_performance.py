"""Queries, counted: what a batch costs does not follow its size. No test here looks at a clock."""

from unittest.mock import patch

from odoo.tests import tagged

from .common import ServiceDeskCase

#: Fewer than the ORM writes with one statement, so that counts are equal and not nearly so; odd, so
#: that a team of two that takes turns has somebody else to remember after each batch.
FEW, MANY = 5, 41


@tagged("post_install", "-at_install")
class TestTicketPerformance(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in real life, changes are tracked here.
        cls.env = cls.env(context={**cls.env.context, "mail_notrack": False})
        cls.incidents = cls.env["service.desk.incident"].with_user(cls.agent)
        cls.requesters = cls.env["res.partner"].create(
            [{"name": f"Requester {n}", "email": f"requester{n}@example.com"} for n in range(MANY)]
        )
        cls.services = cls.env["service.desk.service"].create([{"name": f"Service {n}"} for n in range(9)])

    @classmethod
    def make_batch(cls, count, **values):
        """So many incidents in one call, for as many people, about several services."""
        return cls.incidents.create(
            [
                {
                    "name": f"Printer {number}",
                    "requester_id": cls.requesters[number].id,
                    "service_id": cls.services[number % len(cls.services)].id,
                    **values,
                }
                for number in range(count)
            ]
        )

    def assert_constant(self, action):
        """``action`` takes a count; it costs as many queries for many as for few."""
        self.assert_same_queries(lambda count: self.queries(lambda: action(count)), FEW, MANY)

    def assert_takes_one(self, action):
        """``action`` is one query on a server that has been asked before."""
        self.assert_queries(lambda _count: self.queries(action), (1,), lambda one: one == 1)

    def test_creating_many_takes_no_more_queries_than_few(self):
        """Numbers, routing, followers and notes are made for the whole batch at once."""
        self.assert_constant(self.make_batch)

    def test_creating_many_takes_less_than_one_query_per_ticket(self):
        """The whole batch costs fewer queries than it has tickets."""
        self.assert_queries(
            lambda count: self.queries(lambda: self.make_batch(count)), (MANY,), lambda many: many < MANY / 2
        )

    def test_creating_one_takes_few_queries(self):
        """Whoever writes and whoever asks are contacts that are read at once, with their employee."""
        self.assert_queries(lambda count: self.queries(lambda: self.make_batch(count)), (1,), lambda one: one <= 18)

    def test_rules_that_match_nothing_are_not_read(self):
        """Each server knows when rules apply, as long as nobody changes one."""
        rule = self.env["service.desk.dispatch.rule"].create(
            {"name": "By word", "domain": "[('name', '=', 'Fax')]", "team_id": self.team_two.id}
        )
        self.make_batch(1)
        statements = self.queries(lambda: self.make_batch(3))
        self.assertFalse([text for text in statements if "service_desk_dispatch_rule" in text])
        rule.domain = "[('name', '=', 'Printer 0')]"
        self.assertEqual(self.make_batch(1).team_id, self.team_two)

    def test_dispatch_rules_take_no_query_per_ticket(self):
        """What rules look at, also beyond the ticket itself, is read once for all tickets."""
        team = {"team_id": self.team_two.id}
        self.env["service.desk.dispatch.rule"].create(
            [
                {"name": "By contact", "domain": "[('requester_id.email', 'ilike', '@nowhere')]", **team},
                {"name": "By service", "domain": "[('service_id.name', '=', 'Service 3')]", **team},
                {"name": "By word", "domain": "[('name', 'ilike', 'printer')]", **team},
            ]
        )
        self.assert_constant(self.make_batch)

    def test_assignment_methods_take_no_query_per_ticket(self):
        """Choosing an assignee, and letting them follow, costs the same for a whole batch."""
        self.team_one.member_ids += self.agent_two
        for method in ("round_robin", "least_open", "skill"):
            self.team_one.assignment_method = method
            with self.subTest(method=method):
                self.assert_constant(lambda count: self.make_batch(count, team_id=self.team_one.id))

    def test_taking_turns_keeps_the_caches_of_all_servers(self):
        """A ticket for a team that assigns in turn does not make every worker forget its caches."""
        self.team_one.assignment_method = "round_robin"
        with patch.object(type(self.env.registry), "clear_cache") as clear_cache:
            incident = self.make_incident(team_id=self.team_one.id)
        self.assertEqual(incident.user_id, self.agent)
        clear_cache.assert_not_called()

    def test_templates_take_no_query_per_ticket(self):
        """Templates are read together, however many of them a batch uses."""
        template = self.env["service.desk.ticket.template"].create({"name": "Reset", "impact": "3"})
        self.assert_constant(lambda count: self.make_batch(count, template_id=template.id))

    def assert_writing_is_constant(self, values):
        """Writing on many tickets costs as many queries as on few."""
        tickets = self.make_batch(MANY)
        self.assert_constant(lambda count: tickets[:count].write(values))

    def test_moving_many_takes_no_more_queries_than_few(self):
        """State, history and the notes about the change are written for all tickets at once."""
        self.assert_writing_is_constant({"state": "in_progress"})

    def test_resolving_many_takes_no_more_queries_than_few(self):
        """The same with fields that the door asks for."""
        self.assert_writing_is_constant({"state": "resolved", **self.solution})

    def test_assigning_many_takes_no_more_queries_than_few(self):
        """A bulk change mails no assignee, so that it costs no mail a ticket."""
        self.assert_writing_is_constant({"user_id": self.agent_two.id})

    def test_handing_over_many_takes_no_more_queries_than_few(self):
        """Another team, also with a note for it."""
        self.assert_writing_is_constant({"team_id": self.team_two.id, "handoff_note": "Look."})

    def test_list_takes_no_more_queries_for_many_rows(self):
        """A page of the list is read by as many queries as a few of its rows."""
        self.make_batch(MANY)
        columns = {
            "number": {},
            "name": {},
            "priority": {},
            "state": {},
            **{name: {"fields": {"display_name": {}}} for name in ("requester_id", "team_id", "service_id")},
        }
        self.assert_constant(lambda count: self.incidents.web_search_read([], columns, limit=count, count_limit=10_001))

    def test_rules_need_no_second_query(self):
        """What the record rules look at is read with the list itself, and so is the queue's."""
        self.make_batch(FEW)
        queue = self.env["service.desk.work"].with_user(self.agent)
        for model in (self.incidents, queue):
            with self.subTest(model=model._name):
                self.assert_takes_one(lambda model=model: model.search_read([], ["number"]))

    def test_autocomplete_takes_one_query(self):
        """Names are told or withheld without asking the database who may read them."""
        self.make_batch(FEW)
        self.assert_takes_one(lambda: self.incidents.name_search("printer"))

    def test_counts_on_forms_take_no_query_per_ticket(self):
        """Smart buttons count for all tickets together."""
        tickets = self.make_batch(MANY)
        names = ["requester_open_count", "child_count", "merge_count", "worked_minutes"]
        self.assert_constant(lambda count: tickets[:count].read(names))

    def test_suggesting_tickets_works_out_their_names_together(self):
        """The web client's suggestions compute labels for all rows at once, not row by row."""
        self.make_batch(FEW)
        self.env.flush_all()
        self.env.invalidate_all()
        model = self.registry["service.desk.incident"]
        with patch.object(
            model, "_compute_display_name", autospec=True, side_effect=model._compute_display_name
        ) as computed:
            found = self.incidents.web_name_search("Printer", {"display_name": {}}, limit=FEW)
        self.assertEqual(len(found), FEW)
        self.assertLess(computed.call_count, FEW)


@tagged("post_install", "-at_install")
class TestTicketIndexes(ServiceDeskCase):
    #: Written by the ORM on every table, followed by nobody.
    UNFOLLOWED = {"create_uid", "write_uid"}

    def indexed_columns(self, table):
        """Columns that an index of the table begins with; a partial one may leave out NULL."""
        self.env.cr.execute(
            """
            SELECT a.attname
              FROM pg_index i
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
             WHERE i.indrelid = %s::regclass
               AND i.indisvalid
               AND (i.indpred IS NULL
                    OR pg_get_expr(i.indpred, i.indrelid) = format('(%%I IS NOT NULL)', a.attname))
            """,
            [table],
        )
        return {name for (name,) in self.env.cr.fetchall()}

    def tables(self):
        """Models of the addon with a table that grows."""
        for name, model in self.env.items():
            if name.startswith("service.desk.") and model._auto and not (model._abstract or model._transient):
                yield model

    def test_keys_that_lists_follow_backward_have_an_index(self):
        """Every One2many of any model finds its lines by an index."""
        for model in self.env.values():
            for field in model._fields.values():
                if field.type != "one2many" or not (field.comodel_name or "").startswith("service.desk."):
                    continue
                lines = self.env[field.comodel_name]
                key = lines._fields[field.inverse_name]
                if lines._auto and not lines._transient and key.store and key.type == "many2one":
                    with self.subTest(field=str(field), key=str(key)):
                        self.assertIn(key.name, self.indexed_columns(lines._table))

    def test_keys_of_tickets_have_an_index(self):
        """Whatever a ticket points at finds its tickets, be it to count, to merge or to delete."""
        for model in self.tables():
            if not isinstance(model, self.env.registry["service.desk.ticket"]):
                continue
            indexed = self.indexed_columns(model._table)
            for field in model._fields.values():
                if field.type == "many2one" and field.store and field.name not in self.UNFOLLOWED:
                    with self.subTest(key=str(field)):
                        self.assertIn(field.name, indexed)

    def test_order_of_tickets_has_an_index(self):
        """Lists come out of an index in their order instead of being sorted."""
        for model in self.tables():
            if isinstance(model, self.env.registry["service.desk.ticket"]):
                self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [model._table])
                definitions = " ".join(definition for (definition,) in self.env.cr.fetchall())
                with self.subTest(model=model._name):
                    self.assertIn(f"({model._order.replace('desc', 'DESC')})", definitions)

    def test_text_indexes_are_kept_in_order_as_tickets_are_written(self):
        """No trigram index of tickets collects new words in a list that searches would read."""
        self.env.cr.execute(
            """
            SELECT tablename, pg_class.reloptions
              FROM pg_indexes
              JOIN pg_class ON pg_class.relname = indexname
             WHERE indexdef LIKE '%%USING gin%%'
               AND tablename IN ('service_desk_incident', 'service_desk_request')
            """
        )
        indexes = self.env.cr.fetchall()
        # Subject and number of two processes, where PostgreSQL has the extension for it.
        self.assertEqual(len(indexes), 4 if self.registry.has_trigram else 0)
        for table, options in indexes:
            self.assertIn("fastupdate=off", options or [], table)
