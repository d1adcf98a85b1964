// Stage 7a of a transaction's path: the answer to one command.

#include "engine/apply/apply.h"

#include <algorithm>

#include "engine/apply/auto_redeem.h"
#include "engine/apply/benefits.h"
#include "engine/apply/command_context.h"
#include "engine/apply/day_gifts.h"
#include "engine/apply/explain.h"
#include "engine/apply/naming.h"
#include "engine/apply/rate.h"
#include "engine/apply/settle.h"
#include "engine/apply/tier_gifts.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

ResultCode Dispatch(CommandContext& context) {
  if (context.IsClosed()) return ResultCode::kMemberClosed;
  switch (context.command().kind) {
    case CommandKind::kEnroll:
      return ApplyEnroll(context);
    case CommandKind::kPurchase:
      return ApplyPurchase(context);
    case CommandKind::kReturn:
      return ApplyReturn(context);
    case CommandKind::kAward:
      return ApplyAward(context);
    case CommandKind::kRedeem:
      return ApplyRedeem(context);
    case CommandKind::kAdjust:
      return ApplyAdjust(context);
    case CommandKind::kTransfer:
      return ApplyTransfer(context);
    case CommandKind::kHold:
      return ApplyHold(context);
    case CommandKind::kCapture:
      return ApplyCapture(context);
    case CommandKind::kVoid:
      return ApplyVoid(context);
    case CommandKind::kReverse:
      return ApplyReverse(context);
    case CommandKind::kDonate:
      return ApplyDonate(context);
    case CommandKind::kEvent:
      return ApplyEvent(context);
    case CommandKind::kExtend:
      return ApplyExtend(context);
    case CommandKind::kReinstate:
      return ApplyReinstate(context);
    case CommandKind::kClose:
      return ApplyClose(context);
    case CommandKind::kRefer:
      return ApplyRefer(context);
    case CommandKind::kSet:
      return ApplySet(context);
    case CommandKind::kImport:
      return ApplyImport(context);
    case CommandKind::kJoin:
      return ApplyJoin(context);
    case CommandKind::kLeave:
      return ApplyLeave(context);
    case CommandKind::kMerge:
      return ApplyMerge(context);
    case CommandKind::kTick:
      break;
  }
  KUMBARA_CHECK(IsCounted(context.command().kind));
  return ResultCode::kMalformed;
}

Mover MoverOf(const CommandContext& context) {
  return {context.input.posts_under, context.input.sequence};
}

// Every sequenced command but one refused for its time moves the clocks,
// refused or not, and with the member's clock comes what is due.
void MoveClocks(CommandContext& context) {
  Shard& shard = context.shard;
  const Instant occurred_at = context.occurred_at();
  if (context.slot == kNoSlot) return;
  Member& member = context.member();
  const Instant clock = shard.ClockOf(member);
  const bool arrived_before = context.input.answer != nullptr;
  if (occurred_at < clock && !arrived_before) ++shard.counters.late;
  SettleTo(std::max(clock, occurred_at), MoverOf(context), context.program,
           shard, context.slot, member);
  member.NoteSequence(context.input.posts_under);
}

// The unit that a command names; that of a command named by it is not known
// yet.
std::uint8_t UnitOf(const CommandContext& context) {
  const CommandKind kind = context.command().kind;
  if (kind == CommandKind::kEvent) return UnitOfEvents(context.program);
  const bool basket =
      kind == CommandKind::kPurchase || kind == CommandKind::kReturn;
  return basket ? EarnedUnit(context.program)
                : context.command().unit_or_currency;
}

void NoteRaised(CommandContext& context, RedeemOccasion* occasion) {
  if (context.Look(context.unit).available > context.before.available) {
    occasion->raised.set(context.unit);
  }
  if (!context.watches) return;
  for (const WatchedUnit& watched : context.shard.watched) {
    if (context.Look(watched.unit).available > watched.available) {
      occasion->raised.set(watched.unit);
    }
  }
}

// What the program redeems by itself behind a command: of one that waits for an
// answer only what has come already.
void RedeemBehind(CommandContext& context, bool is_open) {
  const CommandKind kind = context.command().kind;
  RedeemOccasion occasion;
  occasion.purchase = !is_open && kind == CommandKind::kPurchase;
  if (kind != CommandKind::kReturn) NoteRaised(context, &occasion);
  Books books = context.books();
  RedeemAutomatically(occasion, context.program, context.shard,
                      context.member(), books);
}

// The tier that a member has in the first set is told with every answer about
// it.
void AnswerTier(CommandContext& context) {
  if (context.program.tier_sets.empty()) return;
  context.outcome.tier = FirstTierOf(context.shard, context.slot);
}

// What follows for the tiers of a command that was accepted. What an import
// brings was counted elsewhere, and is given nothing for.
void TiersBehind(CommandContext& context) {
  const Program& program = context.program;
  Shard& shard = context.shard;
  const Instant at = context.counts_at.value_or(context.occurred_at());
  if (context.command().kind == CommandKind::kImport) {
    ConcludeTiers(program, shard, context.slot, at,
                  CountedNetsOf(program, shard, context.slot), context.facts());
  } else {
    ConcludeTiersAndGive(program, shard, context.slot, at,
                         *context.counted_before, context.facts());
  }
  AnswerTier(context);
}

// What follows for a member of all that a command did. Who is closed has
// nothing any more.
void StandingBehind(CommandContext& context) {
  if (context.IsClosed()) return;
  const Program& program = context.program;
  if (!program.tier_sets.empty()) TiersBehind(context);
  if (program.benefits.empty()) return;
  ConcludeBenefits(program, context.shard, context.slot, context.facts());
}

// What follows from a command that was accepted, then its answer: the change
// of the net since all that was due before it was settled.
void Finish(CommandContext& context) {
  if (context.found == nullptr) return;  // It opens its member when granted.
  Member& member = context.member();
  SettlePlaced(MoverOf(context), context.program, context.shard, context.slot,
               member);
  // What sent a message is answered at its round's end, where it went; the
  // answer to an earn has this part too.
  const bool is_open = context.outcome.reserved == kOutcomeOpen;
  if (!context.program.auto_redeem.empty()) RedeemBehind(context, is_open);
  StandingBehind(context);
  if (context.unit == 0 || (is_open && !context.earns_later)) return;
  const Wallet& wallet = context.Look(context.unit);
  context.outcome.unit = context.unit;
  context.outcome.delta = (wallet.net() - context.before.net).count();
  context.outcome.net = wallet.net().count();
}

// Whether a lot's end is worth remembering: that of a day, from now.
bool EndsWithDays(const LotPolicy& policy) {
  if (policy.may_wait()) return false;
  return policy.expiry == LotPolicy::Expiry::kOn ||
         (policy.expiry == LotPolicy::Expiry::kAfter &&
          policy.rounding != DateRounding::kNone);
}

// What may be known of the day of an instant before anything is earned. Not
// inlined: it is seldom asked for, where the next one always is.
[[gnu::noinline]] EarnMemo MemoOfDay(Instant earned, const Program& program) {
  EarnMemo memo;
  memo.day = program.zone.DayAround(earned);
  memo.version = program.version;
  memo.vintage = VintageOf(earned, program.zone);
  return memo;
}

// What is known of it, by a version of the program.
inline EarnMemo& MemoOf(Shard& shard, Instant earned, const Program& program) {
  EarnMemo& memo = shard.earned_last;
  if (!memo.day.Has(earned) || program.version != memo.version) [[unlikely]] {
    memo = MemoOfDay(earned, program);
  }
  return memo;
}

// Whether a command is so old that it is refused, by the version of the program
// that stands when it comes: one of the command's own time would let in what is
// older than any limit. An unknown member has the ticks for its clock; an award
// that its budget has answered was let in before.
bool IsTooLate(const CommandContext& context) {
  if (context.input.answer != nullptr) return false;
  const Shard& shard = context.shard;
  const Instant clock = context.slot == kNoSlot
                            ? shard.tick_clock
                            : shard.ClockOf(context.member());
  const Program& program = StandingBy(context.program, clock);
  return program.oldest &&
         program.zone.Add(context.occurred_at(), *program.oldest) < clock;
}

// Begins the answer and moves clocks, unless the command is refused for its
// time: then it is answered. Who is merged has no clock any more.
bool Arrive(CommandContext& context) {
  const Input& input = context.input;
  context.outcome = Outcome{};
  context.outcome.sequence = input.sequence;
  if (context.occurred_at() > input.latest) {
    context.outcome.code = ResultCode::kTimeInFuture;
    return false;
  }
  context.SetMember(
      context.shard.members.FindSlot(input.command.member, input.likely_slot));
  if (context.IsMerged()) return true;
  if (IsTooLate(context)) {
    context.outcome.code = ResultCode::kTooLate;
    return false;
  }
  MoveClocks(context);
  return true;
}

// The record of the command that a command names, if it is its member's: its
// own, or of who was merged into it. Else null.
const CommandRecord* OwnRecord(const Input& input, const Shard& shard) {
  const Reference::Whose whose = input.reference.whose;
  if (whose != Reference::Whose::kOwn &&
      whose != Reference::Whose::kOtherMember) {
    return nullptr;
  }
  const Slot slot = SlotOfNamed(input, shard.records);
  if (slot == kNoSlot) return nullptr;
  const CommandRecord& record = shard.records.At(slot);
  const Slot member =
      shard.members.FindSlot(input.command.member, input.likely_slot);
  return record.member == member ? &record : nullptr;
}

// The version of the program that a command goes by: that which was in force at
// its business time, or, if it names a command of the member, that by which
// that one was accepted.
[[gnu::noinline]] const Program& AnyVersionFor(const Input& input,
                                               const ProgramVersions& versions,
                                               const Shard& shard) {
  if (const CommandRecord* named = OwnRecord(input, shard)) {
    return versions.Numbered(named->version);
  }
  return versions.For(input.sequence, Instant(input.command.occurred_at));
}
// Mostly there is one version.
inline const Program& VersionFor(const Input& input, const Program& program,
                                 const Shard& shard) {
  const ProgramVersions* versions = program.versions;
  const bool has_others = versions != nullptr && versions->size() > 1;
  return has_others ? AnyVersionFor(input, *versions, shard) : program;
}

// A refusal tells the net as it stands.
void AnswerRefusal(CommandContext& context) {
  if (context.slot == kNoSlot || context.IsClosed()) return;
  AnswerTier(context);
  if (context.program.FindUnit(context.unit) == nullptr) return;
  context.outcome.unit = context.unit;
  context.outcome.net = context.Look(context.unit).net().count();
}

}  // namespace

void Apply(SemanticVersion version, const Input& input, const Program& program,
           Shard& shard, Messages& messages, Outcome* outcome) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);  // The first of them: nothing to tell apart yet.
  CommandContext context{input, VersionFor(input, program, shard), shard,
                         messages, *outcome};
  if (!Arrive(context)) return;
  if (context.IsMerged() && input.command.kind != CommandKind::kMerge) {
    return Forward(context);
  }
  if (shard.explanation != nullptr) BeginExplaining(context);
  context.AnswerIn(UnitOf(context));
  if (!context.program.tier_sets.empty()) {
    context.counted_before =
        CountedNetsOf(context.program, shard, context.slot);
  }
  outcome->code = Dispatch(context);
  if (outcome->code == ResultCode::kOk) {
    Finish(context);
  } else {
    AnswerRefusal(context);
  }
  if (context.explanation != nullptr) EndExplaining(context);
}

void Refuse(SemanticVersion version, const Input& input, const Refusal& refusal,
            const Program& program, Shard& shard, Outcome* outcome) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);
  Messages none;
  CommandContext context{input, VersionFor(input, program, shard), shard, none,
                         *outcome};
  if (!Arrive(context)) return;
  if (context.IsMerged()) {  // Another one would have to be asked.
    outcome->code = ResultCode::kNotPermitted;
    return;
  }
  if (shard.explanation != nullptr) BeginExplaining(context);
  context.unit = refusal.unit.value_or(UnitOf(context));
  outcome->code = refusal.code;
  AnswerRefusal(context);
  if (context.explanation != nullptr) EndExplaining(context);
}

ResultCode ApplyTick(SemanticVersion version, Instant instant, Instant latest,
                     Sequence sequence, Shard& shard) {
  KUMBARA_DCHECK(version == SemanticVersion::kOne);
  static_cast<void>(version);
  if (instant > latest) return ResultCode::kTimeInFuture;
  if (instant > shard.tick_clock) {
    shard.tick_clock = instant;
    shard.ticks.push_back({instant, sequence});
  }
  return ResultCode::kOk;
}

void CommandContext::Watch(std::uint8_t unit_too) {
  if (program.auto_redeem.empty()) return;
  if (!watches) shard.watched.clear();
  watches = true;
  for (const WatchedUnit& watched : shard.watched) {
    if (watched.unit == unit_too) return;
  }
  shard.watched.push_back({unit_too, Look(unit_too).available});
}

void CommandContext::AddMember() {
  SetMember(shard.members.Add(command().member));
  member().clock = std::max(shard.tick_clock, occurred_at());
  member().NoteSequence(input.posts_under);
  if (!program.tier_sets.empty()) {
    OpenTiers(program, shard, slot, occurred_at());
  }
  if (NewestOf(program).has_anniversaries) {
    shard.DaysOf(slot).opened = occurred_at();
    AwaitDays(program, shard, slot);
  }
}

CommandRecord& CommandContext::LeaveRecord(std::uint8_t of_unit) {
  CommandRecord& record =
      shard.records.At(shard.records.Add(command().id, input.id_slot));
  record.amount = command().amount;
  record.at = occurred_at();
  record.member = slot;
  // Together with its neighbour, or it would be read for that, and a read waits
  // for the stores before it.
  record.version = program.version & kVersionMax;
  record.in_pool = 0;
  record.kind = command().kind;
  record.unit = of_unit;
  return record;
}

LotDates CommandContext::DatesBy(const LotPolicy& policy) {
  const Instant at = occurred_at();
  if (!EndsWithDays(policy)) {
    return DatesOf(policy, at, program.zone);
  }
  EarnMemo& memo = MemoOf(shard, at, program);
  // Rules of one unit mostly have its policy, each a copy of its own.
  const auto* known = static_cast<const LotPolicy*>(memo.policy);
  const bool same = known == &policy || (known != nullptr && *known == policy);
  if (!same || !memo.expires_so.Has(at)) {
    memo.expiry = DatesOf(policy, at, program.zone).expiry;
    // Whoever comes again on a day will come once more. Days that come in no
    // order are not asked for their ends.
    memo.expires_so =
        same ? SameExpiryAround(policy, at, memo.expiry, program.zone)
             : InstantRange::Only(at);
    memo.policy = &policy;
  }
  return {at, memo.expiry};
}

void CommandContext::MakeLot(Amount amount, const LotDates& dates,
                             Code funding_class, Lot* lot) {
  EarnMemo& memo = MemoOf(shard, occurred_at(), program);
  if (memo.terms == kNoSlot || memo.funding_class != funding_class) {
    memo.funding_class = funding_class;
    memo.terms =
        shard.terms.SlotOf({funding_class, program.version, memo.vintage});
  }
  lot->activation = dates.activation;
  lot->expiry = dates.expiry;
  lot->remaining = amount;
  lot->terms = memo.terms;
}

LotDates DatesAtOnce(const Program& program, std::uint8_t unit, Instant at) {
  LotPolicy policy = program.FindUnit(unit)->lots;
  policy.pending = LotPolicy::Pending::kNone;
  return DatesOf(policy, at, program.zone);
}

Message CommandContext::NewMessage(MessageKind kind, const MemberId& to) const {
  Message message;
  message.origin = input.sequence;
  message.kind = kind;
  message.unit = unit;
  message.command_kind = command().kind;
  message.version = program.version;
  message.command = command().id;
  message.id_slot = input.id_slot;
  message.from = command().member;
  message.to = to;
  message.occurred_at = occurred_at();
  return message;
}

const MemberId* CommandContext::JoinedPool() const {
  if (input.answer != nullptr) {  // As it was when the command asked.
    return input.answer->pool.IsZero() ? nullptr : &input.answer->pool;
  }
  if (program.pool_members_max == 0 || slot == kNoSlot) return nullptr;
  const MemberProfile* profile = shard.FindProfile(slot);
  return profile != nullptr && profile->is_joined() ? &profile->pool : nullptr;
}

ResultCode RefuseActor(const CommandContext& context) {
  const Detail* actor =
      Find(context.input.details, DetailKind::kParty, PartyKind::kActor);
  if (actor == nullptr) return ResultCode::kOk;
  const MemberProfile* pool = context.shard.FindProfile(context.slot);
  if (pool == nullptr) return ResultCode::kNotPermitted;
  const std::vector<MemberId>& joined = pool->pool_members;
  return std::find(joined.begin(), joined.end(), actor->member_id()) !=
                 joined.end()
             ? ResultCode::kOk
             : ResultCode::kNotPermitted;
}

ResultCode RefuseManyLots(const CommandContext& context, const Wallet& wallet,
                          Amount amount) {
  std::uint32_t lots = 0;
  Amount held;
  WalkLots(context.shard.lots, wallet.lots, [&](const Lot& lot) {
    if (held >= amount || ++lots > kSlicesMax) return false;
    held += lot.remaining;
    return true;
  });
  return lots > kSlicesMax ? ResultCode::kLimitReached : ResultCode::kOk;
}

ResultCode RefuseCurrency(const CommandContext& context) {
  const std::uint8_t wanted = context.program.currency != 0
                                  ? context.program.currency
                                  : context.input.currency;
  // A return of all that is left of a purchase may go without.
  const std::uint8_t given = context.command().unit_or_currency;
  return given == wanted || given == 0 ? ResultCode::kOk
                                       : ResultCode::kWrongCurrency;
}

}  // namespace kumbara
