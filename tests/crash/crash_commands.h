// The commands of a crash test: a function of (seed, producer, number) alone,
// so that whoever knows the three knows what was asked.
//
// Frame k of a producer begins at the number where frame k - 1 ended and has
// FrameSize commands. One command in sixteen is the exact repeat of an earlier
// one of its producer, one in sixteen has an earlier one's id and other
// content, some are ticks; all others are *plain*: their id is new.

#ifndef KUMBARA_TESTS_CRASH_CRASH_COMMANDS_H_
#define KUMBARA_TESTS_CRASH_CRASH_COMMANDS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/pipeline/ledger.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/frame.h"

namespace kumbara {

enum class Role : std::uint8_t { kPlain, kTick, kRepeat, kConflict };

class CrashCommands {
 public:
  // Codes are asked of `ledger` by their texts: after a crash the same text
  // must still be the same code, or a repeat would be a conflict.
  CrashCommands(Ledger& ledger, std::uint64_t seed)
      : ledger_(ledger), seed_(seed) {}

  std::uint32_t FrameSize(std::uint32_t producer, std::uint64_t first) const {
    return 1 + static_cast<std::uint32_t>(Draw(producer, first, 90) % 20);
  }

  Role RoleOf(std::uint32_t producer, std::uint64_t number) const {
    const Role drawn = Drawn(producer, number);
    if (drawn != Role::kRepeat && drawn != Role::kConflict) return drawn;
    const std::uint64_t target = Target(producer, number);
    const bool has_one =
        target < number && Drawn(producer, target) == Role::kPlain;
    return has_one ? drawn : Role::kPlain;
  }

  // Unsealed.
  std::unique_ptr<Frame> MakeFrame(std::uint32_t producer,
                                   std::uint64_t first) {
    auto frame = std::make_unique<Frame>();
    const std::uint32_t size = FrameSize(producer, first);
    for (std::uint32_t i = 0; i < size; ++i) Add(producer, first + i, *frame);
    return frame;
  }

 private:
  static constexpr std::uint64_t kMembers = 300;

  // Splitmix64 over the coordinates of a draw.
  std::uint64_t Draw(std::uint32_t producer, std::uint64_t number,
                     std::uint64_t what) const {
    std::uint64_t x = seed_;
    for (const std::uint64_t part : {std::uint64_t{producer}, number, what}) {
      x += part + 0x9e37'79b9'7f4a'7c15ULL;
      x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9ULL;
      x = (x ^ (x >> 27)) * 0x94d0'49bb'1331'11ebULL;
      x ^= x >> 31;
    }
    return x;
  }

  Role Drawn(std::uint32_t producer, std::uint64_t number) const {
    switch (Draw(producer, number, 1) % 32) {
      case 0:
      case 1:
        return Role::kRepeat;
      case 2:
      case 3:
        return Role::kConflict;
      case 4:
        return Role::kTick;
      default:
        return Role::kPlain;
    }
  }

  // The earlier command that a repeat or conflict speaks of.
  std::uint64_t Target(std::uint32_t producer, std::uint64_t number) const {
    return number - 1 - Draw(producer, number, 2) % 60;
  }

  CommandId IdOf(std::uint32_t producer, std::uint64_t number) const {
    return {Draw(producer, number, 3) | 1, Draw(producer, number, 4)};
  }

  MemberId Member(std::uint64_t draw) const {
    return {draw % kMembers + 1, seed_};
  }

  Code Text(CodeSpace space, const char* prefix, std::uint64_t number) {
    const Code code = ledger_.Intern(space, prefix + std::to_string(number));
    KUMBARA_CHECK(code != 0);
    return code;
  }

  void Add(std::uint32_t producer, std::uint64_t number, Frame& frame) {
    const Role role = RoleOf(producer, number);
    const bool echo = role == Role::kRepeat || role == Role::kConflict;
    const std::uint64_t of = echo ? Target(producer, number) : number;
    Command command;
    std::vector<Detail> details;
    command.occurred_at =
        1'600'000'000'000'000 + static_cast<std::int64_t>(of) * 1'000'000 -
        static_cast<std::int64_t>(Draw(producer, of, 5) % 3'000'000);
    if (role != Role::kTick) Fill(producer, of, command, details);
    if (role == Role::kConflict) command.occurred_at += 1;
    KUMBARA_CHECK(frame.Add(command, details));
  }

  void Fill(std::uint32_t producer, std::uint64_t number, Command& command,
            std::vector<Detail>& details) {
    const auto draw = [&](std::uint64_t what) {
      return Draw(producer, number, what);
    };
    const auto amount = static_cast<std::int64_t>(draw(6) % 20'000);
    command.id = IdOf(producer, number);
    command.member = Member(draw(7));
    command.flags = kAmountGiven;
    // New stores keep appearing, so that crashes also hit their definitions.
    command.store = Text(CodeSpace::kStore, "store ", number / 500);
    const std::uint64_t kind = draw(8) % 16;
    const bool basket = kind < 8;
    command.unit_or_currency = static_cast<std::uint8_t>(
        basket ? ledger_.Intern(CodeSpace::kCurrency,
                                draw(9) % 50 == 0 ? "EUR" : "GBP")
               : ledger_.Intern(CodeSpace::kUnit,
                                draw(9) % 50 == 0 ? "ghosts" : "points"));
    command.amount = basket ? amount : amount / 100;
    if (kind < 5) {
      command.kind = CommandKind::kPurchase;
      details.push_back(Detail::OfCode(
          CodeKind::kCategory,
          Text(CodeSpace::kCategory, "category ", draw(10) % 9)));
    } else if (kind < 8) {
      command.kind = CommandKind::kReturn;
      FillReturn(producer, number, command, details);
    } else if (kind < 10) {
      command.kind = CommandKind::kAward;
      details.push_back(Detail::OfCode(
          CodeKind::kFundingClass,
          Text(CodeSpace::kFundingClass, "budget ", draw(10) % 5)));
    } else if (kind < 12) {
      command.kind = CommandKind::kRedeem;
      if (draw(10) % 3 == 0) FillReward(command, details);
    } else if (kind == 12) {
      command.kind = CommandKind::kAdjust;
      command.reason = static_cast<std::uint16_t>(
          Text(CodeSpace::kReason, "reason ", draw(10) % 7));
      if (draw(11) % 2 == 0) command.amount = -command.amount;
    } else if (kind == 13) {
      command.kind = CommandKind::kEnroll;
      command.amount = 0;
      command.flags = 0;
      command.unit_or_currency = 0;
      if (draw(10) % 4 != 0) command.member = {draw(7) | 1, seed_};
    } else {
      command.kind = CommandKind::kTransfer;
      MemberId receiver =
          Member(draw(7) % kMembers + 1 + draw(10) % (kMembers - 1));
      if (draw(11) % 20 == 0) receiver.low = 1'000'000;  // Nobody.
      details.push_back(Detail::Receiver(receiver));
    }
  }

  void FillReward(Command& command, std::vector<Detail>& details) {
    command.amount = 0;
    command.flags = 0;
    command.unit_or_currency = 0;
    details.push_back(Detail::OfCode(
        CodeKind::kReward, ledger_.Intern(CodeSpace::kReward, "teapot")));
  }

  // Mostly of an earlier purchase, whole or in part.
  void FillReturn(std::uint32_t producer, std::uint64_t number,
                  Command& command, std::vector<Detail>& details) {
    const std::uint64_t draw = Draw(producer, number, 12);
    if (number < 100 || draw % 4 == 0) return;
    std::uint64_t of = number - 1;
    while (of > number - 90 && (RoleOf(producer, of) != Role::kPlain ||
                                Draw(producer, of, 8) % 16 >= 5)) {
      --of;
    }
    details.push_back(Detail::Reference(IdOf(producer, of)));
    if (draw % 16 != 1) command.member = Member(Draw(producer, of, 7));
    if (draw % 3 == 0) {
      command.amount = 0;
      command.flags = 0;
      command.unit_or_currency = 0;
    } else {
      command.amount /= 8;
    }
  }

  Ledger& ledger_;
  const std::uint64_t seed_;
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_CRASH_CRASH_COMMANDS_H_
