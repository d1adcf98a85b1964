// AnswerBook: the answers of a ledger held against its commands.
//
// Found are violations of
//    5. an id has one answer, that to the first command with it, for ever;
//   11. a refused command has no effect of its own: its delta is zero, and no
//       posting that it caused goes beyond what its clock makes due.
//
// Threads: one owner.
// Cost:    a lookup a command, memory for every id.

#ifndef KUMBARA_ENGINE_QUERY_ANSWER_BOOK_H_
#define KUMBARA_ENGINE_QUERY_ANSWER_BOOK_H_

#include <cstdint>
#include <functional>
#include <span>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "engine/member/violation.h"
#include "engine/record/command.h"
#include "engine/record/event.h"
#include "engine/record/id_entry.h"

namespace kumbara {

// What a ledger knows of an id; null if nothing.
using FindAnswer = std::function<const IdAnswer*(const CommandId&)>;
// Whether a posting to an account of the system is one that something makes by
// falling due.
using MayFallDue = std::function<bool(const Posting&)>;

class AnswerBook {
 public:
  // What may fall due may stand behind a refusal as well.
  AnswerBook(FindAnswer find, MayFallDue may_fall_due)
      : find_(std::move(find)), may_fall_due_(std::move(may_fall_due)) {}

  // A command of the next batch, in its place.
  void NoteCommand(Sequence sequence, const Command& command);
  // The batch of the commands noted has been applied, with these events.
  void CheckBatch(std::span<const Event> events, const OnViolation& found);
  // All answers once more.
  void CheckAll(const OnViolation& found);

 private:
  struct Answer {
    Sequence first_sequence = 0;
    MemberId member;
    std::int64_t delta = 0;
    ResultCode code = ResultCode::kOk;
    std::uint8_t unit = 0;
    bool is_final = false;
  };
  // One whose answer has not been looked at since it was noted.
  struct Open {
    CommandId id;
    bool has_effect = false;  // It posted what only an accepted one may.
  };

  void Check(const CommandId& id, Answer& answer, const OnViolation& found);
  void NoteEffect(const Posting& posting);

  const FindAnswer find_;
  const MayFallDue may_fall_due_;
  absl::flat_hash_map<CommandId, Answer> answers_;
  absl::flat_hash_map<Sequence, Open> open_;        // By first sequence.
  absl::flat_hash_map<Sequence, CommandId> again_;  // Noted before.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_ANSWER_BOOK_H_
