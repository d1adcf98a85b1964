// CodeTable: texts that commands name by a small code.
//
// A text gets its code once, in the order of asking, and keeps it for the life
// of the ledger. Codes are dense and begin at 1; 0 is "absent". State and
// digests never hold a code, always the text's hash, so the order of asking
// does not reach them.
//
// Units:   texts of 1 to kTextBytesMax bytes.
// Threads: safe; lookups share a lock, so producers keep the codes they got.
// Errors:  0 when a namespace is full or the text is empty or too long.
// Cost:    one hash lookup under a shared lock.

#ifndef KUMBARA_ENGINE_RECORD_CODE_TABLE_H_
#define KUMBARA_ENGINE_RECORD_CODE_TABLE_H_

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/base/hash.h"
#include "engine/base/types.h"

namespace kumbara {

// Numbers are fixed for ever; new ones go at the end.
enum class CodeSpace : std::uint8_t {
  kUnit = 1,
  kCurrency = 2,
  kChannel = 3,
  kReason = 4,
  kStore = 5,
  kCategory = 6,
  kFundingClass = 7,
  kEvent = 8,
  kReward = 9,  // What is redeemed for, be it a cause.
  kPlan = 10,   // A member's.
  kSku = 11,    // Of a line.
  kBrand = 12,
  kTier = 13,
};
inline constexpr std::size_t kCodeSpaces = 14;

// "unit", "currency", ...
std::string_view Name(CodeSpace space);

// The greatest code a namespace can give: 8, 16 or 32 bits by its field.
Code GreatestCode(CodeSpace space);

struct CodeDefinition {
  CodeSpace space;
  Code code;
  std::string text;
};

class CodeTable {
 public:
  // The code of `text`, given now if it has none.
  Code Intern(CodeSpace space, std::string_view text);

  // The code of `text`, or 0.
  Code Find(CodeSpace space, std::string_view text) const;

  // Takes a definition from the journal. False if it contradicts what is known
  // or leaves a gap. A code given here meanwhile may be the next one defined: a
  // word of the program's that came with a newer kumbara than the journal.
  bool Define(const CodeDefinition& definition);

  // How many codes of a namespace were given: those are 1 to Count().
  Code Count(CodeSpace space) const;

  // REQUIRES: 1 <= code <= Count(space).
  std::string Text(CodeSpace space, Code code) const;

  // All definitions that the journal has, in order per namespace.
  std::vector<CodeDefinition> Written() const;

  // Definitions given since the last call, in order per namespace.
  std::vector<CodeDefinition> TakeUnwritten();

 private:
  struct Space {
    // Keys point into `texts`, whose elements stay where they are.
    absl::flat_hash_map<std::string_view, Code> codes;
    std::deque<std::string> texts;
    std::size_t written = 0;
  };

  const Space& space(CodeSpace space) const {
    return spaces_[static_cast<std::size_t>(space)];
  }
  Code Add(CodeSpace space, std::string_view text);

  mutable std::shared_mutex mutex_;
  std::array<Space, kCodeSpaces> spaces_;  // Guarded by mutex_.
};

// The hashes of a table's texts, by code, for one reader that asks often:
// catches up with the table under its lock, then answers from its own copy.
class TextHashes {
 public:
  explicit TextHashes(const CodeTable& codes) : codes_(codes) {}

  // XXH3-128 of the text; zero for code 0.
  const Digest& Of(CodeSpace space, Code code) {
    std::vector<Digest>& known = known_[static_cast<std::size_t>(space)];
    if (code >= known.size()) [[unlikely]]
      CatchUp(space, code);
    return known[code];
  }

 private:
  void CatchUp(CodeSpace space, Code code);

  const CodeTable& codes_;
  std::array<std::vector<Digest>, kCodeSpaces> known_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_CODE_TABLE_H_
