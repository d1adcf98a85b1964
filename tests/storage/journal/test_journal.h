// Batches with known content, and journals made of them.

#ifndef KUMBARA_TESTS_STORAGE_JOURNAL_TEST_JOURNAL_H_
#define KUMBARA_TESTS_STORAGE_JOURNAL_TEST_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/record/batch.h"
#include "storage/journal/journal_reader.h"
#include "storage/journal/lmdb_journal.h"

namespace kumbara::storage {

inline constexpr LedgerId kLedger{0x1111, 0x2222};

// A batch of `commands` awards, whose content depends on its number only; the
// first one also holds the settings.
inline absl::Status AppendBatch(LmdbJournal* journal, std::uint32_t commands,
                                std::uint64_t flavor = 0) {
  BatchHeader header;
  header.ledger = kLedger;
  header.number = journal->end().number + 1;
  header.first_sequence = journal->end().last_sequence + 1;
  header.batch_time = 1'000'000 * static_cast<std::int64_t>(header.number);
  std::vector<Record> records;
  if (header.number == 1) {
    records.push_back(Record::Settings(LedgerSettings{.ledger = kLedger}));
  }
  Frame frame;
  for (std::uint32_t i = 0; i < commands; ++i) {
    Command command;
    command.id = CommandId{header.number, i + 1};
    command.member = MemberId{i + 1, flavor};
    command.kind = CommandKind::kAward;
    frame.Add(command);
  }
  frame.Seal();
  const Frame* const frames[] = {&frame};
  BatchParts parts{.records = records, .frames = {}, .marks = {}};
  if (commands > 0) parts.frames = frames;
  return journal->Append(&header, parts);
}

// A closed journal of `batches` batches of `commands` awards each.
inline JournalPosition MakeJournal(const std::string& directory,
                                   std::uint32_t batches,
                                   std::uint32_t commands,
                                   std::uint64_t segment_bytes,
                                   std::uint64_t flavor = 0) {
  absl::StatusOr<std::unique_ptr<LmdbJournal>> journal =
      LmdbJournal::Create(directory, kLedger, {.segment_bytes = segment_bytes});
  KUMBARA_CHECK(journal.ok());
  for (std::uint32_t i = 0; i < batches; ++i) {
    KUMBARA_CHECK(AppendBatch(journal->get(), commands, flavor).ok());
  }
  KUMBARA_CHECK((*journal)->Close().ok());
  return (*journal)->end();
}

struct ReadResult {
  absl::Status status;
  JournalPosition end;
  std::uint32_t batches = 0;
  std::uint64_t commands = 0;
};

// Reads a journal to its end or to the first damage.
inline ReadResult ReadJournal(const std::string& directory,
                              const JournalReadOptions& options = {}) {
  ReadResult result;
  absl::StatusOr<std::unique_ptr<JournalReader>> reader =
      JournalReader::Open(directory, options);
  result.status = reader.status();
  if (!reader.ok()) return result;
  ParsedBatch batch;
  absl::StatusOr<bool> more = (*reader)->NextBatch(&batch);
  for (; more.ok() && *more; more = (*reader)->NextBatch(&batch)) {
    ++result.batches;
    result.commands += batch.header.command_count;
  }
  result.status = more.status();
  result.end = (*reader)->position();
  return result;
}

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_JOURNAL_TEST_JOURNAL_H_
