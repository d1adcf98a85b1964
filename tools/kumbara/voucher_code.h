// VoucherCoder: the codes of vouchers. The ledger knows serials only; a code is
// made when one is told, from a key that lies outside the ledger, so nobody
// can guess one who has all the ledger's files.
//
//   ZK4M-0XQ7-9T2B-HW6R-5N8C
//
// 19 characters are the first 95 bits of HMAC-SHA-256(key, "kumbara voucher" ‖
// ledger id ‖ serial), in Crockford's base 32, which has no I, L, O and U; the
// last is a check character (Luhn's, modulo 32), which differs if one character
// is another one or two neighbours have changed places.
//
// Threads: one owner.

#ifndef KUMBARA_TOOLS_KUMBARA_VOUCHER_CODE_H_
#define KUMBARA_TOOLS_KUMBARA_VOUCHER_CODE_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/record/fact.h"
#include "storage/directory/key_file.h"

namespace kumbara::tools {

// V44384-2, the second voucher of redemption 44384; A44390-(member id)-5, what
// an automatic redemption issued. A letter first, so that no spreadsheet takes
// it for a number or a day. REQUIRES: the fact is of a voucher.
std::string VoucherSerial(const Fact& fact);

class VoucherCoder {
 public:
  VoucherCoder(const storage::LedgerKey& key, const LedgerId& ledger)
      : key_(key), ledger_(ledger) {}

  std::string CodeOf(std::string_view serial) const;

 private:
  storage::LedgerKey key_;
  LedgerId ledger_;
};

// A code as CodeOf writes it, from what somebody read off: in small letters or
// not, with groups or not, I and L for 1 and O for 0. Nothing if it is none or
// its check character does not fit.
std::optional<std::string> ReadVoucherCode(std::string_view text);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_VOUCHER_CODE_H_
