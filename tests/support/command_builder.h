// Commands and frames for tests, with ids a person can read: member 3 is
// MemberOf(3), and its command 17 is CommandIdOf(17).

#ifndef KUMBARA_TESTS_SUPPORT_COMMAND_BUILDER_H_
#define KUMBARA_TESTS_SUPPORT_COMMAND_BUILDER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/record/attributes.h"
#include "engine/record/frame.h"
#include "engine/record/import_what.h"
#include "engine/record/line.h"
#include "tests/support/test_program.h"

namespace kumbara {

inline CommandId CommandIdOf(std::uint64_t number) { return {number, 0xC0}; }
inline MemberId MemberOf(std::uint64_t number) { return {number, 0x3E}; }

// A command with its details, and what tests like to change of it.
struct TestCommand {
  Command command;
  std::vector<Detail> details;

  TestCommand At(std::int64_t micros) const {
    TestCommand copy = *this;
    copy.command.occurred_at = micros;
    return copy;
  }
  TestCommand In(std::uint8_t unit_or_currency) const {
    TestCommand copy = *this;
    copy.command.unit_or_currency = unit_or_currency;
    return copy;
  }
  TestCommand Linked() const {
    TestCommand copy = *this;
    copy.command.flags |= kLinked;
    return copy;
  }
  TestCommand With(const Detail& detail) const {
    TestCommand copy = *this;
    copy.details.push_back(detail);
    return copy;
  }
  TestCommand With(const Line& line) const { return With(line.ToDetail()); }
};

inline TestCommand MakeCommand(CommandKind kind, std::uint64_t id,
                               std::uint64_t member,
                               std::optional<std::int64_t> amount,
                               std::uint8_t unit_or_currency) {
  TestCommand made;
  made.command.kind = kind;
  made.command.id = CommandIdOf(id);
  made.command.member = MemberOf(member);
  made.command.amount = amount.value_or(0);
  made.command.flags = amount ? kAmountGiven : 0;
  made.command.unit_or_currency = unit_or_currency;
  made.command.occurred_at = 1'000;
  return made;
}

inline TestCommand Enroll(std::uint64_t id, std::uint64_t member) {
  return MakeCommand(CommandKind::kEnroll, id, member, std::nullopt, 0);
}
// The same, naming who brought the member.
inline TestCommand Enroll(std::uint64_t id, std::uint64_t member,
                          std::uint64_t referrer) {
  return Enroll(id, member)
      .With(Detail::Party(PartyKind::kReferrer, MemberOf(referrer)));
}
inline TestCommand Refer(std::uint64_t id, std::uint64_t member,
                         std::uint64_t referrer) {
  return MakeCommand(CommandKind::kRefer, id, member, std::nullopt, 0)
      .With(Detail::Receiver(MemberOf(referrer)));
}
inline TestCommand Purchase(std::uint64_t id, std::uint64_t member,
                            std::int64_t amount) {
  return MakeCommand(CommandKind::kPurchase, id, member, amount, kGbp);
}
// A return that names no purchase.
inline TestCommand Return(std::uint64_t id, std::uint64_t member,
                          std::int64_t amount) {
  return MakeCommand(CommandKind::kReturn, id, member, amount, kGbp);
}
inline TestCommand ReturnOf(std::uint64_t id, std::uint64_t member,
                            std::uint64_t purchase,
                            std::optional<std::int64_t> amount = {}) {
  return MakeCommand(CommandKind::kReturn, id, member, amount, kGbp)
      .With(Detail::Reference(CommandIdOf(purchase)));
}
inline TestCommand Award(std::uint64_t id, std::uint64_t member,
                         std::int64_t amount) {
  return MakeCommand(CommandKind::kAward, id, member, amount, kPoints);
}
inline TestCommand Redeem(std::uint64_t id, std::uint64_t member,
                          std::int64_t amount) {
  return MakeCommand(CommandKind::kRedeem, id, member, amount, kPoints);
}
inline TestCommand RedeemReward(std::uint64_t id, std::uint64_t member,
                                Code reward) {
  return MakeCommand(CommandKind::kRedeem, id, member, std::nullopt, 0)
      .With(Detail::OfCode(CodeKind::kReward, reward));
}
inline TestCommand RedeemRewards(std::uint64_t id, std::uint64_t member,
                                 Code reward, std::int64_t quantity) {
  return RedeemReward(id, member, reward)
      .With(Detail::OfNumber(NumberKind::kQuantity, quantity));
}
inline TestCommand Adjust(std::uint64_t id, std::uint64_t member,
                          std::int64_t amount) {
  return MakeCommand(CommandKind::kAdjust, id, member, amount, kPoints);
}
inline TestCommand Transfer(std::uint64_t id, std::uint64_t from,
                            std::uint64_t to, std::int64_t amount) {
  return MakeCommand(CommandKind::kTransfer, id, from, amount, kPoints)
      .With(Detail::Receiver(MemberOf(to)));
}
inline TestCommand Hold(std::uint64_t id, std::uint64_t member,
                        std::int64_t amount, std::int64_t until) {
  return MakeCommand(CommandKind::kHold, id, member, amount, kPoints)
      .With(Detail::OfInstant(InstantKind::kUntil, Instant(until)));
}
inline TestCommand Capture(std::uint64_t id, std::uint64_t member,
                           std::uint64_t hold,
                           std::optional<std::int64_t> amount = {}) {
  return MakeCommand(CommandKind::kCapture, id, member, amount, 0)
      .With(Detail::Reference(CommandIdOf(hold)));
}
inline TestCommand Void(std::uint64_t id, std::uint64_t member,
                        std::uint64_t hold) {
  return MakeCommand(CommandKind::kVoid, id, member, std::nullopt, 0)
      .With(Detail::Reference(CommandIdOf(hold)));
}
inline TestCommand Reverse(std::uint64_t id, std::uint64_t member,
                           std::uint64_t named,
                           std::optional<std::int64_t> amount = {}) {
  return MakeCommand(CommandKind::kReverse, id, member, amount, 0)
      .With(Detail::Reference(CommandIdOf(named)));
}
inline TestCommand Reinstate(std::uint64_t id, std::uint64_t member,
                             std::int64_t until) {
  return MakeCommand(CommandKind::kReinstate, id, member, std::nullopt, kPoints)
      .With(Detail::OfInstant(InstantKind::kUntil, Instant(until)));
}
inline TestCommand ReinstateLot(std::uint64_t id, std::uint64_t member,
                                std::int64_t until, std::int64_t lot) {
  return Reinstate(id, member, until)
      .With(Detail::OfNumber(NumberKind::kLot, lot));
}
inline TestCommand Import(std::uint64_t id, std::uint64_t member,
                          ImportWhat what, std::int64_t amount) {
  return MakeCommand(CommandKind::kImport, id, member, amount, kPoints)
      .With(
          Detail::OfNumber(NumberKind::kWhat, static_cast<std::int64_t>(what)));
}
// Of what is no unit's: visits by their number, or money.
inline TestCommand ImportVisits(std::uint64_t id, std::uint64_t member,
                                std::int64_t visits) {
  TestCommand made = Import(id, member, ImportWhat::kVisits, 0)
                         .In(0)
                         .With(Detail::OfNumber(NumberKind::kQuantity, visits));
  made.command.flags = 0;
  return made;
}
inline TestCommand ImportSpend(std::uint64_t id, std::uint64_t member,
                               std::int64_t amount) {
  return Import(id, member, ImportWhat::kSpend, amount).In(0);
}
// Up to an instant in microseconds.
inline TestCommand ImportTier(std::uint64_t id, std::uint64_t member, Code tier,
                              std::int64_t until) {
  TestCommand made =
      MakeCommand(CommandKind::kImport, id, member, std::nullopt, 0);
  return made.With(Detail::OfCode(CodeKind::kTier, tier))
      .With(Detail::OfInstant(InstantKind::kExpiry, Instant(until)))
      .With(Detail::OfNumber(NumberKind::kWhat,
                             static_cast<std::int64_t>(ImportWhat::kTier)));
}
inline TestCommand Donate(std::uint64_t id, std::uint64_t member,
                          std::int64_t amount) {
  return MakeCommand(CommandKind::kDonate, id, member, amount, kPoints)
      .With(Detail::OfCode(CodeKind::kCause, kLifeboats));
}
inline TestCommand Happening(std::uint64_t id, std::uint64_t member) {
  return MakeCommand(CommandKind::kEvent, id, member, std::nullopt, 0)
      .With(Detail::OfCode(CodeKind::kEvent, kSurvey));
}
// Until an instant in microseconds.
inline TestCommand Extend(std::uint64_t id, std::uint64_t member,
                          std::int64_t until) {
  return MakeCommand(CommandKind::kExtend, id, member, std::nullopt, kPoints)
      .With(Detail::OfInstant(InstantKind::kUntil, Instant(until)));
}
inline TestCommand Set(std::uint64_t id, std::uint64_t member,
                       const AttributeChange& change) {
  return MakeCommand(CommandKind::kSet, id, member, std::nullopt, 0)
      .With(change.ToDetail());
}
inline TestCommand Close(std::uint64_t id, std::uint64_t member,
                         std::uint8_t flags = 0) {
  TestCommand made =
      MakeCommand(CommandKind::kClose, id, member, std::nullopt, 0);
  made.command.flags = flags;
  return made;
}
inline TestCommand Join(std::uint64_t id, std::uint64_t member,
                        std::uint64_t pool) {
  return MakeCommand(CommandKind::kJoin, id, member, std::nullopt, 0)
      .With(Detail::Receiver(MemberOf(pool)));
}
inline TestCommand Leave(std::uint64_t id, std::uint64_t member) {
  return MakeCommand(CommandKind::kLeave, id, member, std::nullopt, 0);
}
inline TestCommand Merge(std::uint64_t id, std::uint64_t member,
                         std::uint64_t into) {
  return MakeCommand(CommandKind::kMerge, id, member, std::nullopt, 0)
      .With(Detail::Receiver(MemberOf(into)));
}
inline TestCommand Tick(std::int64_t micros) {
  TestCommand tick;
  tick.command.occurred_at = micros;
  return tick;
}

inline std::unique_ptr<Frame> FrameOf(std::span<const TestCommand> commands,
                                      std::uint16_t flags = 0) {
  auto frame = std::make_unique<Frame>();
  for (const TestCommand& command : commands) {
    KUMBARA_CHECK(frame->Add(command.command, command.details));
  }
  frame->Seal(flags);
  return frame;
}
inline std::unique_ptr<Frame> FrameOf(
    std::initializer_list<TestCommand> commands, std::uint16_t flags = 0) {
  return FrameOf(std::span(commands.begin(), commands.size()), flags);
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_COMMAND_BUILDER_H_
