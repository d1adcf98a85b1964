#include "tools/kumbara/event_text.h"

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "engine/member/state_digest.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/tier_text.h"

namespace kumbara::tools {
namespace {

// An amount is a text: see balance_table.cc.
void AddAmount(std::uint8_t code, std::int64_t amount, const Program& program,
               std::string* line) {
  const Unit* unit = program.FindUnit(code);
  KUMBARA_CHECK(unit != nullptr);
  absl::StrAppend(line, ", \"unit\": ", JsonText(unit->name), ", \"amount\": ",
                  JsonText(Scaled(amount, unit->decimals, false)));
}

// What kind of event it is, and what only its kind has.
void AddKind(const Posting& posting, const CodeTable& codes,
             const VoucherCoder*, std::string* line) {
  absl::StrAppend(line, ", \"event\": \"posting\", \"account\": ",
                  JsonText(Name(posting.account)));
  if (posting.label != 0) {
    absl::StrAppend(
        line, ", \"label\": ",
        JsonText(codes.Text(LabelSpace(posting.account), posting.label)));
  }
  if (posting.lot != 0) absl::StrAppend(line, ", \"lot\": ", posting.lot);
}

void AddVoucher(const Fact& fact, const CodeTable& codes,
                const VoucherCoder* coder, std::string* line) {
  const VoucherFact& voucher = fact.voucher;
  const std::string serial = VoucherSerial(fact);
  absl::StrAppend(line, ", \"reward\": ",
                  JsonText(codes.Text(CodeSpace::kReward, voucher.reward)),
                  ", \"voucher\": ", JsonText(serial));
  if (coder != nullptr) {
    absl::StrAppend(line, ", \"code\": ", JsonText(coder->CodeOf(serial)));
  }
  if (voucher.valid_until != Instant::Greatest()) {
    absl::StrAppend(
        line, ", \"valid_until\": ", JsonText(ToText(voucher.valid_until)));
  }
}

void AddPlan(const PlanFact& fact, const CodeTable& codes, std::string* line) {
  absl::StrAppend(
      line, ", \"plan\": ", JsonText(codes.Text(CodeSpace::kPlan, fact.plan)));
  if (fact.until != Instant::Greatest()) {
    absl::StrAppend(line, ", \"until\": ", JsonText(ToText(fact.until)));
  }
}

void AddKind(const Fact& fact, const CodeTable& codes,
             const VoucherCoder* coder, std::string* line) {
  absl::StrAppend(line, ", \"event\": ", JsonText(Name(fact.kind)));
  if (fact.is_of_voucher()) AddVoucher(fact, codes, coder, line);
  if (fact.is_of_plan()) AddPlan(fact.plan, codes, line);
}

// How much of what, or which tier.
void AddMatter(const Posting& posting, const Program& program,
               std::string* line) {
  AddAmount(posting.unit, posting.amount, program, line);
}

void AddMatter(const Fact& fact, const Program& program, std::string* line) {
  if (fact.is_of_achievement()) {
    absl::StrAppend(line, ", \"achievement\": ",
                    JsonText(program.achievements[fact.place].name),
                    ", \"times\": ", fact.amount);
    return;
  }
  if (fact.is_of_benefit()) {
    absl::StrAppend(
        line, ", \"benefit\": ", JsonText(program.benefits[fact.place].name));
    return;
  }
  if (fact.is_of_plan()) return;
  if (!fact.is_of_tier()) {
    return AddAmount(fact.unit, fact.amount, program, line);
  }
  const TierSet& set = program.tier_sets[fact.tier_set];
  absl::StrAppend(
      line, ", \"tier_set\": ", JsonText(set.name), ", \"tier\": ",
      fact.tier == 0 ? "null" : JsonText(TierText(set, fact.tier, "")));
}

}  // namespace

std::string EventFields(const Event& event, const Ledger& ledger,
                        const storage::Directory& directory,
                        const VoucherCoder* coder) {
  std::string line;
  std::visit(
      [&](const auto& one) {
        absl::StrAppend(&line, "\"sequence\": ", one.sequence, ", \"member\": ",
                        JsonText(NameOf(directory, one.member)),
                        ", \"leg\": ", one.leg);
        AddKind(one, ledger.codes(), coder, &line);
        AddMatter(one, ledger.program(), &line);
        absl::StrAppend(&line, ", \"at\": ", JsonText(ToText(one.at)),
                        ", \"cause\": ", one.cause,
                        ", \"version\": ", one.version);
      },
      event);
  return line;
}

std::string EventJson(std::uint64_t position, const Event& event,
                      const storage::EventReader& reader,
                      const VoucherCoder* coder) {
  return absl::StrCat(
      "{\"position\": ", position, ", ",
      EventFields(event, reader.ledger(), reader.directory(), coder), "}\n");
}

}  // namespace kumbara::tools
