#include "engine/base/hash.h"

#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

// Journals and digests hold these values: a library that computes others must
// not be linked.
TEST(HashTest, SixtyFourBitsAreThoseOfXxh3) {
  EXPECT_EQ(Hash64("", 0), 0x2d06800538d394c2u);
  EXPECT_EQ(Hash64("kumbara", 7), 0x399e652fa1dbbf31u);
  EXPECT_EQ(Hash64("kumbara", 7, 1), 0x28de5e8ab242676bu);
  const std::string page(4096, 'x');
  EXPECT_EQ(Hash64(page.data(), page.size()), 0x854c667088efe093u);
}

TEST(HashTest, HundredAndTwentyEightBitsAreThoseOfXxh3) {
  EXPECT_EQ(ToHex(Hash128("")), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(ToHex(Hash128("kumbara")), "49773cc4e2917eaba908276b4971e6e8");
  EXPECT_EQ(ToHex(Hash128(std::string(4096, 'x'))),
            "8cdc46abfd21f3ac854c667088efe093");
}

TEST(DigestTest, SumCarriesFromTheLowHalfIntoTheHigh) {
  Digest sum{UINT64_MAX, 1};
  sum += Digest{1, 2};
  EXPECT_EQ(sum, (Digest{0, 4}));
  sum -= Digest{1, 2};
  EXPECT_EQ(sum, (Digest{UINT64_MAX, 1}));
}

TEST(DigestTest, SumDoesNotDependOnTheOrder) {
  const Digest a = Hash128("a");
  const Digest b = Hash128("b");
  Digest forward = a;
  forward += b;
  Digest backward = b;
  backward += a;
  EXPECT_EQ(forward, backward);
  forward -= a;
  EXPECT_EQ(forward, b);
}

TEST(DigestTest, HexIsMostSignificantFirst) {
  EXPECT_EQ(ToHex(Digest{0x1, 0xAB00000000000000}),
            "ab000000000000000000000000000001");
}

}  // namespace
}  // namespace kumbara
