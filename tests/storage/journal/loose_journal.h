// A journal in parts that can be changed, and put together again by someone who
// knows the format.

#ifndef KUMBARA_TESTS_STORAGE_JOURNAL_LOOSE_JOURNAL_H_
#define KUMBARA_TESTS_STORAGE_JOURNAL_LOOSE_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/record/batch.h"
#include "storage/journal/journal_reader.h"
#include "storage/journal/lmdb_journal.h"

namespace kumbara::storage {

// A batch in parts that can be changed.
struct LooseBatch {
  BatchHeader header;
  std::vector<Record> records;
  std::vector<Command> commands;
};
using LooseJournal = std::vector<LooseBatch>;

inline LooseJournal TakeApart(const std::string& directory) {
  LooseJournal journal;
  auto reader = JournalReader::Open(directory);
  KUMBARA_CHECK(reader.ok());
  ParsedBatch batch;
  while (*(*reader)->NextBatch(&batch)) {
    LooseBatch loose;
    loose.header = batch.header;
    loose.records = batch.records;
    for (const auto& frame : batch.frames) {
      const auto commands = std::as_const(*frame).commands();
      loose.commands.insert(loose.commands.end(), commands.begin(),
                            commands.end());
    }
    journal.push_back(std::move(loose));
  }
  return journal;
}

// Writes a journal of these batches, in segments of this size, with every
// number, checksum and link right, and a HEAD that agrees.
inline void PutTogether(const std::string& directory,
                        const LooseJournal& batches, const LedgerId& ledger,
                        std::uint64_t segment_bytes) {
  auto journal =
      LmdbJournal::Create(directory, ledger, {.segment_bytes = segment_bytes});
  KUMBARA_CHECK(journal.ok());
  for (const LooseBatch& batch : batches) {
    Frame frame;
    for (const Command& command : batch.commands) frame.Add(command);
    frame.Seal();
    const Frame* const frames[] = {&frame};
    BatchParts parts{.records = batch.records, .frames = {}, .marks = {}};
    if (!batch.commands.empty()) parts.frames = frames;
    BatchHeader header;
    header.ledger = ledger;
    header.flags = batch.header.flags;
    header.batch_time = batch.header.batch_time;
    header.outcome_seq = batch.header.outcome_seq;
    header.outcome_digest = batch.header.outcome_digest;
    header.number = (*journal)->end().number + 1;
    header.first_sequence = (*journal)->end().last_sequence + 1;
    KUMBARA_CHECK((*journal)->Append(&header, parts).ok());
  }
  KUMBARA_CHECK((*journal)->Close().ok());
}

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_JOURNAL_LOOSE_JOURNAL_H_
