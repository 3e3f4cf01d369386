"""Limits count by client and class of route."""

from kit.ratelimit import RateLimiter, RouteClass

CLASSES = (
    RouteClass("write", "2/minute", writes=True),
    RouteClass("search", "1/minute", prefixes=("/storefront/v1/search",)),
    RouteClass("read", "3/minute", writes=False),
)


def _allowed(limiter: RateLimiter, client: str, method: str, path: str, times: int) -> list[bool]:
    return [limiter.hit(client=client, method=method, path=path).allowed for _ in range(times)]


def test_each_client_has_its_own_allowance_in_each_class() -> None:
    limiter = RateLimiter(CLASSES)
    assert _allowed(limiter, "a", "POST", "/x", 3) == [True, True, False]
    assert _allowed(limiter, "b", "POST", "/x", 1) == [True]
    assert _allowed(limiter, "a", "GET", "/x", 4) == [True, True, True, False]
    assert _allowed(limiter, "a", "GET", "/storefront/v1/search", 2) == [True, False]


def test_the_headers_say_what_is_left_and_when_to_come_back() -> None:
    limiter = RateLimiter(CLASSES)
    first = dict(limiter.hit(client="a", method="POST", path="/x").headers)
    assert first["RateLimit-Policy"] == '"write";q=2;w=60'
    assert first["RateLimit"].startswith('"write";r=1;t=')
    limiter.hit(client="a", method="POST", path="/x")
    refused = dict(limiter.hit(client="a", method="POST", path="/x").headers)
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_a_route_of_no_class_is_free() -> None:
    limiter = RateLimiter(CLASSES[:1])
    assert _allowed(limiter, "a", "GET", "/x", 9) == [True] * 9
