"""Run the endpoint until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from kgraph.core.errors import EndpointError, MissingExtraError
from kgraph.endpoint.settings import EndpointSettings


def serve(folder: Path, settings: EndpointSettings) -> None:
    """Serve the graph in a folder, and whatever is built there later, until SIGINT or SIGTERM; log to stderr.

    Running queries are waited for some seconds then. Raises GraphMissingError and GraphDamagedError, EndpointError when
    the port cannot be had, UpdatesError when updates cannot be kept, and MissingExtraError where Starlette or uvicorn is
    not installed.
    """
    for package in ("starlette", "uvicorn"):
        if find_spec(package) is None:
            raise MissingExtraError(package, "serve", "The SPARQL endpoint")
    from kgraph.endpoint.logs import start_logging

    start_logging()
    with _socket(settings.host, settings.port) as listening:
        asyncio.run(_serve(folder, settings, listening))


def _socket(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        # The protocol is named, as only then answers leave at once: asyncio looks at it before it sets TCP_NODELAY.
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise EndpointError(host, port, error.strerror or str(error)) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(512)
    except OSError as error:
        listening.close()
        raise EndpointError(host, port, error.strerror or str(error)) from None
    return listening


async def _serve(folder: Path, settings: EndpointSettings, listening: socket.socket) -> None:
    import uvicorn

    from kgraph.endpoint.app import Endpoint
    from kgraph.endpoint.served import Builds
    from kgraph.endpoint.updates import Updates

    limits, log = settings.limits, logging.getLogger("kgraph.endpoint")
    builds = Builds(folder, limits, Updates(folder, limits) if settings.token is not None else None)
    await builds.open()
    place, port = listening.getsockname()[:2]
    address = settings.address(port)
    config = uvicorn.Config(
        Endpoint(builds, settings, address).application(),
        http="h11",  # it bounds the size of what is not yet a whole request
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=round(limits.stalled),
        proxy_headers=False,
        limit_concurrency=limits.connections,
        h11_max_incomplete_event_size=2 * limits.address,
        timeout_graceful_shutdown=round(limits.stop),
    )

    class Server(uvicorn.Server):
        """One that ends with code 0 when it is told to stop; told twice, it does not wait for running queries."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self.stop)
            yield

        def stop(self) -> None:
            self.should_exit, self.force_exit = True, self.should_exit

    log.info(
        "listening",
        extra={
            "address": f"{address}/sparql",
            "host": place,
            "port": port,
            "folder": str(folder),
            "build": builds.current().name,
            "writable": settings.token is not None,
        },
    )
    try:
        await Server(config).serve(sockets=[listening])
    finally:
        await builds.close()
    log.info("stopped")
