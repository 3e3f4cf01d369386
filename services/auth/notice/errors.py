"""Why a notice cannot be made: no retry helps, so the request is a dead letter at once."""

from kit.events.envelope import PoisonMessageError


class UnknownTemplateError(PoisonMessageError):
    """No text has that name: the publisher is ahead of us, or mistaken. Ends as a dead letter."""


class IncompleteDataError(PoisonMessageError):
    """The template has a place that the request's data does not fill. Ends as a dead letter."""
