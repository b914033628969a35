package ticketd.journal;

import org.junit.jupiter.api.BeforeEach;

/** The log that shows that the contract is not the file's alone. */
class MemoryLogTest extends SharedLogContract {
  private MemoryLog.Order order;

  @Override
  @BeforeEach
  protected void openTwo() {
    order = new MemoryLog.Order(directory);
    super.openTwo();
  }

  @Override
  protected SharedLog open() {
    return order.open();
  }

  @Override
  protected void leaveNextInDoubt() {
    order.leaveNextInDoubt();
  }

  @Override
  protected JournalException.Kind refusalInDoubt() {
    return JournalException.Kind.UNREACHABLE;
  }
}
