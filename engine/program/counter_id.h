// The id of a counter: of what all members together take, a reward's stock or
// a budget.
//
// A counter lies in the shard of its id like a member, yet in a table of its
// own: no command can name it, whatever ids producers choose for members.

#ifndef KUMBARA_ENGINE_PROGRAM_COUNTER_ID_H_
#define KUMBARA_ENGINE_PROGRAM_COUNTER_ID_H_

#include <string>
#include <string_view>

#include "engine/base/hash.h"
#include "engine/base/types.h"

namespace kumbara {

// `name` is such as "reward/coffee". Stable for ever: it says in which shard
// the counter is, and is part of the state.
inline MemberId CounterIdOf(std::string_view name) {
  std::string text("kumbara counter 1");
  text.push_back('\0');
  text += name;
  const Digest hash = Hash128(text);
  return {hash.low, hash.high};
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_COUNTER_ID_H_
