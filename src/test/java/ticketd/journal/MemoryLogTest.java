package ticketd.journal;

import org.junit.jupiter.api.BeforeEach;

/** The log that shows that the contract is not the file's alone. */
class MemoryLogTest extends SharedLogContract {
  private MemoryLog.Order order;

  @Override
  @BeforeEach
  void openTwo() {
    order = new MemoryLog.Order(directory);
    super.openTwo();
  }

  @Override
  SharedLog open() {
    return order.open();
  }

  @Override
  void leaveNextInDoubt() {
    order.leaveNextInDoubt();
  }
}
