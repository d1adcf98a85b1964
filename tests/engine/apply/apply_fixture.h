// One shard and the commands applied to it, without a pipeline.

#ifndef KUMBARA_TESTS_ENGINE_APPLY_APPLY_FIXTURE_H_
#define KUMBARA_TESTS_ENGINE_APPLY_APPLY_FIXTURE_H_

#include <vector>

#include "engine/apply/apply.h"
#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"

namespace kumbara {

class ApplyFixture : public ::testing::Test {
 protected:
  ApplyFixture() { shard_.postings = &postings_; }
  ~ApplyFixture() override { CheckBooks(shard_); }

  // `reference` is what resolve would have said.
  Outcome Do(const TestCommand& command,
             Reference reference = Reference::kNone) {
    const Input input{.command = command.command,
                      .details = command.details,
                      .sequence = ++sequence_,
                      .latest = Instant(1'000'000),
                      .currency = kGbp,
                      .reference = reference};
    return Apply(SemanticVersion::kOne, input, program_, shard_, messages_);
  }
  ResultCode CodeOf(const TestCommand& command,
                    Reference reference = Reference::kNone) {
    return Do(command, reference).code;
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
  Int128 System(Account account, Code label = 0, std::uint8_t unit = kPoints) {
    const auto found = shard_.accounts.find({account, unit, label});
    return found == shard_.accounts.end() ? 0 : found->second;
  }
  // Delivers what was made so far and what that makes.
  void EndRound(std::vector<Outcome>* outcomes) {
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      messages_[i].outcome = &(*outcomes)[i];
    }
    while (!messages_.empty()) {
      const Messages wave = std::exchange(messages_, {});
      for (const Message& message : wave) {
        Deliver(SemanticVersion::kOne, message, program_, sequence_, shard_,
                messages_);
      }
    }
  }

  Program program_ = RuleA();
  ChunkArena arena_;
  Shard shard_{arena_, 0};
  Messages messages_;
  std::vector<Posting> postings_;
  Sequence sequence_ = 0;
};

inline constexpr std::int64_t kMost = Amount::kMax;

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_APPLY_APPLY_FIXTURE_H_
