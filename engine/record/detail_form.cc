#include "engine/record/detail_form.h"

namespace kumbara {
namespace {

template <class SubKind>
constexpr std::uint8_t Number(SubKind kind) {
  return static_cast<std::uint8_t>(kind);
}

// clang-format off
constexpr DetailForm kForms[] = {
    // part, kind, sub-kind, bytes of the body, namespace, may lack a code
    {DetailPart::kReference, DetailKind::kReference, 0, 16, kNoCodeSpace, false,
     "reference: only a command id was expected", "reference: not expected", "reference: required"},
    {DetailPart::kReceiver, DetailKind::kParty, Number(PartyKind::kReceiver), 16, kNoCodeSpace, false,
     "receiver: only a member was expected", "receiver: not expected", "receiver: exactly one required"},
    {DetailPart::kReferrer, DetailKind::kParty, Number(PartyKind::kReferrer), 16, kNoCodeSpace, false,
     "referrer: only a member was expected", "referrer: not expected", "referrer: required"},
    {DetailPart::kActor, DetailKind::kParty, Number(PartyKind::kActor), 16, kNoCodeSpace, false,
     "actor: only a member was expected", "actor: not expected", "actor: required"},
    {DetailPart::kOperator, DetailKind::kParty, Number(PartyKind::kOperator), 16, kNoCodeSpace, false,
     "operator: only an id was expected", "operator: not expected", "operator: required"},
    {DetailPart::kApprover, DetailKind::kParty, Number(PartyKind::kApprover), 16, kNoCodeSpace, false,
     "approver: only an id was expected", "approver: not expected", "approver: required"},
    {DetailPart::kFundingClass, DetailKind::kCode, Number(CodeKind::kFundingClass), 0, CodeSpace::kFundingClass, false,
     "funding_class: only a code was expected", "funding_class: not expected", "funding_class: required"},
    {DetailPart::kCategory, DetailKind::kCode, Number(CodeKind::kCategory), 0, CodeSpace::kCategory, false,
     "category: only a code was expected", "category: not expected", "category: required"},
    {DetailPart::kCause, DetailKind::kCode, Number(CodeKind::kCause), 0, CodeSpace::kReward, false,
     "cause: only a code was expected", "cause: not expected", "cause: required"},
    {DetailPart::kEvent, DetailKind::kCode, Number(CodeKind::kEvent), 0, CodeSpace::kEvent, false,
     "name: only a code was expected", "name: not expected", "name: required"},
    {DetailPart::kReward, DetailKind::kCode, Number(CodeKind::kReward), 0, CodeSpace::kReward, false,
     "reward: only a code was expected", "reward: not expected", "reward: required"},
    {DetailPart::kTier, DetailKind::kCode, Number(CodeKind::kTier), 0, CodeSpace::kTier, false,
     "tier: only a code was expected", "tier: not expected", "tier: required"},
    {DetailPart::kUntil, DetailKind::kInstant, Number(InstantKind::kUntil), 8, kNoCodeSpace, false,
     "until: only an instant was expected", "until: not expected", "until: required"},
    {DetailPart::kBefore, DetailKind::kInstant, Number(InstantKind::kBefore), 8, kNoCodeSpace, false,
     "before: only an instant was expected", "before: not expected", "before: required"},
    {DetailPart::kActivation, DetailKind::kInstant, Number(InstantKind::kActivation), 8, kNoCodeSpace, false,
     "activation: only an instant was expected", "activation: not expected", "activation: required"},
    {DetailPart::kExpiry, DetailKind::kInstant, Number(InstantKind::kExpiry), 8, kNoCodeSpace, false,
     "expiry: only an instant was expected", "expiry: not expected", "expiry: required"},
    {DetailPart::kLot, DetailKind::kNumber, Number(NumberKind::kLot), 8, kNoCodeSpace, false,
     "lot: only a number was expected", "lot: not expected", "lot: required"},
    {DetailPart::kWhat, DetailKind::kNumber, Number(NumberKind::kWhat), 8, kNoCodeSpace, false,
     "what: only a number was expected", "what: not expected", "what: required"},
    {DetailPart::kVintage, DetailKind::kNumber, Number(NumberKind::kVintage), 8, kNoCodeSpace, false,
     "vintage: only a number was expected", "vintage: not expected", "vintage: required"},
    {DetailPart::kQuantity, DetailKind::kNumber, Number(NumberKind::kQuantity), 8, kNoCodeSpace, false,
     "quantity: only a number was expected", "quantity: not expected", "quantity: required"},
    {DetailPart::kPoints, DetailKind::kNumber, Number(NumberKind::kPoints), 8, kNoCodeSpace, false,
     "points: only a number was expected", "points: not expected", "points: required"},
    {DetailPart::kLeft, DetailKind::kNumber, Number(NumberKind::kLeft), 8, kNoCodeSpace, false,
     "points_left: only a number was expected", "points_left: not expected", "points_left: required"},
    {DetailPart::kAttributes, DetailKind::kAttributes, 0, 16, CodeSpace::kPlan, true,
     "attributes: nothing may follow them", "attributes: not expected", "attributes: at least one required"},
};
// clang-format on

}  // namespace

std::span<const DetailForm> DetailForms() { return kForms; }

const DetailForm* FormOf(const Detail& detail) {
  for (const DetailForm& form : kForms) {
    if (form.kind == detail.kind && form.sub_kind == detail.sub_kind) {
      return &form;
    }
  }
  return nullptr;
}

CodeSpace CodeSpaceOf(const Detail& detail) {
  const DetailForm* form = FormOf(detail);
  return form != nullptr ? form->space : kNoCodeSpace;
}

}  // namespace kumbara
