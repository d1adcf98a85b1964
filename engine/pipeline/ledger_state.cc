// The state of a ledger as bytes, part by part: what the stages know, the ids,
// the places of records, then the shards.

#include "engine/base/check.h"
#include "engine/member/shard_state.h"
#include "engine/pipeline/ledger.h"

namespace kumbara {
namespace {

enum Part : std::uint32_t {
  kStagesPart,
  kIdsPart,
  kPlacesPart,
  kFirstShardPart
};

}  // namespace

std::uint32_t Ledger::parts() const {
  return kFirstShardPart + options_.settings.shards;
}

void Ledger::SavePart(std::uint32_t part, StateSink& sink) {
  KUMBARA_CHECK(IsIdle() && NothingIsOpen());
  StateWriter writer(sink);
  switch (part) {
    case kStagesPart:
      writer.Pass(sequencer_.end(), resolve_);
      return acknowledger_.Save(writer);
    case kIdsPart:
      return ids_.Save(writer);
    case kPlacesPart:
      return writer.Pass(places_);
    default:
      return SaveShard(*shards_[part - kFirstShardPart], writer);
  }
}

bool Ledger::LoadPart(std::uint32_t part, StateSource& source) {
  StateReader reader(source);
  switch (part) {
    case kStagesPart: {
      JournalEnd end;
      reader.Pass(end, resolve_);
      set_end(end);
      acknowledger_.Load(reader);
      for (const std::unique_ptr<ShardWorker>& worker : workers_) {
        worker->BeginAt(resolve_.ledger_clock());
      }
      break;
    }
    case kIdsPart:
      ids_.Load(reader);
      break;
    case kPlacesPart:
      reader.Pass(places_);
      break;
    default:
      LoadShard(reader, *shards_[part - kFirstShardPart]);
  }
  return !reader.failed() && source.left() == 0;
}

}  // namespace kumbara
