from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.models.service_desk_sheet_data import DAY_ORDERS
from odoo.addons.service_desk.sheets import open_table
from odoo.addons.service_desk.sheets.days import DayReader
from odoo.addons.service_desk.sheets.headings import recognize
from odoo.addons.service_desk.sheets.table import check_size

from ..license_use import DAY_COLUMN, HOLDER_COLUMNS, Ambiguous, Holders

MAX_MB = 8
MAX_ROWS = 50_000
#: So many lines are told one by one; the rest is counted.
MAX_TOLD = 20


class ServiceDeskLicenseUseWizard(models.TransientModel):
    """Takes in who used a product, and when last, from the list that its vendor's console exports.

    So that seats which nobody uses can be told from those of which nobody has said anything.
    """

    _name = "service.desk.license.use.wizard"
    _description = "Import Last Use"

    license_id = fields.Many2one("service.desk.license", required=True, readonly=True, ondelete="cascade")
    file = fields.Binary(string="Sheet", attachment=False)
    file_name = fields.Char()
    day_order = fields.Selection(DAY_ORDERS, string="Dates", required=True, default="auto")
    is_told = fields.Boolean(readonly=True)
    told_count = fields.Integer(string="Seats Brought up to Date", readonly=True)
    silent_count = fields.Integer(string="Lines without a Day", readonly=True)
    stranger_count = fields.Integer(string="Lines without a Seat", readonly=True)
    strangers = fields.Text(string="Who Has No Seat", readonly=True)
    problems = fields.Text(string="Not Taken In", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_size(self.env, vals.get("file"), MAX_MB)
        return super().create(vals_list)

    def action_tell(self):
        """Write down the last days of use; a day earlier than one that is known changes nothing.

        :raise AccessError: for those who keep no licenses
        :raise UserError: when the file is no table, or its columns cannot be told
        """
        self.ensure_one()
        self.license_id.check_access("write")
        self.license_id._check_may_seat()
        used, report = self._read()
        for day, seats in used.items():
            seats.action_used(day)
        self.write({"is_told": True, **report})
        return self._show()

    def action_again(self):
        """Back to the sheet: it is taken in once more, with its dates read in another way for instance."""
        self.ensure_one()
        self.write({"is_told": False})
        return self._show()

    def _show(self):
        return {**self.license_id.action_open_use(), "res_id": self.id}

    def _read(self):
        """day -> seats used last on it, and what is said of the rest."""
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        table = open_table(self.env, self.with_context(bin_size=False).file, MAX_MB, MAX_ROWS)
        places = self._places(table.header)
        lines = [(line, {name: cells[place].strip() for name, place in places.items()}) for line, cells in table.rows]
        days = DayReader({told["day"] for _line, told in lines}, self.day_order)
        holders, seats = Holders(self._names()), self.license_id.current_seat_ids
        latest, strangers, silent, problems = {}, [], 0, list(table.problems)
        for line, told in lines:
            try:
                # First the day: a list whose days cannot be read says nothing, whoever is named in it.
                day = told["day"] and self._day(days, told["day"])
                seat = holders.find(told)
                if not seat:
                    strangers.append((line, next((told[name] for name in HOLDER_COLUMNS if told.get(name)), "")[:80]))
                elif day:
                    latest[seat] = max(day, latest.get(seat, day))
                else:
                    silent += 1
            except Ambiguous:
                problems.append((line, self.env._("more than one holder is called so")))
            except UserError as trouble:
                problems.append((line, str(trouble)))
        used = defaultdict(seats.browse)
        for seat, day in latest.items():
            used[day] |= seats.browse(seat)
        report = {"told_count": len(latest), "silent_count": silent, "stranger_count": len(strangers)}
        return used, {**report, "strangers": self._text_lines(strangers), "problems": self._text_lines(problems)}

    def _places(self, header):
        """What a line tells -> position of its column.

        :raise UserError: when it is not told who used something, or when
        """
        places = recognize(header, {**DAY_COLUMN, **HOLDER_COLUMNS})
        if "day" not in places or len(places) < 2:
            raise UserError(
                self.env._(
                    "One column has to say who, such as “E-Mail”, “Name” or “Serial Number”, and one when, such as"
                    " “Last Activity”. The headings are: %s.",
                    ", ".join(filter(None, header)),
                )
            )
        return places

    def _names(self):
        """(column, how the holder may be named there, id of the seat)"""
        # sudo: by which names and logins a vendor may know those whose seats the user may read; none is shown.
        for seat in self.license_id.current_seat_ids.sudo():
            person, thing = seat.partner_id, seat.ci_id
            named = [
                ("name", person.name or thing.name),
                ("mail", person.email_normalized),
                *(("mail", login) for login in person.with_context(active_test=False).user_ids.mapped("login")),
                ("serial_number", thing.serial_number),
                ("number", thing.number),
                ("number", thing.asset_tag),
            ]
            yield from ((column, name, seat.id) for column, name in named)

    def _day(self, days, text):
        """:raise UserError: for what is no day, and for one that lies ahead"""
        try:
            day = days.parse(text)
        except LookupError:
            words = self.env._("“%s”: does the day or the month come first? Say so under Dates", text[:40])
            raise UserError(words) from None
        except ValueError:
            raise UserError(self.env._("“%s” is no day", text[:40])) from None
        if day > fields.Date.context_today(self):
            raise UserError(self.env._("“%s” lies ahead", text[:40]))
        return day

    def _text_lines(self, rows):
        """The first of these lines of the file, and how many more there are."""
        told = [self.env._("Line %(line)s: %(text)s", line=line, text=text) for line, text in sorted(rows)[:MAX_TOLD]]
        more = len(rows) - MAX_TOLD
        return "\n".join([*told, *([self.env._("and %s more", more)] if more > 0 else [])]) or False
