#include "engine/query/answer_book.h"

#include <algorithm>
#include <vector>

namespace kumbara {

void AnswerBook::NoteCommand(Sequence sequence, const Command& command) {
  if (command.kind == CommandKind::kTick) return;
  const auto [answer, is_new] = answers_.try_emplace(command.id);
  if (is_new) {
    answer->second.first_sequence = sequence;
    answer->second.member = command.member;
    open_[sequence] = {command.id};
  } else {
    again_[sequence] = command.id;
  }
}

void AnswerBook::NoteEffect(const Posting& posting) {
  const auto open = open_.find(posting.cause);
  if (open == open_.end() || IsMemberAccount(posting.account)) return;
  open->second.has_effect |= !may_fall_due_(posting);
}

void AnswerBook::CheckBatch(std::span<const Event> events,
                            const OnViolation& found) {
  for (const Event& event : events) {
    if (const auto* posting = std::get_if<Posting>(&event))
      NoteEffect(*posting);
  }
  std::vector<std::pair<Sequence, Open>> looked_at(open_.begin(), open_.end());
  std::sort(looked_at.begin(), looked_at.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [sequence, open] : looked_at) {
    Answer& answer = answers_.at(open.id);
    Check(open.id, answer, found);
    if (!answer.is_final) continue;
    if (answer.code != ResultCode::kOk && open.has_effect) {
      found({11, answer.member, 0, sequence, "a refused command posted"});
    }
    open_.erase(sequence);
  }
  for (const auto& [sequence, id] : again_) {
    Check(id, answers_.at(id), found);
  }
  again_.clear();
}

void AnswerBook::CheckAll(const OnViolation& found) {
  std::vector<CommandId> ids;
  for (const auto& [id, answer] : answers_) ids.push_back(id);
  std::sort(
      ids.begin(), ids.end(), [&](const CommandId& a, const CommandId& b) {
        return answers_.at(a).first_sequence < answers_.at(b).first_sequence;
      });
  for (const CommandId& id : ids) Check(id, answers_.at(id), found);
}

void AnswerBook::Check(const CommandId& id, Answer& answer,
                       const OnViolation& found) {
  const auto tell = [&](int invariant, const char* what) {
    found({invariant, answer.member, answer.unit, answer.first_sequence, what});
  };
  const IdAnswer* entry = find_(id);
  if (entry == nullptr) return tell(5, "the ledger has lost an id");
  if (entry->first_sequence != answer.first_sequence) {
    tell(5, "an id has the answer of a command that is not its first");
  }
  if (entry->state != IdState::kFinal) {
    if (answer.is_final) tell(5, "an answer that was final is open again");
    return;
  }
  if (answer.is_final &&
      (entry->code != answer.code || entry->delta != answer.delta ||
       entry->unit != answer.unit)) {
    tell(5, "an id has another answer than before");
  }
  if (answer.is_final) return;
  answer.is_final = true;
  answer.code = entry->code;
  answer.delta = entry->delta;
  answer.unit = entry->unit;
  if (answer.code != ResultCode::kOk && answer.delta != 0) {
    tell(11, "a refused command has a delta");
  }
}

}  // namespace kumbara
