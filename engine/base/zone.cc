#include "engine/base/zone.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/internal/cctz/include/cctz/zone_info_source.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/tzif.h"

namespace kumbara {
namespace {

using absl::time_internal::cctz::ZoneInfoSource;

constexpr std::int64_t kSecondInMicros = 1'000'000;
constexpr std::int64_t kDayInMicros = 86'400 * kSecondInMicros;

// The library finds a zone by name and keeps it for ever, so the name it gets
// is that of the bytes: two ledgers whose "Europe/Prague" differ do not meet.
constexpr std::string_view kNamePrefix = "kumbara-tzif-";

// The bytes of the FromBytes that runs on this thread.
thread_local const std::string* bytes_to_load = nullptr;

class BytesSource final : public ZoneInfoSource {
 public:
  explicit BytesSource(std::string_view bytes) : rest_(bytes) {}

  std::size_t Read(void* to, std::size_t size) override {
    size = std::min(size, rest_.size());
    std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }

  int Skip(std::size_t offset) override {
    rest_.remove_prefix(std::min(offset, rest_.size()));
    return 0;
  }

 private:
  std::string_view rest_;
};

// Called by the library under its own lock, on the thread that asks for the
// zone. Zones that others in the process ask for are found as without us.
std::unique_ptr<ZoneInfoSource> OpenZone(
    const std::string& name,
    const std::function<std::unique_ptr<ZoneInfoSource>(const std::string&)>&
        fallback) {
  if (!name.starts_with(kNamePrefix)) return fallback(name);
  if (bytes_to_load == nullptr) return nullptr;
  return std::make_unique<BytesSource>(*bytes_to_load);
}

// What the tables cover.
constexpr absl::CivilSecond kTableBegin(1900, 1, 1);
constexpr absl::CivilSecond kTableEnd(2200, 1, 1);
constexpr absl::CivilSecond kEpoch(1970, 1, 1);
// More than real zones have, four times over: 33 KiB with the index.
constexpr std::size_t kStretchesMax = 2'048;

std::int64_t MicrosOf(absl::CivilSecond second) {
  return (second - kEpoch) * kSecondInMicros;
}

// From the changes that the library lists. Where a yearly rule goes on for
// ever it lists only those of some centuries, so the table ends at the last.
OffsetTable TableOf(const absl::TimeZone& zone, bool has_yearly_rule) {
  std::int64_t at = MicrosOf(kTableBegin);
  std::int64_t offset =
      zone.At(absl::FromUnixMicros(at)).offset * kSecondInMicros;
  std::vector<OffsetTable::Stretch> stretches = {{at, offset}};
  absl::TimeZone::CivilTransition change;
  while (zone.NextTransition(absl::FromUnixMicros(at), &change)) {
    // Until now the clocks showed the old offset.
    at = MicrosOf(change.from) - offset;
    if (at >= MicrosOf(kTableEnd)) break;
    if (stretches.size() == kStretchesMax) {
      return OffsetTable(std::move(stretches), at);
    }
    offset += (change.to - change.from) * kSecondInMicros;
    stretches.push_back({at, offset});
  }
  if (at < MicrosOf(kTableEnd) && has_yearly_rule) {
    stretches.pop_back();
    return OffsetTable(std::move(stretches), at);
  }
  return OffsetTable(std::move(stretches), MicrosOf(kTableEnd));
}

Instant InRangeOrEnd(std::int64_t micros) {
  if (micros > Instant::kMax) return Instant::Greatest();
  if (micros < Instant::kMin) return Instant::Least();
  return Instant(micros);
}

}  // namespace

absl::StatusOr<Zone> Zone::FromBytes(std::string name,
                                     const std::string& tzif_bytes) {
  if (const absl::Status form = CheckTzif(tzif_bytes); !form.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("zone ", name, ": ", form.message()));
  }
  const std::string key =
      absl::StrCat(std::string(kNamePrefix), ToHex(Hash128(tzif_bytes)));
  absl::TimeZone zone;
  // The library locks too; ThreadSanitizer, which does not see into it, can see
  // this one.
  static std::mutex loading;
  const std::scoped_lock lock(loading);
  bytes_to_load = &tzif_bytes;
  const bool loaded = absl::LoadTimeZone(key, &zone);
  bytes_to_load = nullptr;
  if (!loaded) {
    return absl::InvalidArgumentError(absl::StrCat(
        "zone ", name,
        ": the types, names or footer of the TZif file are damaged"));
  }
  return Zone(std::move(name), zone, TableOf(zone, HasYearlyRule(tzif_bytes)));
}

Zone::Zone()
    : Zone("UTC", absl::UTCTimeZone(), TableOf(absl::UTCTimeZone(), false)) {}

Zone::Zone(std::string name, absl::TimeZone zone, OffsetTable table)
    : name_(std::move(name)),
      zone_(zone),
      table_(std::make_shared<const OffsetTable>(std::move(table))) {}

LocalTime Zone::ToLocal(Instant instant) const {
  KUMBARA_CHECK(Instant::InRange(instant.micros()));
  if (table_->CoversUtc(instant.micros())) [[likely]] {
    return {table_->ToLocal(instant.micros())};
  }
  const absl::TimeZone::CivilInfo info =
      zone_.At(absl::FromUnixMicros(instant.micros()));
  return {MicrosOf(info.cs) + absl::ToInt64Microseconds(info.subsecond)};
}

InstantRange Zone::DayAround(Instant instant) const {
  const std::int64_t at = instant.micros();
  if (!table_->CoversUtc(at)) return InstantRange::Only(instant);
  const LocalTime local{table_->ToLocal(at)};
  const LocalTime next = StartOfNextDay(local);
  const std::int64_t day_end = at + (next.micros - local.micros);
  const auto [begin, end] = table_->BoundsAround(at);
  return {Instant(std::max(begin, day_end - kDayInMicros)),
          Instant(std::min(end, day_end))};
}

Instant Zone::ToInstant(LocalTime local) const {
  if (table_->CoversLocal(local.micros)) [[likely]] {
    return Instant(table_->ToUtc(local.micros));
  }
  const absl::Time as_utc = absl::FromUnixMicros(local.micros);
  const absl::TimeZone::CivilInfo shown = absl::UTCTimeZone().At(as_utc);
  const absl::TimeZone::TimeInfo info = zone_.At(shown.cs);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return InRangeOrEnd(absl::ToUnixMicros(info.trans));
  }
  return InRangeOrEnd(absl::ToUnixMicros(info.pre + shown.subsecond));
}

Instant Zone::Add(Instant instant, Duration duration) const {
  if (duration.kind == Duration::Kind::kMonths) {
    return ToInstant(AddMonths(ToLocal(instant), duration.count));
  }
  return InRangeOrEnd(instant.micros() + duration.count);
}

}  // namespace kumbara

// The library declares this hook weak and reads it when it loads a zone; our
// definition takes its place at link time, so no thread can see it change.
namespace absl {
ABSL_NAMESPACE_BEGIN
namespace time_internal {
namespace cctz_extension {

extern ZoneInfoSourceFactory zone_info_source_factory;
ZoneInfoSourceFactory zone_info_source_factory = kumbara::OpenZone;

}  // namespace cctz_extension
}  // namespace time_internal
ABSL_NAMESPACE_END
}  // namespace absl
