#include "tools/kumbara/signatory_flags.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tools/csv/utf8.h"

namespace kumbara::tools {
namespace {

absl::Status CheckText(std::string_view flag, const std::string& text) {
  const bool has_control = std::any_of(
      text.begin(), text.end(),
      [](unsigned char byte) { return byte < ' ' || byte == 0x7F; });
  if (IsUtf8(text) && !has_control) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(absl::string_view(flag.data(), flag.size()),
                   ": expected UTF-8 without control characters"));
}

}  // namespace

void AddSignatories(const std::string& operator_is, CLI::App& command,
                    storage::Signatories* signatories) {
  command.add_option("--operator", signatories->by, operator_is)->required();
  command.add_option("--approver", signatories->approver,
                     "Another person, who approved it");
  command.add_option("--reason", signatories->reason, "Why, a code");
}

absl::Status CheckTexts(const storage::Signatories& signatories) {
  absl::Status texts = CheckText("--operator", signatories.by);
  texts.Update(CheckText("--approver", signatories.approver));
  texts.Update(CheckText("--reason", signatories.reason));
  return texts;
}

}  // namespace kumbara::tools
