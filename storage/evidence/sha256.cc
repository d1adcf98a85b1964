#include "storage/evidence/sha256.h"

#include <openssl/evp.h>

#include <memory>

#include "engine/base/check.h"

namespace kumbara::storage {

Sha256Digest Sha256(std::initializer_list<std::span<const std::byte>> parts) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  KUMBARA_CHECK(context != nullptr);
  KUMBARA_CHECK(EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
  for (const std::span<const std::byte> part : parts) {
    KUMBARA_CHECK(EVP_DigestUpdate(context.get(), part.data(), part.size()) ==
                  1);
  }
  Sha256Digest digest;
  KUMBARA_CHECK(
      EVP_DigestFinal_ex(context.get(),
                         reinterpret_cast<unsigned char*>(digest.data()),
                         nullptr) == 1);
  return digest;
}

}  // namespace kumbara::storage
