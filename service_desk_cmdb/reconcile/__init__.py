"""Taking in what sources tell of configuration items, from sheets and from programs alike.

``headings`` says what a column is, ``cells`` reads what stands in it, ``reconciler`` finds out what each
row means and writes it down, ``linker`` brings in relations when all items are there, ``api`` does it
for programs. What is arithmetic stands in ``reconcile_rules``, without Odoo.
"""
