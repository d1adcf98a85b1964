// LedgerAudit: the invariants of a ledger, held against a run of it.
//
// Follows a ledger batch by batch while its journal is applied, and keeps books
// of its own beside it. Of each invariant, member and unit the first violation
// is kept: what is wrong once stays wrong.
//
// Checked behind each batch are its answers, its postings and the members that
// it concerned; all members and accounts once so many commands have passed as
// there are members, and at the end.
//
// Threads: one owner, that of the ledger's driver.
// Cost:    constant work a command; memory for every id, wallet and lot.

#ifndef KUMBARA_TOOLS_KUMBARA_LEDGER_AUDIT_H_
#define KUMBARA_TOOLS_KUMBARA_LEDGER_AUDIT_H_

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "engine/pipeline/ledger.h"
#include "engine/query/answer_book.h"
#include "engine/query/month_totals.h"
#include "engine/query/posted_books.h"

namespace kumbara::tools {

// What two derivations of one journal must have in common.
struct LedgerDigests {
  Sequence outcome_seq = 0;
  Digest outcomes;
  Digest state;

  static LedgerDigests Of(const Ledger& ledger);
};

class LedgerAudit {
 public:
  // `ledger` outlives it, and keeps events.
  explicit LedgerAudit(const Ledger& ledger);

  // A command of the batch that is applied next.
  void NoteCommand(Sequence sequence, const Command& command);
  // A closing of a month, behind the batches that it has: what it fixed is
  // compared with what these posted.
  void NoteClosing(const Closing& closing);
  // `events` are all that the batch made, as TakeEvents gives them.
  void CheckBatch(std::span<const Event> events);
  // Everything. Behind the last batch.
  void CheckEnd();
  // Invariant 6: what the journal vouches for, and what a second derivation of
  // it came to.
  void CheckOutcomes();
  void CompareWith(const LedgerDigests& other);
  // Invariant 7: what a witness outside the ledger tells that it lacks.
  void NoteLost(std::string what);

  const std::vector<Violation>& violations() const { return violations_; }
  const MonthTotals& months() const { return months_; }
  std::uint64_t commands() const { return commands_; }
  std::uint64_t members() const;

 private:
  void CheckEvents(std::span<const Event> events);
  void CheckAllMembers();
  void CheckCounters();
  void CheckTotals(const Unit& unit);
  void Keep(Violation violation);

  const Ledger& ledger_;
  const OnViolation keep_;
  AnswerBook answers_;
  PostedBooks posted_;
  MonthTotals months_;
  std::uint64_t commands_ = 0;
  std::uint64_t commands_since_all_ = 0;
  std::vector<Violation> violations_;
  std::set<std::tuple<int, MemberId, std::uint8_t>> known_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LEDGER_AUDIT_H_
