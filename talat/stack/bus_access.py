"""Which NATS subjects each service may use: its own events out, its own consumers in."""

STREAMS = {"auth": "AUTH", "catalog": "CATALOG", "orders": "ORDERS"}


def permissions(service: str) -> dict[str, dict[str, list[str]]]:
    """The `permissions` of the service's nkey in the server's configuration."""
    publish = [f"talat.{service}.>", "$JS.API.INFO"]
    for stream in STREAMS.values():
        publish += [
            f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{service}",
            f"$JS.API.CONSUMER.INFO.{stream}.{service}",
            f"$JS.ACK.{stream}.{service}.>",
        ]
    return {
        "publish": {"allow": publish},
        "subscribe": {"allow": [f"_INBOX_{service}.>", "_INBOX.>"]},
    }
