// CsvIdMaker: the command id of a row, from the name of its source and its
// transaction_id, whatever the form of the file it stands in.
//
// The id is the first 16 bytes of
//   SHA-256("kumbara csv 1" || 0 || source || 0 || transaction_id)
// so the same row of the same source has the same id whenever it is loaded,
// and a second load changes nothing. A return's reference is the id of the sale
// it names, derived in the same way.
//
// A row with a counter has an ordered id (OrderedIdOf) instead, whose source is
// the first 8 bytes of
//   SHA-256("kumbara source 1" || 0 || source)
//
// Threads: one at a time; make one for each thread.
// Cost:    one or two blocks of SHA-256; no allocation.

#ifndef KUMBARA_TOOLS_CSV_CSV_ID_H_
#define KUMBARA_TOOLS_CSV_CSV_ID_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/types.h"

// As OpenSSL declares them.
struct evp_md_ctx_st;
struct evp_md_st;

namespace kumbara::tools {

class CsvIdMaker {
 public:
  // REQUIRES: the source holds no NUL byte, or two pairs of source and
  // transaction_id could be one.
  explicit CsvIdMaker(std::string_view source);
  ~CsvIdMaker();
  CsvIdMaker(const CsvIdMaker&) = delete;
  CsvIdMaker& operator=(const CsvIdMaker&) = delete;

  CommandId Make(std::string_view transaction_id);
  // An empty source is that given to the constructor. Cost: none of SHA-256 if
  // the source is the one before.
  CommandId MakeOrdered(std::string_view source, std::uint64_t counter);

 private:
  // The first 16 bytes.
  CommandId Sha256Of(std::string_view text);

  const std::string source_;
  std::string last_source_;        // Of an ordered id, and what it comes to.
  std::uint64_t last_number_ = 0;  // 0: there was none.
  std::string text_;  // The prefix, and then the transaction_id in hand.
  std::size_t prefix_size_;
  evp_md_st* sha256_;
  evp_md_ctx_st* context_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_CSV_ID_H_
