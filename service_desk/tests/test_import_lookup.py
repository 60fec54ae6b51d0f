"""Whom and what the names in a file stand for."""

from odoo.tests import tagged

from .import_case import ImportCase


@tagged("-at_install", "post_install")
class TestImportLookup(ImportCase):
    def load_table(self, *rows, **values):
        """Load rows, each with a number of its own."""
        rows = [{"Number": f"T-{index}", **row} for index, row in enumerate(rows)]
        return self.load(self.table(*rows), self.table_profile, **values)

    def partners(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    # -- Requesters --------------------------------------------------------------------------------

    def test_requester_is_found_by_address_before_name(self):
        """The address decides, even where another contact has the name."""
        right = self.env["res.partner"].create({"name": "Ann B.", "email": "Ann@Example.com"})
        self.env["res.partner"].create({"name": "Ann Berg"})
        self.load_table({"Requester": "Ann Berg", "E-mail": "ann@example.com"})
        self.assertEqual(self.ticket("T-0").requester_id, right)

    def test_requester_with_another_address_is_another_person(self):
        """Two people may have one name."""
        other = self.env["res.partner"].create({"name": "Ann Berg", "email": "other@example.com"})
        self.load_table({"Requester": "Ann Berg", "E-mail": "ann@example.com"})
        requester = self.ticket("T-0").requester_id
        self.assertNotEqual(requester, other)
        self.assertEqual(requester.email, "ann@example.com")

    def test_requester_is_found_by_reference_and_by_name(self):
        """What people put into the reference is an identity too."""
        by_ref = self.env["res.partner"].create({"name": "Somebody", "ref": "P-77"})
        by_name = self.env["res.partner"].create({"name": "Ben Rare"})
        self.load_table({"Requester": "P-77"}, {"Requester": "Ben Rare"})
        self.assertEqual(self.ticket("T-0").requester_id, by_ref)
        self.assertEqual(self.ticket("T-1").requester_id, by_name)

    def test_names_do_not_match_where_the_profile_forbids_it(self):
        """A name alone may mean somebody else."""
        self.table_profile.match_names = False
        known = self.env["res.partner"].create({"name": "Ben Rare"})
        self.load_table({"Requester": "Ben Rare"})
        self.assertNotEqual(self.ticket("T-0").requester_id, known)

    def test_ambiguous_name_is_an_error_until_the_profile_tells(self):
        """The import does not choose between two people; a line in the profile does."""
        first, _second = self.env["res.partner"].create([{"name": "Twin"}, {"name": "Twin"}])
        job = self.check(self.table({"Number": "T-0", "Requester": "Twin"}), self.table_profile)
        self.assertEqual(self.problems(job), [(2, "Requester", "Twin")])
        self.env["service.desk.import.value"].with_user(self.manager).create(
            {
                "profile_id": self.table_profile.id,
                "kind": "person",
                "text": "Twin",
                "partner_id": first.id,
            }
        )
        self.load_table({"Requester": "Twin"})
        self.assertEqual(self.ticket("T-0").requester_id, first)

    def test_new_requester_is_created_once(self):
        """For many tickets, for two spellings with one address, and in a later import."""
        self.table_profile.organization_id = self.employee.partner_id
        self.load_table(
            {"Requester": "Cy New", "E-mail": "cy@example.com"},
            {"Requester": "Cy New", "E-mail": "cy@example.com"},
            {"Requester": "New, Cy", "E-mail": "CY@example.com"},
        )
        partner = self.env["res.partner"].search([("email_normalized", "=", "cy@example.com")])
        self.assertEqual(len(partner), 1)
        self.assertEqual(partner.parent_id, self.employee.partner_id)
        self.load(self.table({"Number": "T-9", "Requester": "cy@example.com"}), self.table_profile)
        self.assertEqual(self.ticket("T-9").requester_id, partner)

    def test_renamed_requester_is_still_known(self):
        """What an import created is remembered by the word that stood for it."""
        self.load_table({"Requester": "Cy New"})
        partner = self.partners("Cy New")
        partner.name = "Cyrus New"
        self.load(self.table({"Number": "T-9", "Requester": "Cy New"}), self.table_profile)
        self.assertEqual(self.ticket("T-9").requester_id, partner)
        self.assertFalse(self.partners("Cy New"))

    def test_deleted_requester_is_created_again(self):
        """The memory of a record ends with the record."""
        self.load_table({"Requester": "Cy New"})
        self.ticket("T-0").unlink()
        self.partners("Cy New").unlink()
        self.load(self.table({"Number": "T-9", "Requester": "Cy New"}), self.table_profile)
        self.assertEqual(self.ticket("T-9").requester_id, self.partners("Cy New"))

    def test_unknown_requester_is_an_error_or_the_default_as_the_profile_says(self):
        """The word replaced by a default stays readable as a fact."""
        self.table_profile.unknown_person = "error"
        job = self.check(self.table({"Number": "T-0", "Requester": "Nobody"}), self.table_profile)
        self.assertEqual(self.problems(job), [(2, "Requester", "Nobody")])
        self.table_profile.write({"unknown_person": "default", "default_person_id": self.employee.partner_id.id})
        self.load_table({"Requester": "Nobody"})
        ticket = self.ticket("T-0")
        self.assertEqual(ticket.requester_id, self.employee.partner_id)
        self.assertIn("Requester: Nobody", ticket.external_facts)

    # -- Teams, categories, services, codes ----------------------------------------------------------

    def test_teams_are_found_whatever_their_case_or_created_behind_the_first_line(self):
        """A new team does not become the one that gets unrouted tickets."""
        self.load_table({"Team": "NETWORK"}, {"Team": "Old Group"}, {"Team": "old group"})
        self.assertEqual(self.ticket("T-0").team_id, self.team_two)
        team = self.ticket("T-1").team_id
        self.assertEqual(self.ticket("T-2").team_id, team)
        self.assertEqual((team.name, team.tier), ("Old Group", "2"))
        self.assertEqual(self.make_incident().team_id, self.team_one)

    def test_ticket_of_a_confidential_team_is_confidential(self):
        """The wall stands around history too."""
        self.team_walled.is_confidential = True
        self.load_table({"Team": "Investigations"})
        ticket = self.env["service.desk.incident"].search([("external_number", "=", "T-0")])
        self.assertTrue(ticket.is_confidential)
        self.assertFalse(ticket.with_user(self.agent).search([("id", "=", ticket.id)]))

    def test_categories_become_a_tree(self):
        """Parents are found or created once; what is new is not offered on the portal."""
        parent = self.env["service.desk.category"].create({"name": "Gear"})
        self.load_table(
            {"Category": "Gear", "Subcategory": "Screen"},
            {"Category": "gear", "Subcategory": "Mouse"},
            {"Category": "Cars", "Subcategory": "Tires"},
            {"Category": "Cars"},
        )
        categories = [self.ticket(f"T-{index}").category_id for index in range(4)]
        self.assertEqual((categories[0].parent_id, categories[1].parent_id), (parent, parent))
        self.assertEqual(categories[2].complete_name, "Cars / Tires")
        self.assertEqual(categories[2].parent_id, categories[3])
        self.assertEqual(categories[2].is_published, False)

    def test_what_history_brings_is_archived(self):
        """Nobody is offered a closed desk's teams, categories and codes; their tickets show them."""
        ended = {"State": "Resolved", "Resolved": "2016-02-02 10:00"}
        places = {"Team": "Old Group", "Category": "Old Topic", "Resolution Code": "Old Code"}
        job = self.load_table({**ended, **places})
        ticket = self.ticket("T-0")
        made = (ticket.team_id, ticket.category_id, ticket.resolution_code_id)
        self.assertEqual([record.name for record in made], [*places.values()])
        self.assertEqual([record.active for record in made], [False] * 3)
        self.assertIn("codes that were made, archived: 3.", job.summary)
        self.assertNotIn("Teams in use", job.summary)
        self.load_table({**ended, **places}, {**ended, **places})
        later = self.ticket("T-1")
        self.assertEqual((later.team_id, later.category_id, later.resolution_code_id), made)

    def test_archived_places_are_shown_and_counted(self):
        """In the list, grouped, searched by name, and to the requester."""
        self.load_table({"Team": "Old Group", "Category": "Old Topic", "State": "Resolved"}, {"State": "Resolved"})
        tickets = self.incidents.with_user(self.agent)
        shown = {"team_id": {"fields": {"display_name": {}}}}
        found = tickets.web_search_read([("team_id", "ilike", "old group")], shown)["records"]
        self.assertEqual([record["team_id"]["display_name"] for record in found], ["Old Group"])
        groups = tickets.formatted_read_group([], ["category_id"], ["__count"])
        self.assertIn("Old Topic", [group["category_id"] and group["category_id"][1] for group in groups])
        self.assertEqual(self.ticket("T-0")._portal_detail()["category"], "Old Topic")

    def test_team_of_an_open_ticket_is_in_use(self):
        """Also one that an earlier file has brought; one that people archived stays as it is."""
        ended = {"State": "Resolved", "Team": "Old Group"}
        self.load_table(ended)
        team = self.ticket("T-0").team_id
        self.team_two.active = False
        self.assertFalse(team.active)
        rows = [
            {"Number": f"N-{index}", "Team": name} for index, name in enumerate(("Old Group", "New Group", "Network"))
        ]
        job = self.check(self.table(*rows), self.table_profile)
        self.assertIn("categories and codes come in archived", job.summary)
        job.action_load()
        self.assertIn("codes that were made, archived: 1.", job.summary)
        self.assertIn("Teams in use, because open tickets need them: 2", job.summary)
        self.assertEqual(self.ticket("N-0").team_id, team)
        self.assertTrue(team.active)
        self.assertTrue(self.ticket("N-1").team_id.active)
        self.assertEqual(self.ticket("N-2").team_id, self.team_two)
        self.assertFalse(self.team_two.active)

    def test_unknown_service_stays_a_fact(self):
        """Services are not made up; the profile's default for them is none."""
        service = self.env["service.desk.service"].create({"name": "Payroll System"})
        self.load_table({"Service": "payroll system"}, {"Service": "Unheard Of"})
        self.assertEqual(self.ticket("T-0").service_id, service)
        self.assertFalse(self.ticket("T-1").service_id)
        self.assertIn("Service: Unheard Of", self.ticket("T-1").external_facts)

    def test_codes_are_found_by_our_names(self):
        """Or created for the process."""
        rows = [{"Resolution Code": name, "State": "Resolved"} for name in ("Solved for good", "Code X")]
        self.load_table(*rows)
        self.assertEqual(self.ticket("T-0").resolution_code_id, self.code)
        code = self.ticket("T-1").resolution_code_id
        self.assertEqual((code.name, code.process), ("Code X", "service.desk.incident"))

    def test_records_of_another_company_are_not_taken(self):
        """Its teams and contacts with the same name are not this company's."""
        company, _user = self.make_company()
        self.env["service.desk.team"].create({"name": "Shared Name", "company_id": company.id})
        self.env["res.partner"].create({"name": "Dee Far", "company_id": company.id})
        self.load_table({"Team": "Shared Name", "Requester": "Dee Far"})
        ticket = self.ticket("T-0")
        self.assertEqual(ticket.team_id.company_id, self.env.company)
        self.assertFalse(ticket.requester_id.company_id)
