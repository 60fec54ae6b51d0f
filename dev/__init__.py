"""The developer's environment: from a bare Python to a served or tested desk.

Everything it makes lies in ``.dev/`` inside the checkout. Until the virtual
environment stands there is only the standard library, so these modules use
nothing else; what needs Odoo or psycopg2 runs as a child in that environment.

Read ``cli.py`` for the verbs, ``verbs/`` for what each one does, and the
modules beside it for the parts they are built of, one job a file.
"""
