from odoo import fields, models


class BenchLabel(models.Model):
    """What the bare model's relations point at: a name."""

    _name = "bench.label"
    _description = "Benchmark Label"

    name = fields.Char(required=True)
    kind = fields.Char()
    color = fields.Integer()
