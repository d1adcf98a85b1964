#include "storage/directory/key_file.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "storage/lmdb/secret_file.h"

namespace kumbara::storage {
namespace {

constexpr std::string_view kFingerprintPrefix = "kumbara key";

}  // namespace

LedgerKey::~LedgerKey() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

KeyFingerprint FingerprintOf(const LedgerKey& key) {
  std::array<std::byte, kFingerprintPrefix.size() + sizeof(key.bytes)> input;
  std::copy(key.bytes.begin(), key.bytes.end(),
            std::copy(std::as_bytes(std::span(kFingerprintPrefix)).begin(),
                      std::as_bytes(std::span(kFingerprintPrefix)).end(),
                      input.begin()));
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  KUMBARA_CHECK(EVP_Digest(input.data(), input.size(), hash.data(), nullptr,
                           EVP_sha256(), nullptr) == 1);
  OPENSSL_cleanse(input.data(), input.size());
  KeyFingerprint fingerprint;
  std::copy_n(std::as_bytes(std::span(hash)).begin(), fingerprint.size(),
              fingerprint.begin());
  return fingerprint;
}

absl::StatusOr<std::string> DefaultKeyPath(const LedgerId& ledger) {
  const std::string name = absl::StrCat("/kumbara/", ToHex(ledger), ".key");
  const char* state = std::getenv("XDG_STATE_HOME");
  // The XDG rules say that a relative path is to be ignored.
  if (state != nullptr && state[0] == '/') return state + name;
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] == '\0') {
    return absl::FailedPreconditionError(
        "key file: neither XDG_STATE_HOME nor HOME is set; name its path");
  }
  return absl::StrCat(home, "/.local/state", name);
}

absl::StatusOr<LedgerKey> CreateKeyFile(const std::string& path) {
  LedgerKey key;
  if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(key.bytes.data()),
                      static_cast<int>(key.bytes.size())) != 1) {
    return absl::InternalError("key file: the system gave no random bytes");
  }
  if (absl::Status status = MakeDirectories(ParentOf(path)); !status.ok()) {
    return status;
  }
  absl::StatusOr<File> file = File::Open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  if (absl::Status status = file->WriteAt(0, key.bytes); !status.ok()) {
    return status;
  }
  if (absl::Status status = file->SyncData(); !status.ok()) return status;
  if (absl::Status status = SyncDirectory(ParentOf(path)); !status.ok()) {
    return status;
  }
  return key;
}

absl::StatusOr<LedgerKey> ReadKeyFile(const std::string& path,
                                      std::string_view what) {
  absl::StatusOr<File> file = OpenSecret(path);
  if (absl::IsNotFound(file.status())) {
    return absl::NotFoundError(
        absl::StrCat(path, ": ", std::string(what), " is missing"));
  }
  if (!file.ok()) return file.status();
  LedgerKey key;
  absl::StatusOr<std::size_t> read = file->ReadAt(0, key.bytes);
  if (!read.ok()) return read.status();
  std::byte more{};
  const absl::StatusOr<std::size_t> behind =
      file->ReadAt(key.bytes.size(), std::span(&more, 1));
  if (!behind.ok()) return behind.status();
  if (*read != key.bytes.size() || *behind != 0) {
    return absl::DataLossError(
        absl::StrCat(path, ": a key file has exactly 32 bytes"));
  }
  return key;
}

}  // namespace kumbara::storage
