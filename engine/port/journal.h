// Journal: the port through which batches become durable.

#ifndef KUMBARA_ENGINE_PORT_JOURNAL_H_
#define KUMBARA_ENGINE_PORT_JOURNAL_H_

#include "absl/status/status.h"
#include "engine/record/batch.h"

namespace kumbara {

class Journal {
 public:
  virtual ~Journal() = default;

  // Appends one batch and returns when it is durable. Sets the header's
  // segment, previous_chain and what WriteBatch sets. After any error the
  // outcome of this batch is unknown and the journal takes no more.
  // REQUIRES: header->number is one more than that of the last batch.
  virtual absl::Status Append(BatchHeader* header, const BatchParts& parts) = 0;

  // Makes everything outside the batches durable too. No Append afterwards.
  virtual absl::Status Close() = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PORT_JOURNAL_H_
