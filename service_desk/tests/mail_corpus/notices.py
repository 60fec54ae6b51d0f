"""Absence notices of the mail systems, with the headers they set and with none."""

from .sample import Sample, mail

AWAY = b"I am out of the office until Monday.\r\n"


def _notice(name, **headers):
    return Sample(f"notice of {name}", mail(AWAY, **headers), state="ignored", kind="auto")


def _subject(subject):
    """A notice of which the subject alone tells."""
    return Sample(f"notice: {subject}", mail(AWAY, Subject=subject), state="ignored", kind="auto")


def _human(subject):
    """A person who has trouble with notices."""
    return Sample(f"no notice: {subject}", mail(Subject=subject), title=subject)


SAMPLES = [
    _notice(
        "Exchange",
        Subject="Automatic reply: INC0000001",
        Auto_Submitted="auto-generated",
        X_Auto_Response_Suppress="All",
        X_MS_Exchange_Inbox_Rules_Loop="rita@customer.test",
    ),
    _notice(
        "Exchange, old",
        Subject="Out of Office AutoReply: INC0000001",
        X_MS_Has_Attach="",
        X_Auto_Response_Suppress="DR, OOF, AutoReply",
    ),
    _notice("Gmail", Subject="Re: INC0000001", Precedence="bulk", X_Autoreply="yes", Auto_Submitted="auto-replied"),
    _notice("Outlook.com", Subject="Automatic reply: INC0000001", X_Auto_Response_Suppress="All"),
    _notice("GroupWise", Subject="Re: INC0000001 (Out of the office)", X_Autoreply="yes", X_Mailer="Novell GroupWise"),
    _notice("Lotus Notes", Subject="AUTO: Rita Requester is out of the office (returning 11/09/2026)"),
    _notice("Domino", Subject="Rita Requester is out of the office.", X_MIMETrack="Itemize by SMTP Server"),
    _notice("Zimbra", Subject="Re: INC0000001", Auto_Submitted="auto-replied (zimbra; vacation)", Precedence="bulk"),
    _notice("sieve", Subject="Auto: INC0000001", Auto_Submitted="auto-replied (vacation)"),
    _notice("cPanel", Subject="Away", X_Autorespond="INC0000001", Precedence="auto_reply"),
    _notice("BSD", Subject="Re: INC0000001", Precedence="junk", Auto_Submitted="auto-replied"),
    Sample("notice of old BSD", mail(AWAY, Precedence="junk"), state="ignored", kind="list"),
    _notice("an autoresponder", Subject="We got your mail", X_Autoresponder="yes"),
    _notice("a ticket system", Subject="[Ticket 42] We got your mail", Auto_Submitted="auto-replied"),
    _notice("Freemail", Subject="Urlaub", X_Vacation="yes"),
    *map(
        _subject,
        (
            "Automatic reply: INC0000001",
            "Auto Reply: x",
            "Autoreply",
            "Auto-Response: x",
            "Automated response: x",
            "Out of Office",
            "Out of Office: x",
            "Out of the office until 9 November",
            "Out of Office Re: x",
            "Out of Office - Rita",
            "I am out of the office until Monday",
            "Vacation reply",
            "On vacation until Monday",
            "AUTO: away",
            "Automatische Antwort: x",
            "Abwesenheitsnotiz",
            "Abwesenheitsnotiz: x",
            "Abwesend bis 9.11.",
            "Abwesenheit vom 1.11. bis 9.11.",
            "Nicht im Büro bis Montag",
            "Max Muster ist außer Haus",
            "Réponse automatique : x",
            "Absence du bureau",
            "Absent du 1 au 9 novembre",
            "Message d'absence",
            "Respuesta automática: x",
            "Fuera de la oficina hasta el lunes",
            "Risposta automatica: x",
            "Fuori sede",
            "Fuori ufficio fino al 9",
            "Automatisch antwoord: x",
            "Afwezig: x",
            "Afwezig tot maandag",
            "Resposta automática: x",
            "Autosvar: x",
            "Automatisk svar: x",
            "Automatiskt svar: x",
            "Automaattinen vastaus: x",
            "Odpowiedź automatyczna: x",
            "Automatická odpověď: x",
            "Automatikus válasz: x",
            "Răspuns automat: x",
            "Otomatik Yanıt: x",
            "Автоматический ответ: x",
            "自動返信 x",
            "自动回复: x",
        ),
    ),
    *map(
        _human,
        (
            "Out of office assistant does not work",
            "Auto reply is sent twice to each customer",
            "Automatic replies cannot be switched on",
            "Abwesenheitsnotiz einrichten",
            "Abwesenheitsassistent klemmt",
            "Automatische Antwort funktioniert nicht",
            "Abwesenheit im Kalender falsch",
            "Absence de réseau au 2e étage",
            "Réponse automatique à supprimer",
            "Auto repair shop list",
            "Automation of reports fails",
        ),
    ),
]
