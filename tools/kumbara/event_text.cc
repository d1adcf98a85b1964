#include "tools/kumbara/event_text.h"

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "engine/member/state_digest.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"

namespace kumbara::tools {
namespace {

// What kind of event it is, and what only its kind has.
void AddKind(const Posting& posting, const CodeTable& codes,
             std::string* line) {
  absl::StrAppend(line, ", \"event\": \"posting\", \"account\": ",
                  JsonText(Name(posting.account)));
  if (posting.label != 0) {
    absl::StrAppend(
        line, ", \"label\": ",
        JsonText(codes.Text(LabelSpace(posting.account), posting.label)));
  }
  if (posting.lot != 0) absl::StrAppend(line, ", \"lot\": ", posting.lot);
}

void AddKind(const Fact& fact, const CodeTable&, std::string* line) {
  absl::StrAppend(line, ", \"event\": ", JsonText(Name(fact.kind)));
}

}  // namespace

std::string EventJson(std::uint64_t position, const Event& event,
                      const storage::EventReader& reader) {
  const Ledger& ledger = reader.ledger();
  std::string line = absl::StrCat("{\"position\": ", position);
  std::visit(
      [&](const auto& one) {
        const Unit* unit = ledger.program().FindUnit(one.unit);
        KUMBARA_CHECK(unit != nullptr);
        absl::StrAppend(
            &line, ", \"sequence\": ", one.sequence,
            ", \"member\": ", JsonText(NameOf(reader.directory(), one.member)),
            ", \"leg\": ", one.leg);
        AddKind(one, ledger.codes(), &line);
        // An amount is a text: see balance_table.cc.
        absl::StrAppend(
            &line, ", \"unit\": ", JsonText(unit->name), ", \"amount\": ",
            JsonText(Scaled(one.amount, unit->decimals, false)),
            ", \"at\": ", JsonText(ToText(one.at)), ", \"cause\": ", one.cause,
            ", \"version\": ", one.version, "}\n");
      },
      event);
  return line;
}

}  // namespace kumbara::tools
