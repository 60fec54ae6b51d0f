"""Rights of all models of the addon, generated: nothing is forgotten when a model is added."""

from odoo.tests import tagged

from .rights_case import RightsCase

#: Tables whose rows belong to no company and no ticket: words of the setup. Models of other addons say it
#: themselves by a class attribute ``_is_shared_setup``.
SHARED_WORDS = {
    "service.desk.tag",
    "service.desk.skill",
    "service.desk.pending.reason",
    "service.desk.resolution.code",
}
#: Nobody has rights on it; the desk's own code writes it.
INTERNAL = {
    "service.desk.presence",
    "service.desk.submission",
    "service.desk.cart.line",
    "service.desk.cart.file",
    "service.desk.access.turn",
    "service.desk.likeness",
    "service.desk.likeness.word",
}
#: What requesters may read, within rules. Models of other addons say it themselves by a class attribute
#: ``_is_for_requesters``, and so do dialogs, which people write while they fill them in.
FOR_REQUESTERS = {
    "service.desk.incident",
    "service.desk.request",
    "service.desk.service",
    "service.desk.category",
    # What they are asked to approve.
    "service.desk.approval",
    "service.desk.approval.decision",
    "service.desk.catalog.item",
    "service.desk.catalog.question",
    "service.desk.catalog.choice",
    "service.desk.catalog.condition",
    "service.desk.access",
    # What is published to them.
    "service.desk.article",
    "service.desk.guide",
    "service.desk.guide.step",
    "service.desk.guide.option",
    "service.desk.announcement",
    "service.desk.announcement.update",
    # What they are asked to review.
    "service.desk.access.review.line",
}


@tagged("post_install", "-at_install")
class TestRightsEverything(RightsCase):
    def test_every_model_has_access_rights(self):
        """No model is without an ACL line, and none is open to everybody."""
        for model in self.models():
            lines = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
            with self.subTest(model=model._name):
                self.assertTrue(lines)
                self.assertTrue(all(line.group_id for line in lines))

    def test_every_stored_table_has_a_global_rule(self):
        """Companies and walls are global rules on every table that has something to hide."""
        for model in self.models():
            if model._transient or model._name in SHARED_WORDS | INTERNAL or getattr(model, "_is_shared_setup", False):
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name)])
            with self.subTest(model=model._name):
                self.assertTrue(rules.filtered(lambda rule: not rule.groups))

    def test_requesters_read_few_tables_and_write_none(self):
        """Employees, customers and the public have no right beyond reading these."""
        for user in (self.employee, self.portal_a, self.env.ref("base.public_user")):
            for model in self.models():
                mine = model.with_user(user)
                with self.subTest(user=user.login, model=model._name):
                    may_read = model._name in FOR_REQUESTERS or getattr(model, "_is_for_requesters", False)
                    if user._is_public() or not may_read:
                        self.assertFalse(mine.has_access("read"))
                    if may_read and model._transient and not user._is_public():
                        continue
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(mine.has_access(operation))

    def test_agents_set_up_nothing(self):
        """Agents cannot change teams, rules, matrix, reasons or codes."""
        for name in (
            "service.desk.team",
            "service.desk.service",
            "service.desk.category",
            "service.desk.dispatch.rule",
            "service.desk.priority.matrix",
            "service.desk.pending.reason",
            "service.desk.resolution.code",
        ):
            for operation in ("write", "create", "unlink"):
                with self.subTest(model=name, operation=operation):
                    self.assertFalse(self.env[name].with_user(self.agent).has_access(operation))

    def test_tickets_and_queue_share_their_rules(self):
        """The walls are word for word the same on tickets of all processes and on the queue."""
        tables = ("incident", "request", "problem", "change", "work")
        for rule in ("company", "walls", "agent"):
            domains = [
                self.words(self.env.ref(f"service_desk.service_desk_{table}_rule_{rule}").domain_force)
                for table in tables
            ]
            *tickets, queue = domains
            self.assertEqual(len(set(tickets)), 1, rule)
            # The queue has tasks too, which the teams of their tickets see: one part more.
            self.assertIn(tickets[0], queue.replace("'|', '|', '|', ", "'|', '|', ", 1), rule)

    def test_dialogs_compute_with_the_rights_of_their_user(self):
        """No field of a dialog is computed or read as superuser: what it points at is the client's word.

        Odoo does both with stored computes and related fields that say nothing about it. Where
        superuser is right, the compute itself says so, and why.
        """
        for model in self.models():
            fields = model._fields.values() if model._transient else ()
            for field in fields:
                with self.subTest(field=str(field)):
                    self.assertFalse(field.compute and field.compute_sudo)

    @staticmethod
    def words(domain):
        """A domain on one line, without its brackets."""
        return " ".join(domain.split()).strip("[] ,")

    def test_no_public_method_serves_strangers(self):
        """Called on somebody else's records by a portal user or an employee, each one refuses.

        Arguments are filled by kind; a refusal is an AccessError, or an empty answer.
        """
        ticket = self.make_incident(requester_id=self.portal_b.partner_id.id)
        request = self.make_request(requester_id=self.portal_b.partner_id.id)
        problem, change = self.make_problem(), self.make_change()
        rule = self.env["service.desk.dispatch.rule"].create({"name": "Sample", "stops": True})
        template = self.env["service.desk.ticket.template"].create({"name": "Sample"})
        samples = {record._name: record for record in (ticket, request, problem, change, rule, template)}
        samples |= {**self.dialogs(ticket), **self.imports(), **self.tasks(request)}
        samples |= {**self.approvals(request), **self.catalog(), **self.accesses()}
        samples |= {**self.knowledge(), **self.changes(change), **self.problems(ticket)}
        mail = self.env["service.desk.inbox"]
        samples[mail._name] = mail.browse(mail._store(b"From: rita@customer.test\r\n\r\nHelp"))
        self.assertGreater(self.call_everything("service_desk", samples), 40)

    def dialogs(self, ticket):
        """A dialog of each kind, opened by an agent on a ticket."""
        values = {
            "resolve": self.solution,
            "hold": {"pending_reason_id": self.reason.id},
            "cancel": {"reason": "x"},
            "escalate": {"note": "x"},
            "convert": {},
            "merge": {},
        }
        context = {"active_model": ticket._name, "active_ids": ticket.ids}
        return {
            f"service.desk.{kind}.wizard": self.env[f"service.desk.{kind}.wizard"]
            .with_user(self.agent)
            .with_context(**context)
            .create(vals)
            for kind, vals in values.items()
        }

    def changes(self, change):
        """A change model that change managers write, and a dialog about a change."""
        model = self.env["service.desk.change.model"].create({"name": "Sample"})
        opened = {"active_model": change._name, "active_ids": change.ids}
        dialog = self.env["service.desk.change.finish.wizard"].with_user(self.agent).with_context(**opened).create({})
        close = self.env["service.desk.change.close.wizard"].with_user(self.agent).with_context(**opened).create({})
        early = self.env["service.desk.change.early.wizard"].with_user(self.agent).with_context(**opened).create({})
        row = self.env["service.desk.change.report"].browse(change.id)
        return {record._name: record for record in (model, dialog, close, early, row)}

    def imports(self):
        """An import that a manager began, with a ticket that is still to be loaded."""
        profile = self.env["service.desk.import.profile"].search([], limit=1)
        run = self.env["service.desk.import"].create({"profile_id": profile.id})
        staged = self.env["service.desk.import.ticket"].create({"import_id": run.id, "number": "OLD1"})
        return {run._name: run, staged._name: staged}

    def approvals(self, request):
        """An approval that a request waits for, its policy, and somebody who stands in."""
        step = {"name": "Budget", "user_ids": self.agent.ids}
        policy = self.env["service.desk.approval.policy"].create({"name": "Sample", "step_ids": [(0, 0, step)]})
        request.approval_policy_id = policy
        request._start_approval()
        delegation = self.env["service.desk.approval.delegation"].create(
            {"user_id": self.agent.id, "delegate_id": self.manager.id, "date_to": "2999-01-01"}
        )
        approval = request.sudo().approval_ids
        vote = self.env["service.desk.approval.vote.wizard"].create({"approval_id": approval.id, "decision": "approve"})
        replace = self.env["service.desk.approval.replace.wizard"].create(
            {
                "approval_id": approval.id,
                "seat_id": approval.decision_ids[0].id,
                "user_id": self.employee.id,
                "reason": "x",
            }
        )
        records = (policy, approval, approval.decision_ids, delegation, vote, replace)
        return {record._name: record for record in records}

    def tasks(self, request):
        """A plan with a step, a task of a request, and the dialog about it."""
        plan = self.env["service.desk.task.plan"].create({"name": "Sample"})
        step = self.env["service.desk.task.template"].create({"name": "x", "plan_id": plan.id})
        task = self.env["service.desk.task"].create({"name": "x", "request_id": request.id})
        dialog = self.env["service.desk.task.wizard"].with_user(self.agent).create({"task_ids": task.ids})
        webhook = self.env["service.desk.webhook"].create({"name": "x", "url": "https://desk.test"})
        start = (
            self.env["service.desk.plan.wizard"]
            .with_user(self.agent)
            .with_context(active_model=request._name, active_ids=request.ids)
            .create({"plan_id": plan.id})
        )
        return {record._name: record for record in (plan, step, task, dialog, start, webhook)}

    def catalog(self):
        """An item that is not published, with a form."""
        item = self.env["service.desk.catalog.item"].create({"name": "Hidden"})
        questions = self.env["service.desk.catalog.question"].create(
            [{"item_id": item.id, "name": name, "kind": "choice"} for name in ("First", "Second")]
        )
        choice = self.env["service.desk.catalog.choice"].create({"question_id": questions[0].id, "name": "Red"})
        condition = self.env["service.desk.catalog.condition"].create(
            {"question_id": questions[1].id, "on_question_id": questions[0].id, "value": "red"}
        )
        dialog = (
            self.env["service.desk.order.wizard"]
            .with_user(self.agent)
            .create({"partner_id": self.employee.partner_id.id, "item_id": item.id})
        )
        return {record._name: record for record in (item, questions[1], choice, condition, dialog)}

    def accesses(self):
        """Access of somebody else."""
        entitlement = self.env["service.desk.entitlement"].create({"name": "Sample"})
        access = self.env["service.desk.access"]._request(self.portal_b.partner_id, entitlement)
        review = self.env["service.desk.access.review"].create(
            {"name": "Sample", "date_deadline": "2999-01-01", "entitlement_ids": entitlement.ids}
        )
        access._granted()
        review.action_open()
        return {record._name: record for record in (access, review, review.line_ids)}

    def knowledge(self):
        """An article that is not published any more, and what it said."""
        article = self.env["service.desk.article"].create({"name": "Sample", "body": "<p>x</p>"})
        article.action_publish()
        article._was_read()
        article._vote(True)
        article._solved_it()
        article.action_retire()
        terms = self.env["service.desk.search.term"]
        terms._missed("sample")
        finder = self.env["service.desk.article.finder"].with_user(self.agent).create({"text": "sample"})
        line = self.env["service.desk.article.finder.line"].create({"finder_id": finder.id, "article_id": article.id})
        records = (article, article.revision_ids, article.use_ids, terms.search([], limit=1), finder, line)
        return {record._name: record for record in records}

    def problems(self, ticket):
        """A problem with a step to its cause, a suggestion, and the dialogs about them."""
        problem = self.make_problem(workaround="<p>x</p>")
        step = self.env["service.desk.problem.cause"].create({"problem_id": problem.id, "name": "x"})
        suggestion = self.env["service.desk.problem.suggestion"].create(
            {"name": "x", "company_id": problem.company_id.id, "incident_ids": ticket.ids}
        )
        link = self.env["service.desk.problem.link.wizard"].with_user(self.agent).create({"problem_id": problem.id})
        dialog = (
            self.env["service.desk.problem.wizard"]
            .with_user(self.agent)
            .with_context(active_model=ticket._name, active_ids=ticket.ids)
            .create({"is_new": True, "name": "x"})
        )
        return {record._name: record for record in (problem, step, suggestion, link, dialog)}
