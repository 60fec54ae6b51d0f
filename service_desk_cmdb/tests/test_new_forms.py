from odoo.tests import Form, tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestNewForms(CiCase):
    """Whoever keeps the setup can begin anything of it on a screen."""

    def test_everything_can_be_begun(self):
        """The form of each record that a configuration manager may create opens before anything is saved."""
        mine = [
            model.with_user(self.keeper)
            for model in self.env.values()
            if model._original_module == "service_desk_cmdb"
            and model._auto
            and not model._abstract
            and not model._transient
        ]
        begun = {model._name for model in mine if model.has_access("create") and Form(model)}
        self.assertLessEqual({"service.desk.ci", "service.desk.event.source", "service.desk.license"}, begun)

    def test_source_of_events_is_made_on_the_screen(self):
        """A name is enough."""
        with Form(self.env["service.desk.event.source"].with_user(self.keeper)) as form:
            form.name = "Monitoring of the Branch"
        self.assertFalse(form.record.date_last)

    def test_headings_come_after_entries(self):
        """In the menu of assets: an entry below a heading with entries of its own would seem to be one of them."""
        entries = self.env.ref("service_desk_cmdb.menu_cmdb").child_id.sorted(lambda menu: (menu.sequence, menu.id))
        self.assertIn("Expiring", entries.mapped("name"))
        are_headings = [bool(entry.child_id) for entry in entries]
        self.assertEqual(are_headings, sorted(are_headings), entries.mapped("name"))

    def test_no_list_makes_rows_up(self):
        """A list that is opened from one plan shows no invented drills."""
        views = self.env["ir.ui.view"].search([("model", "=like", "service.desk.%"), ("arch_db", "like", 'sample="1"')])
        ours = set(views.mapped("xml_id"))
        self.assertFalse({one for one in ours if one.startswith("service_desk_cmdb.")})
