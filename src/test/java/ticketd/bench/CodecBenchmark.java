package ticketd.bench;

import java.io.IOException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.JournalReader;
import ticketd.journal.Refs;
import ticketd.journal.StoredEvent;
import ticketd.journal.SyncMode;
import ticketd.ticket.Recorded;
import ticketd.ticket.Ticket;

/** One event into bytes, and back: verified, as the row of a LIST, as that of a HISTORY. */
public class CodecBenchmark extends CodeBenchmark {
  private static final int TICKETS = 10_000;

  private final Scratch scratch = Scratch.inMemory();
  private final Journal journal = Journal.open(scratch.store(SyncMode.OS));
  private final JournalReader reader = journal.reader();
  private final long[] offsets = new long[TICKETS * Story.EVENTS_A_TICKET];
  private int next;

  @Setup
  public void write() {
    Story.tell(journal, TICKETS);
    long at = reader.first();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at = reader.next(at);
    }
  }

  @TearDown
  public void delete() throws IOException {
    journal.close();
    scratch.close();
  }

  private long nextOffset() {
    next = next + 1 == offsets.length ? 0 : next + 1;
    return offsets[next];
  }

  @Benchmark
  public int encode() {
    BatchWriter batch = journal.newBatch();
    batch.add(Story.filed(1, batch.nextSeq()), Optional.empty(), Refs.NONE);
    return batch.bytes();
  }

  @Benchmark
  public StoredEvent read() {
    return reader.event(nextOffset());
  }

  @Benchmark
  public Ticket readTicket() {
    return reader.ticket(reader.event(nextOffset()));
  }

  @Benchmark
  public Recorded readRecorded() {
    return reader.recorded(reader.event(nextOffset()));
  }
}
