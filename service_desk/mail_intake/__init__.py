"""What the desk understands of a mail, without Odoo: plain functions over the bytes that arrived.

- ``letter``: headers, leniently; who wrote to whom, under which id, in answer to what
- ``contents``: the body as HTML and the files, in any charset and structure
- ``taming``: HTML that is built to keep those busy who clean it
- ``tnef``: winmail.dat that is built to fill the memory
- ``wrappings``: winmail.dat and signed S/MIME, unpacked
- ``verdict``: whether a person wrote it, or a machine, and which
- ``trust``: what the mail servers on the way said about the sender
- ``quoting``: what is new in a mail, what is history or signature, who wrote a forwarded one
- ``courtesy``: whether it only says thanks

Nothing here raises on what a mail may contain; what cannot be read is told in words.
"""
