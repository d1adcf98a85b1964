#include "engine/record/form.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr CommandId kId{1, 1};
constexpr MemberId kMember{2, 2};

Command Of(CommandKind kind) {
  Command command;
  command.kind = kind;
  command.id = kId;
  command.member = kMember;
  switch (kind) {
    case CommandKind::kTick:
      command.id = {};
      command.member = {};
      break;
    case CommandKind::kEnroll:
    case CommandKind::kCapture:
    case CommandKind::kVoid:
    case CommandKind::kReverse:
      break;
    default:
      command.flags = kAmountGiven;
      command.amount = 5;
      command.unit_or_currency = 1;
  }
  return command;
}

template <class Change>
Command With(CommandKind kind, const Change& change) {
  Command command = Of(kind);
  change(command);
  return command;
}

template <class Change>
Detail With(Detail detail, const Change& change) {
  change(detail);
  return detail;
}

// Every namespace has given two codes.
CodeCounts TwoCodes() {
  CodeCounts counts;
  counts.fill(2);
  return counts;
}

struct FormCase {
  std::string name;
  Command command;
  std::vector<Detail> details;
  std::string error;
};

class FormTest : public testing::TestWithParam<FormCase> {};

TEST_P(FormTest, SaysWhatIsWrong) {
  EXPECT_EQ(FormError(GetParam().command, GetParam().details, TwoCodes()),
            GetParam().error);
}

using enum CommandKind;

const Detail kReference = Detail::Reference(CommandId{9, 9});
const Detail kReceiver = Detail::Receiver(MemberId{9, 9});
const Detail kFunding = Detail::OfCode(CodeKind::kFundingClass, 1);
const Detail kCategory = Detail::OfCode(CodeKind::kCategory, 2);
const Detail kUntil = Detail::OfInstant(InstantKind::kUntil, Instant(1));

// clang-format off
const std::vector<FormCase> kRight = {
  {"tick",                  Of(kTick),     {},                     ""},
  {"enroll",                Of(kEnroll),   {},                     ""},
  {"purchase",              Of(kPurchase), {},                     ""},
  {"purchase_of_category",  Of(kPurchase), {kCategory},            ""},
  {"return_by_reference",   Of(kReturn),   {kReference},           ""},
  {"return_of_category",    Of(kReturn),   {kReference, kCategory}, ""},
  {"return_without_reference", Of(kReturn), {},                    ""},
  {"return_without_amount", With(kReturn, [](Command& c) { c.flags = 0; c.amount = 0; }), {kReference}, ""},
  {"award",                 Of(kAward),    {},                     ""},
  {"award_with_funding",    Of(kAward),    {kFunding},             ""},
  {"redeem",                Of(kRedeem),   {},                     ""},
  {"adjust_below_zero",     With(kAdjust, [](Command& c) { c.amount = -5; }), {}, ""},
  {"transfer",              Of(kTransfer), {kReceiver},            ""},
  {"hold",                  Of(kHold),     {kUntil},               ""},
  {"hold_of_nothing",       With(kHold, [](Command& c) { c.amount = 0; }), {kUntil}, ""},
  {"capture",               Of(kCapture),  {kReference},           ""},
  {"capture_of_amount",     With(kCapture, [](Command& c) { c.flags = kAmountGiven; c.amount = 5; }), {kReference}, ""},
  {"void",                  Of(kVoid),     {kReference},           ""},
  {"reverse",               Of(kReverse),  {kReference},           ""},
  {"reverse_of_amount",     With(kReverse, [](Command& c) { c.flags = kAmountGiven; c.amount = 0; }), {kReference}, ""},
  {"greatest_amount",       With(kAward, [](Command& c) { c.amount = Amount::kMax; }), {}, ""},
  {"greatest_codes",        With(kAward, [](Command& c) { c.unit_or_currency = 2; c.store = 2; c.reason = 2; c.channel = 2; }), {}, ""},
};

const std::vector<FormCase> kWrong = {
  {"kind_zero",             With(kEnroll, [](Command& c) { c.kind = CommandKind{0}; }), {}, "kind: unknown"},
  {"kind_past_the_last",    With(kEnroll, [](Command& c) { c.kind = CommandKind{kCommandKindLast + 1}; }), {}, "kind: unknown"},
  {"before_year_1",         With(kEnroll, [](Command& c) { c.occurred_at = Instant::kMin - 1; }), {}, "occurred_at: outside the years 1 to 9999"},
  {"after_year_9999",       With(kEnroll, [](Command& c) { c.occurred_at = Instant::kMax + 1; }), {}, "occurred_at: outside the years 1 to 9999"},
  {"unknown_flag",          With(kAward, [](Command& c) { c.flags = kAmountGiven | 2; }), {}, "flags: unknown"},
  {"no_id",                 With(kEnroll, [](Command& c) { c.id = {}; }), {}, "id: must not be 0"},
  {"tick_with_id",          With(kTick, [](Command& c) { c.id = kId; }), {}, "id: a tick has none"},
  {"no_member",             With(kEnroll, [](Command& c) { c.member = {}; }), {}, "member: must not be 0"},
  {"tick_with_member",      With(kTick, [](Command& c) { c.member = kMember; }), {}, "member: a tick has none"},
  {"amount_not_flagged",    With(kAward, [](Command& c) { c.flags = 0; }), {}, "amount: set but not flagged"},
  {"no_amount",             With(kRedeem, [](Command& c) { c.flags = 0; c.amount = 0; }), {}, "amount: required"},
  {"enroll_with_amount",    With(kEnroll, [](Command& c) { c.flags = kAmountGiven; c.amount = 1; }), {}, "amount: not taken by this kind"},
  {"award_below_zero",      With(kAward, [](Command& c) { c.amount = -1; }), {}, "amount: must not be negative"},
  {"amount_past_the_range", With(kAward, [](Command& c) { c.amount = Amount::kMax + 1; }), {}, "amount: out of range"},
  {"adjust_past_the_range", With(kAdjust, [](Command& c) { c.amount = -Amount::kMax - 1; }), {}, "amount: out of range"},
  {"enroll_with_unit",      With(kEnroll, [](Command& c) { c.unit_or_currency = 1; }), {}, "unit: not taken by this kind"},
  {"no_unit",               With(kAward, [](Command& c) { c.unit_or_currency = 0; }), {}, "unit or currency: required"},
  {"unit_never_given",      With(kAward, [](Command& c) { c.unit_or_currency = 3; }), {}, "unit or currency: a code never given"},
  {"store_never_given",     With(kAward, [](Command& c) { c.store = 3; }), {}, "store, reason or channel: a code never given"},
  {"reason_never_given",    With(kAward, [](Command& c) { c.reason = 3; }), {}, "store, reason or channel: a code never given"},
  {"channel_never_given",   With(kAward, [](Command& c) { c.channel = 3; }), {}, "store, reason or channel: a code never given"},
  {"tick_with_store",       With(kTick, [](Command& c) { c.store = 1; }), {}, "tick: has only a business time"},
  {"detail_code16",         Of(kReturn),   {With(kReference, [](Detail& d) { d.code16 = 1; })}, "detail: code16 must be 0"},
  {"detail_unknown",        Of(kReturn),   {With(kReference, [](Detail& d) { d.kind = DetailKind{9}; })}, "detail: unknown kind"},
  {"reference_with_more",   Of(kReturn),   {With(kReference, [](Detail& d) { d.body[16] = std::byte{1}; })}, "reference: only a command id was expected"},
  {"reference_with_code",   Of(kReturn),   {With(kReference, [](Detail& d) { d.code32 = 1; })}, "reference: only a command id was expected"},
  {"reference_zero",        Of(kReturn),   {Detail::Reference({})}, "reference: must not be 0"},
  {"reference_to_itself",   Of(kReturn),   {Detail::Reference(kId)}, "reference: a command cannot name itself"},
  {"party_of_other_kind",   Of(kTransfer), {With(kReceiver, [](Detail& d) { d.sub_kind = 2; })}, "party: only a receiver was expected"},
  {"receiver_zero",         Of(kTransfer), {Detail::Receiver({})}, "receiver: must not be 0"},
  {"receiver_is_sender",    Of(kTransfer), {Detail::Receiver(kMember)}, "receiver: a transfer to oneself"},
  {"code_of_other_kind",    Of(kAward),    {With(kFunding, [](Detail& d) { d.sub_kind = 3; })}, "code: only a funding class or a category was expected"},
  {"code_with_more",        Of(kAward),    {With(kFunding, [](Detail& d) { d.body[0] = std::byte{1}; })}, "code: nothing may follow it"},
  {"code_zero",             Of(kAward),    {Detail::OfCode(CodeKind::kFundingClass, 0)}, "code: never given"},
  {"code_never_given",      Of(kAward),    {Detail::OfCode(CodeKind::kFundingClass, 3)}, "code: never given"},
  {"details_descend",       Of(kReturn),   {kCategory, kReference}, "details: must ascend by kind"},
  {"detail_twice",          Of(kReturn),   {kReference, kReference}, "details: must ascend by kind"},
  {"award_with_reference",  Of(kAward),    {kReference}, "reference: not expected"},
  {"transfer_to_nobody",    Of(kTransfer), {}, "receiver: exactly one required"},
  {"award_with_receiver",   Of(kAward),    {kReceiver}, "receiver: not expected"},
  {"redeem_with_funding",   Of(kRedeem),   {kFunding}, "funding_class: not expected"},
  {"award_with_category",   Of(kAward),    {kCategory}, "category: not expected"},
  {"hold_without_end",      Of(kHold),     {},                     "until: exactly one required"},
  {"hold_without_amount",   With(kHold, [](Command& c) { c.flags = 0; c.amount = 0; }), {kUntil}, "amount: required"},
  {"hold_until_now",        Of(kHold),     {Detail::OfInstant(InstantKind::kUntil, Instant(0))}, "until: must be after occurred_at"},
  {"hold_past_year_9999",   Of(kHold),     {Detail::OfInstant(InstantKind::kUntil, Instant::Greatest())}, "until: outside the years 1 to 9999"},
  {"instant_of_other_kind", Of(kHold),     {With(kUntil, [](Detail& d) { d.sub_kind = 7; })}, "instant: only an end was expected"},
  {"instant_with_code",     Of(kHold),     {With(kUntil, [](Detail& d) { d.code32 = 1; })}, "instant: only an end was expected"},
  {"instant_with_more",     Of(kHold),     {With(kUntil, [](Detail& d) { d.body[8] = std::byte{1}; })}, "instant: only an end was expected"},
  {"award_with_end",        Of(kAward),    {kUntil},               "until: not expected"},
  {"capture_of_nothing",    Of(kCapture),  {},                     "reference: exactly one required"},
  {"capture_of_a_unit",     With(kCapture, [](Command& c) { c.unit_or_currency = 1; }), {kReference}, "unit: not taken by this kind"},
  {"void_of_amount",        With(kVoid, [](Command& c) { c.flags = kAmountGiven; c.amount = 5; }), {kReference}, "amount: not taken by this kind"},
  {"reverse_below_zero",    With(kReverse, [](Command& c) { c.flags = kAmountGiven; c.amount = -1; }), {kReference}, "amount: must not be negative"},
  {"reverse_itself",        Of(kReverse),  {Detail::Reference(kId)}, "reference: a command cannot name itself"},
  {"return_of_nothing",     With(kReturn, [](Command& c) { c.flags = 0; c.amount = 0; }), {}, "amount: required for a return that names no purchase"},
};
// clang-format on

const auto kCaseName = [](const auto& test) { return test.param.name; };
INSTANTIATE_TEST_SUITE_P(Right, FormTest, testing::ValuesIn(kRight), kCaseName);
INSTANTIATE_TEST_SUITE_P(Wrong, FormTest, testing::ValuesIn(kWrong), kCaseName);

TEST(CodeCountsTest, CountsEachNamespace) {
  CodeTable codes;
  codes.Intern(CodeSpace::kUnit, "points");
  codes.Intern(CodeSpace::kStore, "1");
  codes.Intern(CodeSpace::kStore, "2");
  const CodeCounts counts = CountCodes(codes);
  EXPECT_EQ(counts[static_cast<std::size_t>(CodeSpace::kUnit)], 1u);
  EXPECT_EQ(counts[static_cast<std::size_t>(CodeSpace::kStore)], 2u);
  EXPECT_EQ(counts[static_cast<std::size_t>(CodeSpace::kReason)], 0u);
}

}  // namespace
}  // namespace kumbara
