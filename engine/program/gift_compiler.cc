#include "engine/program/gift_compiler.h"

#include <string>

#include "absl/strings/numbers.h"
#include "engine/base/check.h"
#include "engine/program/compiled_names.h"
#include "engine/program/program_keys.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

absl::Status CompileWho(const std::optional<WhoSection>& section,
                        CodeTable& codes, WhoMay* who) {
  const WhoSection source = section.value_or(WhoSection());
  who->who = FromWord<WhoMay::Who>(kWhoWords, source.word);
  for (const std::string& text : source.segments) {
    unsigned segment = 0;
    KUMBARA_CHECK(absl::SimpleAtoi(text, &segment) && segment < kSegments);
    who->who = WhoMay::Who::kSome;
    who->segments |= std::uint64_t{1} << segment;
  }
  for (const std::string& plan : source.plans) {
    who->who = WhoMay::Who::kSome;
    const absl::Status status =
        InternInto(codes, CodeSpace::kPlan, plan, &who->plans.emplace_back());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CompileAllowance(const AllowanceSection& source,
                              const CodeTable& codes, Program* program) {
  const absl::StatusOr<const Unit*> unit =
      SpendableUnitNamed("allowance", source.unit, codes, *program);
  if (!unit.ok()) return unit.status();
  const auto amount = UnitAmount("amount", source.amount, (*unit)->decimals);
  if (!amount.ok()) return amount.status();
  Allowance& allowance = program->allowances.emplace_back();
  for (const std::string& word : source.on) {
    allowance.kinds |= SetOf(*CommandKindByName(word));
  }
  allowance.unit = (*unit)->code;
  allowance.amount = *amount;
  if (source.per != "command") {
    allowance.per = FromWord<Period>(kPeriodWords, source.per);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CompileGifts(const ProgramSource& source, CodeTable& codes,
                          Program* program) {
  absl::Status status =
      CompileWho(source.transfer.give, codes, &program->transfer.give);
  status.Update(
      CompileWho(source.transfer.receive, codes, &program->transfer.receive));
  status.Update(CompileWho(source.donate.give, codes, &program->donate.give));
  program->transfer.new_dates = source.transfer.dates == "new";
  for (const AllowanceSection& allowance : source.allowances) {
    if (status.ok()) status = CompileAllowance(allowance, codes, program);
  }
  return status;
}

}  // namespace kumbara
