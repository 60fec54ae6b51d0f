from odoo import models
from odoo.tools.misc import format_date

from ..words import labels


class ServiceDeskSlaReviewPrintMixin(models.AbstractModel):
    """What the printed review shows besides the fields."""

    _name = "service.desk.sla.review.print.mixin"
    _description = "Printed Service Review"

    def _days_text(self):
        """The period from its first to its last day, and in one word when it has one."""
        days = f"{format_date(self.env, self.date_from)} – {format_date(self.env, self.date_to)}"
        return days if self.period == "custom" else f"{self._period_text()} ({days})"

    def _bars(self):
        """Per kind of promise and metric: how many of how many were met."""
        bars = []
        has_kinds = len(set(self.line_ids.mapped("kind"))) > 1
        for (kind, metric), lines in self.line_ids.grouped(lambda line: (line.kind, line.metric)).items():
            count = sum(lines.mapped("count"))
            met = sum(lines.mapped("met_count"))
            words = [labels(lines, "metric")[metric]]
            if has_kinds:
                words.append(labels(lines, "kind")[kind])
            bars.append({"label": ", ".join(words), "count": count, "percent": round(100.0 * met / count, 1)})
        return bars

    def _line_groups(self):
        """The lines by kind of promise."""
        return [
            {"label": labels(lines, "kind")[kind], "lines": lines}
            for kind, lines in self.line_ids.grouped("kind").items()
        ]
