"""The event bus: outbox → relay → JetStream → consumer → inbox.

Delivery is at least once on the wire and exactly once in effect. Services use
`kit.events.envelope.Event` (contracts), `kit.events.outbox.publish` and `bus_tables`,
`kit.events.projection.Projection` and `kit.events.consumer.Subscription`; `kit.worker.Worker`
runs the rest.
"""
