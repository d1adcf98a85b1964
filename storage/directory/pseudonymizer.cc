#include "storage/directory/pseudonymizer.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "engine/base/check.h"

namespace kumbara::storage {

void Pseudonymizer::FreeContext::operator()(evp_mac_ctx_st* context) const {
  EVP_MAC_CTX_free(context);
}

Pseudonymizer::Pseudonymizer(Pseudonym kind, const LedgerKey& key)
    : kind_(kind) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  KUMBARA_CHECK(mac != nullptr);
  context_.reset(EVP_MAC_CTX_new(mac));
  EVP_MAC_free(mac);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  KUMBARA_CHECK(
      EVP_MAC_init(context_.get(),
                   reinterpret_cast<const unsigned char*>(key.bytes.data()),
                   key.bytes.size(), params) == 1);
}

Pseudonymizer::~Pseudonymizer() = default;

Salt Pseudonymizer::NewSalt() {
  if (kind_ == Pseudonym::kStable) return Salt{};
  if (next_salt_ == kSaltsDrawn) {
    KUMBARA_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(salts_.data()),
                             static_cast<int>(sizeof(salts_))) == 1);
    next_salt_ = 0;
  }
  return salts_[next_salt_++];
}

MemberId Pseudonymizer::MemberOf(const Salt& salt,
                                 std::string_view external_id) {
  // Without a key, init goes back to the state behind the key given before.
  KUMBARA_CHECK(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);
  KUMBARA_CHECK(
      EVP_MAC_update(context_.get(),
                     reinterpret_cast<const unsigned char*>(salt.data()),
                     salt.size()) == 1);
  KUMBARA_CHECK(
      EVP_MAC_update(context_.get(),
                     reinterpret_cast<const unsigned char*>(external_id.data()),
                     external_id.size()) == 1);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> mac;
  std::size_t size = 0;
  KUMBARA_CHECK(EVP_MAC_final(context_.get(), mac.data(), &size, mac.size()) ==
                1);
  return MemberId::FromBytes(mac.data());
}

}  // namespace kumbara::storage
