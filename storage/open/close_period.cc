#include "storage/open/close_period.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/local_time.h"
#include "engine/base/period.h"
#include "engine/base/time_text.h"
#include "engine/pipeline/sim_driver.h"
#include "storage/journal/lock_file.h"
#include "storage/open/event_reader.h"

namespace kumbara::storage {
namespace {

std::string MonthText(int month) { return PeriodText(Period::kMonth, month); }

// The first instant behind a month for good: where clocks go back over its end
// it comes once more.
Instant EndOf(int month, const Zone& zone) {
  constexpr std::int64_t kHalfDay = 12LL * 60 * 60 * 1'000'000;
  const Date first{month / 12, month % 12 + 1, 1};
  const LocalTime next = StartOfNextMonth(StartOf(first));
  const Instant end = zone.ToInstant(next);
  const Instant noon = zone.ToInstant(LocalTime{next.micros + kHalfDay});
  const Instant again(noon.micros() - kHalfDay);
  const bool comes_again =
      again > end &&
      MonthNumberOf(zone.ToLocal(Instant(again.micros() - 1))) == month;
  return comes_again ? again : end;
}

// What of the books keeps the month from being closed.
absl::Status CheckMonth(const PeriodBooks& books, int month) {
  if (books.months.IsClosed(month)) {
    const auto last =
        static_cast<int>(books.months.closings().back().terms.month);
    return absl::FailedPreconditionError(
        absl::StrCat(MonthText(month),
                     ": is closed already; the last month "
                     "that is closed is ",
                     MonthText(last)));
  }
  if (const std::optional<int> open = books.months.OpenBefore(month)) {
    return absl::FailedPreconditionError(
        absl::StrCat(MonthText(month), ": ", MonthText(*open),
                     " is before it, has postings and is open; expected the "
                     "first month that is open"));
  }
  const Instant end = EndOf(month, books.zone);
  if (books.ticked >= end) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      MonthText(month), ": no tick has come to its end, ", ToText(end),
      books.ticked == Instant::Least()
          ? std::string()
          : absl::StrCat("; the last one is of ", ToText(books.ticked)),
      ". Only a tick posts all that falls due in it"));
}

}  // namespace

absl::StatusOr<PeriodBooks> ReadPeriodBooks(const std::string& ledger_directory,
                                            const std::string& key_path,
                                            const BatchProgress& progress) {
  const absl::Status is_ledger = CheckIsLedger(ledger_directory);
  if (!is_ledger.ok()) return is_ledger;
  const absl::StatusOr<LockFile> lock = LockFile::Acquire(ledger_directory);
  if (!lock.ok()) return lock.status();
  const auto reader = EventReader::Open(ledger_directory, key_path);
  if (!reader.ok()) return reader.status();
  const Ledger& ledger = (*reader)->ledger();
  const Zone& zone = ledger.program().zone;
  PeriodBooks books{MonthTotals(zone), Instant::Least(), false, zone, {}};
  absl::Status sound;
  (*reader)->set_on_closing([&](const Closing& closing) {
    const auto month = static_cast<int>(closing.terms.month);
    if (!books.months.IsClosed(month)) return books.months.Close(closing);
    sound.Update(absl::DataLossError(
        absl::StrCat(MonthText(month), ": the journal closes it twice")));
  });
  for (;;) {
    std::vector<Event> events;
    const absl::StatusOr<bool> read = (*reader)->Next(&events);
    if (!read.ok()) return read.status();
    if (!*read) break;
    books.months.Add(events);
    if (progress) progress((*reader)->batch(), (*reader)->last_batch());
  }
  sound.Update((*reader)->EndHere());
  if (!sound.ok()) return sound;
  for (const Shard* shard : ledger.shards()) {
    books.ticked = std::max(books.ticked, shard->tick_clock);
  }
  books.takes_two = TakesTwoPersons(ledger);
  books.end = (*reader)->position();
  return books;
}

absl::StatusOr<Closing> ClosePeriod(OpenLedger& opened,
                                    const PeriodBooks& books,
                                    const PeriodToClose& period) {
  if (opened.opened_at() != books.end) {
    return absl::AbortedError(
        "the ledger was written to meanwhile; nothing is closed");
  }
  absl::Status may = CheckPersons(period.signatories, books.takes_two);
  if (may.ok()) may = CheckMonth(books, period.month);
  if (!may.ok()) return may;
  Ledger& ledger = opened.ledger();
  Closing closing;
  closing.terms.sequence = books.end.last_sequence;
  closing.terms.month = static_cast<std::uint32_t>(period.month);
  const auto by = Sign(opened, period.signatories);
  if (!by.ok()) return by.status();
  closing.terms.reason = by->reason;
  closing.terms.by = by->by;
  closing.terms.approver = by->approver;
  closing.amounts = books.months.AmountsOf(period.month);
  ledger.AppendRecords({Record::Of(closing)});
  SimDriver(ledger, 0).RunUntilIdle();
  if (!ledger.status().ok()) return ledger.status();
  return closing;
}

}  // namespace kumbara::storage
