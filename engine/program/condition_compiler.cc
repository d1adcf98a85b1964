#include "engine/program/condition_compiler.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "engine/base/check.h"
#include "engine/program/compiled_names.h"
#include "engine/program/program_keys.h"

namespace kumbara {
namespace {

// "HH:MM"
std::int32_t MinuteOf(const std::string& text) {
  return static_cast<std::int32_t>(NumberOf(text.substr(0, 2)) * 60 +
                                   NumberOf(text.substr(3)));
}

}  // namespace

std::int64_t NumberOf(const std::string& text) {
  std::int64_t number = 0;
  KUMBARA_CHECK(absl::SimpleAtoi(text, &number));
  return number;
}

absl::Status InternAll(CodeTable& codes, CodeSpace space,
                       const std::vector<std::string>& texts,
                       std::vector<Code>* kept) {
  for (const std::string& text : texts) {
    const absl::Status status =
        InternInto(codes, space, text, &kept->emplace_back());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CompileCondition(const EarnWhenSection& source,
                              const std::string& name, CodeTable& codes,
                              EarnCondition* when) {
  if (source.total_min != 0) when->total_min = Money(source.total_min);
  for (const std::string& word : source.weekday) {
    const auto day =
        std::find(kWeekdayWords.begin(), kWeekdayWords.end(), word);
    when->weekdays |=
        static_cast<std::uint8_t>(1U << (day - kWeekdayWords.begin()));
  }
  if (!source.from.empty()) when->from = MinuteOf(source.from);
  if (!source.until.empty()) when->until = MinuteOf(source.until);
  for (const std::string& text : source.segments) {
    when->segments |= std::uint64_t{1} << NumberOf(text);
  }
  when->first_purchase = source.first_purchase;
  if (!source.bucket.empty()) {
    const std::string& salt = source.salt.empty() ? name : source.salt;
    when->bucket =
        Bucket{static_cast<std::uint32_t>(NumberOf(source.bucket[0])),
               static_cast<std::uint32_t>(NumberOf(source.bucket[1])),
               HashOfSalt(salt)};
  }
  absl::Status status =
      InternAll(codes, CodeSpace::kStore, source.store, &when->stores);
  status.Update(
      InternAll(codes, CodeSpace::kChannel, source.channel, &when->channels));
  status.Update(
      InternAll(codes, CodeSpace::kCategory, source.tender, &when->tenders));
  status.Update(InternAll(codes, CodeSpace::kPlan, source.plans, &when->plans));
  return status;
}

}  // namespace kumbara
