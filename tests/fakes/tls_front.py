"""TLS in front of the tests' PostgreSQL, which has none: it answers whoever asks for TLS as a server does."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_WANTS_TLS = bytes.fromhex("0000000804d2162f")
_DAY = dt.timedelta(days=1)


def authority(folder: Path, name: str) -> tuple[Path, x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Who issues certificates, and its own as a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate(name, key, name, key, x509.BasicConstraints(ca=True, path_length=0))
    file = folder / f"{name}.crt"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return file, made, key


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signed_by: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - _DAY,
        not_valid_after=now + _DAY,
    )
    critical = isinstance(extension, x509.BasicConstraints)
    return builder.add_extension(extension, critical).sign(signed_by, hashes.SHA256())


def _context(folder: Path, host: str) -> tuple[Path, ssl.SSLContext]:
    issuer, _, issuing = authority(folder, "udsteder")
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate(host, key, "udsteder", issuing, x509.SubjectAlternativeName([x509.DNSName(host)]))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both = folder / "server.pem"
    both.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return issuer, context


@contextlib.asynccontextmanager
async def tls_front(socket: str, folder: Path, host: str, *, has_tls: bool = True) -> AsyncIterator[tuple[int, Path]]:
    """The port of 127.0.0.1 it listens on, and the file with the issuer of its certificate, which is for ``host``."""
    issuer, context = await asyncio.to_thread(_context, folder, host)

    async def passes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError):
            first = await reader.readexactly(len(_WANTS_TLS))
            if first == _WANTS_TLS:
                writer.write(b"S" if has_tls else b"N")
                await writer.drain()
                first = b""
                if has_tls:
                    await writer.start_tls(context)
            server_reader, server_writer = await asyncio.open_unix_connection(f"{socket}/.s.PGSQL.5432")
            server_writer.write(first)
            ways = [_pump(reader, server_writer), _pump(server_reader, writer)]
            await asyncio.gather(*ways)
        writer.close()

    server = await asyncio.start_server(passes, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], issuer
    finally:
        server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, ssl.SSLError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()
