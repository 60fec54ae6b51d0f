from lxml import etree

from odoo.tests import tagged

from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestCiImportColumns(ImportCase):
    """What the columns of a sheet are, where one word means several things."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ups, cls.shelf = cls.env["service.desk.ci.class"].create(
            [{"name": "Power Supply", "code": "test_ups"}, {"name": "Disk Shelf", "code": "test_shelf"}]
        )
        # Storage first: what was there first is no more meant than what came later.
        cls.env["service.desk.ci.attribute"].create(
            [
                {"class_id": cls.shelf.id, "name": "Load", "code": "load_tb", "kind": "integer"},
                {"class_id": cls.ups.id, "name": "Load", "code": "load", "kind": "char"},
            ]
        )

    def values(self, name):
        item = self.items.search([("name", "=", name)])
        return {code: value for code, value in item._values().items() if value}

    def test_telephone_number_is_not_the_number_of_the_item(self):
        """Phones come with their numbers, and are found by nothing else than what tells them apart."""
        phone = self.env.ref("service_desk_cmdb.ci_class_phone")
        self.bring([{"Name": "Phone", "Telephone Number": "+32 470"}], class_id=phone.id)
        self.assertEqual(self.values("Phone"), {"phone_number": "+32 470"})

    def target(self, job, header):
        return job.column_ids.filtered(lambda one: one.header == header)

    def targets(self, job):
        return job.column_ids.sorted("position").mapped("target")

    def test_a_heading_is_the_attribute_of_the_class_of_the_row(self):
        """Rows of two classes tell their own by the same name; the same sheet again changes nothing."""
        rows = [
            {"Class": "Power Supply", "Name": "Battery", "Load": "800 VA"},
            {"Class": "Disk Shelf", "Name": "Shelf", "Load": "12"},
            {"Class": "Server", "Name": "Host", "Load": "1"},
        ]
        job = self.bring(rows, class_id=False)
        self.assertEqual([state for state, *_rest in self.said(job)], ["done", "done", "problem"])
        self.assertEqual(job.row_ids.sorted("line")[2].message, "“Load” is no attribute of the class “Server”.")
        self.assertEqual(self.values("Battery"), {"load": "800 VA"})
        self.assertEqual(self.values("Shelf"), {"load_tb": 12})
        again = self.bring(rows[:2], class_id=False)
        self.assertEqual([outcome for _state, outcome, _message in self.said(again)], ["same", "same"])

    def test_the_class_of_the_sheet_and_that_of_the_item_count_as_well(self):
        """Where rows name none: the sheet says it, or the item has it."""
        self.bring([{"Name": "Battery", "Load": "800 VA"}], class_id=self.ups.id)
        self.assertEqual(self.values("Battery"), {"load": "800 VA"})
        number = self.items.search([("name", "=", "Battery")]).number
        rows = [{"Number": number, "load": "900 VA"}, {"Number": number, "load": "950 VA"}]
        job = self.bring(rows, class_id=False)
        self.assertEqual(self.values("Battery"), {"load": "900 VA"})
        self.assertIn("its Load is “900 va”", job.row_ids.sorted("line")[1].message)

    def test_a_code_counts_more_than_a_name(self):
        """Of a class that has both."""
        self.env["service.desk.ci.attribute"].create(
            {"class_id": self.shelf.id, "name": "Weight", "code": "load", "kind": "integer"}
        )
        self.bring([{"Name": "Shelf", "Load": "12"}], class_id=self.shelf.id)
        self.assertEqual(self.values("Shelf"), {"load": 12})

    def test_two_columns_of_one_attribute_agree_or_are_told(self):
        """One by its code, one by the name."""
        rows = [{"Name": "One", "Load": "12", "load_tb": "12"}, {"Name": "Two", "Load": "12", "load_tb": "13"}]
        job = self.check(rows, class_id=self.shelf.id)
        first, second = job.row_ids.sorted("line")
        self.assertEqual((first.state, second.state), ("waiting", "problem"))
        self.assertEqual(second.message, "Two columns tell different things of “Load”.")

    def test_programs_name_attributes_by_the_class_of_the_row(self):
        """As sheets do."""
        rows = [{"class": "test_shelf", "name": "Shelf", "load": 7}, {"class": "test_ups", "name": "Box", "Load": "x"}]
        self.items.import_items("sheet", rows[:1])
        self.items.import_items("sheet", rows[1:])
        self.assertEqual((self.values("Shelf"), self.values("Box")), ({"load_tb": 7}, {"load": "x"}))

    def test_choices_of_a_column_name_the_classes(self):
        """No two of them read alike."""
        choices = self.imports.env["service.desk.ci.import.column"]._select_target()
        labels = [label for _target, label in choices]
        self.assertIn("Attribute: Load (Power Supply)", labels)
        self.assertIn("Attribute: Load (Disk Shelf)", labels)
        self.assertIn("Attribute: Load (as the class of the row has it)", labels)
        self.assertEqual(len(labels), len(set(labels)))

    def test_what_a_person_said_of_a_heading_is_remembered(self):
        """For the next sheets of the source, also that it is not to be read; other sources know nothing of it."""
        rows = [{"Name": "Host", "Etikett": "T1", "Version": "1", "Model": "M"}]
        job = self.check(rows)
        self.target(job, "Etikett").target = "asset_tag"
        self.target(job, "Version").target = False
        again = self.check([{"etikett": "T2", "Name": "Other", "Version": "2", "Model": "M"}])
        self.assertEqual(self.targets(again), ["asset_tag", "name", False, "model_name"])
        elsewhere = self.check(rows, source_id=self.make_source("other").id)
        self.assertEqual(self.targets(elsewhere), ["name", False, "version", "model_name"])
        self.target(again, "etikett").target = "serial_number"
        self.assertEqual(self.target(self.check(rows), "Etikett").target, "serial_number")

    def test_what_is_remembered_and_is_nothing_any_more_is_told_from_the_heading(self):
        """An attribute that was removed; a person's word about one column, where two have the heading."""
        job = self.check([{"Name": "Host", "Etikett": "T1"}])
        attribute = self.env["service.desk.ci.attribute"].create(
            {"class_id": self.server.id, "name": "Sticker", "code": "sticker"}
        )
        self.target(job, "Etikett").target = "@sticker"
        both = self.check([{"Name": "Host", "Etikett": "T1", "ETIKETT": "T2"}])
        self.assertEqual(self.targets(both), ["name", "@sticker", False])
        attribute.unlink()
        self.assertEqual(self.target(self.check([{"Name": "Host", "Etikett": "T1"}]), "Etikett").target, False)

    def test_columns_that_are_not_read_are_named(self):
        """Until somebody says what they are."""
        job = self.check([{"Name": "Host", "Remarks": "x", "Etikett": "T1"}])
        self.assertEqual(job.unread_columns, "Remarks, Etikett")
        self.target(job, "Etikett").target = "asset_tag"
        self.assertEqual(job.unread_columns, "Remarks")
        view = etree.fromstring(job.get_view(view_type="form")["arch"])
        self.assertTrue(view.xpath("//div[@name='unread']/field[@name='unread_columns']"))

    def test_problems_are_counted_on_their_button(self):
        """As many as it opens; rows with a relation that cannot be are counted before the start, too."""
        job = self.check([{"Name": "Good"}, {"Name": "Odd", "runs_on": "nowhere"}, {"Name": "Bad", "State": "flying"}])
        self.assertEqual(job.concern_count, 2)
        self.assertEqual(job.row_ids.search_count(job.action_open_problems()["domain"]), 2)
        view = etree.fromstring(job.get_view(view_type="form")["arch"])
        self.assertTrue(view.xpath("//group[@name='outlook']/field[@name='notice_count']"))
        self.assertEqual(job.notice_count, 1)
