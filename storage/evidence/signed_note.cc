#include "storage/evidence/signed_note.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "storage/evidence/sha256.h"
#include "storage/lmdb/secret_file.h"

namespace kumbara::storage {
namespace {

constexpr std::string_view kPrivatePrefix = "PRIVATE+KEY+";
constexpr std::string_view kSignaturePrefix = "\u2014 ";  // An em dash.
constexpr std::byte kEd25519{1};  // The note format's number of it.
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kKeyFileBytesMax = 4096;

using KeyHash = std::array<std::byte, 4>;
using Ed25519Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using SigningContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::span<const std::byte> BytesOf(std::string_view text) {
  return std::as_bytes(std::span(text));
}
const unsigned char* Unsigned(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* Unsigned(std::byte* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}

std::string Base64(std::span<const std::byte> bytes) {
  return absl::Base64Escape(absl::string_view(
      reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// Only the one way to write the bytes, of `size` bytes if it is right.
bool FromBase64(absl::string_view text, std::size_t size, std::string* bytes) {
  return absl::Base64Unescape(text, bytes) && bytes->size() == size &&
         absl::Base64Escape(*bytes) == text;
}

bool IsKeyName(std::string_view name) {
  return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '+' || static_cast<unsigned char>(c) <= ' ';
  });
}

KeyHash HashOfKey(std::string_view name, std::span<const std::byte> key) {
  constexpr std::byte kBetween[] = {std::byte{'\n'}, kEd25519};
  const Sha256Digest digest = Sha256({BytesOf(name), kBetween, key});
  KeyHash hash;
  std::copy_n(digest.begin(), hash.size(), hash.begin());
  return hash;
}

absl::Status WrongKey(std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      "verifier key: ", absl::string_view(what.data(), what.size()),
      "; expected NAME+HASH+KEY as `kumbara signing-key` prints"));
}

// "+<hash>+<base64 of 0x01 ‖ key>"
std::string KeyTail(const KeyHash& hash, std::span<const std::byte> key) {
  std::string typed(1, static_cast<char>(kEd25519));
  typed.append(reinterpret_cast<const char*>(key.data()), key.size());
  std::string tail =
      absl::StrCat("+", BytesToHex(hash), "+", Base64(BytesOf(typed)));
  OPENSSL_cleanse(typed.data(), typed.size());
  return tail;
}

std::string_view WithoutLineFeed(std::string_view text) {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  return text;
}

}  // namespace

absl::StatusOr<VerifierKey> VerifierKey::Parse(std::string_view text) {
  text = WithoutLineFeed(text);
  const std::vector<std::string> parts = absl::StrSplit(
      absl::string_view(text.data(), text.size()), absl::MaxSplits('+', 2));
  if (parts.size() != 3) return WrongKey("it has not three parts");
  VerifierKey key;
  key.name_ = parts[0];
  if (!IsKeyName(key.name_)) return WrongKey("it has no name");
  std::string typed;
  if (!FromBase64(parts[2], 1 + key.public_key_.size(), &typed) ||
      typed[0] != static_cast<char>(kEd25519)) {
    return WrongKey("it is no Ed25519 key");
  }
  std::copy_n(BytesOf(typed).begin() + 1, key.public_key_.size(),
              key.public_key_.begin());
  key.hash_ = HashOfKey(key.name_, key.public_key_);
  if (BytesToHex(key.hash_) != parts[1]) return WrongKey("its hash is another");
  return key;
}

std::string VerifierKey::ToText() const {
  return name_ + KeyTail(hash_, public_key_);
}

SigningKey::~SigningKey() { OPENSSL_cleanse(seed_.data(), seed_.size()); }

absl::StatusOr<SigningKey> SigningKey::FromSeed(
    std::string_view name, std::span<const std::byte> seed) {
  if (!IsKeyName(name)) {
    return absl::InvalidArgumentError(
        "signing key: a name has at least one letter, no space and no '+'");
  }
  SigningKey key;
  KUMBARA_CHECK(seed.size() == key.seed_.size());
  std::copy(seed.begin(), seed.end(), key.seed_.begin());
  const Ed25519Key pair(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                                     Unsigned(key.seed_.data()),
                                                     key.seed_.size()),
                        EVP_PKEY_free);
  KUMBARA_CHECK(pair != nullptr);
  std::size_t size = key.verifier_.public_key_.size();
  KUMBARA_CHECK(
      EVP_PKEY_get_raw_public_key(
          pair.get(), Unsigned(key.verifier_.public_key_.data()), &size) == 1);
  key.verifier_.name_ = name;
  key.verifier_.hash_ = HashOfKey(name, key.verifier_.public_key_);
  return key;
}

absl::StatusOr<SigningKey> SigningKey::New(std::string_view name) {
  std::array<std::byte, 32> seed;
  if (RAND_priv_bytes(Unsigned(seed.data()), static_cast<int>(seed.size())) !=
      1) {
    return absl::InternalError("signing key: the system gave no random bytes");
  }
  absl::StatusOr<SigningKey> key = FromSeed(name, seed);
  OPENSSL_cleanse(seed.data(), seed.size());
  return key;
}

absl::StatusOr<SigningKey> SigningKey::Read(const std::string& path) {
  absl::StatusOr<File> file = OpenSecret(path);
  if (!file.ok()) return file.status();
  std::array<char, kKeyFileBytesMax> text;
  absl::StatusOr<std::size_t> read =
      file->ReadAt(0, std::as_writable_bytes(std::span(text)));
  if (!read.ok()) return read.status();
  const std::string_view line =
      WithoutLineFeed(std::string_view(text.data(), *read));
  absl::StatusOr<SigningKey> key = absl::DataLossError(
      absl::StrCat(path, ": is not a signing key of `kumbara signing-key`"));
  if (line.starts_with(kPrivatePrefix)) {
    const std::vector<absl::string_view> parts =
        absl::StrSplit(absl::string_view(line.data(), line.size())
                           .substr(kPrivatePrefix.size()),
                       absl::MaxSplits('+', 2));
    std::string typed;
    if (parts.size() == 3 && FromBase64(parts[2], 33, &typed) &&
        typed[0] == static_cast<char>(kEd25519)) {
      absl::StatusOr<SigningKey> found =
          FromSeed(std::string_view(parts[0].data(), parts[0].size()),
                   BytesOf(typed).subspan(1));
      if (found.ok() && BytesToHex(found->verifier_.hash_) == parts[1]) {
        key = std::move(found);
      }
      OPENSSL_cleanse(typed.data(), typed.size());
    }
  }
  OPENSSL_cleanse(text.data(), text.size());
  return key;
}

absl::Status SigningKey::WriteTo(const std::string& path) const {
  absl::StatusOr<File> file = File::Open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  std::string line = absl::StrCat(
      absl::string_view(kPrivatePrefix.data(), kPrivatePrefix.size()),
      verifier_.name_, KeyTail(verifier_.hash_, seed_), "\n");
  absl::Status status = file->WriteAt(0, BytesOf(line));
  OPENSSL_cleanse(line.data(), line.size());
  if (status.ok()) status = file->SyncData();
  return status.ok() ? SyncDirectory(ParentOf(path)) : status;
}

std::string SigningKey::Sign(std::string_view text) const {
  const Ed25519Key pair(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                   Unsigned(seed_.data()), seed_.size()),
      EVP_PKEY_free);
  const SigningContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  KUMBARA_CHECK(pair != nullptr && context != nullptr);
  KUMBARA_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                                   pair.get()) == 1);
  std::array<std::byte, sizeof(KeyHash) + kSignatureBytes> signature;
  std::copy(verifier_.hash_.begin(), verifier_.hash_.end(), signature.begin());
  std::size_t size = kSignatureBytes;
  KUMBARA_CHECK(EVP_DigestSign(
                    context.get(), Unsigned(signature.data() + sizeof(KeyHash)),
                    &size, Unsigned(BytesOf(text).data()), text.size()) == 1);
  return absl::StrCat(
      absl::string_view(kSignaturePrefix.data(), kSignaturePrefix.size()),
      verifier_.name_, " ", Base64(signature));
}

std::string SignedNote::ToText() const {
  std::string whole = text + "\n";
  for (const std::string& line : signatures) whole += line + "\n";
  return whole;
}

SignedNote SignNote(std::string text, std::span<const SigningKey> keys) {
  KUMBARA_CHECK(!text.empty() && text.back() == '\n');
  SignedNote note;
  for (const SigningKey& key : keys) note.signatures.push_back(key.Sign(text));
  note.text = std::move(text);
  return note;
}

absl::StatusOr<std::vector<SignedNote>> ParseNotes(std::string_view text) {
  std::vector<SignedNote> notes;
  bool in_text = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return absl::DataLossError("not a signed note: the last line has no end");
    }
    const std::string_view line = text.substr(0, end);
    if (line.starts_with(kSignaturePrefix) && !in_text && !notes.empty()) {
      notes.back().signatures.emplace_back(line);
    } else if (in_text && line.empty()) {
      in_text = false;
    } else {
      if (!in_text) notes.emplace_back();
      in_text = true;
      notes.back().text.append(text.substr(0, end + 1));
    }
    text.remove_prefix(end + 1);
  }
  for (const SignedNote& note : notes) {
    if (note.signatures.empty()) {
      return absl::DataLossError(
          "not a signed note: expected a text, an empty line and signatures");
    }
  }
  return notes;
}

std::size_t WholeNoteBytes(std::string_view text) {
  std::size_t whole = 0;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', begin)) {
    const bool ends_note = text.substr(begin).starts_with(kSignaturePrefix);
    begin = end + 1;
    if (ends_note) whole = begin;
  }
  return whole;
}

bool IsPartOfSignature(std::string_view text) {
  if (text.size() <= kSignaturePrefix.size()) {
    return kSignaturePrefix.starts_with(text);
  }
  if (!text.starts_with(kSignaturePrefix)) return false;
  text.remove_prefix(kSignaturePrefix.size());
  const std::size_t space = text.find(' ');
  if (!IsKeyName(text.substr(0, space))) return false;
  if (space == std::string_view::npos) return true;
  const std::string_view base64 = text.substr(space + 1);
  constexpr std::size_t kWhole =
      (sizeof(KeyHash) + kSignatureBytes + 2) / 3 * 4;
  return base64.size() <= kWhole &&
         std::all_of(base64.begin(), base64.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '+' || c == '/' || c == '=';
         });
}

SignatureState StateOfSignature(const SignedNote& note,
                                const VerifierKey& key) {
  SignatureState state = SignatureState::kNone;
  for (const std::string& line : note.signatures) {
    if (!line.starts_with(kSignaturePrefix)) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(
        absl::string_view(line).substr(kSignaturePrefix.size()), ' ');
    std::string bytes;
    if (words.size() != 2 || words[0] != key.name_) continue;
    if (!FromBase64(words[1], sizeof(KeyHash) + kSignatureBytes, &bytes)) {
      state = SignatureState::kBroken;
      continue;
    }
    if (!std::equal(key.hash_.begin(), key.hash_.end(),
                    BytesOf(bytes).begin())) {
      continue;  // Of another key of this name.
    }
    const Ed25519Key verifier(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                    Unsigned(key.public_key_.data()),
                                    key.public_key_.size()),
        EVP_PKEY_free);
    const SigningContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    KUMBARA_CHECK(context != nullptr);
    if (verifier == nullptr ||
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                             verifier.get()) != 1) {
      return SignatureState::kBroken;
    }
    const bool holds =
        EVP_DigestVerify(context.get(),
                         Unsigned(BytesOf(bytes).data() + sizeof(KeyHash)),
                         kSignatureBytes, Unsigned(BytesOf(note.text).data()),
                         note.text.size()) == 1;
    return holds ? SignatureState::kHolds : SignatureState::kBroken;
  }
  return state;
}

}  // namespace kumbara::storage
