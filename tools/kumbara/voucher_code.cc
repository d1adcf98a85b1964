#include "tools/kumbara/voucher_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>
#include <cctype>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/hex.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kDigitBits = 5;
constexpr std::size_t kCodeDigits = 20;
constexpr std::size_t kGroup = 4;
constexpr std::string_view kPurpose = "kumbara voucher";

static_assert(kDigits.size() == std::size_t{1} << kDigitBits);

// The digit that Luhn's sum of all of them needs behind these.
char CheckDigit(std::string_view digits) {
  std::size_t sum = 0;
  std::size_t factor = 2;
  for (std::size_t i = digits.size(); i-- > 0; factor = 3 - factor) {
    const std::size_t product = kDigits.find(digits[i]) * factor;
    sum += product / kDigits.size() + product % kDigits.size();
  }
  return kDigits[(kDigits.size() - sum % kDigits.size()) % kDigits.size()];
}

std::string Grouped(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && i % kGroup == 0) text.push_back('-');
    text.push_back(digits[i]);
  }
  return text;
}

// What one character of a code was meant to be.
char Meant(char written) {
  const auto upper =
      static_cast<char>(std::toupper(static_cast<unsigned char>(written)));
  if (upper == 'O') return '0';
  return upper == 'I' || upper == 'L' ? '1' : upper;
}

}  // namespace

std::string VoucherSerial(const Fact& fact) {
  const VoucherFact& voucher = fact.voucher;
  return voucher.redemption != 0
             ? absl::StrCat("V", voucher.redemption, "-", voucher.number)
             : absl::StrCat("A", fact.sequence, "-", ToHex(fact.member), "-",
                            fact.leg);
}

std::string VoucherCoder::CodeOf(std::string_view serial) const {
  std::string input(kPurpose);
  input.append(reinterpret_cast<const char*>(&ledger_), sizeof(ledger_));
  input += serial;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> mac;
  KUMBARA_CHECK(HMAC(EVP_sha256(), key_.bytes.data(),
                     static_cast<int>(key_.bytes.size()),
                     reinterpret_cast<const unsigned char*>(input.data()),
                     input.size(), mac.data(), nullptr) != nullptr);
  std::string digits;
  std::size_t bits = 0;  // Those of `kept` that no digit has yet.
  std::size_t kept = 0;
  for (std::size_t i = 0; digits.size() < kCodeDigits - 1;) {
    if (bits < kDigitBits) {
      kept = (kept << 8 | mac[i++]) & 0xffff;
      bits += 8;
    }
    bits -= kDigitBits;
    digits.push_back(kDigits[kept >> bits & (kDigits.size() - 1)]);
  }
  digits.push_back(CheckDigit(digits));
  return Grouped(digits);
}

std::optional<std::string> ReadVoucherCode(std::string_view text) {
  std::string digits;
  for (const char written : text) {
    if (written == '-' || written == ' ') continue;
    digits.push_back(Meant(written));
    if (kDigits.find(digits.back()) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (digits.size() != kCodeDigits ||
      digits.back() !=
          CheckDigit(std::string_view(digits).substr(0, kCodeDigits - 1))) {
    return std::nullopt;
  }
  return Grouped(digits);
}

}  // namespace kumbara::tools
