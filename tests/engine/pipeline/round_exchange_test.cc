#include "engine/pipeline/round_exchange.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(RoundExchangeTest, APhaseIsOverWhenTheLastWorkerHasArrived) {
  RoundExchange exchange(3);
  exchange.Arrive(0, 0);
  exchange.Arrive(2, 0);
  EXPECT_FALSE(exchange.AllArrived(0));
  exchange.Arrive(1, 0);
  EXPECT_TRUE(exchange.AllArrived(0));
  EXPECT_FALSE(exchange.AllArrived(1));
  // Whoever has gone on has arrived before.
  exchange.Arrive(1, 1);
  EXPECT_TRUE(exchange.AllArrived(0));
}

void Put(RoundExchange::Outbox& outbox, int messages) {
  for (int i = 0; i < messages; ++i) outbox.messages.Add(Message{});
}

TEST(RoundExchangeTest, CountsWhatAllOutboxesOfAPhaseHold) {
  RoundExchange exchange(2);
  Put(exchange.outbox(0, 0), 2);
  Put(exchange.outbox(1, 0), 3);
  exchange.outbox(1, 0).carried = 4;
  Put(exchange.outbox(0, 1), 7);
  EXPECT_EQ(exchange.MessagesOf(0), 5u);
  EXPECT_EQ(exchange.CarriedOf(0), 4u);
  EXPECT_EQ(exchange.MessagesOf(1), 7u);
  EXPECT_EQ(exchange.MessagesOf(2), 5u);  // Two outboxes, used in turn.
}

TEST(RoundExchangeTest, MessagesAreOrderedByTheirCommandThenTheirIndex) {
  Message a;
  a.origin = 3;
  a.index = 9;
  Message b = a;
  b.origin = 4;
  b.index = 0;
  EXPECT_TRUE(DeliveredBefore(a, b));
  EXPECT_FALSE(DeliveredBefore(b, a));
  b.origin = 3;
  EXPECT_TRUE(DeliveredBefore(b, a));
  EXPECT_FALSE(DeliveredBefore(a, a));
}

}  // namespace
}  // namespace kumbara
