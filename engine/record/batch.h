// The journal's unit: a batch, one value in one synced transaction.
//
//   header (160)                       below
//   records                            16 + length, zero-padded to 16, each
//   frames                             32 + 64 commands + 32 details, each
//   source marks                       16 each
//
//   offset  bytes  header field
//        0      8  magic "KUMBATCH"
//        8      2  format version
//       10      2  flags              1 = the batch ends the round
//       12      4  stream
//       16     16  ledger id
//       32      8  batch number       one more with every batch
//       40      8  first sequence     of the batch's first command
//       48      4  command count
//       52      4  frame count
//       56      4  record count
//       60      4  source mark count
//       64      8  value bytes        header included
//       72      8  batch time         microseconds UTC, never falls
//       80      4  segment
//       84      4  0
//       88      8  outcome_seq        every answer up to it is final
//       96     16  outcome_digest     of all outcomes up to outcome_seq
//      112     16  previous chain
//      128     16  value hash         below
//      144     16  0
//
// value hash = XXH3-128(XXH3-128(header with this field 0) ‖ XXH3-128(rest)).
// chain = XXH3-128(previous chain ‖ value hash); that of the first batch's
// predecessor is zero. So each batch fixes all before it.
//
// Errors:  ParseBatch checks everything it can without the ledger's state and
//          names what is wrong.
// Cost:    WriteBatch copies each byte once and hashes it while it is cached.

#ifndef KUMBARA_ENGINE_RECORD_BATCH_H_
#define KUMBARA_ENGINE_RECORD_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/hash.h"
#include "engine/base/types.h"
#include "engine/record/activation.h"
#include "engine/record/closing.h"
#include "engine/record/code_table.h"
#include "engine/record/estimate.h"
#include "engine/record/frame.h"
#include "engine/record/settings.h"

namespace kumbara {

inline constexpr std::uint64_t kBatchMagic = 0x4843'5441'424D'554BULL;
// A batch with an estimate, or that names a tier, has format 4, one that closes
// a month 3, one that activates a program 2, any other still 1.
inline constexpr std::uint16_t kFormatVersion = 4;

enum BatchFlags : std::uint16_t { kRoundEnd = 1 };
inline constexpr std::uint16_t kBatchFlagsAll = kRoundEnd;

struct BatchHeader {
  std::uint64_t magic = kBatchMagic;
  std::uint16_t format = 1;
  std::uint16_t flags = 0;
  std::uint32_t stream = 0;
  LedgerId ledger;
  BatchNumber number = 0;
  Sequence first_sequence = 0;
  std::uint32_t command_count = 0;
  std::uint32_t frame_count = 0;
  std::uint32_t record_count = 0;
  std::uint32_t mark_count = 0;
  std::uint64_t value_bytes = 0;
  std::int64_t batch_time = 0;
  std::uint32_t segment = 0;
  std::uint32_t reserved32 = 0;
  Sequence outcome_seq = 0;
  Digest outcome_digest;
  Digest previous_chain;
  Digest value_hash;
  std::uint64_t reserved64[2] = {};

  bool round_end() const { return (flags & kRoundEnd) != 0; }
  // The last sequence of the batch, or the one before it if it has none.
  Sequence last_sequence() const { return first_sequence + command_count - 1; }
};
static_assert(sizeof(BatchHeader) == 160);
static_assert(offsetof(BatchHeader, command_count) == 48);
static_assert(offsetof(BatchHeader, outcome_seq) == 88);
static_assert(offsetof(BatchHeader, value_hash) == 128);
static_assert(std::has_unique_object_representations_v<BatchHeader>);

// Numbers are fixed for ever; new kinds go at the end.
enum class RecordKind : std::uint8_t {
  kSettings = 1,
  kBlob = 2,
  kDefine = 3,
  kActivation = 4,
  kClosing = 5,
  kEstimate = 6,
};
enum class BlobKind : std::uint8_t { kProgram = 1, kZone = 2 };

struct RecordHeader {
  RecordKind kind = RecordKind::kDefine;
  std::uint8_t name_space = 0;  // CodeSpace of a define, BlobKind of a blob.
  std::uint16_t reserved16 = 0;
  // Of a define; of a blob or an activation the version of the program, from 1;
  // of a closing the month, of an estimate its number.
  std::uint32_t code = 0;
  std::uint32_t length = 0;
  std::uint32_t reserved32 = 0;
};
static_assert(sizeof(RecordHeader) == 16);

struct Record {
  RecordHeader header;
  std::string bytes;

  static Record Settings(const LedgerSettings& settings);
  static Record Blob(BlobKind kind, std::uint32_t number, std::string bytes);
  static Record Define(const CodeDefinition& definition);
  static Record Of(const Activation& activation);
  static Record Of(const Closing& closing);
  static Record Of(const Estimate& estimate);
};

// What WriteBatch writes, in this order. The header's counts and value_bytes
// are set by it.
struct BatchParts {
  std::span<const Record> records;
  std::span<const Frame* const> frames;
  std::span<const SourceMark> marks;
};

std::size_t ValueBytes(const BatchParts& parts);

// Writes the value to `out` (ValueBytes(parts) bytes, 8-byte aligned),
// completes `header` and returns the new chain.
Digest WriteBatch(const BatchParts& parts, BatchHeader* header, std::byte* out);

// The chain behind a batch.
Digest ChainAfter(const BatchHeader& header);

struct ParsedBatch {
  BatchHeader header;
  std::vector<Record> records;
  std::vector<std::unique_ptr<Frame>> frames;
  std::vector<SourceMark> marks;
};

// Reads a whole value back, every checksum verified. DataLoss names the damage,
// FailedPrecondition a format this program does not know.
absl::StatusOr<ParsedBatch> ParseBatch(std::span<const std::byte> value);

// The header alone, its value hash verified over the whole value.
absl::StatusOr<BatchHeader> ParseBatchHeader(std::span<const std::byte> value);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_BATCH_H_
