"""Why a notice cannot be made."""


class UnknownTemplateError(Exception):
    """No text has that name: the publisher is ahead of us, or mistaken. Ends as a dead letter."""


class IncompleteDataError(Exception):
    """The template has a place that the request's data does not fill. Ends as a dead letter."""
