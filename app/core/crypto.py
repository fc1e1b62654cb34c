"""Sealed columns: AES-256-GCM with a key per county, wrapped by the key file; HMAC-SHA-256 as the blind index."""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["KeyFile", "KeyFileMissing", "Sealer", "Tampered", "token_hash"]

VERSION = 1
AES_256_GCM = 1
NONCE = 12


class KeyFileMissing(RuntimeError):
    """The key file is not there although the database already holds sealed values."""


class Tampered(RuntimeError):
    """A sealed value does not open: another row's, another column's, another key's, or damaged."""


def token_hash(token: str) -> bytes:
    """Hash a 256-bit random token; a secret of that length needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()


class KeyFile:
    """The key-encrypting key. It lies outside the database and outside its backups, mode 0600."""

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes of the key."""
        if len(key) != 32:
            raise ValueError("the key file must hold 32 bytes in base64")
        self._key = key

    @classmethod
    def load(cls, path: Path, *, create: bool) -> "KeyFile":
        """Read the key file, or draw a new one when allowed to."""
        if not path.exists():
            if not create:
                raise KeyFileMissing(str(path))
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(base64.b64encode(os.urandom(32)) + b"\n")
        return cls(base64.b64decode(path.read_bytes().strip()))

    def secret(self, purpose: str) -> str:
        """Derive the process's secret for one purpose, such as opening sign-ins."""
        return HKDF(SHA256(), 32, None, b"yiyang/" + purpose.encode()).derive(self._key).hex()

    def wrap(self, county: int, key_no: int, keys: bytes) -> bytes:
        """Encrypt a county's keys so that they may lie in the database."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, keys, _wrap_aad(county, key_no))

    def unwrap(self, county: int, key_no: int, wrapped: bytes) -> bytes:
        """Open a county's keys."""
        try:
            return AESGCM(self._key).decrypt(wrapped[:NONCE], wrapped[NONCE:], _wrap_aad(county, key_no))
        except InvalidTag:
            raise Tampered(f"the keys of county {county} do not open with this key file") from None


def _wrap_aad(county: int, key_no: int) -> bytes:
    return f"county_keys|{county}|{key_no}".encode()


@dataclass(frozen=True, slots=True)
class Sealer:
    """The keys of one county, unwrapped: `data` seals, `index` makes the blind index."""

    county: int
    key_no: int
    data: bytes
    index: bytes

    def seal(self, table: str, column: str, seal: UUID, value: str | bytes) -> bytes:
        """Encrypt one value; the row's `seal` and the column's name bind it to its place."""
        plain = value.encode() if isinstance(value, str) else value
        nonce = os.urandom(NONCE)
        head = bytes([VERSION, AES_256_GCM]) + self.key_no.to_bytes(4, "big") + nonce
        return head + AESGCM(self.data).encrypt(nonce, plain, self._aad(table, column, seal))

    def open_bytes(self, table: str, column: str, seal: UUID, sealed: bytes) -> bytes:
        """Decrypt one value, or raise Tampered when it does not belong here."""
        nonce, rest = sealed[6 : 6 + NONCE], sealed[6 + NONCE :]
        try:
            return AESGCM(self.data).decrypt(nonce, rest, self._aad(table, column, seal))
        except InvalidTag:
            raise Tampered(f"{table}.{column} of county {self.county} does not open") from None

    def open(self, table: str, column: str, seal: UUID, sealed: bytes) -> str:
        """Decrypt one text."""
        return self.open_bytes(table, column, seal, sealed).decode()

    def blind(self, purpose: str, value: str) -> bytes:
        """Make the blind index of a normalised value: equal values meet, and nothing else can be read from it."""
        return hmac.new(self.index, f"{purpose}|{value}".encode(), hashlib.sha256).digest()

    def _aad(self, table: str, column: str, seal: UUID) -> bytes:
        return f"{table}|{column}|{self.county}|{seal}".encode()
