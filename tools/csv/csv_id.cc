#include "tools/csv/csv_id.h"

#include <openssl/evp.h>

#include <array>

#include "engine/base/check.h"
#include "engine/record/command.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kDomain = "kumbara csv 1";
constexpr std::string_view kSourceDomain = "kumbara source 1";

}  // namespace

// Fetching the algorithm and making a context cost more than the hash itself,
// so both are made once.
CsvIdMaker::CsvIdMaker(std::string_view source)
    : source_(source),
      sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
      context_(EVP_MD_CTX_new()) {
  KUMBARA_CHECK(source.find('\0') == std::string_view::npos);
  KUMBARA_CHECK(sha256_ != nullptr && context_ != nullptr);
  text_.append(kDomain).append(1, '\0').append(source).append(1, '\0');
  prefix_size_ = text_.size();
}

CsvIdMaker::~CsvIdMaker() {
  EVP_MD_CTX_free(context_);
  EVP_MD_free(sha256_);
}

CommandId CsvIdMaker::Make(std::string_view transaction_id) {
  text_.resize(prefix_size_);
  text_.append(transaction_id);
  return Sha256Of(text_);
}

CommandId CsvIdMaker::MakeOrdered(std::string_view source,
                                  std::uint64_t counter) {
  if (source.empty()) source = source_;
  if (last_number_ == 0 || last_source_ != source) {
    std::string text(kSourceDomain);
    text.append(1, '\0').append(source);
    last_source_ = source;
    last_number_ = Sha256Of(text).low;
  }
  return OrderedIdOf(last_number_, counter);
}

CommandId CsvIdMaker::Sha256Of(std::string_view text) {
  std::array<unsigned char, 32> digest;
  unsigned size = 0;
  // These fail only when a provider is broken; no id may come of that.
  KUMBARA_CHECK(EVP_DigestInit_ex2(context_, sha256_, nullptr) == 1);
  KUMBARA_CHECK(EVP_DigestUpdate(context_, text.data(), text.size()) == 1);
  KUMBARA_CHECK(EVP_DigestFinal_ex(context_, digest.data(), &size) == 1);
  KUMBARA_CHECK(size == digest.size());
  return CommandId::FromBytes(digest.data());
}

}  // namespace kumbara::tools
