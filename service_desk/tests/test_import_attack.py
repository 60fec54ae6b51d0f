"""Files that were made to do harm, or that nobody looked at before."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.service_desk_import_data import MAX_SUBJECT_LENGTH, MAX_WORD_LENGTH
from .import_case import ImportCase

SCRIPT = "<script>alert(1)</script>"


@tagged("-at_install", "post_install")
class TestImportAttack(ImportCase):
    def load_row(self, **row):
        """The ticket that comes of one row."""
        self.load(self.table({"Number": "T-1", **row}), self.table_profile)
        return self.ticket("T-1")

    # -- Markup --------------------------------------------------------------------------------

    def test_markup_of_the_file_is_text_everywhere(self):
        """In subject, description and facts, and in what the check tells."""
        self.table_profile.column_ids = [(0, 0, {"header": f"x{SCRIPT}", "target": "fact", "label": SCRIPT})]
        row = {"Description": SCRIPT, "Resolution": SCRIPT, f"x{SCRIPT}": SCRIPT, SCRIPT: "not read"}
        job = self.load(self.table({"Number": "T-1", "Subject": SCRIPT, **row}), self.table_profile)
        ticket = self.ticket("T-1")
        for html in (ticket.description, ticket.resolution, job.summary):
            self.assertIn("&lt;script&gt;", html)
            self.assertNotIn("<script", html)
        # Plain texts, which the screens escape.
        self.assertEqual(ticket.name, SCRIPT)
        self.assertEqual(ticket.external_facts, f"{SCRIPT}: {SCRIPT}")

    def test_formulas_are_text(self):
        """They stay what they were; the export of tickets defuses them."""
        ticket = self.load_row(Subject="=cmd|' /c calc'!A1", Requester="+Eve", Team="@SUM(1)")
        self.assertEqual(ticket.name, "=cmd|' /c calc'!A1")
        self.assertEqual((ticket.requester_id.name, ticket.team_id.name), ("+Eve", "@SUM(1)"))

    # -- Characters and lengths ----------------------------------------------------------------

    def test_control_characters_are_dropped(self):
        """Terminals and mail headers would obey them; line breaks of a description stay."""
        ticket = self.load_row(Subject="Mail\nBcc: all@example.com\x1b[2J", Description="One\r\n\x07Two", Team="A\x01B")
        self.assertEqual(ticket.name, "Mail Bcc: all@example.com [2J")
        self.assertEqual(ticket.team_id.name, "A B")
        self.assertEqual(ticket.description.split("<br>"), ["<p>One", " Two</p>"])

    def test_endless_subject_is_cut_and_kept_as_a_fact(self):
        """With a notice; nothing of the file is lost."""
        whole = "a long story " * 200
        job = self.load(self.table({"Number": "T-1", "Subject": whole}), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertEqual(len(ticket.name), MAX_SUBJECT_LENGTH)
        self.assertIn(whole.strip(), ticket.external_facts)
        self.assertEqual(self.problems(job, "notice"), [(2, "Subject", whole[:200])])

    def test_endless_names_are_errors_of_their_line(self):
        """The database could not index them, and the load would come back to them forever."""
        word = "".join(chr(0x4E00 + place % 20000) for place in range(MAX_WORD_LENGTH + 1))
        columns = ("Requester", "Team", "Category", "Assignee", "Resolution Code")
        rows = [{"Number": f"T-{name}", name: word} for name in columns]
        rows.append({"Number": "T-good", "Team": word[1:]})
        job = self.check(self.table(*rows), self.table_profile, leaves_out_errors=True)
        self.assertEqual({problem[1] for problem in self.problems(job)}, set(columns))
        job.action_load()
        self.assertEqual((job.state, job.loaded_count), ("done", 1))
        self.assertEqual(self.ticket("T-good").team_id.name, word[1:])

    # -- People --------------------------------------------------------------------------------

    def test_name_with_a_comma_is_one_person(self):
        """Many tools write the last name first."""
        requester = self.load_row(Requester="Other, Ann", **{"E-mail": "ann@example.com"}).requester_id
        self.assertEqual((requester.name, requester.email), ("Other, Ann", "ann@example.com"))

    def test_name_that_looks_like_an_address_does_not_replace_it(self):
        """The column for the address decides whom the desk will write to."""
        row = {"Requester": "Eve <boss@example.com>", "E-mail": "eve@example.com"}
        self.assertEqual(self.load_row(**row).requester_id.email, "eve@example.com")

    def test_address_that_is_none_leaves_the_name(self):
        """With a notice."""
        row = {"Number": "T-1", "Requester": "Eve", "E-mail": "unknown"}
        job = self.load(self.table(row), self.table_profile)
        self.assertEqual(self.ticket("T-1").requester_id.name, "Eve")
        self.assertEqual(self.problems(job, "notice"), [(2, "E-mail", "unknown")])

    def test_contact_who_left_is_not_made_twice(self):
        """An archived one is taken when there is no other, and stays archived."""
        gone, former, current = self.env["res.partner"].create(
            [
                {"name": "Gil Gone", "email": "gil@example.com", "active": False},
                {"name": "Hal Here", "active": False},
                {"name": "Hal Here"},
            ]
        )
        rows = [
            {"Number": "T-1", "Requester": "Gil Gone", "E-mail": "gil@example.com"},
            {"Number": "T-2", "Requester": "Gil Gone"},
            {"Number": "T-3", "Requester": "Hal Here"},
        ]
        self.load(self.table(*rows), self.table_profile)
        requesters = [self.ticket(row["Number"]).requester_id for row in rows]
        self.assertEqual(requesters, [gone, gone, current])
        self.assertFalse(gone.active or former.active)

    # -- Forged imports ------------------------------------------------------------------------

    def test_columns_reach_no_guarded_field(self):
        """A column is one of a fixed list of things; company and rights are not among them."""
        column = self.table_profile.column_ids[0].with_user(self.manager)
        for target in ("company_id", "is_confidential", "team_id", "create_uid", "message_ids"):
            with self.assertRaises(ValueError, msg=target):
                column.target = target

    def test_staged_tickets_cannot_be_smuggled_in(self):
        """Neither with a new import nor into one that was checked."""
        line = (0, 0, {"number": "T-1", "payload": {"values": {"company_id": 1}}})
        with self.assertRaises(AccessError):
            self.make_import("x", staged_ids=[line])
        job = self.check(self.table({"Number": "T-1"}), self.table_profile)
        with self.assertRaises(AccessError):
            job.write({"staged_ids": [line]})
        with self.assertRaises(AccessError):
            self.env["service.desk.import.ticket"].with_user(self.manager).create(
                {"import_id": job.id, "number": "T-2"}
            )

    def test_import_and_memory_are_not_pushed_into_another_company(self):
        """Not even by one who may import, and then moves what is theirs."""
        company, _user = self.make_company()
        job = self.make_import(self.table({"Number": "T-1"}), self.table_profile)
        line = (
            self.env["service.desk.import.value"]
            .with_user(self.manager)
            .create(
                {
                    "profile_id": self.table_profile.id,
                    "company_id": self.env.company.id,
                    "kind": "person",
                    "text": "The Boss",
                    "partner_id": self.employee.partner_id.id,
                }
            )
        )
        profile = self.table_profile.copy({"company_id": self.env.company.id, "tool": "other"})
        for record in (job, line, profile.with_user(self.manager)):
            with self.assertRaises(AccessError, msg=record._name):
                record.write({"company_id": company.id})
