// A fixed batch that uses every part of the format.

#ifndef KUMBARA_TESTS_ENGINE_RECORD_SAMPLE_BATCH_H_
#define KUMBARA_TESTS_ENGINE_RECORD_SAMPLE_BATCH_H_

#include <cstddef>
#include <vector>

#include "engine/record/batch.h"
#include "engine/record/line.h"

namespace kumbara {

inline constexpr LedgerId kSampleLedger{0x0706'0504'0302'0100,
                                        0x0F0E'0D0C'0B0A'0908};

// A purchase of a category, its return, and a transfer.
inline void FillSampleFrame(Frame* frame) {
  Command command;
  command.id = CommandId{0x11, 0x22};
  command.member = MemberId{0x33, 0x44};
  command.amount = 1999;
  command.occurred_at = 1'700'000'000'000'000;
  command.store = 7;
  command.reason = 2;
  command.kind = CommandKind::kPurchase;
  command.unit_or_currency = 1;
  command.channel = 3;
  command.flags = kAmountGiven;
  frame->Add(command, std::vector{Detail::OfCode(CodeKind::kCategory, 5)});
  command.id = CommandId{0x12, 0x22};
  command.kind = CommandKind::kReturn;
  frame->Add(command, std::vector{Detail::Reference(CommandId{0x11, 0x22}),
                                  Detail::OfCode(CodeKind::kCategory, 5)});
  command.id = CommandId{0x13, 0x22};
  command.kind = CommandKind::kTransfer;
  frame->Add(command, std::vector{Detail::Receiver(MemberId{0x55, 0x66})});
}

// A hold, what becomes of it, and a reversal of a part.
inline void FillHoldsFrame(Frame* frame) {
  const Detail reference = Detail::Reference(CommandId{0x21, 0x22});
  Command command;
  command.id = CommandId{0x21, 0x22};
  command.member = MemberId{0x33, 0x44};
  command.amount = 50;
  command.occurred_at = 1'700'000'000'000'000;
  command.kind = CommandKind::kHold;
  command.unit_or_currency = 1;
  command.flags = kAmountGiven;
  frame->Add(command,
             std::vector{Detail::OfInstant(InstantKind::kUntil,
                                           Instant(1'700'000'000'000'001))});
  command.id = CommandId{0x22, 0x22};
  command.kind = CommandKind::kReverse;
  command.unit_or_currency = 0;
  frame->Add(command, std::vector{reference});
  command.id = CommandId{0x23, 0x22};
  command.kind = CommandKind::kCapture;
  frame->Add(command, std::vector{reference});
  command.id = CommandId{0x24, 0x22};
  command.kind = CommandKind::kVoid;
  command.amount = 0;
  command.flags = 0;
  frame->Add(command, std::vector{reference});
}

// A purchase with a line of each kind, and a return that names one of them.
inline void FillLinesFrame(Frame* frame) {
  Command command;
  command.id = CommandId{0x31, 0x22};
  command.member = MemberId{0x33, 0x44};
  command.amount = 1100;
  command.occurred_at = 1'700'000'000'000'000;
  command.kind = CommandKind::kPurchase;
  command.unit_or_currency = 1;
  command.flags = kAmountGiven;
  const Line lines[] = {
      {.kind = LineKind::kItem,
       .sku = 3,
       .category = 4,
       .brand = 5,
       .quantity = 2,
       .amount = 1000},
      {.kind = LineKind::kTax, .amount = 200},
      {.kind = LineKind::kDiscount, .sku = 3, .amount = -100},
      {.kind = LineKind::kTender, .unit = 1, .quantity = 50, .amount = 100},
      {.kind = LineKind::kTender, .amount = 1000}};
  std::vector<Detail> details = {Detail::OfCode(CodeKind::kCategory, 4)};
  for (const Line& line : lines) details.push_back(line.ToDetail());
  frame->Add(command, details);
  command.id = CommandId{0x32, 0x22};
  command.kind = CommandKind::kReturn;
  command.amount = 0;
  command.unit_or_currency = 0;
  command.flags = 0;
  const Line back{.kind = LineKind::kItem, .sku = 3, .quantity = 1};
  frame->Add(command, std::vector{Detail::Reference(CommandId{0x31, 0x22}),
                                  back.ToDetail()});
}

// Two frames, one record of each kind, two marks.
inline std::vector<std::byte> SampleBatch(BatchHeader* header) {
  Frame first;
  FillSampleFrame(&first);
  first.Seal(kMoreFollows);
  Frame second;
  Command tick;
  tick.occurred_at = 1'700'000'001'000'000;
  second.Add(tick);
  second.Seal();
  const std::vector<Record> records = {
      Record::Settings(LedgerSettings{.ledger = kSampleLedger}),
      Record::Blob(BlobKind::kProgram, 1, "unit points"),
      Record::Define({CodeSpace::kStore, 1, "Praha 1"})};
  const Frame* const frames[] = {&first, &second};
  const SourceMark marks[] = {{0xAA, 10}, {0xBB, 20}};
  *header = BatchHeader{};
  header->ledger = kSampleLedger;
  header->flags = kRoundEnd;
  header->number = 9;
  header->first_sequence = 100;
  header->batch_time = 1'700'000'002'000'000;
  header->segment = 2;
  header->outcome_seq = 99;
  header->outcome_digest = Digest{1, 2};
  header->previous_chain = Digest{3, 4};
  const BatchParts parts{.records = records, .frames = frames, .marks = marks};
  std::vector<std::byte> value(ValueBytes(parts));
  WriteBatch(parts, header, value.data());
  return value;
}

// One of records alone, behind those before it.
inline std::vector<std::byte> BatchOfRecords(BatchNumber number,
                                             std::int64_t batch_time,
                                             const std::vector<Record>& records,
                                             BatchHeader* header) {
  *header = BatchHeader{};
  header->ledger = kSampleLedger;
  header->number = number;
  header->first_sequence = 104;
  header->batch_time = batch_time;
  header->segment = 2;
  header->outcome_seq = 103;
  const BatchParts parts{.records = records, .frames = {}, .marks = {}};
  std::vector<std::byte> value(ValueBytes(parts));
  WriteBatch(parts, header, value.data());
  return value;
}

// A batch by which a version of a program takes effect.
inline std::vector<std::byte> SampleActivation(BatchHeader* header) {
  const Activation activation{.effective = 1'700'000'004'000'000,
                              .behind = 103,
                              .clock = 1'700'000'003'000'000,
                              .version = 2,
                              .retroactive = 1};
  const std::vector<Record> records = {
      Record::Blob(BlobKind::kProgram, 2, "unit points, unit stars"),
      Record::Blob(BlobKind::kZone, 2, "TZif"), Record::Of(activation),
      Record::Define({CodeSpace::kUnit, 2, "stars"})};
  return BatchOfRecords(10, 1'700'000'003'000'000, records, header);
}

// What a closing of two units may say.
inline Closing SampleClosing() {
  Closing closing;
  closing.terms = {.sequence = 103,
                   .month = 2023 * 12 + 10,
                   .reason = 2,
                   .by = MemberId{0x71, 0x72},
                   .approver = MemberId{0x73, 0x74}};
  closing.amounts = {
      {.unit = 1, .part = kOpeningPart, .amount = 500},
      {.unit = 1, .part = kPriorPeriodPart, .amount = -20},
      {.unit = 1, .part = kClosingPart, .amount = 510},
      {.unit = 1, .part = std::uint8_t{32}, .amount = 70},   // issued
      {.unit = 1, .part = std::uint8_t{34}, .amount = -40},  // redeemed
      {.unit = 2, .part = kOpeningPart, .amount = Int128{1} << 70},
      {.unit = 2, .part = kClosingPart, .amount = Int128{1} << 70}};
  return closing;
}

// A batch by which a month is closed.
inline std::vector<std::byte> SampleClosingBatch(BatchHeader* header) {
  const std::vector<Record> records = {
      Record::Of(SampleClosing()),
      Record::Define({CodeSpace::kReason, 2, "month_end"})};
  return BatchOfRecords(11, 1'700'000'005'000'000, records, header);
}

// What an estimate of a year's points may say.
inline Estimate SampleEstimate() {
  return {.sequence = 103,
          .effective = 1'700'000'000'000'000,
          .price = 500'000,
          .number = 3,
          .redemption = 850'000,
          .reason = 2,
          .from_vintage = 2023 * 12,
          .to_vintage = 2023 * 12 + 11,
          .unit = 1,
          .by = MemberId{0x71, 0x72},
          .approver = MemberId{0x73, 0x74}};
}

// A batch by which one is given.
inline std::vector<std::byte> SampleEstimateBatch(BatchHeader* header) {
  const std::vector<Record> records = {
      Record::Of(SampleEstimate()),
      Record::Define({CodeSpace::kReason, 2, "yearly_review"})};
  return BatchOfRecords(12, 1'700'000'006'000'000, records, header);
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_RECORD_SAMPLE_BATCH_H_
