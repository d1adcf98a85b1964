// kumbara events: what happened, as one stream of postings and facts.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/open/event_reader.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/event_text.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/from_one.h"
#include "tools/kumbara/line_output.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/progress.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"
#include "tools/kumbara/voucher_flags.h"

namespace kumbara::tools {
namespace {

using storage::EventReader;

// How long a follower sleeps before it looks for more.
constexpr int kLookMilliseconds = 50;

struct EventsFlags {
  OpenFlags open;
  VoucherFlags vouchers;
  std::uint64_t from = 1;
  std::uint64_t to = std::numeric_limits<std::uint64_t>::max();
  bool follow = false;
  std::string member;
};

// Counts the events and prints those that were asked for.
class Printer {
 public:
  // `coder` is null where codes are not told.
  Printer(const EventsFlags& flags, const EventReader& reader,
          const VoucherCoder* coder)
      : flags_(flags), reader_(reader), coder_(coder) {}

  OutputState Print(const std::vector<Event>& events) {
    OutputState state = OutputState::kOpen;
    for (const Event& event : events) {
      ++position_;
      if (position_ < flags_.from || position_ > flags_.to) continue;
      if (!IsWanted(event)) continue;
      state = output_.Add(EventJson(position_, event, reader_, coder_));
      if (state != OutputState::kOpen) return state;
    }
    return output_.Flush();
  }

  bool IsDone() const { return position_ >= flags_.to; }
  bool HasBegun() const { return position_ >= flags_.from; }
  LineOutput& output() { return output_; }

 private:
  bool IsWanted(const Event& event) const {
    return flags_.member.empty() ||
           NameOf(reader_.directory(), IdOf(event).member) == flags_.member;
  }

  const EventsFlags& flags_;
  const EventReader& reader_;
  const VoucherCoder* coder_;
  LineOutput output_;
  std::uint64_t position_ = 0;  // Of the last event seen.
};

int PrintAll(const EventsFlags& flags, EventReader& reader, Printer& printer) {
  std::optional<Progress> progress;
  progress.emplace("re-applying", "batches");
  OutputState state = OutputState::kOpen;
  while (state == OutputState::kOpen && !printer.IsDone()) {
    if (StopRequested()) return kExitInterrupted;
    std::vector<Event> events;
    const absl::StatusOr<bool> read = reader.Next(&events);
    if (!read.ok()) return Fail(read.status());
    if (*read) {
      state = printer.Print(events);
    } else if (flags.follow) {
      state = printer.output().Wait(kLookMilliseconds);
    } else {
      break;
    }
    if (!*read || printer.HasBegun()) progress.reset();
    if (progress) {
      progress->Show(reader.batch(), reader.last_batch(), reader.batch());
    }
  }
  return ExitCodeOf(state);
}

int RunEvents(const EventsFlags& flags) {
  if (flags.to < flags.from) {
    return FailUsage(absl::InvalidArgumentError(
        absl::StrCat("--to ", flags.to, ": is before --from ", flags.from)));
  }
  auto reader = OpenEvents(flags.open);
  if (!reader.ok()) return Fail(reader.status());
  const auto coders =
      flags.vouchers.Coders((*reader)->ledger().settings().ledger);
  if (!coders.ok()) return Fail(coders.status());
  Printer printer(flags, **reader,
                  coders->empty() ? nullptr : &coders->front());
  const int code = PrintAll(flags, **reader, printer);
  const bool unknown = !flags.member.empty() && !flags.follow &&
                       (*reader)->directory().Find(flags.member).IsZero();
  if (code != kExitOk || !unknown) return code;
  return FailNoMember(flags.member);
}

}  // namespace

void AddEvents(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<EventsFlags>();
  CLI::App* command = app.add_subcommand(
      "events", "Print what happened, a line of JSON for each posting or fact");
  flags->open.AddDirectoryTo(*command);
  command
      ->add_option("--from", flags->from, "Begin with this position, from 1 on")
      ->check(kFromOne)
      ->capture_default_str();
  command
      ->add_option("--to", flags->to,
                   "End with this position (default: the last durable one)")
      ->check(kFromOne);
  command->add_flag("--follow", flags->follow,
                    "Wait for more, until a signal or the reader ends it");
  command->add_option("--member", flags->member,
                      "Only of this member; positions stay those of all");
  flags->vouchers.AddTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(
      "Examples:\n"
      "  kumbara events shop --from 1001 --follow\n"
      "  kumbara events shop --member 4711 | jq -r .amount\n");
  command->callback([flags, exit_code] { *exit_code = RunEvents(*flags); });
}

}  // namespace kumbara::tools
