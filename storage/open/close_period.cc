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
#include "engine/program/program_versions.h"
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

absl::Status CheckPersons(const PeriodBooks& books,
                          const PeriodToClose& period) {
  if (period.by.empty()) {
    return absl::InvalidArgumentError("--operator: expected who closes it");
  }
  if (period.approver == period.by) {
    return absl::InvalidArgumentError(
        absl::StrCat("--approver ", period.approver,
                     ": expected another person than the operator"));
  }
  if (books.takes_two && period.approver.empty()) {
    return absl::InvalidArgumentError(
        "--approver: expected a second person: the program has "
        "adjust.approver");
  }
  return absl::OkStatus();
}

// A member's id; zero for no name. The names stand in the directory then.
absl::StatusOr<std::vector<MemberId>> IdsOf(
    Directory& directory, const std::vector<std::string>& names) {
  std::vector<MemberId> ids;
  for (const std::string& name : names) {
    ids.push_back(name.empty() ? MemberId{} : directory.FindOrAdd(name));
    if (name.empty() || !ids.back().IsZero()) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "a name of ", name.size(), " bytes; expected at most ", kTextBytesMax));
  }
  const absl::Status synced = directory.Sync();
  if (!synced.ok()) return synced;
  return ids;
}

}  // namespace

absl::StatusOr<PeriodBooks> ReadPeriodBooks(const std::string& ledger_directory,
                                            const std::string& key_path) {
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
  }
  sound.Update((*reader)->EndHere());
  if (!sound.ok()) return sound;
  for (const Shard* shard : ledger.shards()) {
    books.ticked = std::max(books.ticked, shard->tick_clock);
  }
  books.takes_two =
      StandingBy(ledger.program(), ledger.clock()).adjust_approver;
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
  absl::Status may = CheckPersons(books, period);
  if (may.ok()) may = CheckMonth(books, period.month);
  if (!may.ok()) return may;
  Ledger& ledger = opened.ledger();
  Closing closing;
  closing.terms.sequence = books.end.last_sequence;
  closing.terms.month = static_cast<std::uint32_t>(period.month);
  if (!period.reason.empty()) {
    closing.terms.reason = ledger.Intern(CodeSpace::kReason, period.reason);
    if (closing.terms.reason == 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--reason: expected a text of at most ", kTextBytesMax,
          " bytes, and that the ledger has room for another reason"));
    }
  }
  // Last of all that may refuse: it writes names.
  const auto persons = IdsOf(opened.directory(), {period.by, period.approver});
  if (!persons.ok()) return persons.status();
  closing.terms.by = (*persons)[0];
  closing.terms.approver = (*persons)[1];
  closing.amounts = books.months.AmountsOf(period.month);
  ledger.AppendRecords({Record::Of(closing)});
  SimDriver(ledger, 0).RunUntilIdle();
  if (!ledger.status().ok()) return ledger.status();
  return closing;
}

}  // namespace kumbara::storage
