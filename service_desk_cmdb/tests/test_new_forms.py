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
