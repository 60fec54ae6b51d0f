from odoo import models


class ServiceDeskTeam(models.Model):
    """Who of the team gets the next ticket."""

    _inherit = "service.desk.team"

    def _next_assignees(self, needs, barred=None):
        """Choose an assignee for each of several tickets at once.

        In turn, two people creating tickets for the same team at the same moment write the same row
        of the team, so that the database lets the second one choose again.

        :param list needs: per ticket the ``service.desk.skill`` it asks for, maybe none, and the id
            of its company: only people of that company could open it
        :param barred: ``res.users`` who get none of these
        :return: one ``res.users`` record per ticket; empty records when nobody can take it
        """
        self.ensure_one()
        nobody = self.env["res.users"]
        # sudo: agents may not read one another's user records; only the chosen name is shown.
        members = self.sudo().member_ids.filtered(lambda user: user.active and not user.share)
        members -= barred or nobody
        if self.assignment_method == "manual" or not members:
            return [nobody] * len(needs)
        assign = getattr(self.sudo(), f"_assign_{self.assignment_method}")
        chosen = [nobody] * len(needs)
        for company_id in dict.fromkeys(company_id for _skills, company_id in needs):
            theirs = members.filtered(lambda user, own=company_id: own in user.company_ids.ids)
            places = [place for place, need in enumerate(needs) if theirs and need[1] == company_id]
            users = assign(theirs.sorted("id"), [needs[place][0] for place in places])
            for place, user in zip(places, users, strict=True):
                chosen[place] = user
        return chosen

    def _assign_round_robin(self, members, needs):
        """In turn, beginning after the one who got the last ticket."""
        last = self.last_assigned_id.id or 0
        order = members.filtered(lambda user: user.id > last) | members
        chosen = [order[index % len(order)] for index in range(len(needs))]
        if chosen:
            self.last_assigned_id = chosen[-1]
        return chosen

    def _assign_least_open(self, members, needs):
        """To whom has the least open work on the whole desk; the lower id at a tie."""
        load = self._open_work(members)
        return [self._take_lightest(members, load) for _need in needs]

    def _assign_skill(self, members, needs):
        """The least loaded of those who know most of what the ticket needs."""
        load = self._open_work(members)
        chosen = []
        for need in needs:
            known = {user: len(need & user.service_desk_skill_ids) for user in members}
            most = max(known.values())
            experts = members.filtered(lambda user, known=known, most=most: known[user] == most)
            chosen.append(self._take_lightest(experts, load))
        return chosen

    def _open_work(self, members):
        """user -> number of open tickets assigned to them, in all teams."""
        load = dict.fromkeys(members, 0)
        load.update(
            self.env["service.desk.work"]._read_group([("user_id", "in", members.ids)], ["user_id"], ["__count"])
        )
        return load

    @staticmethod
    def _take_lightest(users, load):
        lightest = min(users, key=lambda user: (load[user], user.id))
        load[lightest] += 1
        return lightest
