#include "storage/open/erase_member.h"

#include <openssl/rand.h>

#include <memory>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "storage/directory/erasure_list.h"

namespace kumbara::storage {
namespace {

// The reason that the journal gives for the close.
constexpr std::string_view kErasureReason = "erasure";

// Any number for the id: a second run finds the member closed and sends none.
absl::StatusOr<Command> CloseOf(Ledger& ledger, const MemberId& member,
                                bool force) {
  Command command;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&command.id),
                 sizeof(command.id)) != 1) {
    return absl::InternalError("the machine gives no random bytes");
  }
  command.member = member;
  command.kind = CommandKind::kClose;
  command.occurred_at = SystemClock().Now().micros();
  command.reason = static_cast<std::uint16_t>(
      ledger.Intern(CodeSpace::kReason, kErasureReason));
  if (force) command.flags |= kForce;
  return command;
}

absl::StatusOr<Outcome> Close(Ledger& ledger, const MemberId& member,
                              bool force) {
  const absl::StatusOr<Command> command = CloseOf(ledger, member, force);
  if (!command.ok()) return command.status();
  const std::unique_ptr<Producer> producer = ledger.NewProducer();
  auto frame = std::make_unique<Frame>();
  const bool added = frame->Add(*command);
  KUMBARA_CHECK(added);
  frame->Seal();
  if (producer->Submit(&frame) != SubmitResult::kAccepted) {
    return absl::UnavailableError("the ledger takes no commands");
  }
  const Answer answer = producer->WaitForAnswer();
  if (answer.status != AnswerStatus::kAnswered) {
    return ledger.status().ok() ? absl::AbortedError("not answered")
                                : ledger.status();
  }
  return answer.frame->outcomes()[0];
}

}  // namespace

absl::StatusOr<Erasure> EraseMember(OpenLedger& opened,
                                    const std::string& ledger_directory,
                                    std::string_view external_id, bool force,
                                    const OnEraseStep& on_step) {
  Erasure erasure;
  erasure.member = opened.directory().Find(external_id);
  if (erasure.member.IsZero()) return erasure;
  const MemberProfile profile = opened.ledger().Look(erasure.member).profile;
  erasure.merged_into = profile.merged_into;
  if (profile.is_merged()) return erasure;
  absl::StatusOr<Outcome> closed =
      Close(opened.ledger(), erasure.member, force);
  if (!closed.ok()) return closed.status();
  // Who has a name and is no member was an operator, or was refused always.
  const bool was_open = closed->code != ResultCode::kMemberUnknown &&
                        closed->code != ResultCode::kMemberClosed;
  if (was_open) erasure.closed = *closed;
  if (was_open && closed->code != ResultCode::kOk) return erasure;
  on_step(EraseStep::kClosed);
  absl::StatusOr<ErasureList> list = ErasureList::Read(ledger_directory);
  if (!list.ok()) return list.status();
  std::vector<MemberId> members = profile.merged_here;
  members.push_back(
      erasure.member);  // The last, so that a second run finds it.
  for (const MemberId& member : members) {
    const absl::Status listed = list->Add(member);
    if (!listed.ok()) return listed;
  }
  on_step(EraseStep::kListed);
  const absl::Status erased =
      opened.directory().Erase(list->members(), on_step);
  if (!erased.ok()) return erased;
  erasure.is_erased = true;
  return erasure;
}

absl::StatusOr<std::size_t> ReapplyErasures(const std::string& ledger_directory,
                                            Directory& directory) {
  const absl::StatusOr<ErasureList> list = ErasureList::Read(ledger_directory);
  if (!list.ok()) return list.status();
  const std::size_t before = directory.size();
  const absl::Status erased = directory.Erase(list->members());
  if (!erased.ok()) return erased;
  return before - directory.size();
}

absl::StatusOr<ErasedClosed> CloseErased(OpenLedger& opened,
                                         const std::string& ledger_directory) {
  const absl::StatusOr<ErasureList> list = ErasureList::Read(ledger_directory);
  if (!list.ok()) return list.status();
  ErasedClosed done;
  for (const MemberId& member : list->members()) {
    const MemberView view = opened.ledger().Look(member);
    if (!view.found || view.profile.is_closed() || view.profile.is_merged()) {
      continue;
    }
    const absl::StatusOr<Outcome> closed =
        Close(opened.ledger(), member, /*force=*/true);
    if (!closed.ok()) return closed.status();
    if (closed->code == ResultCode::kOk) {
      ++done.closed;
    } else {
      done.refused.push_back(member);
    }
  }
  return done;
}

}  // namespace kumbara::storage
