"""What leaves the desk by mail; pure Python without Odoo inside."""
