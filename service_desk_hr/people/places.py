"""Departments, jobs and work locations by the words of a sheet."""

from collections import defaultdict

from .names import key, path


class Places:
    """The departments, jobs and work locations of one company; words for what is not there yet.

    :param env: of the person who imports; what they may not see is not there
    :param company: ``res.company``
    """

    def __init__(self, env, company):
        self.env = env
        self.company = company
        self._departments = self._index(self._all("hr.department"), "complete_name")
        self._jobs = self._index(self._all("hr.job"), "name")
        self._locations = self._index(self._all("hr.work.location"), "name")

    def _all(self, model):
        return self.env[model].search([("company_id", "in", (False, self.company.id))])

    @staticmethod
    def _index(records, name):
        index = defaultdict(lambda: records.browse())
        for record in records:
            index[key(record[name])] |= record
        return index

    # -- Finding ---------------------------------------------------------------------------------

    def department(self, text):
        """The departments that are meant, by the whole path or by the last name alone."""
        levels = key(text)
        whole = self._departments[levels]
        if whole or len(levels) > 1:
            return whole
        found = self.env["hr.department"]
        for names, departments in self._departments.items():
            if names[-1:] == levels:
                found |= departments
        return found

    def above(self, text):
        """The nearest department there is above one that is not there yet."""
        levels = key(text)[:-1]
        while levels and len(self._departments[levels]) != 1:
            levels = levels[:-1]
        return self._departments[levels] if levels else self.env["hr.department"]

    def job(self, text, department):
        """The jobs that are meant, that of the department before others of the name."""
        jobs = self._jobs[key(text)]
        own = jobs.filtered(lambda job: job.department_id == department)
        return own or jobs.filtered(lambda job: not job.department_id) or jobs

    def location(self, text):
        return self._locations[key(text)]

    # -- Making ----------------------------------------------------------------------------------

    def make_department(self, text):
        """The department of a path, with those above it that are missing."""
        parent, levels = self.env["hr.department"], ()
        for name in path(text):
            levels += (name.casefold(),)
            found = self._departments[levels]
            if not found:
                found = parent.create({"name": name, "parent_id": parent.id, "company_id": self.company.id})
                self._departments[levels] = found
            parent = found[:1]
        return parent

    def make_job(self, text, department):
        values = {"name": " ".join(text.split()), "company_id": self.company.id, "department_id": department.id}
        job = self.env["hr.job"].create(values)
        self._jobs[key(text)] |= job
        return job
