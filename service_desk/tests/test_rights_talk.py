"""What is said on records that people without a role in the desk may read, of every model there is."""

from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestRightsTalk(ServiceDeskCase):
    def readable(self, user):
        """Models of the desk with a conversation whose records that user may read."""
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user)
            is_ours = name.startswith("service.desk.") and not model._abstract
            if is_ours and "message_ids" in model._fields and model.has_access("read"):
                yield model

    def test_readers_of_a_record_do_not_read_the_talk_about_it(self):
        """Whatever model comes next: it needs the discreet mixin, or rules of its own as tickets have."""
        for user in (self.employee, self.portal_a):
            seen = set()
            for model in self.readable(user):
                seen.add(model._name)
                record = model.browse(1)
                needed = record._mail_get_operation_for_mail_message_operation("read")
                with self.subTest(user=user.login, model=model._name):
                    self.assertEqual(needed, {record: "write"})
                    self.assertFalse(model.has_access("write"))
            self.assertLessEqual({"service.desk.guide", "service.desk.article", "service.desk.incident"}, seen)
