#include "engine/base/time_text.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace kumbara {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

// Exactly `digits` decimal digits at `at`, or -1.
int Number(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<std::int64_t> ParseDay(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return {};
  const int year = Number(text, 0, 4);
  const int month = Number(text, 5, 2);
  const int day = Number(text, 8, 2);
  if (year < 1 || month < 0 || day < 0) return {};
  const std::chrono::year_month_day date{
      std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
      std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// What follows the seconds: decimals, then Z or an offset, in microseconds to
// add.
std::optional<std::int64_t> ParseTail(std::string_view tail) {
  std::int64_t micros = 0;
  if (!tail.empty() && tail[0] == '.') {
    std::size_t digits = 1;
    std::int64_t scale = kMicrosPerSecond;
    for (; digits < tail.size() && tail[digits] >= '0' && tail[digits] <= '9';
         ++digits) {
      if (digits > 6) return {};
      scale /= 10;
      micros += (tail[digits] - '0') * scale;
    }
    if (digits == 1) return {};
    tail.remove_prefix(digits);
  }
  if (tail == "Z") return micros;
  if (tail.size() != 6 || (tail[0] != '+' && tail[0] != '-') ||
      tail[3] != ':') {
    return {};
  }
  const int hours = Number(tail, 1, 2);
  const int minutes = Number(tail, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  const std::int64_t offset = (hours * 3600 + minutes * 60) * kMicrosPerSecond;
  return tail[0] == '+' ? micros - offset : micros + offset;
}

}  // namespace

std::optional<Instant> ParseInstant(std::string_view text) {
  const std::optional<std::int64_t> days = ParseDay(text);
  if (!days) return {};
  std::int64_t micros = *days * kSecondsPerDay * kMicrosPerSecond;
  if (text.size() == 10) return Instant(micros);
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':') {
    return {};
  }
  const int hour = Number(text, 11, 2);
  const int minute = Number(text, 14, 2);
  const int second = Number(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59) {
    return {};
  }
  const std::optional<std::int64_t> tail = ParseTail(text.substr(19));
  if (!tail) return {};
  micros += (hour * 3600 + minute * 60 + second) * kMicrosPerSecond + *tail;
  if (!Instant::InRange(micros)) return {};
  return Instant(micros);
}

std::string ToText(Instant instant) {
  if (instant == Instant::Least()) return "-";
  const std::chrono::sys_time<std::chrono::microseconds> time{
      std::chrono::microseconds(instant.micros())};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::int64_t of_day = (time - day).count();
  const auto seconds = static_cast<int>(of_day / kMicrosPerSecond);
  const auto micros = static_cast<int>(of_day % kMicrosPerSecond);
  std::array<char, 64> text;
  int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), seconds / 3600, seconds / 60 % 60,
      seconds % 60);
  std::string result(text.data(), static_cast<std::size_t>(size));
  if (micros != 0) {
    size = std::snprintf(text.data(), text.size(), ".%06d", micros);
    result.append(text.data(), static_cast<std::size_t>(size));
    while (result.back() == '0') result.pop_back();
  }
  return result + "Z";
}

std::ostream& operator<<(std::ostream& out, Instant instant) {
  return out << ToText(instant);
}

}  // namespace kumbara
