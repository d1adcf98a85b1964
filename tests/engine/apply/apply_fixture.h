// One shard and the commands applied to it, without a pipeline.

#ifndef KUMBARA_TESTS_ENGINE_APPLY_APPLY_FIXTURE_H_
#define KUMBARA_TESTS_ENGINE_APPLY_APPLY_FIXTURE_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/apply/apply.h"
#include "engine/apply/settled_state.h"
#include "engine/member/book_check.h"
#include "engine/member/member_view.h"
#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"

namespace kumbara {

inline constexpr std::int64_t kDay = 86'400'000'000;
inline constexpr std::int64_t kYear = 365 * kDay;  // Of 1970 and 1971.

class ApplyFixture : public ::testing::Test {
 protected:
  ApplyFixture() {
    shard_.postings = &postings_;
    shard_.facts = &facts_;
    InternTestCodes(codes_);
  }
  ~ApplyFixture() override {
    PointsUnderWay under_way;
    for (const Message& message : messages_.list()) {
      const std::uint8_t traits = TraitsOf(message.kind);
      const std::int64_t amount = message.amount.count();
      if ((traits & kHoldsPoints) != 0) under_way.held[message.unit] += amount;
      if ((traits & kClaimsPoints) != 0) {
        under_way.claimed[message.unit] += amount;
      }
    }
    CheckBooks(shard_, under_way);
  }

  // What resolve would say of the command that one names.
  Reference ReferenceOf(const TestCommand& command) const {
    using enum Reference::Whose;
    const Detail* named = Find(command.details, DetailKind::kReference);
    if (named == nullptr) return {kNone};
    const auto found = done_.find(named->command_id());
    if (found == done_.end()) return {kUnknown};
    const bool own = found->second.member == command.command.member;
    return {own ? kOwn : kOtherMember, found->second.kind,
            id_slots_.at(named->command_id())};
  }
  // Gives the slot of the command's id.
  Slot NoteDone(const TestCommand& command) {
    done_[command.command.id] = command.command;
    const auto next = static_cast<Slot>(id_slots_.size());
    places_.Reach(next + 1);
    return id_slots_.try_emplace(command.command.id, next).first->second;
  }
  // What apply gets of a command, which outlives it, under the next sequence.
  Input NextInput(const TestCommand& command, Reference reference) {
    const Slot id_slot = NoteDone(command);
    ++sequence_;
    return {.command = command.command,
            .details = command.details,
            .sequence = sequence_,
            .posts_under = sequence_,
            .latest = latest_,
            .currency = kGbp,
            .id_slot = id_slot,
            .reference = reference};
  }
  Outcome Do(const TestCommand& command) {
    return Do(command, ReferenceOf(command));
  }
  Outcome Do(const TestCommand& command, Reference reference) {
    const Input input = NextInput(command, reference);
    Outcome outcome;
    Apply(SemanticVersion::kOne, input, program_, shard_, messages_, &outcome);
    return outcome;
  }
  ResultCode CodeOf(const TestCommand& command) { return Do(command).code; }
  // Of all members, as if settled to then.
  Digest DigestAt(std::int64_t micros) {
    TextHashes hashes(codes_);
    const Shard* shards[] = {&shard_};
    return SettledDigest(shards, program_, Instant(micros), hashes);
  }
  void Open(std::uint64_t member) {
    ASSERT_EQ(CodeOf(Enroll(1'000 + member, member)), ResultCode::kOk);
  }
  Wallet WalletOf(std::uint64_t member, std::uint8_t unit = kPoints) {
    Member* found = shard_.members.Find(MemberOf(member));
    if (found == nullptr) return Wallet{};
    const Wallet* wallet = shard_.members.FindWallet(*found, unit);
    return wallet != nullptr ? *wallet : Wallet{};
  }
  std::int64_t Net(std::uint64_t member) {
    return WalletOf(member).net().count();
  }
  // The lots of a wallet by number: "1:70 [1000, 5000)  2:5 pending [...)".
  std::string Lots(std::uint64_t member, std::uint8_t unit = kPoints) {
    const Slot slot = shard_.members.FindSlot(MemberOf(member));
    std::string text;
    for (const LotView& lot : ViewOf(RefOf(shard_, slot)).lots) {
      if (lot.unit != unit) continue;
      const bool never = lot.expiry == Instant::Greatest();
      text += text.empty() ? "" : "  ";
      text += std::to_string(lot.number) + ":" +
              std::to_string(lot.remaining.count()) +
              (lot.pending ? " pending [" : " [") +
              std::to_string(lot.activation.micros()) + ", " +
              (never ? "never" : std::to_string(lot.expiry.micros())) + ")";
    }
    return text;
  }
  // Dates of the points of purchases and of all others.
  void UsePolicy(const LotPolicy& policy) {
    program_.units[0].lots = policy;
    program_.earn->lots = policy;
  }
  ResultCode TickTo(std::int64_t micros) {
    return ApplyTick(SemanticVersion::kOne, Instant(micros),
                     Instant::Greatest(), ++sequence_, shard_);
  }
  Int128 System(Account account, Code label = 0, std::uint8_t unit = kPoints) {
    const auto found = shard_.accounts.find({account, unit, label});
    return found == shard_.accounts.end() ? 0 : found->second;
  }
  // The record that a command left.
  const CommandRecord& RecordOf(std::uint64_t id) const {
    const CommandId command = CommandIdOf(id);
    const CommandRecords& records = shard_.records;
    return records.At(records.Find(command, id_slots_.at(command)));
  }
  // Delivers what was made so far and what that makes.
  void EndRound(std::vector<Outcome>* outcomes) {
    // By its command, or, where a test does not know that, by its place.
    std::size_t next = 0;
    for (Message& message : messages_.list()) {
      const auto own = std::find_if(
          outcomes->begin(), outcomes->end(),
          [&](const Outcome& one) { return one.sequence == message.origin; });
      message.outcome = own != outcomes->end() ? &*own : &(*outcomes)[next];
      ++next;
    }
    for (waves_ = 0; !messages_.empty(); ++waves_) {
      const Messages wave = std::exchange(messages_, {});
      for (const Message& message : wave.list()) {
        Deliver(SemanticVersion::kOne, message, wave.SlicesOf(message),
                program_, sequence_, shard_, messages_);
      }
    }
  }
  // Applies a command, ends the round, returns the answer.
  Outcome Alone(const TestCommand& command) {
    std::vector<Outcome> outcomes = {Do(command)};
    outcomes.resize(std::max<std::size_t>(1, messages_.size()));
    EndRound(&outcomes);
    return outcomes[0];
  }

  Program program_ = RuleA();
  CodeTable codes_;
  Instant latest_{1'000'000};
  ChunkArena arena_;
  RecordPlaces places_{arena_};
  Shard shard_{arena_, &places_, 0};
  Messages messages_;
  int waves_ = 0;  // Of the last round.
  std::vector<Posting> postings_;
  std::vector<Fact> facts_;
  Sequence sequence_ = 0;
  std::map<CommandId, Command> done_;
  std::map<CommandId, Slot> id_slots_;
};

inline constexpr std::int64_t kMost = Amount::kMax;

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_APPLY_APPLY_FIXTURE_H_
