#include "tools/kumbara/value_schema.h"

#include <cstdint>

#include "engine/base/limits.h"
#include "tools/kumbara/json_text.h"

namespace kumbara::tools {
namespace {

constexpr char kNamePattern[] = "^[a-z][a-z0-9_]{0,31}$";

std::string Pattern(std::string_view pattern) {
  return JsonObject({{"type", "\"string\""}, {"pattern", JsonText(pattern)}});
}

std::string AnyOf(const std::vector<std::string>& schemas) {
  return JsonObject({{"anyOf", JsonArray(schemas)}});
}

std::string Integer(std::int64_t least, std::int64_t greatest) {
  JsonMembers members = {{"type", "\"integer\""},
                         {"minimum", std::to_string(least)}};
  // The greatest of all says nothing, and not every validator can read it.
  if (greatest != INT64_MAX) {
    members.emplace_back("maximum", std::to_string(greatest));
  }
  return JsonObject(members);
}

std::string OneSchema(const Allowed& allowed) {
  const std::string choices =
      JsonObject({{"enum", JsonTexts(allowed.choices)}});
  switch (allowed.shape) {
    case Shape::kName:
      return Pattern(kNamePattern);
    case Shape::kZoneName:
      return Pattern("^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$");
    case Shape::kCurrency:
      return Pattern("^(\\*|[A-Z]{3})$");
    case Shape::kText:
      return Pattern("^[^\\u0000-\\u001f\\u007f]{1," +
                     std::to_string(kTextBytesMax) + "}$");
    case Shape::kChoice:
      return choices;
    case Shape::kInteger:
      return Integer(allowed.least, allowed.greatest);
    case Shape::kTruth:
      return JsonObject({{"type", "\"boolean\""}});
    case Shape::kDecimal:
      return AnyOf({Integer(1, INT64_MAX),
                    Pattern("^(?=[0-9.]*[1-9])[0-9]+(\\.[0-9]+)?$")});
    case Shape::kFraction:
      return AnyOf(
          {Integer(1, UINT32_MAX), Pattern("^[0-9]{1,10}(/[0-9]{1,10})?$")});
    case Shape::kTime:
      return Pattern("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$");
    case Shape::kDuration: {
      const std::string duration = Pattern("^(0|[1-9][0-9]*)(s|m|h|d|w|mo|y)$");
      return allowed.choices.empty() ? duration : AnyOf({choices, duration});
    }
    case Shape::kDate:
      return Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case Shape::kMonthDay:
      return Pattern("^[0-9]{2}-[0-9]{2}$");
  }
  return "false";
}

}  // namespace

std::string JsonObject(const JsonMembers& members) {
  std::string text = "{";
  for (const auto& [key, value] : members) {
    if (text.size() > 1) text += ", ";
    text += JsonText(key) + ": " + value;
  }
  return text + "}";
}

std::string JsonArray(const std::vector<std::string>& elements) {
  std::string text = "[";
  for (const std::string& element : elements) {
    if (text.size() > 1) text += ", ";
    text += element;
  }
  return text + "]";
}

std::string JsonTexts(std::span<const std::string_view> texts) {
  std::vector<std::string> quoted;
  for (const std::string_view text : texts) quoted.push_back(JsonText(text));
  return JsonArray(quoted);
}

std::string ValueSchema(const Allowed& allowed) {
  const std::string one = OneSchema(allowed);
  if (allowed.named) {
    return JsonObject({{"type", "\"object\""},
                       {"minProperties", "1"},
                       {"maxProperties", std::to_string(kListMax)},
                       {"propertyNames", Pattern(kNamePattern)},
                       {"additionalProperties", one}});
  }
  if (!allowed.many) return one;
  return AnyOf({one, JsonObject({{"type", "\"array\""},
                                 {"minItems", "1"},
                                 {"maxItems", std::to_string(kListMax)},
                                 {"items", one}})});
}

}  // namespace kumbara::tools
