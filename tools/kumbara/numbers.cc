#include "tools/kumbara/numbers.h"

#include <openssl/bn.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <memory>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::tools {
namespace {

std::string Digits(Int128 magnitude) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(magnitude % 10)));
    magnitude /= 10;
  } while (magnitude != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

// The digits before a point, if there is one.
void Group(std::string* text) {
  for (std::size_t i = std::min(text->find('.'), text->size()); i > 3; i -= 3) {
    text->insert(i - 3, 1, ',');
  }
}

// A whole number followed by one of the suffixes, scaled.
template <std::size_t kSuffixes>
std::optional<std::int64_t> ParseScaled(
    std::string_view text,
    const std::array<std::pair<std::string_view, std::int64_t>, kSuffixes>&
        suffixes) {
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view suffix =
      text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, scale] : suffixes) {
    if (name != suffix) continue;
    std::int64_t scaled = 0;
    if (__builtin_mul_overflow(number, scale, &scaled)) return std::nullopt;
    return scaled;
  }
  return std::nullopt;
}

// With so many digits behind a point, and one before it at least.
std::string PutPoint(std::string digits, int decimals) {
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) {
    digits.insert(0, places + 1 - digits.size(), '0');
  }
  if (places != 0) digits.insert(digits.size() - places, 1, '.');
  return digits;
}

// The digits of a product, however many they are. REQUIRES: nothing is
// negative.
std::string DigitsOfProduct(Int128 number,
                            std::initializer_list<std::int64_t> factors) {
  BIGNUM* parsed = nullptr;
  KUMBARA_CHECK(BN_dec2bn(&parsed, Digits(number).c_str()) != 0);
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> product(parsed, BN_free);
  for (const std::int64_t factor : factors) {
    KUMBARA_CHECK(BN_mul_word(product.get(), static_cast<BN_ULONG>(factor)) ==
                  1);
  }
  char* const text = BN_bn2dec(product.get());
  KUMBARA_CHECK(text != nullptr);
  const std::string digits = text;
  OPENSSL_free(text);
  return digits;
}

}  // namespace

std::string Grouped(Int128 number) { return Scaled(number, 0, true); }

std::string Scaled(Int128 amount, int decimals, bool grouped) {
  const bool negative = amount < 0;
  std::string text = PutPoint(Digits(negative ? -amount : amount), decimals);
  if (grouped) Group(&text);
  return negative ? "-" + text : text;
}

std::string ScaledProduct(Int128 amount,
                          std::initializer_list<std::int64_t> factors,
                          int decimals) {
  const std::string digits =
      DigitsOfProduct(amount < 0 ? -amount : amount, factors);
  if (digits == "0") return digits;
  std::string text = PutPoint(digits, decimals);
  if (decimals != 0) text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return amount < 0 ? "-" + text : text;
}

std::string MillionthsText(std::int64_t millionths) {
  return ScaledProduct(millionths, {}, 6);
}

std::string Bytes(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  while (tenths >= 10'000 && unit + 1 < kUnits.size()) {
    tenths /= 1'000;
    ++unit;
  }
  std::array<char, 32> text;
  const int size =
      unit == 0 ? std::snprintf(text.data(), text.size(), "%llu B",
                                static_cast<unsigned long long>(bytes))
                : std::snprintf(text.data(), text.size(), "%llu.%llu %s",
                                static_cast<unsigned long long>(tenths / 10),
                                static_cast<unsigned long long>(tenths % 10),
                                kUnits[unit]);
  return std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<std::int64_t> ParseDuration(std::string_view text) {
  constexpr std::int64_t kSecond = 1'000'000;
  return ParseScaled<7>(text, {{{"us", 1},
                                {"ms", 1'000},
                                {"s", kSecond},
                                {"m", 60 * kSecond},
                                {"h", 3'600 * kSecond},
                                {"d", 86'400 * kSecond},
                                {"w", 7 * 86'400 * kSecond}}});
}

std::optional<std::uint64_t> ParseBytes(std::string_view text) {
  const std::optional<std::int64_t> bytes = ParseScaled<4>(
      text, {{{"", 1}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}}});
  if (!bytes) return std::nullopt;
  return static_cast<std::uint64_t>(*bytes);
}

}  // namespace kumbara::tools
