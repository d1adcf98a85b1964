#include "storage/recovery/crash_note.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

constexpr int kTriesMax = 2;

// Text put together without any call that a signal handler may not make.
class LineWriter {
 public:
  explicit LineWriter(CrashLine& line) : line_(line) {}

  void Add(std::string_view text) {
    for (const char c : text.substr(0, line_.size() - size_)) {
      line_[size_++] = c;
    }
  }
  void AddNumber(std::uint64_t number) {
    char digits[20];
    const std::to_chars_result end =
        std::to_chars(std::begin(digits), std::end(digits), number);
    Add({digits, static_cast<std::size_t>(end.ptr - digits)});
  }
  void AddHex(std::span<const std::byte> bytes) {
    for (const std::byte byte : bytes) {
      const auto value = std::to_integer<unsigned>(byte);
      const char digits[] = {"0123456789abcdef"[value >> 4],
                             "0123456789abcdef"[value & 15]};
      Add({digits, std::size(digits)});
    }
  }
  std::size_t size() const { return size_; }

 private:
  CrashLine& line_;
  std::size_t size_ = 0;
};

// The fields that have a meaning without the ledger's tables, then all bytes.
std::string DumpOf(Sequence sequence, const Command& command,
                   std::span<const Detail> details) {
  std::string dump = absl::StrCat(
      "sequence         ", sequence, "\nkind             ",
      std::string(Name(command.kind)), "\nid               ", ToHex(command.id),
      "\nmember           ", ToHex(command.member), "\namount           ",
      command.amount, "\noccurred_at      ",
      ToText(Instant(command.occurred_at)), "\nstore            ",
      command.store, "\nreason           ", command.reason,
      "\nunit or currency ", command.unit_or_currency, "\nchannel          ",
      command.channel, "\nflags            ", command.flags,
      "\ncommand          ", BytesToHex(std::as_bytes(std::span(&command, 1))),
      "\n");
  for (const Detail& detail : details) {
    absl::StrAppend(&dump, "detail           ",
                    BytesToHex(std::as_bytes(std::span(&detail, 1))), "\n");
  }
  return dump;
}

}  // namespace

std::size_t WriteCrashLine(const BeingApplied& applied, int signal,
                           CrashLine& line) {
  LineWriter writer(line);
  writer.Add("sequence ");
  writer.AddNumber(applied.sequence);
  writer.Add(" id ");
  writer.AddHex(std::as_bytes(std::span(&applied.id, 1)));
  writer.Add(" kind ");
  writer.Add(Name(applied.kind));
  writer.Add(" shard ");
  writer.AddNumber(applied.shard);
  writer.Add(" signal ");
  writer.AddNumber(static_cast<std::uint64_t>(signal));
  writer.Add(" version " KUMBARA_VERSION "\n");
  return writer.size();
}

std::string CrashNote::PathIn(const std::string& ledger_directory) {
  return ledger_directory + "/CRASHED";
}

bool CrashNote::Parse(std::string_view line, Crash* crash) {
  const std::vector<std::string> words = absl::StrSplit(std::string(line), ' ');
  if (words.size() != 12 || words[0] != "sequence" || words[2] != "id" ||
      words[8] != "signal" || words[10] != "version") {
    return false;
  }
  crash->is_of_this_version = words[11] == KUMBARA_VERSION;
  return absl::SimpleAtoi(words[1], &crash->sequence) &&
         FromHex(words[3], &crash->id) &&
         absl::SimpleAtoi(words[9], &crash->signal);
}

std::vector<CrashNote::Crash> CrashNote::ReadAll(
    const std::string& ledger_directory) {
  std::vector<Crash> crashes;
  // Who may not read the note has as much as there is none.
  const absl::StatusOr<std::string> text = ReadWhole(PathIn(ledger_directory));
  if (!text.ok()) return crashes;
  for (const absl::string_view line : absl::StrSplit(*text, '\n')) {
    Crash crash;
    if (Parse({line.data(), line.size()}, &crash)) crashes.push_back(crash);
  }
  return crashes;
}

CrashNote CrashNote::Read(const std::string& ledger_directory) {
  CrashNote note;
  note.path_ = PathIn(ledger_directory);
  note.crashes_ = ReadAll(ledger_directory);
  std::erase_if(note.crashes_,
                [](const Crash& crash) { return !crash.is_of_this_version; });
  return note;
}

CrashNote::Count CrashNote::CountOf(Sequence sequence,
                                    const CommandId& id) const {
  Count count;
  for (const Crash& crash : crashes_) {
    // A sequence that was never durable goes to another command later.
    if (crash.sequence != sequence) continue;
    if (!crash.id.IsZero() && crash.id != id) continue;
    ++count.times;
    count.last_signal = crash.signal;
  }
  return count;
}

absl::Status CrashNote::Check(const ParsedBatch& batch) const {
  if (crashes_.empty()) return absl::OkStatus();
  Sequence sequence = batch.header.first_sequence;
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    for (const Command& command : frame->commands()) {
      const Count count = CountOf(sequence, command.id);
      if (count.times >= kTriesMax) {
        return Refuse(sequence, command, frame->details_of(command), count);
      }
      ++sequence;
    }
  }
  return absl::OkStatus();
}

absl::Status CrashNote::Refuse(Sequence sequence, const Command& command,
                               std::span<const Detail> details,
                               const Count& count) const {
  const std::string dump = absl::StrCat(path_, ".", sequence, ".txt");
  const absl::Status written =
      WriteWhole(dump, DumpOf(sequence, command, details));
  return absl::FailedPreconditionError(absl::StrCat(
      path_, ": command ", sequence, " (", std::string(Name(command.kind)),
      ", id ", ToHex(command.id), ") has ended kumbara ", KUMBARA_VERSION, " ",
      count.times, " times while it was applied, last by signal ",
      count.last_signal,
      ", and is not tried again. Nothing is lost: the journal holds it and all "
      "that was acknowledged. ",
      written.ok()
          ? absl::StrCat("Its bytes are in ", dump)
          : absl::StrCat("Its bytes could not be written: ", written.message()),
      ". Open the ledger with a newer kumbara, or remove ", path_,
      " to try again"));
}

absl::Status CrashNote::RemoveIfPast(Sequence applied,
                                     const std::string& ledger_directory) {
  const std::vector<Crash> crashes = ReadAll(ledger_directory);
  const bool is_past = std::all_of(
      crashes.begin(), crashes.end(),
      [&](const Crash& crash) { return crash.sequence <= applied; });
  return is_past ? RemoveFile(PathIn(ledger_directory)) : absl::OkStatus();
}

}  // namespace kumbara::storage
