"""Encrypted backups: keys, and the errors of wrong ones."""

import io

import pytest
from pyrage import decrypt as decrypt_with_age
from pyrage import x25519

from portal.backup.encryption import decrypt, encrypt, parse_recipient, read_key
from portal.backup.errors import BackupError

IDENTITY = x25519.Identity.generate()
PUBLIC, SECRET = str(IDENTITY.to_public()), str(IDENTITY)
CHUNKS = [b"a" * 100_000, b"", b"b" * 70_000]


def encrypt_chunks(key):
    file = io.BytesIO()
    encrypt(CHUNKS, file, key)
    return file.getvalue()


def decrypt_content(content, key):
    plain = io.BytesIO()
    decrypt(io.BytesIO(content), plain, key)
    return plain.getvalue()


@pytest.mark.parametrize("key", [PUBLIC, SECRET], ids=["public", "secret"])
def test_either_key_encrypts_and_the_secret_one_decrypts(key):
    content = encrypt_chunks(key)
    assert b"aaaaaaaa" not in content
    assert decrypt_content(content, SECRET) == b"".join(CHUNKS)


def test_encrypted_file_is_read_by_age():
    assert decrypt_with_age(encrypt_chunks(PUBLIC), [IDENTITY]) == b"".join(CHUNKS)


def test_without_key_nothing_is_encrypted():
    assert encrypt_chunks("") == b"".join(CHUNKS)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param("", "is encrypted: set PORTAL_BACKUP_KEY", id="none"),
        pytest.param(str(x25519.Identity.generate()), "not the one of this backup", id="other"),
        pytest.param(PUBLIC, "Only the secret key", id="public"),
        pytest.param(SECRET[:-1], "mistyped", id="mistyped"),
    ],
)
def test_wrong_key_is_told(key, reason):
    with pytest.raises(BackupError, match=reason):
        decrypt_content(encrypt_chunks(PUBLIC), key)


@pytest.mark.parametrize("part", range(20))
def test_damage_is_no_wrong_key(part):
    content = bytearray(encrypt_chunks(PUBLIC))
    start = content.index(b"\n--- ")
    content[start + (len(content) - start) * part // 20] ^= 1
    with pytest.raises(BackupError, match="damaged"):
        decrypt_content(bytes(content), SECRET)


def test_truncated_encrypted_file_is_damaged():
    with pytest.raises(BackupError, match="damaged or incomplete"):
        decrypt_content(encrypt_chunks(PUBLIC)[:-1], SECRET)


def test_invalid_key_is_refused_before_backup():
    with pytest.raises(BackupError, match="begins with age1"):
        parse_recipient("letmein")


def test_error_while_reading_is_not_hidden():
    def read():
        yield b"first"
        raise BackupError("the reason")

    with pytest.raises(BackupError, match="the reason"):
        encrypt(read(), io.BytesIO(), PUBLIC)


def test_key_file_of_age_keygen_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_BACKUP_KEY", "another")
    path = tmp_path / "key.txt"
    path.write_text(f"# created: 2026-11-28\n# public key: {PUBLIC}\n{SECRET}\n")
    assert read_key(path) == SECRET
    assert read_key() == "another"


@pytest.mark.parametrize("content", ["", "# nothing\n", f"{PUBLIC}\n{PUBLIC}\n"], ids=["empty", "comment", "two"])
def test_key_file_without_one_key_is_refused(tmp_path, content):
    path = tmp_path / "key.txt"
    path.write_text(content)
    with pytest.raises(BackupError, match="does not hold one key"):
        read_key(path)


def test_missing_key_file_is_refused(tmp_path):
    with pytest.raises(BackupError, match="no such file"):
        read_key(tmp_path / "key.txt")
