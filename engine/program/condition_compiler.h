// From WHEN of a program file to an EarnCondition and a LineFilter.

#ifndef KUMBARA_ENGINE_PROGRAM_CONDITION_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_CONDITION_COMPILER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/program/earn_rule.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// REQUIRES for all: the sections are as program_keys.h allows.

std::int64_t NumberOf(const std::string& text);

// Adds the codes of `texts` to `*kept`.
absl::Status InternAll(CodeTable& codes, CodeSpace space,
                       const std::vector<std::string>& texts,
                       std::vector<Code>* kept);

// What a rule of that name says of commands and members. Which lines there must
// be is its filter.
absl::Status CompileCondition(const EarnWhenSection& source,
                              const std::string& name, CodeTable& codes,
                              EarnCondition* when);

// `Section`: one with sku, category and brand.
template <class Section>
absl::Status CompileFilter(const Section& source, CodeTable& codes,
                           LineFilter* filter) {
  absl::Status status =
      InternAll(codes, CodeSpace::kSku, source.sku, &filter->skus);
  status.Update(InternAll(codes, CodeSpace::kCategory, source.category,
                          &filter->categories));
  status.Update(
      InternAll(codes, CodeSpace::kBrand, source.brand, &filter->brands));
  return status;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_CONDITION_COMPILER_H_
