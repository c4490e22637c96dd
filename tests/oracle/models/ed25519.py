"""Ed25519 (RFC 8032), signing only, from the equations of the curve. For a test that keeps nothing secret.

Signatures have no chance in them, so whoever can sign verifies by signing once more.
"""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
# The base point: y is 4/5, x is even.
Y = 4 * pow(5, P - 2, P) % P


def root(square):
    """The even square root."""
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - square) % P == 0
    return P - x if x % 2 else x


X = root((Y * Y - 1) * pow(D * Y * Y + 1, P - 2, P) % P)
BASE = (X, Y, 1, X * Y % P)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar):
    """So many times the base point, in its 32 bytes."""
    sum_, power = (0, 1, 1, 0), BASE
    while scalar:
        if scalar & 1:
            sum_ = add(sum_, power)
        power = add(power, power)
        scalar >>= 1
    inverse = pow(sum_[2], P - 2, P)
    x, y = sum_[0] * inverse % P, sum_[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def secret(seed):
    """The scalar, and what the nonces come from."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return scalar & (2**254 - 8) | 2**254, digest[32:]


def public(seed):
    return times(secret(seed)[0])


def sign(seed, key, message):
    """The signature with the key of this seed, whose public key is `key`."""
    scalar, prefix = secret(seed)
    nonce = number(prefix, message) % ORDER
    point = times(nonce)
    return point + ((nonce + number(point, key, message) * scalar) % ORDER).to_bytes(32, "little")
