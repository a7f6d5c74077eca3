"""The certificate authority of one run. It is created at the start and never saved."""

import datetime
import os
import ssl
import threading
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LIFE = datetime.timedelta(days=2)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


class Authority:
    """Signs a server certificate for each requested host name."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._issuer = _name("local AWS certificate authority")
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        certificate = (
            self._builder(self._issuer, self._key)
            .add_extension(x509.BasicConstraints(True, 0), True)
            .add_extension(usage, True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), False)
            .sign(self._key, hashes.SHA256())
        )
        self.file = directory / "ca.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, host: str) -> ssl.SSLContext:
        """Return a server context whose certificate covers this host and its siblings."""
        parent = host.partition(".")[2]
        names = [f"*.{parent}", host] if parent.count(".") >= 1 else [host]
        return self._cached(names[0], names, self._key)

    def wrong_name_context(self) -> ssl.SSLContext:
        """Return a context with a trusted certificate for another host."""
        return self._cached("wrong name", ["another-host.invalid"], self._key)

    def untrusted_context(self, host: str) -> ssl.SSLContext:
        """Return a context with a certificate for the right host, signed by an unknown authority."""
        return self._cached(f"untrusted {host}", [host], ec.generate_private_key(ec.SECP256R1()))

    def _cached(self, slot: str, names: list[str], signer: Any) -> ssl.SSLContext:
        with self._lock:
            if slot not in self._contexts:
                self._contexts[slot] = self._make(names, signer)
            return self._contexts[slot]

    def _builder(self, subject: x509.Name, key: Any) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + _LIFE)
        )

    def _make(self, names: list[str], signer: Any) -> ssl.SSLContext:
        key: Any = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._builder(_name(names[0]), key)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
            .sign(signer, hashes.SHA256())
        )
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ) + certificate.public_bytes(serialization.Encoding.PEM)
        file = self._directory / f"server-{len(self._contexts)}.pem"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(file)
        context.set_alpn_protocols(["http/1.1"])
        file.unlink()
        return context
