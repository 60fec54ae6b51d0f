"""Mails that only say thanks."""

from odoo.tests import BaseCase

from ..mail_intake.courtesy import is_thanks

THANKS = (
    "Thanks!",
    "Thank you very much, it works again.",
    "Hi Anna\nthanks a lot\nRita Requester",
    "Vielen Dank, es funktioniert wieder.\nViele Grüße\nRita",
    "Merci beaucoup, ça marche !",
    "Muchas gracias por su ayuda",
    "Grazie mille",
    "Hartelijk bedankt voor de snelle hulp",
    "Obrigado",
    "Tack för hjälpen",
    "THX",
    "Dziękuję bardzo za pomoc",
)
NEWS = (
    "",
    "Rita",
    "It works.",
    "Thanks, but it still fails.",
    "Thanks. Can you look at the other one?",
    "Thanks, the scanner is broken too",
    "Danke, leider geht es noch nicht.",
    "Thanks for nothing, it broke again",
    "Merci, mais non",
    "Gracias, pero no funciona",
    "thanks " * 60,
    "Thank you. Please close INC0000042 and open a new ticket for the monitor in room 12",
    "Thanks 🙂 ça ne marche pas",
)


class TestMailCourtesy(BaseCase):
    def test_thanks_are_known(self):
        """In the languages of Odoo's larger communities, with names and greetings."""
        for text in THANKS:
            with self.subTest(text):
                self.assertTrue(is_thanks(text))

    def test_news_are_no_thanks(self):
        """Whoever has something to say is heard, however polite."""
        for text in NEWS:
            with self.subTest(text):
                self.assertFalse(is_thanks(text))
