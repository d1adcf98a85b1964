// Closing a month: what it came to is derived from the whole journal, as an
// audit derives it, and stands in the journal from then on (closing.h). What
// comes later for the month is another one's (engine/query/month_totals.h).
//
//   absl::StatusOr<PeriodBooks> books = ReadPeriodBooks(directory, key);
//   absl::StatusOr<std::unique_ptr<OpenLedger>> opened = OpenLedger::Open(...);
//   absl::StatusOr<Closing> closing = ClosePeriod(**opened, *books, period);
//
// Threads: one owner of the ledger.
// Errors:  a sentence a person can act on; what is refused changes nothing.
// Cost:    that of the journal through the stages, in one thread.

#ifndef KUMBARA_STORAGE_OPEN_CLOSE_PERIOD_H_
#define KUMBARA_STORAGE_OPEN_CLOSE_PERIOD_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/query/month_totals.h"
#include "engine/record/closing.h"
#include "storage/open/open_ledger.h"
#include "storage/open/signatories.h"

namespace kumbara::storage {

// What a journal says of months, up to its end.
struct PeriodBooks {
  MonthTotals months;
  Instant ticked;  // The greatest tick: all that is due up to it is posted.
  bool takes_two = false;  // TakesTwoPersons.
  Zone zone;
  JournalPosition end;
};

// Told after every batch how many of them are done.
using BatchProgress = std::function<void(BatchNumber done, BatchNumber all)>;

// Nobody writes meanwhile. FailedPrecondition if a process does.
absl::StatusOr<PeriodBooks> ReadPeriodBooks(const std::string& ledger_directory,
                                            const std::string& key_path,
                                            const BatchProgress& progress = {});

struct PeriodToClose {
  int month = 0;  // Year * 12 + month - 1.
  Signatories signatories = {};
};

// Durable when it is returned. FailedPrecondition if the month may not be
// closed, InvalidArgument if the persons may not close it, Aborted if the
// journal has gone on since. REQUIRES: opened to write, and not started.
absl::StatusOr<Closing> ClosePeriod(OpenLedger& opened,
                                    const PeriodBooks& books,
                                    const PeriodToClose& period);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_CLOSE_PERIOD_H_
