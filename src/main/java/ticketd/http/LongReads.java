package ticketd.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import ticketd.desk.Scan;
import ticketd.door.Entrance;
import ticketd.wire.LineBuffer;

/**
 * Answers made of reads that may be long. What can be found at once is found at once; the rest is
 * for the scan threads, a slice at a time, so that no long read holds up a short one.
 */
final class LongReads {
  /** What the thread of a request may spend on a read. */
  private static final long INLINE_NANOS = 300_000;

  private final Executor scans;
  private final Entrance entrance;

  LongReads(HttpEnvironment environment) {
    this.scans = environment.scans();
    this.entrance = environment.entrance();
  }

  /**
   * Finds all, which is not much.
   *
   * @param <T> what is found
   * @param found told of each, by one thread at a time
   */
  <T> CompletionStage<Void> all(Scan<T> scan, Consumer<T> found) {
    Scan.Sink<T> sink =
        each -> {
          found.accept(each);
          return true;
        };
    if (!scan.advance(System.nanoTime() + INLINE_NANOS, sink)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    goOn(done, () -> scan.advance(System.nanoTime() + RowSource.SLICE_NANOS, sink));
    return done;
  }

  /** A step of a read; returns whether there are more. */
  private interface Step {
    boolean take();
  }

  /** Takes steps on the scan threads, other reads' between them. */
  private void goOn(CompletableFuture<Void> done, Step step) {
    scans.execute(
        () -> {
          try {
            if (step.take()) {
              goOn(done, step);
            } else {
              done.complete(null);
            }
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
  }

  /**
   * 200 with all rows, in one piece where they are few. Fails where not even the first one can be
   * read; later than that the answer is broken off, as it is where {@code asker} may read no more.
   */
  CompletionStage<HttpResponse> rows(RowScan<?> scan, ContentType type, Asker asker) {
    LineBuffer first = new LineBuffer();
    if (!scan.slice(first, INLINE_NANOS)) {
      return CompletableFuture.completedFuture(whole(first, type));
    } else if (scan.count() > 0) {
      return CompletableFuture.completedFuture(begun(first, scan, type, asker));
    }
    CompletableFuture<Void> found = new CompletableFuture<>();
    boolean[] more = {true};
    goOn(
        found,
        () -> {
          more[0] = scan.slice(first, RowSource.SLICE_NANOS);
          return more[0] && scan.count() == 0;
        });
    return found.thenApply(
        nothing -> more[0] ? begun(first, scan, type, asker) : whole(first, type));
  }

  private static HttpResponse whole(LineBuffer rows, ContentType type) {
    return HttpResponse.create().withEntity(HttpEntities.create(type, Json.bytes(rows)));
  }

  private HttpResponse begun(LineBuffer first, RowScan<?> scan, ContentType type, Asker asker) {
    Right right = new Right(entrance, asker);
    Source<ByteString, ?> source =
        Source.fromGraph(new RowSource(Json.bytes(first), scan, scans, right));
    return HttpResponse.create().withEntity(HttpEntities.createChunked(type, source));
  }
}
