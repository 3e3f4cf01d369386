"""The health check of a worker container: exit code 0 when the worker is connected to the bus."""

import sys

import psutil

BUS_PORT = 4222
connections = psutil.Process(1).net_connections(kind="tcp")
on_bus = any(
    each.status == psutil.CONN_ESTABLISHED and each.raddr.port == BUS_PORT for each in connections
)
sys.exit(0 if on_bus else "not connected to the bus")
