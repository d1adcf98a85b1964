// kumbara vouchers: those that were issued, with their codes; or whose a code
// is.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/progress.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"
#include "tools/kumbara/table_flags.h"
#include "tools/kumbara/unit_text.h"
#include "tools/kumbara/voucher_flags.h"
#include "tools/kumbara/voucher_list.h"

namespace kumbara::tools {
namespace {

using storage::EventReader;

struct VouchersFlags {
  OpenFlags open;
  VoucherFlags keys;
  std::string member;
  std::optional<std::string> check;
  TableFlags table;
};

absl::StatusOr<VoucherList> ReadVouchers(EventReader& reader) {
  Progress progress("re-applying", "batches");
  VoucherList list;
  std::vector<Event> events;
  for (;;) {
    if (StopRequested()) return absl::CancelledError("stopped by a signal");
    const absl::StatusOr<bool> read = reader.Next(&events);
    if (!read.ok()) return read.status();
    if (!*read) return list;
    for (const Event& event : events) list.Add(event);
    progress.Show(reader.batch(), reader.last_batch(), reader.batch());
  }
}

std::string RewardOf(const Voucher& voucher, const Ledger& ledger) {
  return ledger.codes().Text(CodeSpace::kReward, voucher.issued.voucher.reward);
}

// Nothing for what has no end.
std::string InstantText(Instant instant) {
  return instant == Instant::Greatest() ? "" : ToText(instant);
}

std::string StatusText(const Voucher& voucher) {
  return voucher.void_at ? "void" : "issued";
}

// `coder` is null where codes are not told.
std::string ListText(const VoucherList& list, const VouchersFlags& flags,
                     const EventReader& reader, const VoucherCoder* coder) {
  std::vector<TextTable::Column> columns = {
      {"serial"},      {"member_id"}, {"reward"},
      {"status"},      {"issued_at"}, {"void_at"},
      {"valid_until"}, {"unit"},      {"cost", Align::kRight}};
  if (coder != nullptr) columns.insert(columns.begin() + 1, {"code"});
  TextTable table(std::move(columns), !flags.table.no_header);
  const Program& program = reader.ledger().program();
  for (const Voucher& voucher : list.vouchers()) {
    const Fact& issued = voucher.issued;
    const std::string member = NameOf(reader.directory(), issued.member);
    if (!flags.member.empty() && member != flags.member) continue;
    std::vector<std::string> words = {
        voucher.serial,
        member,
        RewardOf(voucher, reader.ledger()),
        StatusText(voucher),
        ToText(issued.at),
        voucher.void_at ? ToText(*voucher.void_at) : "",
        InstantText(issued.voucher.valid_until),
        UnitName(program, issued.unit),
        Scaled(issued.amount, UnitDecimals(program, issued.unit), false)};
    if (coder != nullptr) {
      words.insert(words.begin() + 1, coder->CodeOf(voucher.serial));
    }
    table.Add(std::move(words));
  }
  return table.To(flags.table.Format());
}

int TellOne(const Voucher& voucher, const std::string& key_file,
            const EventReader& reader) {
  const Fact& issued = voucher.issued;
  std::string text =
      absl::StrCat(StatusText(voucher), "  ", voucher.serial, "  ",
                   Printable(RewardOf(voucher, reader.ledger())), " of ",
                   Printable(NameOf(reader.directory(), issued.member)),
                   "\n  issued ", ToText(issued.at), "\n");
  if (voucher.void_at) {
    absl::StrAppend(&text, "  void since ", ToText(*voucher.void_at), "\n");
  }
  if (const std::string until = InstantText(issued.voucher.valid_until);
      !until.empty()) {
    absl::StrAppend(&text, "  valid until ", until, "\n");
  }
  if (!key_file.empty()) absl::StrAppend(&text, "  by key ", key_file, "\n");
  const int code = PrintWhole(text);
  return code == kExitOk && voucher.void_at ? kExitFailed : code;
}

// Nobody can tell a serial from a code, so each voucher is asked for its own.
int Check(const std::string& code, const VoucherList& list,
          const std::vector<VoucherCoder>& coders, const VouchersFlags& flags,
          const EventReader& reader) {
  for (std::size_t i = 0; i < coders.size(); ++i) {
    for (const Voucher& voucher : list.vouchers()) {
      if (coders[i].CodeOf(voucher.serial) != code) continue;
      const bool tell_key = flags.keys.key_files.size() > 1;
      return TellOne(voucher, tell_key ? flags.keys.key_files[i] : "", reader);
    }
  }
  return Fail(absl::NotFoundError(
      absl::StrCat("--check ", *flags.check, ": no voucher of this ledger")));
}

int RunVouchers(const VouchersFlags& flags) {
  std::optional<std::string> code;
  if (flags.check) code = ReadVoucherCode(*flags.check);
  if (flags.check && !code) {
    return Fail(absl::InvalidArgumentError(absl::StrCat(
        "--check ", *flags.check,
        ": is mistyped; expected 19 characters and one that fits them, such as "
        "ZK4M-0XQ7-9T2B-HW6R-5N8C")));
  }
  auto reader = OpenEvents(flags.open);
  if (!reader.ok()) return Fail(reader.status());
  const auto coders = flags.keys.Coders((*reader)->ledger().settings().ledger);
  if (!coders.ok()) return Fail(coders.status());
  if (code && coders->empty()) {
    return FailUsage(absl::InvalidArgumentError(
        "--check: a code is known by its key only; give --voucher-key"));
  }
  const absl::StatusOr<VoucherList> list = ReadVouchers(**reader);
  if (!list.ok()) return Fail(list.status());
  if (code) return Check(*code, *list, *coders, flags, **reader);
  if (!flags.member.empty() &&
      (*reader)->directory().Find(flags.member).IsZero()) {
    return FailNoMember(flags.member);
  }
  return PrintWhole(ListText(*list, flags, **reader,
                             coders->empty() ? nullptr : &coders->front()));
}

}  // namespace

void AddVouchers(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<VouchersFlags>();
  CLI::App* command = app.add_subcommand(
      "vouchers", "The vouchers that redemptions issued, or whose a code is");
  flags->open.AddDirectoryTo(*command);
  flags->keys.AddTo(*command);
  CLI::Option* member =
      command->add_option("--member", flags->member, "Only of this member");
  command
      ->add_option("--check", flags->check,
                   "Tell of this code whether it is genuine, and whose")
      ->excludes(member);
  flags->table.AddTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(
      "Examples:\n"
      "  kumbara vouchers shop --member 4711 --format table\n"
      "  kumbara vouchers shop --voucher-key vouchers.key --check "
      "ZK4M-0XQ7-9T2B-HW6R-5N8C\n");
  command->callback([flags, exit_code] { *exit_code = RunVouchers(*flags); });
}

}  // namespace kumbara::tools
