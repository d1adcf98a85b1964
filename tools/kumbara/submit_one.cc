#include "tools/kumbara/submit_one.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

namespace kumbara::tools {

absl::StatusOr<Outcome> SubmitOne(const CommandMaker::Made& made,
                                  const storage::OpenLedger& opened,
                                  Producer& producer) {
  auto frame = std::make_unique<Frame>();
  static_cast<void>(frame->Add(made.command, made.details));
  frame->Seal();
  SubmitResult submitted = producer.Submit(&frame);
  while (submitted == SubmitResult::kLowSpace) {
    if (absl::Status space = opened.space(); !space.ok()) return space;
    submitted = producer.Submit(&frame);
  }
  if (submitted == SubmitResult::kMalformed) {
    return absl::InvalidArgumentError(
        absl::StrCat("malformed: ", std::string(producer.problem().text)));
  }
  const Answer answer = producer.WaitForAnswer();
  if (answer.status != AnswerStatus::kAnswered) {
    return absl::AbortedError("not answered");
  }
  return answer.frame->outcomes()[0];
}

}  // namespace kumbara::tools
