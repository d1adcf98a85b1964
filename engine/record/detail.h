// Detail: what a command has beyond its 64 bytes. 32 bytes each, named by
// (detail_first, detail_count) of their command.
//
//   offset  bytes  field
//        0      1  kind
//        1      1  sub_kind       by kind
//        2      2  code16         by kind
//        4      4  code32         by kind
//        8     24  body           by kind
//
//   kind           sub_kind          code32         body
//   reference      -                 -              command id (16), 0 (8)
//   party          receiver,         -              member id (16), 0 (8)
//                  referrer, actor,
//                  operator,
//                  approver
//   code           funding class,    the code       0 (24)
//                  category, cause,
//                  event, reward
//   instant        until, before,    -              microseconds UTC (8), 0
//   (16)
//                  activation,
//                  expiry
//   number         lot, what,        -              a number (8), 0 (16)
//                  vintage,
//                  quantity,
//                  points, left
//   attributes     -                 plan, 0 none   see attributes.cc
//   line           item, tax,        sku, 0 none    category u32, brand u32,
//                  discount, tender                 quantity i64, amount i64
//
// code16 is 0 but in lines: there it is the unit of a points tender, elsewhere
// which numbers are given (1 the amount, 2 the quantity).
//
// The details of a command stand in ascending order of (kind, sub_kind), lines
// behind all others in an order of their own.

#ifndef KUMBARA_ENGINE_RECORD_DETAIL_H_
#define KUMBARA_ENGINE_RECORD_DETAIL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "engine/base/types.h"

namespace kumbara {

// Numbers are fixed for ever; new kinds go at the end.
enum class DetailKind : std::uint8_t {
  kReference = 1,
  kParty = 2,
  kCode = 3,
  kInstant = 4,
  kNumber = 5,
  kAttributes = 6,
  kLine = 7,
};

enum class PartyKind : std::uint8_t {
  kReceiver = 1,
  kReferrer = 2,  // Who brought the member that is enrolled.
  kActor = 3,     // Who uses what a pool has.
  kOperator = 4,  // Who gives the command,
  kApprover = 5,  // and who says that it may be given.
};
enum class CodeKind : std::uint8_t {
  kFundingClass = 1,
  kCategory = 2,
  kCause = 3,   // Of a donation.
  kEvent = 4,   // What happened.
  kReward = 5,  // What is redeemed.
  kTier = 6,    // That an import brings.
};
enum class InstantKind : std::uint8_t {
  kUntil = 1,       // The expiry of what is extended or comes back.
  kBefore = 2,      // Only lots that expire before it.
  kActivation = 3,  // Of a lot: when it becomes usable,
  kExpiry = 4,      // and when it is gone.
};
enum class NumberKind : std::uint8_t {
  kLot = 1,       // A lot of the member's, by its number.
  kWhat = 2,      // What an import brings: an ImportWhat.
  kVintage = 3,   // Of a lot: local year * 12 + month - 1.
  kQuantity = 4,  // Of a reward.
  kPoints = 5,    // What an imported purchase earned,
  kLeft = 6,      // and how much of that is left.
};

struct Detail {
  DetailKind kind = DetailKind::kReference;
  std::uint8_t sub_kind = 0;
  std::uint16_t code16 = 0;
  std::uint32_t code32 = 0;
  std::array<std::byte, 24> body{};

  static Detail Reference(const CommandId& id) {
    Detail detail;
    detail.kind = DetailKind::kReference;
    std::memcpy(detail.body.data(), &id, sizeof(id));
    return detail;
  }
  static Detail Party(PartyKind kind, const MemberId& member) {
    Detail detail;
    detail.kind = DetailKind::kParty;
    detail.sub_kind = static_cast<std::uint8_t>(kind);
    std::memcpy(detail.body.data(), &member, sizeof(member));
    return detail;
  }
  static Detail Receiver(const MemberId& member) {
    return Party(PartyKind::kReceiver, member);
  }
  static Detail OfCode(CodeKind kind, Code code) {
    Detail detail;
    detail.kind = DetailKind::kCode;
    detail.sub_kind = static_cast<std::uint8_t>(kind);
    detail.code32 = code;
    return detail;
  }
  static Detail OfInstant(InstantKind kind, Instant instant) {
    return OfWord(DetailKind::kInstant, static_cast<std::uint8_t>(kind),
                  instant.micros());
  }
  static Detail OfNumber(NumberKind kind, std::int64_t number) {
    return OfWord(DetailKind::kNumber, static_cast<std::uint8_t>(kind), number);
  }

  CommandId command_id() const { return CommandId::FromBytes(body.data()); }
  MemberId member_id() const { return MemberId::FromBytes(body.data()); }
  Instant instant() const { return Instant(number()); }
  std::int64_t number() const {
    std::int64_t word;
    std::memcpy(&word, body.data(), sizeof(word));
    return word;
  }

  friend bool operator==(const Detail&, const Detail&) = default;

 private:
  static Detail OfWord(DetailKind kind, std::uint8_t sub_kind,
                       std::int64_t word) {
    Detail detail;
    detail.kind = kind;
    detail.sub_kind = sub_kind;
    std::memcpy(detail.body.data(), &word, sizeof(word));
    return detail;
  }
};

static_assert(sizeof(Detail) == 32);
static_assert(std::is_trivially_copyable_v<Detail>);
static_assert(std::has_unique_object_representations_v<Detail>);

// The first detail of a kind, or null.
inline const Detail* Find(std::span<const Detail> details, DetailKind kind) {
  for (const Detail& detail : details) {
    if (detail.kind == kind) return &detail;
  }
  return nullptr;
}

// The detail of a kind and sub-kind, or null.
template <class SubKind>
const Detail* Find(std::span<const Detail> details, DetailKind kind,
                   SubKind sub_kind) {
  for (const Detail& detail : details) {
    if (detail.kind == kind &&
        detail.sub_kind == static_cast<std::uint8_t>(sub_kind)) {
      return &detail;
    }
  }
  return nullptr;
}
inline const Detail* Find(std::span<const Detail> details, InstantKind kind) {
  return Find(details, DetailKind::kInstant, kind);
}
inline const Detail* Find(std::span<const Detail> details, NumberKind kind) {
  return Find(details, DetailKind::kNumber, kind);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_DETAIL_H_
