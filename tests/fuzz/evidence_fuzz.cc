// Notes, checkpoints, proofs and verifier keys from any text: what is accepted
// is written back as it stood, and nothing unsigned is trusted.

#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "storage/evidence/checkpoint.h"
#include "storage/evidence/signed_note.h"
#include "storage/evidence/tree_proof.h"

namespace kumbara::storage {
namespace {

void ReadAsNotes(std::string_view text) {
  const auto notes = ParseNotes(text);
  if (!notes.ok()) return;
  std::string written;
  for (const SignedNote& note : *notes) {
    written += note.ToText();
    const auto checkpoint = ParseCheckpoint(note.text);
    KUMBARA_CHECK(!checkpoint.ok() || ToText(*checkpoint) == note.text);
  }
  KUMBARA_CHECK(written == text);
}

void ReadAsProof(std::string_view text) {
  static const SigningKey kKey = *SigningKey::New("fuzz");
  const std::vector<VerifierKey> keys = {kKey.verifier()};
  const auto proof = ParseProof(text);
  if (!proof.ok()) return;
  KUMBARA_CHECK(ToText(*proof) == text);
  KUMBARA_CHECK(!CheckProof(*proof, keys, {}).ok());
}

void ReadAsKey(std::string_view text) {
  const auto key = VerifierKey::Parse(text);
  if (!key.ok()) return;
  const std::string written = key->ToText();
  KUMBARA_CHECK(written == text || written + "\n" == text);
}

}  // namespace
}  // namespace kumbara::storage

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  kumbara::storage::ReadAsNotes(text);
  kumbara::storage::ReadAsProof(text);
  kumbara::storage::ReadAsKey(text);
  return 0;
}
