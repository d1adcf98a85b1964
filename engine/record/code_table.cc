#include "engine/record/code_table.h"

#include <mutex>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

struct SpaceFacts {
  std::string_view name;
  Code greatest;
};

// Indexed by number.
constexpr std::array<SpaceFacts, kCodeSpaces> kSpaceFacts = {{
    {"none", 0},
    {"unit", UINT8_MAX},
    {"currency", UINT8_MAX},
    {"channel", UINT8_MAX},
    {"reason", UINT16_MAX},
    {"store", UINT32_MAX},
    {"category", UINT32_MAX},
    {"funding class", UINT32_MAX},
    {"event", UINT32_MAX},
    {"reward", UINT32_MAX},
    {"plan", UINT32_MAX},
    {"sku", UINT32_MAX},
    {"brand", UINT32_MAX},
    {"tier", UINT32_MAX},
}};

const SpaceFacts& Facts(CodeSpace space) {
  const auto index = static_cast<std::size_t>(space);
  KUMBARA_CHECK(index > 0 && index < kSpaceFacts.size());
  return kSpaceFacts[index];
}

}  // namespace

std::string_view Name(CodeSpace space) { return Facts(space).name; }

Code GreatestCode(CodeSpace space) { return Facts(space).greatest; }

Code CodeTable::Add(CodeSpace number, std::string_view text) {
  Space& space = spaces_[static_cast<std::size_t>(number)];
  if (space.texts.size() == GreatestCode(number)) return 0;
  space.texts.emplace_back(text);
  const auto code = static_cast<Code>(space.texts.size());
  space.codes.emplace(space.texts.back(), code);
  return code;
}

Code CodeTable::Intern(CodeSpace number, std::string_view text) {
  if (text.empty() || text.size() > kTextBytesMax) return 0;
  if (const Code known = Find(number, text); known != 0) return known;
  const std::unique_lock lock(mutex_);
  const auto& codes = space(number).codes;
  const auto found = codes.find(text);
  return found != codes.end() ? found->second : Add(number, text);
}

Code CodeTable::Find(CodeSpace number, std::string_view text) const {
  const std::shared_lock lock(mutex_);
  const auto& codes = space(number).codes;
  const auto found = codes.find(text);
  return found != codes.end() ? found->second : 0;
}

bool CodeTable::Define(const CodeDefinition& definition) {
  const std::unique_lock lock(mutex_);
  Space& known = spaces_[static_cast<std::size_t>(definition.space)];
  if (definition.code != known.written + 1) return false;
  if (known.written < known.texts.size()) {
    if (known.texts[known.written] != definition.text) return false;
    ++known.written;
    return true;
  }
  if (definition.text.empty() || definition.text.size() > kTextBytesMax ||
      known.codes.contains(definition.text)) {
    return false;
  }
  if (Add(definition.space, definition.text) == 0) return false;
  known.written = known.texts.size();
  return true;
}

Code CodeTable::Count(CodeSpace number) const {
  const std::shared_lock lock(mutex_);
  return static_cast<Code>(space(number).texts.size());
}

std::string CodeTable::Text(CodeSpace number, Code code) const {
  const std::shared_lock lock(mutex_);
  KUMBARA_CHECK(code >= 1 && code <= space(number).texts.size());
  return space(number).texts[code - 1];
}

std::vector<CodeDefinition> CodeTable::Written() const {
  std::vector<CodeDefinition> definitions;
  const std::shared_lock lock(mutex_);
  for (std::size_t number = 1; number < kCodeSpaces; ++number) {
    const Space& known = spaces_[number];
    for (std::size_t i = 0; i < known.written; ++i) {
      definitions.push_back({static_cast<CodeSpace>(number),
                             static_cast<Code>(i + 1), known.texts[i]});
    }
  }
  return definitions;
}

std::vector<CodeDefinition> CodeTable::TakeUnwritten() {
  std::vector<CodeDefinition> definitions;
  const std::unique_lock lock(mutex_);
  for (std::size_t number = 1; number < kCodeSpaces; ++number) {
    Space& known = spaces_[number];
    for (; known.written < known.texts.size(); ++known.written) {
      definitions.push_back({static_cast<CodeSpace>(number),
                             static_cast<Code>(known.written + 1),
                             known.texts[known.written]});
    }
  }
  return definitions;
}

void TextHashes::CatchUp(CodeSpace space, Code code) {
  std::vector<Digest>& known = known_[static_cast<std::size_t>(space)];
  if (known.empty()) known.emplace_back();  // Code 0.
  const Code count = codes_.Count(space);
  KUMBARA_CHECK(code <= count);
  while (known.size() <= count) {
    known.push_back(
        Hash128(codes_.Text(space, static_cast<Code>(known.size()))));
  }
}

}  // namespace kumbara
