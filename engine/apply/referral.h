// Referral: what a member's own commands do about who brought it. What happens
// at the referrer, and back here at the round's end, is in
// referral_messages.cc.
//
// Threads: the owner of the shard.
// Cost:    nothing in a program without a referral; else a look at who has a
//          link.

#ifndef KUMBARA_ENGINE_APPLY_REFERRAL_H_
#define KUMBARA_ENGINE_APPLY_REFERRAL_H_

#include "engine/apply/command_context.h"

namespace kumbara {

// REQUIRES for all: the program has a referral.

// The member says by a command who brought it: asks that one. REQUIRES: nobody
// was asked before.
void AskReferrer(CommandContext& context, const MemberId& referrer);

// The event may have come by a purchase, which is recorded already.
void NotePurchase(CommandContext& context);
// `asked` of a purchase was taken back, which the record knows; or the command
// returned something that names none.
void NoteTakenBack(CommandContext& context, const CommandRecord& purchase,
                   Money asked);
void NoteReturnOfNone(CommandContext& context);

// A side that is paid, or was: in which shard, and with which books.
struct ReferralAccount {
  const Program& program;
  Shard& shard;
  Slot member;
  Books books;
  ReferralSide side;
  CommandId event;
};

// Whether a side has room for what it is to be paid.
bool HasRoom(const ReferralAccount& account);
// Pays it at `at`. REQUIRES: HasRoom.
void PaySide(ReferralAccount account, Instant at);

// Takes back what a side was paid, by the policy on deficits. Returns when it
// was paid; nothing if there was nothing to take back, or no room for the debt.
std::optional<Instant> TakeBackFromSide(ReferralAccount account);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_REFERRAL_H_
