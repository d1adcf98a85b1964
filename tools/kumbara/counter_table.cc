#include "tools/kumbara/counter_table.h"

#include "engine/query/counters.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {

std::string CounterTable(const storage::OpenLedger& opened, TableFormat format,
                         bool header) {
  TextTable table({{"counter"},
                   {"name"},
                   {"period"},
                   {"unit"},
                   {"amount", Align::kRight},
                   {"granted", Align::kRight},
                   {"left", Align::kRight}},
                  header);
  const Ledger& ledger = opened.ledger();
  const Program& program = ledger.program();
  for (const CounterView& view :
       CountersOf(ledger.shards(), program, ledger.clock())) {
    const int decimals = UnitDecimals(program, view.unit);
    const auto number = [&](std::int64_t count) {
      return Scaled(count, decimals, false);
    };
    table.Add({view.kind == CounterView::Kind::kReward ? "stock" : "budget",
               view.name, PeriodText(view.per, view.period),
               UnitName(program, view.unit), number(view.amount),
               number(view.granted), number(view.left())});
  }
  return table.To(format);
}

}  // namespace kumbara::tools
