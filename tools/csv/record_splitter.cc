#include "tools/csv/record_splitter.h"

#include <emmintrin.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/base/check.h"

namespace kumbara::tools {
namespace {

constexpr std::size_t kBlock = 64;
static_assert(kSplitPadding >= kBlock);

// One bit for each of 64 bytes.
struct BlockBits {
  std::uint64_t structure = 0;  // Comma, line feed or quote.
  bool plain = true;            // No NUL and nothing above ASCII.
};

BlockBits Classify(const char* block) {
  const __m128i comma = _mm_set1_epi8(',');
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i zero = _mm_setzero_si128();
  __m128i unusual = zero;
  BlockBits bits;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, comma),
                                  _mm_cmpeq_epi8(bytes, line_feed)),
                     _mm_cmpeq_epi8(bytes, quote));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    bits.structure |= static_cast<std::uint64_t>(mask) << (16 * i);
    unusual =
        _mm_or_si128(unusual, _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, zero)));
  }
  bits.plain = _mm_movemask_epi8(unusual) == 0;
  return bits;
}

void PushField(const char* begin, const char* end, Record* record) {
  if (record->field_count < kCsvFieldsMax) {
    record->fields[record->field_count] =
        std::string_view(begin, static_cast<std::size_t>(end - begin));
  }
  ++record->field_count;
}

void SetRaw(const char* begin, const char* end, Record* record) {
  record->raw = std::string_view(begin, static_cast<std::size_t>(end - begin));
}

// A record with quotes, byte by byte. The fields with doubled quotes are
// remembered and unescaped once the record is known to be sound.
class QuotedSplitter {
 public:
  QuotedSplitter(std::string_view bytes, Tail tail, Record* record)
      : begin_(bytes.data()),
        end_(bytes.data() + bytes.size()),
        at_(begin_),
        tail_(tail),
        record_(record) {}

  std::size_t Split() {
    Begin(record_);
    record_->plain = false;
    for (;;) {
      switch (at_ < end_ && *at_ == '"' ? Quoted() : Bare()) {
        case After::kField:
          break;
        case After::kRecord:
          Unescape();
          return static_cast<std::size_t>(at_ - begin_);
        case After::kMore:
          return 0;
        case After::kStrayQuote:
          return BadLine(RecordFault::kStrayQuote);
        case After::kOpenQuote:
          return BadLine(RecordFault::kOpenQuote);
      }
    }
  }

 private:
  enum class After : std::uint8_t {
    kField,   // A comma was taken: another field follows.
    kRecord,  // The record is complete.
    kMore,    // It does not end within the bytes.
    kStrayQuote,
    kOpenQuote,
  };

  After Bare() {
    const char* field = at_;
    while (at_ < end_ && *at_ != ',' && *at_ != '\n' && *at_ != '"') ++at_;
    if (at_ == end_) {
      if (tail_ == Tail::kMoreFollows) return After::kMore;
      return EndRecord(field, BeforeEnd(field));
    }
    if (*at_ == '"') return After::kStrayQuote;
    if (*at_ == '\n') return EndRecord(field, BeforeLineBreak(field, at_));
    PushField(field, at_++, record_);
    return After::kField;
  }

  After Quoted() {
    const char* field = ++at_;
    bool doubled = false;
    for (;;) {
      at_ = static_cast<const char*>(
          std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
      if (at_ == nullptr) {
        return tail_ == Tail::kMoreFollows ? After::kMore : After::kOpenQuote;
      }
      if (at_ + 1 == end_ || at_[1] != '"') break;
      doubled = true;
      at_ += 2;
    }
    const char* closing = at_++;
    if (doubled && record_->field_count < kCsvFieldsMax) {
      doubled_ |= std::uint64_t{1} << record_->field_count;
    }
    record_->lines +=
        static_cast<std::uint64_t>(std::count(field, closing, '\n'));
    return AfterQuote(field, closing);
  }

  // After a closing quote only a comma or the record's end may stand.
  After AfterQuote(const char* field, const char* closing) {
    if (at_ < end_ && *at_ == ',') {
      ++at_;
      PushField(field, closing, record_);
      return After::kField;
    }
    if (at_ < end_ && *at_ == '\r') ++at_;
    if (at_ == end_ && tail_ == Tail::kMoreFollows) return After::kMore;
    if (at_ < end_ && *at_ != '\n') return After::kStrayQuote;
    return EndRecord(field, closing);
  }

  // at_ stands on the line feed or at the end of the file.
  After EndRecord(const char* field, const char* field_end) {
    PushField(field, field_end, record_);
    SetRaw(begin_,
           at_ == end_ ? BeforeEnd(begin_) : BeforeLineBreak(begin_, at_),
           record_);
    record_->ends_with_file = at_ == end_;
    if (at_ < end_) ++at_;
    return After::kRecord;
  }

  // Where the content from `begin` on ends if the bytes do.
  const char* BeforeEnd(const char* begin) const {
    return tail_ == Tail::kWholeRecord ? end_ : BeforeLineBreak(begin, end_);
  }

  void Unescape() {
    if (doubled_ == 0) return;
    std::string& text = record_->unescaped;
    text.resize(record_->raw.size());
    char* to = text.data();
    for (std::size_t i = 0; i < kCsvFieldsMax; ++i) {
      if ((doubled_ >> i & 1) == 0) continue;
      const char* start = to;
      const std::string_view field = record_->fields[i];
      for (std::size_t from = 0; from < field.size(); ++from) {
        *to++ = field[from];
        if (field[from] == '"') ++from;
      }
      record_->fields[i] =
          std::string_view(start, static_cast<std::size_t>(to - start));
    }
  }

  std::size_t BadLine(RecordFault fault) {
    return TakeBadLine(
        std::string_view(begin_, static_cast<std::size_t>(end_ - begin_)),
        tail_, fault, record_);
  }

  const char* begin_;
  const char* end_;
  const char* at_;
  Tail tail_;
  std::uint64_t doubled_ = 0;  // One bit for each kept field.
  Record* record_;
};
static_assert(kCsvFieldsMax <= 64, "one bit of doubled_ for each field");

}  // namespace

std::size_t SplitRecord(std::string_view bytes, Tail tail, Record* record) {
  KUMBARA_DCHECK(!bytes.empty());
  const char* begin = bytes.data();
  const char* end = begin + bytes.size();
  const char* field = begin;
  Begin(record);
  for (const char* block = begin; block < end; block += kBlock) {
    BlockBits bits = Classify(block);
    record->plain &= bits.plain;
    const auto left = static_cast<std::size_t>(end - block);
    if (left < kBlock) bits.structure &= (std::uint64_t{1} << left) - 1;
    for (; bits.structure != 0; bits.structure &= bits.structure - 1) {
      const char* at = block + std::countr_zero(bits.structure);
      if (*at == ',') {
        PushField(field, at, record);
        field = at + 1;
      } else if (*at == '\n') {
        const char* content_end = BeforeLineBreak(field, at);
        PushField(field, content_end, record);
        SetRaw(begin, content_end, record);
        return static_cast<std::size_t>(at + 1 - begin);
      } else {
        return QuotedSplitter(bytes, tail, record).Split();
      }
    }
  }
  if (tail == Tail::kMoreFollows) return 0;
  const char* content_end =
      tail == Tail::kWholeRecord ? end : BeforeLineBreak(field, end);
  PushField(field, content_end, record);
  SetRaw(begin, content_end, record);
  record->ends_with_file = true;
  return bytes.size();
}

}  // namespace kumbara::tools
