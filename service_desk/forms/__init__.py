"""Forms of the catalog: what is asked, what of it is shown and must be answered, and what an
answer is worth.

Pure Python without Odoo inside. A form travels as plain data (see :mod:`.spec`), the same to the
browser, whose ``form_rules.js`` applies the same rules, and the same table of cases tests both.
``service.desk.catalog.form.mixin`` is the only thing that joins it with records.
"""

from .checks import Problem, check
from .patterns import refuse_pattern
from .spec import Choice, Condition, Form, Question
from .visibility import required, visible
