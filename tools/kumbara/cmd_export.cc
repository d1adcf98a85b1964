// kumbara export member: all that the ledger knows of one member.

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "storage/open/event_reader.h"
#include "tools/kumbara/closing_text.h"
#include "tools/kumbara/command_json.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/estimate_text.h"
#include "tools/kumbara/event_text.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/line_output.h"
#include "tools/kumbara/member_text.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"

namespace kumbara::tools {
namespace {

using storage::EventReader;

struct ExportFlags {
  OpenFlags open;
  std::string member;
};

// Collects what the journal has of a member, in the order in which it happened:
// a command before the events of its sequence.
class Collector {
 public:
  // `also` are those that were merged into it, as far as that is known.
  Collector(const std::string& name, const std::vector<MemberId>& also,
            EventReader& reader)
      : name_(name),
        reader_(reader),
        member_(reader.directory().Find(name)),
        also_(also.begin(), also.end()) {
    reader_.set_on_command([this](Sequence sequence, const Command& command,
                                  std::span<const Detail> details) {
      NoteCommand(sequence, command, details);
    });
    reader_.set_on_closing([this](const Closing& closing) {
      if (!HasSigned(closing.terms)) return;
      AddSigned(closing.terms.sequence, "closing",
                ClosingMembers(closing, reader_.ledger().codes(),
                               reader_.directory()));
    });
  }

  absl::Status ReadAll() {
    std::vector<Event> events;
    for (;;) {
      if (StopRequested()) return absl::CancelledError("stopped by a signal");
      const absl::StatusOr<bool> read = reader_.Next(&events);
      if (!read.ok()) return read.status();
      if (!*read) return absl::OkStatus();
      for (const Event& event : events) NoteEvent(event);
    }
  }

  // Those that were merged into it. REQUIRES: all is read.
  std::vector<MemberId> WasAlso() const {
    return reader_.ledger().Look(member_).profile.merged_here;
  }

  // The lines of all commands and events, then that of the present state.
  std::vector<std::string> TakeLines() {
    for (Kept& kept : commands_) AddAnswer(&kept);
    for (const Estimate& estimate : reader_.estimates()) {
      if (!HasSigned(estimate)) continue;
      AddSigned(estimate.sequence, "estimate",
                EstimateMembers(estimate, reader_.ledger().codes(),
                                reader_.directory()));
    }
    std::stable_sort(
        lines_.begin(), lines_.end(),
        [](const Line& a, const Line& b) { return a.sequence < b.sequence; });
    std::vector<std::string> texts;
    for (Line& line : lines_) texts.push_back(std::move(line.text));
    texts.push_back(StateLine());
    return texts;
  }

 private:
  struct Line {
    Sequence sequence = 0;
    std::string text;
  };
  // What an event is caused by.
  struct Cause {
    CommandId id;
    CommandKind kind = CommandKind::kTick;
  };
  struct Kept {
    Sequence sequence = 0;
    CommandId id;
    std::size_t line = 0;  // Its place in lines_.
  };

  // Whether it is the member, or was before it was merged into that.
  bool IsIt(const MemberId& member) const {
    return member == member_ || also_.contains(member);
  }

  bool IsNamedBy(std::span<const Detail> details) const {
    return std::any_of(
        details.begin(), details.end(), [&](const Detail& detail) {
          return detail.kind == DetailKind::kParty && IsIt(detail.member_id());
        });
  }

  // Commands of others are kept in mind only where they can reach a member.
  void NoteCommand(Sequence sequence, const Command& command,
                   std::span<const Detail> details) {
    const KindSet reaching =
        reader_.ledger().program().message_kinds | kMessageKinds;
    const bool is_own = IsIt(command.member);
    if (is_own || (reaching & SetOf(command.kind)) != 0) {
      causes_[sequence] = {command.id, command.kind};
    }
    if (!is_own && !IsNamedBy(details)) return;
    if (is_own) commands_.push_back({sequence, command.id, lines_.size()});
    lines_.push_back(
        {sequence,
         absl::StrCat(
             "{\"is\": ", is_own ? "\"command\"" : "\"named\"", ", ",
             CommandFields(sequence, command,
                           is_own ? details : std::span<const Detail>(),
                           reader_),
             "}\n")});
  }

  void NoteEvent(const Event& event) {
    ++position_;
    if (!IsIt(IdOf(event).member)) return;
    std::string text = EventJson(position_, event, reader_);
    const Sequence cause =
        std::visit([](const auto& one) { return one.cause; }, event);
    const auto found = causes_.find(cause);
    const std::string_view kind =
        Name(found == causes_.end() ? CommandKind::kTick : found->second.kind);
    text.replace(
        0, 1,
        absl::StrCat("{\"is\": \"event\", \"kind\": ", JsonText(kind), ", "));
    if (found != causes_.end()) {
      text.replace(text.size() - 2, 2,
                   absl::StrCat(", \"command_id\": ",
                                JsonText(ToHex(found->second.id)), "}\n"));
    }
    lines_.push_back({IdOf(event).sequence, std::move(text)});
  }

  // Of a record of the books: by it, or approved by it.
  template <class Signed>
  bool HasSigned(const Signed& record) const {
    return IsIt(record.by) || IsIt(record.approver);
  }

  void AddSigned(Sequence sequence, std::string_view what,
                 const JsonMembers& members) {
    lines_.push_back(
        {sequence, absl::StrCat("{\"is\": ", JsonText(what), ", ",
                                JsonObject(members).substr(1), "\n")});
  }

  void AddAnswer(Kept* kept) {
    const IdAnswer* entry = reader_.ledger().FindId(kept->id);
    std::string& text = lines_[kept->line].text;
    if (entry == nullptr) return;
    text.replace(
        text.size() - 2, 2,
        absl::StrCat(", ", AnswerFields(kept->sequence, *entry, reader_),
                     "}\n"));
  }

  // In one line: no text in it has a line break that is not escaped.
  std::string StateLine() const {
    const Ledger& ledger = reader_.ledger();
    const auto name_of = [this](const MemberId& other) {
      return NameOf(reader_.directory(), other);
    };
    std::string state = MemberJson({name_, ledger.Look(member_), name_of},
                                   ledger.program(), ledger.codes());
    std::erase(state, '\n');
    state.replace(0, 1, "{\"is\": \"state\", ");
    return state + "\n";
  }

  const std::string name_;
  EventReader& reader_;
  const MemberId member_;
  const absl::flat_hash_set<MemberId> also_;
  absl::flat_hash_map<Sequence, Cause> causes_;
  std::vector<Kept> commands_;  // The member's own.
  std::vector<Line> lines_;
  std::uint64_t position_ = 0;  // Of the last event seen.
};

int Print(const std::vector<std::string>& lines) {
  LineOutput output;
  OutputState state = OutputState::kOpen;
  for (const std::string& line : lines) {
    state = output.Add(line);
    if (state != OutputState::kOpen) break;
  }
  if (state == OutputState::kOpen) state = output.Flush();
  return ExitCodeOf(state);
}

int RunExport(const ExportFlags& flags, const std::vector<MemberId>& also) {
  auto reader = OpenEvents(flags.open);
  if (!reader.ok()) return Fail(reader.status());
  if ((*reader)->directory().Find(flags.member).IsZero()) {
    return FailNoMember(flags.member);
  }
  Collector collector(flags.member, also, **reader);
  const absl::Status read = collector.ReadAll();
  if (absl::IsCancelled(read)) return kExitInterrupted;
  if (!read.ok()) return Fail(read);
  // Who else it was shows at the end, so what they did is read a second time.
  const std::vector<MemberId> was_also = collector.WasAlso();
  if (was_also.size() > also.size()) {
    reader->reset();
    return RunExport(flags, was_also);
  }
  return Print(collector.TakeLines());
}

}  // namespace

void AddExport(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App* exports =
      app.add_subcommand("export", "Print all that the ledger knows");
  exports->require_subcommand(1);
  // Before the subcommand, which takes it over.
  exports->footer(
      "docs/erasure.md has the fields.\n\nExample:\n"
      "  kumbara export member shop 4711 > 4711.ndjson\n");
  CLI::App* command = exports->add_subcommand(
      "member",
      "Of one member: commands, events and present state, a line of JSON each");
  flags->open.AddDirectoryTo(*command);
  command->add_option("MEMBER", flags->member, "The member's external id")
      ->required();
  flags->open.AddKeyTo(*command);
  command->callback([flags, exit_code] { *exit_code = RunExport(*flags, {}); });
}

}  // namespace kumbara::tools
