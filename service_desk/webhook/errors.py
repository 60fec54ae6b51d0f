"""What goes wrong with a call, in words that an administrator can act on."""


class WebhookError(Exception):
    """The call was not made, or not answered as it should be."""


class ForbiddenAddress(WebhookError):
    """The address is none that this server may call."""
