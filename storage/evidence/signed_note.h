// Signed notes: a text and, below an empty line, the signatures of keys, each
// with the name of its key. The form that transparency logs use (C2SP
// signed-note), so their tools read ours.
//
//   <text, lines that each end with a line feed>
//   <empty line>
//   — <key name> <base64 of key hash (4 bytes) ‖ Ed25519 signature (64)>
//
// A signing key is a line PRIVATE+KEY+<name>+<hash>+<base64 of 0x01 ‖ seed> in
// a file that only its owner can read; its verifier key, which anyone may have,
// is <name>+<hash>+<base64 of 0x01 ‖ public key>. The hash tells keys of one
// name from each other, so a new key can take over under the old name.
//
// Threads: plain values.
// Errors:  one sentence each that names the file or the line.

#ifndef KUMBARA_STORAGE_EVIDENCE_SIGNED_NOTE_H_
#define KUMBARA_STORAGE_EVIDENCE_SIGNED_NOTE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace kumbara::storage {

struct SignedNote;

// What a note has of a key.
enum class SignatureState : std::uint8_t {
  kNone,    // No signature,
  kBroken,  // one that is not of this text,
  kHolds,
};

class VerifierKey {
 public:
  // From "<name>+<hash>+<base64>", a line feed behind it or not.
  static absl::StatusOr<VerifierKey> Parse(std::string_view text);

  std::string ToText() const;
  const std::string& name() const { return name_; }

 private:
  friend class SigningKey;
  friend SignatureState StateOfSignature(const SignedNote& note,
                                         const VerifierKey& key);

  std::string name_;
  std::array<std::byte, 4> hash_{};
  std::array<std::byte, 32> public_key_{};
};

// The seed is erased from memory when it goes.
class SigningKey {
 public:
  // A new key from the system's random bytes. A name is not empty and has
  // neither white space nor '+'.
  static absl::StatusOr<SigningKey> New(std::string_view name);
  // Reads a file that is not open to others.
  static absl::StatusOr<SigningKey> Read(const std::string& path);
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;

  // Writes it, durably, to a new file for its owner alone. Never overwrites.
  absl::Status WriteTo(const std::string& path) const;

  const VerifierKey& verifier() const { return verifier_; }
  // The signature line of a text.
  std::string Sign(std::string_view text) const;

 private:
  SigningKey() = default;
  static absl::StatusOr<SigningKey> FromSeed(std::string_view name,
                                             std::span<const std::byte> seed);

  std::array<std::byte, 32> seed_{};
  VerifierKey verifier_;
};

struct SignedNote {
  std::string text;                     // With its last line feed.
  std::vector<std::string> signatures;  // The lines, without line feeds.

  std::string ToText() const;
};

SignedNote SignNote(std::string text, std::span<const SigningKey> keys);

// Takes apart a text of notes, one behind the other, in none of which an empty
// line stands but above the signatures. Says nothing of those.
absl::StatusOr<std::vector<SignedNote>> ParseNotes(std::string_view text);

// How many bytes of such a text are notes to their end. A crash while one was
// appended leaves a part of it behind them.
std::size_t WholeNoteBytes(std::string_view text);

// Whether a crash can leave this of a signature line: a part from its beginning
// on, nothing or all but the line feed included.
bool IsPartOfSignature(std::string_view text);

SignatureState StateOfSignature(const SignedNote& note, const VerifierKey& key);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_SIGNED_NOTE_H_
