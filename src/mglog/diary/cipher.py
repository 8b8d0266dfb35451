"""Encryption by the user's own `age` or `gpg`: through a pipe, so that nothing plain is on disk.

mglog has no cryptography of its own. Must never write what is to be encrypted
to a file, nor take a failed tool's output for a result.
"""

import shutil
import subprocess
from collections.abc import Sequence

from mglog.errors import MglogError, RefusedError
from mglog.formatting import escaped, quoted

_AGE = (b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----")
_PGP = b"-----BEGIN PGP MESSAGE-----"
_PGP_TAGS = (0x84, 0x85, 0x86, 0xC1, 0xC3, 0x8C)  # encrypted session keys: RFC 9580, 4.2 and 5.1


def tool_of(recipient: str) -> str:
    """The tool that a recipient is for: age's own keys and ssh keys, or else gpg.

    Raises:
        RefusedError: it is not installed.
    """
    name = "age" if recipient.startswith(("age1", "ssh-ed25519 ", "ssh-rsa ")) else "gpg"
    return _installed(name)


def _installed(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RefusedError(
            f"{name} is not installed; nothing was written.",
            "Install it, or leave the encryption to your disk (docs/reliability.md).",
        )
    return found


def encrypted(plain: bytes, recipient: str) -> bytes:
    """The bytes for a recipient alone.

    Raises:
        RefusedError: the tool is not installed.
        MglogError: it failed; nothing was written.
    """
    tool = tool_of(recipient)
    age = [tool, "--encrypt", "--recipient", recipient]
    gpg = [tool, "--batch", "--quiet", "--trust-model", "always", "--output", "-",
           "--encrypt", "--recipient", recipient]  # fmt: skip
    return _run(age if tool.endswith(("age", "age.exe")) else gpg, plain, recipient)


def is_encrypted(head: bytes) -> bool:
    """Whether a file that begins so was encrypted by one of the tools."""
    return _is_age(head) or head.startswith(_PGP) or (bool(head) and head[0] in _PGP_TAGS)


def _is_age(head: bytes) -> bool:
    return head.startswith(_AGE)


def decrypted(data: bytes, identity: str | None = None) -> bytes:
    """The bytes as they were before; the tool asks for what it needs.

    Args:
        data: a whole encrypted file.
        identity: the file of an age identity; None where the tool knows its own keys.

    Raises:
        RefusedError: the tool is not installed.
        MglogError: it failed.
    """
    if _is_age(data):
        key = ["--identity", identity] if identity else []
        return _run([_installed("age"), "--decrypt", *key], data, "the file")
    return _run([_installed("gpg"), "--quiet", "--decrypt"], data, "the file")


def _run(command: Sequence[str], data: bytes, what: str) -> bytes:
    # No shell reads it, and the tool is the one that the person has installed.
    done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0 or not done.stdout:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = escaped(told[-1]) if told else f"it ended with {done.returncode}"
        raise MglogError(f"{command[0]} failed for {quoted(what)}: {why}.", "Nothing was written.")
    return done.stdout
