#include "storage/open/give_estimate.h"

#include "absl/strings/str_cat.h"

namespace kumbara::storage {
namespace {

absl::Status OptionError(absl::string_view option, absl::string_view form) {
  return absl::InvalidArgumentError(absl::StrCat(option, ": expected ", form));
}

absl::Status CheckFigures(const EstimateToGive& wanted) {
  if (!IsVintageRange(wanted.from_vintage, wanted.to_vintage)) {
    return OptionError("--vintage", kVintagesForm);
  }
  if (!IsRedemptionRate(wanted.redemption_rate)) {
    return OptionError("--rate", kRedemptionRateForm);
  }
  if (!IsPrice(wanted.price)) return OptionError("--price", kPriceForm);
  return Instant::InRange(wanted.effective.micros())
             ? absl::OkStatus()
             : OptionError("--effective", "an instant of the years 1 to 9999");
}

// Of a unit that a version of the program has, or had: each knows them all. Not
// every name that has a code is one.
absl::StatusOr<std::uint8_t> CodeOfUnit(const Program& program,
                                        const std::string& name) {
  std::string known;
  for (const Unit& unit : program.units) {
    if (unit.name == name) return unit.code;
    absl::StrAppend(&known, known.empty() ? "" : ", ", unit.name);
  }
  return OptionError(absl::StrCat("--unit ", name),
                     absl::StrCat("one of ", known));
}

}  // namespace

absl::StatusOr<Estimate> GiveEstimate(OpenLedger& opened,
                                      const EstimateToGive& wanted) {
  absl::Status may =
      CheckPersons(wanted.signatories, TakesTwoPersons(opened.ledger()));
  if (may.ok()) may = CheckFigures(wanted);
  if (!may.ok()) return may;
  const auto unit =
      CodeOfUnit(opened.ledger().versions().newest(), wanted.unit);
  if (!unit.ok()) return unit.status();
  const auto by = Sign(opened, wanted.signatories);
  if (!by.ok()) return by.status();
  Estimate estimate;
  estimate.effective = wanted.effective.micros();
  estimate.price = wanted.price;
  estimate.redemption = static_cast<std::uint32_t>(wanted.redemption_rate);
  estimate.reason = by->reason;
  estimate.from_vintage = wanted.from_vintage;
  estimate.to_vintage = wanted.to_vintage;
  estimate.unit = *unit;
  estimate.by = by->by;
  estimate.approver = by->approver;
  return opened.Give(estimate);
}

}  // namespace kumbara::storage
