"""`paicatalog serve`: serve the site on this machine and rebuild it when a file changes."""

import socket
import sys
from pathlib import Path

import click

from paicatalog.cli.config_file import WrongConfiguration, config_file_option, read_config
from paicatalog.cli.files.site_folder import recover_site
from paicatalog.cli.mkdocs_process import run_mkdocs


@click.command()
@config_file_option
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve on.")
def serve(config_file: Path, address: str) -> None:
    """Serve the site on this machine and rebuild it when a file changes."""
    config = read_config(config_file)
    _require_free(*_host_and_port(address))
    recover_site(config.site_dir)
    # `--livereload` is MkDocs' default, but it is lost with newer releases of click.
    command = ["serve", "--livereload", "-f", str(config_file), "-a", address]
    try:
        sys.exit(run_mkdocs(command, config.root))
    except KeyboardInterrupt:
        sys.exit(0)


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise click.UsageError(f"`{address}` is no address: write host and port, as in `127.0.0.1:8000`.")
    return host.strip("[]"), int(port)


def _require_free(host: str, port: int) -> None:
    """Raise WrongConfiguration if the address cannot be bound.

    MkDocs binds it only after the build, and fails with a traceback.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise WrongConfiguration(
            f"Nothing can be served on {host}:{port}: {error.strerror}. Name another address with `--address`."
        ) from error
