package ticketd.http;

import java.util.concurrent.Executor;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import ticketd.wire.LineBuffer;

/**
 * The rest of a long read: a slice is made when the peer took the one before, by the scan threads.
 * Where something of it cannot be read the stream fails, so that nobody takes it for the end.
 */
final class RowSource extends GraphStage<SourceShape<ByteString>> {
  static final long SLICE_NANOS = 2_000_000;

  private final Outlet<ByteString> out = Outlet.create("rows");
  private final SourceShape<ByteString> shape = SourceShape.of(out);
  private final ByteString first;
  private final RowScan<?> scan;
  private final Executor scans;
  private final Right right;

  /**
   * A source that runs once.
   *
   * @param first what was written of {@code scan} already
   * @param right of whoever reads it, which ends the answer where it ends
   */
  RowSource(ByteString first, RowScan<?> scan, Executor scans, Right right) {
    this.first = first;
    this.scan = scan;
    this.scans = scans;
    this.right = right;
  }

  @Override
  public SourceShape<ByteString> shape() {
    return shape;
  }

  /** A slice that was made. */
  private record Slice(ByteString bytes, boolean more) {}

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private boolean isFirst = true;
    private final AsyncCallback<Slice> made = createAsyncCallback(this::pass);
    private final AsyncCallback<Throwable> failed = createAsyncCallback(this::failStage);
    private final Runnable look = this::look;

    private Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (isFirst) {
                isFirst = false;
                push(out, first);
              } else {
                makeNext();
              }
            }
          });
    }

    @Override
    public void preStart() {
      right.onLook(look);
    }

    @Override
    public void postStop() {
      right.forget(look);
    }

    /** In any thread. Who is known no more by now gets no more, and no end that looks well. */
    private void look() {
      if (!right.holds()) {
        failed.invoke(revoked());
      }
    }

    private static IllegalStateException revoked() {
      return new IllegalStateException("its reader may read it no more");
    }

    private void makeNext() {
      scans.execute(
          () -> {
            LineBuffer rendered = new LineBuffer();
            try {
              boolean more = scan.slice(rendered, SLICE_NANOS);
              made.invoke(new Slice(Json.bytes(rendered), more));
            } catch (RuntimeException e) {
              Faults.tell("the rest of a long answer", e);
              failed.invoke(e);
            }
          });
    }

    private void pass(Slice slice) {
      if (!right.holds()) {
        failStage(revoked());
        return;
      }
      boolean isEmpty = slice.bytes().isEmpty();
      if (!isEmpty) {
        push(out, slice.bytes());
      }
      if (!slice.more()) {
        completeStage();
      } else if (isEmpty) {
        makeNext();
      }
    }
  }
}
