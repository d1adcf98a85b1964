#include "engine/record/form.h"

#include <string>
#include <vector>

#include "engine/record/attributes.h"
#include "engine/record/import_what.h"
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
    case CommandKind::kEvent:
    case CommandKind::kClose:
    case CommandKind::kJoin:
    case CommandKind::kLeave:
    case CommandKind::kMerge:
    case CommandKind::kRefer:
    case CommandKind::kSet:
    case CommandKind::kCapture:
    case CommandKind::kVoid:
    case CommandKind::kReverse:
      break;
    case CommandKind::kExtend:
      command.unit_or_currency = 1;
      break;
    case CommandKind::kReinstate:
      command.unit_or_currency = 1;
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
Command With(Command command, const Change& change) {
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
const Detail kActor = Detail::Party(PartyKind::kActor, MemberId{9, 9});
const Detail kFunding = Detail::OfCode(CodeKind::kFundingClass, 1);
const Detail kCategory = Detail::OfCode(CodeKind::kCategory, 2);
const Detail kCause = Detail::OfCode(CodeKind::kCause, 2);
const Detail kName = Detail::OfCode(CodeKind::kEvent, 2);
const Detail kReward = Detail::OfCode(CodeKind::kReward, 2);
const Detail kQuantity = Detail::OfNumber(NumberKind::kQuantity, 1'000'000'000);
const Detail kUntil = Detail::OfInstant(InstantKind::kUntil, Instant(5));
const Detail kBefore = Detail::OfInstant(InstantKind::kBefore, Instant(5));
const Detail kLot = Detail::OfNumber(NumberKind::kLot, UINT32_MAX);
const Detail kActivation =
    Detail::OfInstant(InstantKind::kActivation, Instant(5));
const Detail kExpiry = Detail::OfInstant(InstantKind::kExpiry, Instant(6));
const Detail kOfLot = Detail::OfNumber(NumberKind::kWhat, 1);
const Detail kOfDebt = Detail::OfNumber(NumberKind::kWhat, 2);
const Detail kOfSpend = Detail::OfNumber(NumberKind::kWhat, 8);
const Detail kOfVisits = Detail::OfNumber(NumberKind::kWhat, 9);
const Detail kOfCounted = Detail::OfNumber(NumberKind::kWhat, 10);
const Detail kOfTier = Detail::OfNumber(NumberKind::kWhat, 11);
const Detail kOfPurchase = Detail::OfNumber(NumberKind::kWhat, 12);
const Detail kOfId = Detail::OfNumber(NumberKind::kWhat, 13);
const Detail kEarned = Detail::OfNumber(NumberKind::kPoints, 7);
const Detail kLeftOver = Detail::OfNumber(NumberKind::kLeft, 7);
const Detail kTier = Detail::OfCode(CodeKind::kTier, 2);
const Detail kVintage = Detail::OfNumber(NumberKind::kVintage, 24'000);
Detail Attrs(std::uint8_t given, const Attributes& values) {
  return AttributeChange{given, values}.ToDetail();
}
const Detail kAttributes = Attrs(7, {2, 29, 5, 2});
const Detail kOperator = Detail::Party(PartyKind::kOperator, MemberId{8, 8});
const Detail kApprover = Detail::Party(PartyKind::kApprover, MemberId{8, 8});

// Imports of what is no unit's.
const Command kOfMoney =
    With(kImport, [](Command& c) { c.unit_or_currency = 0; });
const Command kOfNoAmount = With(kOfMoney, [](Command& c) {
  c.flags = 0;
  c.amount = 0;
});

// A redemption by the name of what is redeemed.
const Command kOfReward = With(kRedeem, [](Command& c) {
  c.flags = 0;
  c.amount = 0;
  c.unit_or_currency = 0;
});

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
  {"redeem_reward",         kOfReward,     {kReward},              ""},
  {"redeem_rewards",        kOfReward,     {kReward, kQuantity},   ""},
  {"adjust_below_zero",     With(kAdjust, [](Command& c) { c.amount = -5; }), {}, ""},
  {"transfer",              Of(kTransfer), {kReceiver},            ""},
  {"donate",                Of(kDonate),   {kCause},               ""},
  {"event",                 Of(kEvent),    {kName},                ""},
  {"extend",                Of(kExtend),   {kUntil},               ""},
  {"extend_with_all",       Of(kExtend),   {kUntil, kBefore, kLot}, ""},
  {"join",                  Of(kJoin),     {kReceiver},            ""},
  {"leave",                 Of(kLeave),    {},                     ""},
  {"merge",                 Of(kMerge),    {kReceiver},            ""},
  {"redeem_by_an_actor",    Of(kRedeem),   {kActor},               ""},
  {"hold_by_an_actor",      Of(kHold),     {kActor, kUntil},       ""},
  {"donate_by_an_actor",    Of(kDonate),   {kActor, kCause},       ""},
  {"close",                 Of(kClose),    {},                     ""},
  {"close_with_all",        With(kClose, [](Command& c) { c.flags = kForce | kPayOut; }), {}, ""},
  {"close_linked",          With(kClose, [](Command& c) { c.flags = kForce | kLinked; }), {}, ""},
  {"award_linked",          With(kAward, [](Command& c) { c.flags |= kLinked; }), {}, ""},
  {"enroll_by_somebody",    Of(kEnroll),   {Detail::Party(PartyKind::kReferrer, {3, 3}), kAttributes}, ""},
  {"refer",                 Of(kRefer),    {kReceiver},            ""},
  {"set",                   Of(kSet),      {kAttributes},          ""},
  {"set_to_nothing",        Of(kSet),      {Attrs(7, {})},    ""},
  {"enroll_with_attributes", Of(kEnroll),  {kAttributes},          ""},
  {"adjust_by_two",         Of(kAdjust),   {kOperator, kApprover}, ""},
  {"adjust_with_approver",  Of(kAdjust),   {kApprover},            ""},
  {"award_by_operator",     Of(kAward),    {kOperator, kFunding},  ""},
  {"redeem_by_operator",    Of(kRedeem),   {kOperator},            ""},
  {"enroll_with_approver",  Of(kEnroll),   {kApprover},            ""},
  {"return_by_two",         Of(kReturn),   {kReference, kOperator, kApprover}, ""},
  {"reinstate",             Of(kReinstate), {kUntil},              ""},
  {"reinstate_of_a_lot",    Of(kReinstate), {kUntil, kLot},     ""},
  {"reinstate_greatest",    Of(kReinstate), {Detail::OfInstant(InstantKind::kUntil, Instant(Instant::kMax)), Detail::OfNumber(NumberKind::kLot, UINT32_MAX)}, ""},
  {"import_of_a_lot",       Of(kImport),   {kOfLot},                 ""},
  {"import_with_all",       Of(kImport),   {kFunding, kActivation, kExpiry, kOfLot, kVintage}, ""},
  {"import_that_expires",   Of(kImport),   {kExpiry, kOfLot},        ""},
  {"import_of_a_debt",      Of(kImport),   {kOfDebt},                ""},
  {"import_of_spend",       kOfMoney,      {kOfSpend}, ""},
  {"import_of_visits",      kOfNoAmount,   {kOfVisits, kQuantity}, ""},
  {"import_of_counted",     Of(kImport),   {kOfCounted}, ""},
  {"import_of_a_tier",      kOfNoAmount,   {kTier, kOfTier}, ""},
  {"import_of_a_tier_until", kOfNoAmount,  {kTier, kExpiry, kOfTier}, ""},
  {"import_of_a_purchase",  kOfMoney,      {kOfPurchase}, ""},
  {"import_of_what_earned", Of(kImport),   {kFunding, kActivation, kExpiry, kOfPurchase, kVintage, kEarned, kLeftOver}, ""},
  {"import_of_what_earned_most", Of(kImport), {kOfPurchase, Detail::OfNumber(NumberKind::kPoints, Amount::kMax)}, ""},
  {"import_of_an_id",       kOfNoAmount,   {kOfId}, ""},
  {"import_earliest",       Of(kImport),   {Detail::OfInstant(InstantKind::kActivation, Instant(Instant::kMin)), kOfLot, Detail::OfNumber(NumberKind::kVintage, 12)}, ""},
  {"import_latest",         Of(kImport),   {Detail::OfInstant(InstantKind::kExpiry, Instant(Instant::kMax)), kOfLot, Detail::OfNumber(NumberKind::kVintage, 65'535)}, ""},
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
  {"kind_not_given",        With(kEnroll, [](Command& c) { c.kind = CommandKind{29}; }), {}, "kind: unknown"},
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
  {"party_of_other_kind",   Of(kTransfer), {With(kReceiver, [](Detail& d) { d.sub_kind = 9; })}, "detail: unknown kind"},
  {"extend_without_until",  Of(kExtend),   {kBefore}, "until: required"},
  {"extend_without_unit",   With(kExtend, [](Command& c) { c.unit_or_currency = 0; }), {kUntil}, "unit or currency: required"},
  {"extend_with_amount",    With(kExtend, [](Command& c) { c.flags = kAmountGiven; }), {kUntil}, "amount: not taken by this kind"},
  {"until_with_more",       Of(kExtend),   {With(kUntil, [](Detail& d) { d.body[8] = std::byte{1}; })}, "until: only an instant was expected"},
  {"until_after_year_9999", Of(kExtend),   {Detail::OfInstant(InstantKind::kUntil, Instant::Greatest())}, "until or before: outside the years 1 to 9999"},
  {"before_before_year_1",  Of(kExtend),   {kUntil, Detail::OfInstant(InstantKind::kBefore, Instant::Least())}, "until or before: outside the years 1 to 9999"},
  {"before_with_code",      Of(kExtend),   {kUntil, With(kBefore, [](Detail& d) { d.code32 = 1; })}, "before: only an instant was expected"},
  {"lot_zero",              Of(kExtend),   {kUntil, Detail::OfNumber(NumberKind::kLot, 0)}, "lot: outside 1 to 4294967295"},
  {"lot_too_great",         Of(kExtend),   {kUntil, Detail::OfNumber(NumberKind::kLot, std::int64_t{1} << 32)}, "lot: outside 1 to 4294967295"},
  {"lot_with_more",         Of(kExtend),   {kUntil, With(kLot, [](Detail& d) { d.body[8] = std::byte{1}; })}, "lot: only a number was expected"},
  {"award_with_until",      Of(kAward),    {kUntil}, "until: not expected"},
  {"award_with_before",     Of(kAward),    {kBefore}, "before: not expected"},
  {"award_with_lot",        Of(kAward),    {kLot}, "lot: not expected"},
  {"join_nothing",          Of(kJoin),     {}, "receiver: exactly one required"},
  {"join_oneself",          Of(kJoin),     {Detail::Receiver(kMember)}, "receiver: must be another member"},
  {"merge_with_oneself",    Of(kMerge),    {Detail::Receiver(kMember)}, "receiver: must be another member"},
  {"merge_into_nobody",     Of(kMerge),    {}, "receiver: exactly one required"},
  {"leave_a_pool",          Of(kLeave),    {kReceiver}, "receiver: not expected"},
  {"actor_zero",            Of(kRedeem),   {Detail::Party(PartyKind::kActor, {})}, "actor: must not be 0"},
  {"actor_with_more",       Of(kRedeem),   {With(kActor, [](Detail& d) { d.body[16] = std::byte{1}; })}, "actor: only a member was expected"},
  {"purchase_by_an_actor",  Of(kPurchase), {kActor}, "actor: not expected"},
  {"close_with_amount",     With(kClose, [](Command& c) { c.flags = kAmountGiven; }), {}, "amount: not taken by this kind"},
  {"close_with_other_flag", With(kClose, [](Command& c) { c.flags = 32; }), {}, "flags: unknown"},
  {"tick_with_ordered",     With(kTick, [](Command& c) { c.flags = kOrdered; }), {}, "flags: unknown"},
  {"award_ordered",         With(kAward, [](Command& c) { c.flags |= kOrdered; c.id = OrderedIdOf(1, 0); }), {}, ""},
  {"ordered_by_no_source",  With(kAward, [](Command& c) { c.flags |= kOrdered; c.id = OrderedIdOf(0, 1); }), {}, "id: the source of an ordered one must not be 0"},
  {"tick_with_linked",      With(kTick, [](Command& c) { c.flags = kLinked; }), {}, "flags: unknown"},
  {"redeem_nothing",        kOfReward,     {},                     "amount: required"},
  {"redeem_no_unit",        With(kRedeem, [](Command& c) { c.unit_or_currency = 0; }), {}, "unit or currency: required"},
  {"redeem_both",           Of(kRedeem),   {kReward},              "reward: has neither amount nor unit"},
  {"redeem_reward_in_unit", With(kOfReward, [](Command& c) { c.unit_or_currency = 1; }), {kReward}, "reward: has neither amount nor unit"},
  {"redeem_reward_of_zero", With(kOfReward, [](Command& c) { c.flags = kAmountGiven; }), {kReward}, "reward: has neither amount nor unit"},
  {"redeem_many_points",    Of(kRedeem),   {kQuantity},            "quantity: of a reward only"},
  {"redeem_none_of_it",     kOfReward,     {kReward, Detail::OfNumber(NumberKind::kQuantity, 0)}, "quantity: outside 1 to 1000000000"},
  {"redeem_too_many",       kOfReward,     {kReward, Detail::OfNumber(NumberKind::kQuantity, 1'000'000'001)}, "quantity: outside 1 to 1000000000"},
  {"award_with_reward",     Of(kAward),    {kReward},              "reward: not expected"},
  {"award_with_force",      With(kAward, [](Command& c) { c.flags = kAmountGiven | kForce; }), {}, "flags: unknown"},
  {"award_with_pay_out",    With(kAward, [](Command& c) { c.flags = kAmountGiven | kPayOut; }), {}, "flags: unknown"},
  {"set_without_attributes", Of(kSet),     {}, "attributes: at least one required"},
  {"award_with_attributes", Of(kAward),    {kAttributes}, "attributes: not expected"},
  {"attributes_none_given", Of(kSet),      {Attrs(0, {})}, "attributes: none is given"},
  {"attributes_not_known",  Of(kSet),      {Attrs(8, {})}, "attributes: only a birthday, segments and a plan were expected"},
  {"birthday_not_given",    Of(kSet),      {Attrs(6, {2, 29, 0, 0})}, "attributes: only a birthday, segments and a plan were expected"},
  {"segments_not_given",    Of(kSet),      {Attrs(5, {0, 0, 1, 0})}, "attributes: only a birthday, segments and a plan were expected"},
  {"plan_not_given",        Of(kSet),      {Attrs(3, {0, 0, 0, 1})}, "attributes: only a birthday, segments and a plan were expected"},
  {"attributes_with_more",  Of(kSet),      {With(kAttributes, [](Detail& d) { d.body[3] = std::byte{1}; })}, "attributes: only a birthday, segments and a plan were expected"},
  {"attributes_with_tail",  Of(kSet),      {With(kAttributes, [](Detail& d) { d.body[16] = std::byte{1}; })}, "attributes: nothing may follow them"},
  {"birthday_unreal",       Of(kSet),      {Attrs(1, {2, 30, 0, 0})}, "birthday: no day of a year"},
  {"birthday_half",         Of(kSet),      {Attrs(1, {2, 0, 0, 0})}, "birthday: no day of a year"},
  {"plan_never_given",      Of(kSet),      {Attrs(4, {0, 0, 0, 3})}, "code: never given"},
  {"receiver_with_more",    Of(kTransfer), {With(kReceiver, [](Detail& d) { d.body[16] = std::byte{1}; })}, "receiver: only a member was expected"},
  {"operator_zero",         Of(kAdjust),   {Detail::Party(PartyKind::kOperator, {})}, "operator or approver: must not be 0"},
  {"approver_zero",         Of(kAdjust),   {Detail::Party(PartyKind::kApprover, {})}, "operator or approver: must not be 0"},
  {"operator_with_more",    Of(kAdjust),   {With(kOperator, [](Detail& d) { d.body[16] = std::byte{1}; })}, "operator: only an id was expected"},
  {"approver_with_code",    Of(kAdjust),   {With(kApprover, [](Detail& d) { d.code32 = 1; })}, "approver: only an id was expected"},
  {"receiver_zero",         Of(kTransfer), {Detail::Receiver({})}, "receiver: must not be 0"},
  {"receiver_is_sender",    Of(kTransfer), {Detail::Receiver(kMember)}, "receiver: must be another member"},
  {"code_of_other_kind",    Of(kAward),    {With(kFunding, [](Detail& d) { d.sub_kind = 7; })}, "detail: unknown kind"},
  {"code_with_more",        Of(kAward),    {With(kFunding, [](Detail& d) { d.body[0] = std::byte{1}; })}, "funding_class: only a code was expected"},
  {"code_zero",             Of(kAward),    {Detail::OfCode(CodeKind::kFundingClass, 0)}, "code: never given"},
  {"code_never_given",      Of(kAward),    {Detail::OfCode(CodeKind::kFundingClass, 3)}, "code: never given"},
  {"details_descend",       Of(kReturn),   {kCategory, kReference}, "details: must ascend by kind"},
  {"detail_twice",          Of(kReturn),   {kReference, kReference}, "details: must ascend by kind"},
  {"award_with_reference",  Of(kAward),    {kReference}, "reference: not expected"},
  {"transfer_to_nobody",    Of(kTransfer), {}, "receiver: exactly one required"},
  {"award_with_receiver",   Of(kAward),    {kReceiver}, "receiver: not expected"},
  {"redeem_with_funding",   Of(kRedeem),   {kFunding}, "funding_class: not expected"},
  {"referrer_zero",         Of(kEnroll),   {Detail::Party(PartyKind::kReferrer, {})}, "referrer: must not be 0"},
  {"referrer_is_member",    Of(kEnroll),   {Detail::Party(PartyKind::kReferrer, kMember)}, "referrer: must be another member"},
  {"referrer_with_more",    Of(kEnroll),   {With(Detail::Party(PartyKind::kReferrer, {3, 3}), [](Detail& d) { d.body[16] = std::byte{1}; })}, "referrer: only a member was expected"},
  {"refer_with_referrer",   Of(kRefer),    {kReceiver, Detail::Party(PartyKind::kReferrer, {3, 3})}, "referrer: not expected"},
  {"refer_to_nobody",       Of(kRefer),    {}, "receiver: exactly one required"},
  {"refer_with_amount",     With(kRefer, [](Command& c) { c.flags = kAmountGiven; }), {kReceiver}, "amount: not taken by this kind"},
  {"tick_with_operator",    Of(kTick),     {kOperator}, "operator: not expected"},
  {"tick_with_approver",    Of(kTick),     {kApprover}, "approver: not expected"},
  {"donate_without_cause",  Of(kDonate),   {}, "cause: required"},
  {"donate_without_amount", With(kDonate, [](Command& c) { c.flags = 0; c.amount = 0; }), {kCause}, "amount: required"},
  {"donate_below_zero",     With(kDonate, [](Command& c) { c.amount = -1; }), {kCause}, "amount: must not be negative"},
  {"donate_without_unit",   With(kDonate, [](Command& c) { c.unit_or_currency = 0; }), {kCause}, "unit or currency: required"},
  {"cause_with_more",       Of(kDonate),   {With(kCause, [](Detail& d) { d.body[0] = std::byte{1}; })}, "cause: only a code was expected"},
  {"cause_never_given",     Of(kDonate),   {Detail::OfCode(CodeKind::kCause, 3)}, "code: never given"},
  {"redeem_with_cause",     Of(kRedeem),   {kCause}, "cause: not expected"},
  {"event_without_name",    Of(kEvent),    {}, "name: required"},
  {"event_with_amount",     With(kEvent, [](Command& c) { c.flags = kAmountGiven; c.amount = 1; }), {kName}, "amount: not taken by this kind"},
  {"event_with_unit",       With(kEvent, [](Command& c) { c.unit_or_currency = 1; }), {kName}, "unit: not taken by this kind"},
  {"name_with_more",        Of(kEvent),    {With(kName, [](Detail& d) { d.body[23] = std::byte{1}; })}, "name: only a code was expected"},
  {"award_with_name",       Of(kAward),    {kName}, "name: not expected"},
  {"award_with_category",   Of(kAward),    {kCategory}, "category: not expected"},
  {"reinstate_for_ever",    Of(kReinstate), {}, "until: required"},
  {"reinstate_an_amount",   With(kReinstate, [](Command& c) { c.flags = kAmountGiven; c.amount = 1; }), {kUntil}, "amount: not taken by this kind"},
  {"reinstate_no_unit",     With(kReinstate, [](Command& c) { c.unit_or_currency = 0; }), {kUntil}, "unit or currency: required"},
  {"reinstate_until_now",   With(kReinstate, [](Command& c) { c.occurred_at = 5; }), {kUntil}, "until: must be after the business time"},
  {"reinstate_past_all",    Of(kReinstate), {Detail::OfInstant(InstantKind::kUntil, Instant(Instant::kMax + 1))}, "until or before: outside the years 1 to 9999"},
  {"reinstate_lot_zero",    Of(kReinstate), {kUntil, Detail::OfNumber(NumberKind::kLot, 0)}, "lot: outside 1 to 4294967295"},
  {"reinstate_lot_too_great", Of(kReinstate), {kUntil, Detail::OfNumber(NumberKind::kLot, std::int64_t{UINT32_MAX} + 1)}, "lot: outside 1 to 4294967295"},
  {"award_until",           Of(kAward),    {kUntil}, "until: not expected"},
  {"award_of_a_lot",        Of(kAward),    {kLot}, "lot: not expected"},
  {"import_of_nothing",     Of(kImport),   {}, "what: required"},
  {"import_below_zero",     With(kImport, [](Command& c) { c.amount = -1; }), {kOfLot}, "amount: must not be negative"},
  {"import_without_amount", With(kImport, [](Command& c) { c.flags = 0; c.amount = 0; }), {kOfLot}, "amount: required"},
  {"import_without_unit",   With(kImport, [](Command& c) { c.unit_or_currency = 0; }), {kOfLot}, "unit or currency: required"},
  {"import_of_number_0",    Of(kImport),   {Detail::OfNumber(NumberKind::kWhat, 0)}, "what: unknown"},
  {"import_past_the_last",  Of(kImport),   {Detail::OfNumber(NumberKind::kWhat, kImportWhatLast + 1)}, "what: unknown"},
  {"spend_of_a_unit",       Of(kImport),   {kOfSpend}, "unit: not taken by this kind"},
  {"spend_without_amount",  kOfNoAmount,   {kOfSpend}, "amount: required"},
  {"spend_that_expires",    kOfMoney,      {kExpiry, kOfSpend}, "expiry: not expected"},
  {"visits_with_an_amount", kOfMoney,      {kOfVisits, kQuantity}, "amount: not taken by this kind"},
  {"visits_of_no_number",   kOfNoAmount,   {kOfVisits}, "quantity: required"},
  {"counted_without_unit",  kOfMoney,      {kOfCounted}, "unit or currency: required"},
  {"counted_with_quantity", Of(kImport),   {kOfCounted, kQuantity}, "quantity: not expected"},
  {"counted_that_expires",  Of(kImport),   {kExpiry, kOfCounted}, "what: goes with no dates, class or vintage"},
  {"tier_without_name",     kOfNoAmount,   {kOfTier}, "tier: required"},
  {"tier_of_no_code",       kOfNoAmount,   {Detail::OfCode(CodeKind::kTier, 0), kOfTier}, "code: never given"},
  {"tier_never_given",      kOfNoAmount,   {Detail::OfCode(CodeKind::kTier, 9'999), kOfTier}, "code: never given"},
  {"tier_with_a_vintage",   kOfNoAmount,   {kTier, kOfTier, kVintage}, "vintage: not expected"},
  {"tier_at_its_end",       kOfNoAmount,   {kTier, Detail::OfInstant(InstantKind::kExpiry, Instant(0)), kOfTier}, "expiry: must be after the activation"},
  {"purchase_of_no_amount", kOfNoAmount,   {kOfPurchase}, "amount: required"},
  {"purchase_of_a_unit",    Of(kImport),   {kOfPurchase}, "points: go with a unit"},
  {"purchase_of_no_unit",   kOfMoney,      {kOfPurchase, kEarned}, "points: go with a unit"},
  {"purchase_of_a_class",   kOfMoney,      {kFunding, kOfPurchase}, "points: required beside what is said of them"},
  {"purchase_with_left",    kOfMoney,      {kOfPurchase, kLeftOver}, "points: required beside what is said of them"},
  {"purchase_with_more_left", Of(kImport), {kOfPurchase, Detail::OfNumber(NumberKind::kPoints, 6), kLeftOver}, "points_left: more than the points"},
  {"purchase_earned_less",  Of(kImport),   {kOfPurchase, Detail::OfNumber(NumberKind::kPoints, -1)}, "points or points_left: outside 0 to 10^18"},
  {"purchase_earned_more",  Of(kImport),   {kOfPurchase, Detail::OfNumber(NumberKind::kPoints, Amount::kMax + 1)}, "points or points_left: outside 0 to 10^18"},
  {"purchase_at_its_end",   Of(kImport),   {Detail::OfInstant(InstantKind::kExpiry, Instant(0)), kOfPurchase, kEarned}, "expiry: must be after the activation"},
  {"lot_that_earned",       Of(kImport),   {kOfLot, kEarned}, "points: not expected"},
  {"lot_with_left",         Of(kImport),   {kOfLot, kLeftOver}, "points_left: not expected"},
  {"id_with_an_amount",     kOfMoney,      {kOfId}, "amount: not taken by this kind"},
  {"id_of_a_unit",          With(kOfNoAmount, [](Command& c) { c.unit_or_currency = 1; }), {kOfId}, "unit: not taken by this kind"},
  {"id_that_expires",       kOfNoAmount,   {kExpiry, kOfId}, "expiry: not expected"},
  {"lot_with_a_tier",       Of(kImport),   {kTier, kOfLot}, "tier: not expected"},
  {"debt_of_a_class",       Of(kImport),   {kFunding, kOfDebt}, "what: goes with no dates, class or vintage"},
  {"debt_that_activates",   Of(kImport),   {kActivation, kOfDebt}, "what: goes with no dates, class or vintage"},
  {"debt_that_expires",     Of(kImport),   {kExpiry, kOfDebt}, "what: goes with no dates, class or vintage"},
  {"debt_of_a_month",       Of(kImport),   {kOfDebt, kVintage}, "what: goes with no dates, class or vintage"},
  {"expiry_at_activation",  Of(kImport),   {kActivation, Detail::OfInstant(InstantKind::kExpiry, Instant(5)), kOfLot}, "expiry: must be after the activation"},
  {"expiry_at_its_time",    Of(kImport),   {Detail::OfInstant(InstantKind::kExpiry, Instant(0)), kOfLot}, "expiry: must be after the activation"},
  {"expiry_after_all",      Of(kImport),   {Detail::OfInstant(InstantKind::kExpiry, Instant(Instant::kMax + 1)), kOfLot}, "activation or expiry: outside the years 1 to 9999"},
  {"activation_before_all", Of(kImport),   {Detail::OfInstant(InstantKind::kActivation, Instant(Instant::kMin - 1)), kOfLot}, "activation or expiry: outside the years 1 to 9999"},
  {"vintage_too_early",     Of(kImport),   {kOfLot, Detail::OfNumber(NumberKind::kVintage, 11)}, "vintage: outside 0001-01 to 5461-04"},
  {"vintage_too_late",      Of(kImport),   {kOfLot, Detail::OfNumber(NumberKind::kVintage, 65'536)}, "vintage: outside 0001-01 to 5461-04"},
  {"vintage_with_more",     Of(kImport),   {kOfLot, With(kVintage, [](Detail& d) { d.body[8] = std::byte{1}; })}, "vintage: only a number was expected"},
  {"expiry_with_more",      Of(kImport),   {With(kExpiry, [](Detail& d) { d.body[8] = std::byte{1}; }), kOfLot}, "expiry: only an instant was expected"},
  {"what_with_code",        Of(kImport),   {With(kOfLot, [](Detail& d) { d.code32 = 1; })}, "what: only a number was expected"},
  {"award_that_expires",    Of(kAward),    {kExpiry}, "expiry: not expected"},
  {"hold_without_end",      Of(kHold),     {},                     "until: required"},
  {"hold_without_amount",   With(kHold, [](Command& c) { c.flags = 0; c.amount = 0; }), {kUntil}, "amount: required"},
  {"hold_until_now",        Of(kHold),     {Detail::OfInstant(InstantKind::kUntil, Instant(0))}, "until: must be after the business time"},
  {"hold_past_year_9999",   Of(kHold),     {Detail::OfInstant(InstantKind::kUntil, Instant::Greatest())}, "until or before: outside the years 1 to 9999"},
  {"instant_of_other_kind", Of(kHold),     {With(kUntil, [](Detail& d) { d.sub_kind = 7; })}, "detail: unknown kind"},
  {"instant_with_code",     Of(kHold),     {With(kUntil, [](Detail& d) { d.code32 = 1; })}, "until: only an instant was expected"},
  {"instant_with_more",     Of(kHold),     {With(kUntil, [](Detail& d) { d.body[8] = std::byte{1}; })}, "until: only an instant was expected"},
  {"award_with_end",        Of(kAward),    {kUntil},               "until: not expected"},
  {"capture_of_nothing",    Of(kCapture),  {},                     "reference: required"},
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
