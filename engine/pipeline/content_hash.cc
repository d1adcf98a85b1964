#include "engine/pipeline/content_hash.h"

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/record/detail_form.h"
#include "engine/record/line.h"

namespace kumbara {
namespace {

constexpr std::uint64_t kContentVersion = 1;

struct CanonicalCommand {
  MemberId member;
  std::int64_t amount;
  std::int64_t occurred_at;
  std::uint64_t kind_and_flags;
  std::uint64_t unit_or_currency;
  std::uint64_t store;
  std::uint64_t reason;
  std::uint64_t channel;
};

struct CanonicalDetail {
  std::uint64_t kinds;
  std::uint64_t text;
  std::array<std::byte, 24> body;
};

CanonicalDetail Canonical(const Detail& detail, TextHashes& texts) {
  CanonicalDetail canonical{
      std::uint64_t{static_cast<std::uint8_t>(detail.kind)} << 8 |
          detail.sub_kind,
      0, detail.body};
  if (const CodeSpace space = CodeSpaceOf(detail); space != kNoCodeSpace) {
    canonical.text = texts.Of(space, detail.code32).low;
  }
  return canonical;
}

struct CanonicalLine {
  std::uint64_t kinds;
  std::uint64_t given;  // 1 the amount, 2 the quantity.
  std::uint64_t sku;
  std::uint64_t category;
  std::uint64_t brand;
  std::uint64_t unit;
  std::int64_t quantity;
  std::int64_t amount;
};

// Beside an amount a quantity of 0 says what none says. Alone it returns
// nothing, and none all that is left.
CanonicalLine CanonicalOfLine(const Detail& detail, TextHashes& texts) {
  const Line line = Line::Of(detail);
  const bool counts = line.quantity && (*line.quantity != 0 || !line.amount);
  return {std::uint64_t{static_cast<std::uint8_t>(detail.kind)} << 8 |
              detail.sub_kind,
          (line.amount ? 1U : 0U) | (counts ? 2U : 0U),
          texts.Of(CodeSpace::kSku, line.sku).low,
          texts.Of(CodeSpace::kCategory, line.category).low,
          texts.Of(CodeSpace::kBrand, line.brand).low,
          texts.Of(CodeSpace::kUnit, line.unit).low,
          line.quantity.value_or(0),
          line.amount.value_or(0)};
}

}  // namespace

std::uint64_t ContentHash(const Command& command,
                          std::span<const Detail> details, TextHashes& texts) {
  const CodeSpace unit_space =
      IsBasket(command.kind) ? CodeSpace::kCurrency : CodeSpace::kUnit;
  const CanonicalCommand canonical{
      command.member,
      command.amount,
      command.occurred_at,
      std::uint64_t{static_cast<std::uint8_t>(command.kind)} << 8 |
          (command.flags & ~std::uint64_t{kOrdered}),
      texts.Of(unit_space, command.unit_or_currency).low,
      texts.Of(CodeSpace::kStore, command.store).low,
      texts.Of(CodeSpace::kReason, command.reason).low,
      texts.Of(CodeSpace::kChannel, command.channel).low};
  std::uint64_t hash = Hash64(&canonical, sizeof(canonical), kContentVersion);
  for (const Detail& detail : details) {
    if (detail.kind == DetailKind::kLine) {
      const CanonicalLine line = CanonicalOfLine(detail, texts);
      hash = Hash64(&line, sizeof(line), hash);
      continue;
    }
    const CanonicalDetail part = Canonical(detail, texts);
    hash = Hash64(&part, sizeof(part), hash);
  }
  return hash;
}

}  // namespace kumbara
