"""Whom the manager of a row is: somebody here, or somebody in the same sheet."""

from collections import defaultdict

from odoo.tools import email_normalize

from ..models.service_desk_journey_import_data import DONE
from .names import words


class Managers:
    """The part of the judge that finds managers, wherever they stand."""

    def _find_managers(self, verdicts):
        """Managers among the employees and in the sheet itself, wherever they stand in it."""
        by_mail, by_name = defaultdict(list), defaultdict(list)
        for row, verdict in verdicts.items():
            by_mail[row.mail()].append(verdict)
            by_name[words(row.name)].append(verdict)
        for row, verdict in verdicts.items():
            if row.manager and not verdict.person and row.state != DONE:
                mail = email_normalize(row.manager)
                listed = by_mail[mail] if mail else by_name[words(row.manager)]
                here = self.people.by_mail(mail) if mail else self.people.by_name(row.manager)
                self._take_manager(verdict, listed, here)
        self._refuse_circles(verdicts)

    def _take_manager(self, verdict, listed, here):
        text = verdict.row.manager
        here = here.union(*(one.person for one in listed))
        listed = list({one.row.identity(): one for one in reversed(listed) if not one.person}.values())
        if len(here) + len(listed) > 1:
            verdict.problems.append(
                self.env._("There is more than one person whom the manager “%s” may be; write the work mail.", text)
            )
        elif here:
            verdict.values["manager_employee_id"] = here.id
        elif not listed:
            verdict.problems.append(self.env._("Nobody here or in the sheet is the manager “%s”.", text))
        else:
            self._take_listed(verdict, listed[0])

    def _take_listed(self, verdict, manager):
        if manager is verdict:
            verdict.problems.append(self.env._("Nobody is their own manager."))
            return
        verdict.values["manager_row_id"] = manager.row.id
        if manager.problems:
            verdict.notices.append(
                self.env._("The manager, in row %s, follows once that row is right.", manager.row.line)
            )

    def _refuse_circles(self, verdicts):
        """Nobody is below themselves."""
        above = {row.id: verdict.values["manager_row_id"] for row, verdict in verdicts.items()}
        for row, verdict in verdicts.items():
            seen, current = set(), above[row.id]
            while current and current not in seen and current != row.id:
                seen.add(current)
                current = above.get(current)
            if current == row.id:
                verdict.problems.append(self.env._("The managers of the sheet go round in a circle here."))
