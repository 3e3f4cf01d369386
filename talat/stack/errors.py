"""What an operator can be told about the embedded servers."""


class StackError(Exception):
    """A start that cannot go on: `problem` states the fact, `remedy` what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n{remedy}")
        self.problem = problem
        self.remedy = remedy
