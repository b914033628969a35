package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LateTextsTest {
  @Test
  void shouldKnowTheTicketsOfTheChangesAfterANumber() {
    LateTexts late = new LateTexts(16);
    assertThat(late.idsAfter(0).orElseThrow()).isEmpty();
    late.add(3, 9);
    late.add(7, 2);
    late.add(8, 5);
    assertThat(late.idsAfter(0).orElseThrow()).containsExactly(2, 5, 9);
    assertThat(late.idsAfter(3).orElseThrow()).containsExactly(2, 5);
    assertThat(late.idsAfter(8).orElseThrow()).isEmpty();
  }

  @Test
  void shouldNameATicketOnceHoweverOftenItChanged() {
    LateTexts late = new LateTexts(16);
    for (long id : new long[] {4096, 2, 4096, 4095, 2, 4096, 4097}) {
      late.add(late.idsAfter(0).orElseThrow().length + 1, id);
    }
    assertThat(late.idsAfter(0).orElseThrow()).containsExactly(2, 4095, 4096, 4097);
  }

  @Test
  void shouldSayWhereItKnowsNotAll() {
    LateTexts late = new LateTexts(16);
    for (int n = 1; n <= 100; n++) {
      late.add(n, n);
    }
    assertThat(late.idsAfter(50)).isEmpty();
    assertThat(late.idsAfter(95).orElseThrow()).containsExactly(96, 97, 98, 99, 100);
  }

  @Test
  void shouldSayNothingWrongWhileOneIsAdding() throws InterruptedException {
    LateTexts late = new LateTexts(4);
    AtomicBoolean over = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int n = 1; n <= 2_000_000; n++) {
                late.add(n, n);
              }
              over.set(true);
            });
    writer.start();
    long newest = 0;
    while (!over.get()) {
      long after = newest;
      Optional<int[]> ids = late.idsAfter(after);
      if (ids.isPresent()) {
        for (int i = 0; i < ids.get().length; i++) {
          assertThat(ids.get()[i]).isEqualTo((int) after + 1 + i);
        }
        newest += ids.get().length;
      } else {
        newest++;
      }
    }
    writer.join();
  }
}
