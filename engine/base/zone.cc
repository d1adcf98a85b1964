#include "engine/base/zone.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/internal/cctz/include/cctz/zone_info_source.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/tzif.h"

namespace kumbara {
namespace {

using absl::time_internal::cctz::ZoneInfoSource;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

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

Instant Saturated(absl::Time second, std::int64_t micros) {
  constexpr std::int64_t kLeast = Instant::kMin / kMicrosPerSecond;
  constexpr std::int64_t kGreatest = Instant::kMax / kMicrosPerSecond;
  const std::int64_t unix_second = absl::ToUnixSeconds(second);
  if (unix_second < kLeast) return Instant(Instant::kMin);
  if (unix_second > kGreatest) return Instant(Instant::kMax);
  return Instant(unix_second * kMicrosPerSecond + micros);
}

int DaysOf(absl::CivilMonth month) {
  return static_cast<int>(absl::CivilDay(month + 1) - absl::CivilDay(month));
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
  return Zone(std::move(name), zone);
}

LocalTime Zone::ToLocal(Instant instant) const {
  KUMBARA_CHECK(Instant::InRange(instant.micros()));
  const absl::TimeZone::CivilInfo info =
      zone_.At(absl::FromUnixMicros(instant.micros()));
  return {info.cs, absl::ToInt64Microseconds(info.subsecond)};
}

Instant Zone::ToInstant(const LocalTime& local) const {
  const absl::TimeZone::TimeInfo info = zone_.At(local.second);
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::SKIPPED:
      return Saturated(info.trans, 0);
    case absl::TimeZone::TimeInfo::REPEATED:
    case absl::TimeZone::TimeInfo::UNIQUE:
      break;
  }
  return Saturated(info.pre, local.micros);
}

Instant Zone::AddMonths(Instant instant, int months) const {
  const LocalTime from = ToLocal(instant);
  const absl::CivilMonth month = absl::CivilMonth(from.second) + months;
  const int day = std::min(from.second.day(), DaysOf(month));
  return ToInstant(
      {absl::CivilSecond(month.year(), month.month(), day, from.second.hour(),
                         from.second.minute(), from.second.second()),
       from.micros});
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
