#include "CChaChaPoly.h"

#include <CCryptoBoringSSL.h>

enum { key_length = 32, nonce_length = 12, tag_length = 16 };

static bool begin(EVP_AEAD_CTX *context, const void *key) {
    EVP_AEAD_CTX_zero(context);
    return EVP_AEAD_CTX_init(context, EVP_aead_chacha20_poly1305(), key, key_length, tag_length, NULL) == 1;
}

/// The context lies on the stack and holds the key.
static void end(EVP_AEAD_CTX *context) {
    EVP_AEAD_CTX_cleanup(context);
    OPENSSL_cleanse(context, sizeof *context);
}

bool chacha_poly_seal(void *sealed, const void *plain, size_t length, const void *key, const void *nonce) {
    EVP_AEAD_CTX context;
    size_t written = 0;
    bool done = begin(&context, key)
        && EVP_AEAD_CTX_seal(&context, sealed, &written, length + tag_length, nonce, nonce_length, plain, length, NULL, 0);
    end(&context);
    return done && written == length + tag_length;
}

bool chacha_poly_open(void *plain, const void *sealed, size_t length, const void *key, const void *nonce) {
    if (length < tag_length) return false;
    EVP_AEAD_CTX context;
    size_t written = 0;
    bool done = begin(&context, key)
        && EVP_AEAD_CTX_open(
            &context, plain, &written, length - tag_length, nonce, nonce_length, sealed, length, NULL, 0);
    end(&context);
    return done && written == length - tag_length;
}
