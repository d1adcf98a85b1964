#include "storage/open/signatories.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/program/program_versions.h"

namespace kumbara::storage {
namespace {

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

bool TakesTwoPersons(const Ledger& ledger) {
  return StandingBy(ledger.program(), ledger.clock()).adjust_approver;
}

absl::Status CheckPersons(const Signatories& signatories, bool takes_two) {
  if (signatories.by.empty()) {
    return absl::InvalidArgumentError("--operator: expected who gives it");
  }
  if (signatories.approver == signatories.by) {
    return absl::InvalidArgumentError(
        absl::StrCat("--approver ", signatories.approver,
                     ": expected another person than the operator"));
  }
  if (takes_two && signatories.approver.empty()) {
    return absl::InvalidArgumentError(
        "--approver: expected a second person: the program has "
        "adjust.approver");
  }
  return absl::OkStatus();
}

absl::StatusOr<Signed> Sign(OpenLedger& opened,
                            const Signatories& signatories) {
  Signed by;
  if (!signatories.reason.empty()) {
    by.reason = opened.ledger().Intern(CodeSpace::kReason, signatories.reason);
    if (by.reason == 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--reason: expected a text of at most ", kTextBytesMax,
          " bytes, and that the ledger has room for another reason"));
    }
  }
  const auto persons =
      IdsOf(opened.directory(), {signatories.by, signatories.approver});
  if (!persons.ok()) return persons.status();
  by.by = (*persons)[0];
  by.approver = (*persons)[1];
  return by;
}

}  // namespace kumbara::storage
