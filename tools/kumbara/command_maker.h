// CommandMaker: from a row of text to a command of one ledger.
//
// Names become member ids, texts become codes, decimals become amounts in the
// unit's smallest decimal.
//
// Threads: one owner.
// Errors:  a Problem names the field and what was expected; nothing but new
//          names and codes is left behind, which harm nothing.
// Cost:    a few hash lookups; SHA-256 of the transaction id.

#ifndef KUMBARA_TOOLS_KUMBARA_COMMAND_MAKER_H_
#define KUMBARA_TOOLS_KUMBARA_COMMAND_MAKER_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/pipeline/ledger.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/line.h"
#include "storage/open/open_ledger.h"
#include "tools/csv/csv_id.h"
#include "tools/csv/csv_row.h"

namespace kumbara::tools {

class CommandMaker {
 public:
  // `source` names where transaction ids come from: the same id of the same
  // source is the same command.
  CommandMaker(storage::OpenLedger& opened, std::string_view source);

  struct Problem {
    std::string_view field;
    std::string expected;
    std::string_view got;
  };

  // Valid until the next call.
  struct Made {
    Command command;
    std::vector<Detail> details;
  };

  // Nothing on success; made() then has the command.
  std::optional<Problem> Make(const Row& row);
  const Made& made() const { return made_; }

 private:
  struct Codes {
    absl::flat_hash_map<std::string, Code> known;
    std::string last_text;  // Rows of one kind follow each other.
    Code last_code = 0;
  };

  // False if the namespace is full.
  bool CodeOf(CodeSpace space, std::string_view text, Code* code);
  std::optional<Problem> SetCodes(const Row& row);
  std::optional<Problem> SetUnit(const Row& row);
  std::optional<Problem> SetPoints(const Row& row, int decimals);
  std::optional<Problem> AddDetails(const Row& row);
  std::optional<Problem> AddParties(const Row& row);
  std::optional<Problem> AddCodes(const Row& row);
  std::optional<Problem> AddRare(const Row& row);
  std::optional<Problem> AddEarned(const Row& row);
  std::optional<Problem> AddLines(const Row& row);
  std::optional<Problem> SetLine(const RowLine& said, Line* line);
  Problem Full(CodeSpace space, std::string_view field,
               std::string_view text) const;

  Ledger& ledger_;
  storage::Directory& directory_;
  CsvIdMaker ids_;
  std::array<Codes, kCodeSpaces> codes_;
  Made made_;
};

// field: expected ...; got "..."
std::string ToText(const CommandMaker::Problem& problem);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_COMMAND_MAKER_H_
