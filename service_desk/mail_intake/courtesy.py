"""Whether a mail only says thanks. Such a mail needs no work, and reopens nothing."""

import re

WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def _words(text):
    return frozenset(WORD.findall(text))


#: Words a thank-you is made of, in the languages of Odoo's larger communities. What is left over
#: when they are taken out is news.
WORDS = _words(
    """
    thanks thank you thx ty cheers great perfect super wonderful excellent awesome nice good well done
    it works work working now again fine ok okay all very much many so for your the help support quick
    fast reply response lot a and is was that this has have been solved fixed resolved problem issue
    yes top best kind regards greetings sincerely dear hi hello
    danke dank vielen herzlichen schön dankeschön besten für die der das schnelle hilfe antwort
    unterstützung es klappt funktioniert geht jetzt wieder alles gut erledigt gelöst und toll prima
    hat geklappt ihre ihnen euch dir viele liebe grüße gruß freundliche freundlichen mit mfg
    merci beaucoup bien ça cela fonctionne marche maintenant pour votre aide rapide parfait génial
    bonjour cordialement salutations
    gracias muchas por su tu ayuda rápida funciona ahora perfecto genial saludos hola
    grazie mille per il vostro tuo aiuto ora perfetto ottimo saluti ciao
    bedankt dankjewel dankuwel hartelijk voor de snelle hulp het werkt nu weer groeten groetjes
    obrigado obrigada muito pela ajuda está agora funcionando
    tack tusen för hjälpen det fungerar nu takk mange tak dziękuję bardzo za pomoc
    """
)
#: A thank-you says one of these.
THANKS = _words(
    """
    thanks thank thx ty cheers danke dank dankeschön merci gracias grazie bedankt dankjewel
    dankuwel obrigado obrigada tack takk tak dziękuję
    """
)
#: Longer mails are about something.
MAX_WORDS = 40
#: Names in the greeting and under it.
MAX_NAMES = 3
#: But: whoever writes one of these has something to say.
DOUBT = _words(
    """
    but however still not except unfortunately error fails failed aber leider noch nicht
    trotzdem fehler mais encore pas toujours erreur pero todavía aún no error ma ancora non errore
    maar nog niet helaas fout mas ainda não erro men inte fortfarande
    """
)


def is_thanks(text) -> bool:
    """Whether ``text``, without quotes and signature, says thanks and nothing else."""
    if "?" in text:
        return False
    words = WORD.findall(text)
    if not words or len(words) > MAX_WORDS:
        return False
    said = {word.lower() for word in words}
    strange = [word for word in words if word.lower() not in WORDS]
    are_names = len(strange) <= MAX_NAMES and all(word[0].isupper() for word in strange)
    return bool(said & THANKS) and not said & DOUBT and are_names
