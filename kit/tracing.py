"""OpenTelemetry traces: always an id to follow, exported when an OTLP endpoint is set."""

from __future__ import annotations

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, ParentBased

tracer = trace.get_tracer("talat")


def configure_tracing(*, service: str, otlp_endpoint: str | None) -> None:
    """Install the process's tracer.

    Without an endpoint nothing is recorded, but every request still gets a trace id, which goes
    through the outbox and the bus to its consumers and stands in every log line.
    """
    if otlp_endpoint is None:
        provider = TracerProvider(sampler=ALWAYS_OFF)
    else:
        provider = TracerProvider(
            resource=Resource.create({"service.name": f"talat-{service}"}),
            sampler=ParentBased(ALWAYS_ON),
        )
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=otlp_endpoint)))
    trace.set_tracer_provider(provider)
