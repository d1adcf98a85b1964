// Answers that a producer kept, as `kumbara load --outcomes` writes them, held
// against a ledger: what was acknowledged must be in it for ever.
//
// A line without a command id, of a tick, is passed over. Files of before they
// had ids in them are read too: there ids follow from the source and the
// transaction_id.
//
// Threads: one owner.
// Errors:  InvalidArgument names file and line; NotFound: no such file.
// Cost:    a SHA-256 and a lookup a line; the file is in memory.

#ifndef KUMBARA_TOOLS_KUMBARA_KEPT_ANSWERS_H_
#define KUMBARA_TOOLS_KUMBARA_KEPT_ANSWERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/pipeline/ledger.h"
#include "tools/csv/record.h"

namespace kumbara::tools {

// The first line of such a file.
inline constexpr char kOutcomesHeader[] =
    "transaction_id,code,delta,net,command_id";

class KeptAnswers {
 public:
  static absl::StatusOr<KeptAnswers> Read(const std::string& path);

  // How many of them the ledger does not have, and which is the first; empty if
  // it has all. REQUIRES: they were read before the ledger, which may go on.
  std::string LostIn(const Ledger& ledger, std::string_view source) const;

 private:
  struct Answer {
    std::string transaction_id;
    std::optional<CommandId> id;
    std::string code;
    std::int64_t delta = 0;
    std::uint64_t line = 0;
  };

  static bool Parse(const Record& record, bool has_ids, Answer* answer);
  static bool Has(const Ledger& ledger, const CommandId& id,
                  const Answer& kept);

  std::string path_;
  std::vector<Answer> answers_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_KEPT_ANSWERS_H_
