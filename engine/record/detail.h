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
//   party          receiver          -              member id (16), 0 (8)
//   code           funding class,    the code       0 (24)
//                  category
//   instant        until             -              microseconds UTC (8), 0
//   (16)
//
// The details of a command stand in ascending order of (kind, sub_kind).

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
};

enum class PartyKind : std::uint8_t { kReceiver = 1 };
enum class CodeKind : std::uint8_t { kFundingClass = 1, kCategory = 2 };
enum class InstantKind : std::uint8_t { kUntil = 1 };

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
  static Detail Receiver(const MemberId& member) {
    Detail detail;
    detail.kind = DetailKind::kParty;
    detail.sub_kind = static_cast<std::uint8_t>(PartyKind::kReceiver);
    std::memcpy(detail.body.data(), &member, sizeof(member));
    return detail;
  }
  static Detail OfCode(CodeKind kind, Code code) {
    Detail detail;
    detail.kind = DetailKind::kCode;
    detail.sub_kind = static_cast<std::uint8_t>(kind);
    detail.code32 = code;
    return detail;
  }
  static Detail OfInstant(InstantKind kind, Instant instant) {
    Detail detail;
    detail.kind = DetailKind::kInstant;
    detail.sub_kind = static_cast<std::uint8_t>(kind);
    const std::int64_t micros = instant.micros();
    std::memcpy(detail.body.data(), &micros, sizeof(micros));
    return detail;
  }

  CommandId command_id() const { return CommandId::FromBytes(body.data()); }
  MemberId member_id() const { return MemberId::FromBytes(body.data()); }
  Instant instant() const {
    std::int64_t micros = 0;
    std::memcpy(&micros, body.data(), sizeof(micros));
    return Instant(micros);
  }

  friend bool operator==(const Detail&, const Detail&) = default;
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

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_DETAIL_H_
