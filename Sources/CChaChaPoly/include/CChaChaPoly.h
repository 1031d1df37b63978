#ifndef CCHACHAPOLY_H
#define CCHACHAPOLY_H

// ChaCha20-Poly1305 (RFC 8439) from one buffer into another one: the BoringSSL that is part of swift-crypto, whose own
// interface gives every result out in memory of its own (docs/decisions/0013-speed-of-sealing-files.md).
//
// The key has 32 bytes, the nonce 12, the tag at the end of what is sealed 16. Buffers may be the same, or must not overlap.

#include <stdbool.h>
#include <stddef.h>

/// Writes `length` + 16 bytes to `sealed`; false where the library has failed, which is not expected.
bool chacha_poly_seal(void *sealed, const void *plain, size_t length, const void *key, const void *nonce);

/// Writes `length` - 16 bytes to `plain`; false where what is sealed is not authentic, and `plain` then holds nothing of it.
bool chacha_poly_open(void *plain, const void *sealed, size_t length, const void *key, const void *nonce);

#endif
