#include "storage/evidence/checkpoint.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"

namespace kumbara::storage {
namespace {

constexpr absl::string_view kOriginPrefix = "kumbara/";
constexpr std::size_t kTextLines = 6;

absl::Status NotACheckpoint(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("not a checkpoint of a ledger: ", what));
}

bool ParseOrigin(absl::string_view line, Checkpoint* checkpoint) {
  if (!absl::ConsumePrefix(&line, kOriginPrefix)) return false;
  const std::vector<absl::string_view> parts = absl::StrSplit(line, '/');
  return parts.size() == 2 &&
         FromHex(std::string_view(parts[0].data(), parts[0].size()),
                 &checkpoint->ledger) &&
         absl::SimpleAtoi(parts[1], &checkpoint->stream);
}

// A line "NAME VALUE" has this value; empty if it has another name.
absl::string_view ValueOf(absl::string_view line, absl::string_view name) {
  if (!absl::ConsumePrefix(&line, name)) return {};
  return absl::ConsumePrefix(&line, " ") ? line : absl::string_view{};
}

}  // namespace

std::string HashText(const TreeHash& hash) {
  return absl::Base64Escape(absl::string_view(
      reinterpret_cast<const char*>(hash.data()), hash.size()));
}

bool ParseHash(std::string_view text, TreeHash* hash) {
  const absl::string_view encoded(text.data(), text.size());
  std::string bytes;
  if (!absl::Base64Unescape(encoded, &bytes) || bytes.size() != hash->size() ||
      absl::Base64Escape(bytes) != encoded) {
    return false;
  }
  std::copy_n(std::as_bytes(std::span(bytes)).begin(), hash->size(),
              hash->begin());
  return true;
}

std::string ToText(const Checkpoint& checkpoint) {
  return absl::StrCat(
      kOriginPrefix, ToHex(checkpoint.ledger), "/", checkpoint.stream, "\n",
      checkpoint.batches, "\n", HashText(checkpoint.root), "\nsequence ",
      checkpoint.last_sequence, "\nsegment ", checkpoint.segment,
      "\nbatch-time ", ToText(checkpoint.batch_time), "\n");
}

bool IsPartOfCheckpoint(std::string_view rest) {
  if (rest.empty()) return false;
  if (IsPartOfSignature(rest)) return true;  // Of a further key.
  const absl::string_view begin = absl::string_view(rest.data(), rest.size())
                                      .substr(0, kOriginPrefix.size());
  if (!absl::StartsWith(kOriginPrefix, begin)) return false;
  const std::size_t empty_line = rest.find("\n\n");
  const bool has_text = empty_line != std::string_view::npos;
  const std::string_view text =
      has_text ? rest.substr(0, empty_line + 1) : rest;
  const auto lines =
      static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  if (has_text) {
    return lines == kTextLines &&
           IsPartOfSignature(rest.substr(text.size() + 1));
  }
  return lines < kTextLines || (lines == kTextLines && text.back() == '\n');
}

absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(absl::string_view(text.data(), text.size()), '\n');
  // The last one empty.
  if (lines.size() != kTextLines + 1) {
    return NotACheckpoint("expected six lines");
  }
  Checkpoint checkpoint;
  if (!ParseOrigin(lines[0], &checkpoint)) {
    return NotACheckpoint("its origin is not kumbara/LEDGER/STREAM");
  }
  if (!absl::SimpleAtoi(lines[1], &checkpoint.batches) ||
      checkpoint.batches == 0) {
    return NotACheckpoint("its second line is not a number of batches");
  }
  if (!ParseHash(std::string_view(lines[2].data(), lines[2].size()),
                 &checkpoint.root)) {
    return NotACheckpoint("its third line is not a root");
  }
  const absl::string_view time = ValueOf(lines[5], "batch-time");
  const std::optional<Instant> batch_time =
      ParseInstant(std::string_view(time.data(), time.size()));
  if (!absl::SimpleAtoi(ValueOf(lines[3], "sequence"),
                        &checkpoint.last_sequence) ||
      !absl::SimpleAtoi(ValueOf(lines[4], "segment"), &checkpoint.segment) ||
      !batch_time) {
    return NotACheckpoint("expected sequence, segment and batch-time");
  }
  checkpoint.batch_time = *batch_time;
  // One way to write it, so that what was signed is what was read.
  if (ToText(checkpoint) != text) return NotACheckpoint("it is written unlike");
  return checkpoint;
}

absl::StatusOr<Checkpoint> TrustedCheckpoint(
    const SignedNote& note, std::span<const VerifierKey> keys) {
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(note.text);
  if (!checkpoint.ok()) return checkpoint.status();
  bool is_broken = false;
  for (const VerifierKey& key : keys) {
    const SignatureState state = StateOfSignature(note, key);
    if (state == SignatureState::kHolds) return checkpoint;
    is_broken |= state == SignatureState::kBroken;
  }
  if (is_broken) {
    return absl::DataLossError(
        absl::StrCat("the checkpoint of batch ", checkpoint->batches,
                     " is not what its signature is for"));
  }
  return absl::PermissionDeniedError(
      absl::StrCat("the checkpoint of batch ", checkpoint->batches,
                   " is not signed by any of the keys given"));
}

absl::StatusOr<std::vector<Checkpoint>> TrustedCheckpoints(
    std::string_view text, std::span<const VerifierKey> keys) {
  absl::StatusOr<std::vector<SignedNote>> notes = ParseNotes(text);
  if (!notes.ok()) return notes.status();
  if (notes->empty()) return NotACheckpoint("there is none");
  std::vector<Checkpoint> checkpoints;
  for (const SignedNote& note : *notes) {
    absl::StatusOr<Checkpoint> checkpoint = TrustedCheckpoint(note, keys);
    if (!checkpoint.ok()) return checkpoint.status();
    if (!checkpoints.empty() &&
        (checkpoint->ledger != checkpoints.back().ledger ||
         checkpoint->stream != checkpoints.back().stream ||
         checkpoint->batches < checkpoints.back().batches)) {
      return absl::DataLossError(
          absl::StrCat("the checkpoint of batch ", checkpoint->batches,
                       " does not continue the one before it"));
    }
    checkpoints.push_back(*checkpoint);
  }
  return checkpoints;
}

}  // namespace kumbara::storage
